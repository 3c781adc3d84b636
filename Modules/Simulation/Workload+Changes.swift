import Payments
import Primitives
import Storage
import Subscriptions
import Tenancy
import Workflows

// Cancelling, credits, and what shops change.

extension Workload {
  /// The customer stops the newest subscription; what was never active cannot be stopped.
  func cancel(_ index: Int) async throws {
    guard let customer = customers[index].id, let id = customers[index].subscriptions.last else {
      return
    }
    let isActive = auditor.subscriptions[id]?.state == .active(endsOn: nil)
    do {
      let ended = try await Cancellation(world.platform).cancel(
        Subscription.ID(rawValue: id), of: customer, as: shops[customers[index].shop].visitors)
      try auditor.cancelled(id, endsOn: ended.lastDay?.description, at: world.clock.now)
    } catch let refusal as any Refusal {
      return try auditor.expect(!isActive, "I-17", "cancelling refused: \(refusal.code)")
    }
    try await plantEndless(id)
    if customers[index].dice.chance(rates.withdrawPerMille) {
      later(
        .withdraws(customer: index, subscription: id),
        seconds: customers[index].dice.within(600...2_500_000))
    }
  }

  /// Taken back, which can be done until the last day.
  func withdraw(_ index: Int, _ id: Int64) async throws {
    guard let customer = customers[index].id else { return }
    let shop = customers[index].shop
    do {
      _ = try await Cancellation(world.platform).withdraw(
        Subscription.ID(rawValue: id), of: customer, as: shops[shop].visitors)
      try auditor.withdrew(id)
    } catch let refusal as any Refusal {
      guard case .active(endsOn: .some(let end)) = auditor.subscriptions[id]?.state else { return }
      let today = try auditor.today(shop, at: world.clock.now)
      try auditor.expect(today >= end, "I-17", "withdrawing refused: \(refusal.code)")
    }
  }

  /// The shop grants credits; a form sent twice grants once.
  func grantCredit(_ index: Int) async throws {
    guard let customer = customers[index].id else { return }
    let shop = shops[customers[index].shop]
    let dice = customers[index].dice
    customers[index].grants += 1
    let amount = Money(minorUnits: Int64(dice.within(50...4000)), currency: shop.scope.currency)
    let cause = "grant-\(index)-\(customers[index].grants)"
    let grant = CreditGrant(world.platform)
    try await grant.grant(
      amount, to: customer, reason: "Storing", cause: cause, as: shop.scope)
    auditor.granted(amount.minorUnits, to: customer.rawValue, of: shop.index)
    if world.planted == .creditUsedTwice {
      try await grant.grant(
        amount, to: customer, reason: "Storing", cause: cause + "b", as: shop.scope)
    }
    guard dice.chance(300) else { return }
    do {
      try await grant.grant(
        amount, to: customer, reason: "Storing", cause: cause, as: shop.scope)
      try auditor.expect(false, "I-10", "\(cause) was granted twice")
    } catch is any Refusal {
      auditor.count(1)
    }
  }

  /// The shop changes its collection day and moves everyone along.
  func changePolicy(_ index: Int) async throws {
    let dice = Dice(seed: world.input.seed, "policy", index)
    let day = dice.within(1...28)
    let isFixed = shops[index].policy == .purchaseDate || dice.chance(500)
    let policy: CollectionPolicy = isFixed ? .fixedDay(day) : .purchaseDate
    let scope = shops[index].scope
    _ = try await database.write(as: scope) { shop in
      try shop.settings.change { $0.collectionPolicy = policy }
    }
    let before = auditor.subscriptions
    let preview = try await PolicyChange(world.platform).preview(policy, as: scope)
    let moved = try await PolicyChange(world.platform).migrate(to: policy, as: scope)
    auditor.moved(index, to: policy.modelled)
    let mustMove = auditor.subscribed[index].count { id in
      before[id]?.anchor != auditor.subscriptions[id]?.anchor
        || before[id]?.start != auditor.subscriptions[id]?.start
    }
    try auditor.expect(
      preview.affected == mustMove && moved == mustMove, "I-14",
      "a move shows \(preview.affected), moves \(moved), must move \(mustMove)")
    shops[index].policy = policy
  }

  // MARK: - Strangers and planted bugs

  /// A call about a payment that nobody has, and one at an address that is nobody's (I-28).
  func forgeWebhook(_ index: Int) async throws {
    let reception = WebhookReception(world.platform)
    let body = Array("id=tr_999999999".utf8)
    let good = shops[index].webhook
    let isKnown = try await reception.receive("tr_999999999", at: good, body: body)
    try auditor.expect(isKnown, "I-27", "a call at the shop's own address was refused")
    let bad = WebhookAddress(account: good.account, token: good.token + "x")
    let isTaken = try await reception.receive("tr_1", at: bad, body: body)
    try auditor.expect(!isTaken, "I-28", "a call with a wrong token was taken")
  }

  private func plantEndless(_ id: Int64) async throws {
    guard world.planted == .billedAfterTheEnd else { return }
    try await database.write { transaction in
      _ = try transaction.execute("UPDATE subscriptions SET ends_on = NULL WHERE id = \(id)")
    }
  }

  func plantGap() async throws {
    guard world.planted == .numberSkipped else { return }
    try await database.write { transaction in
      _ = try transaction.execute(
        "UPDATE number_series SET last_number = last_number + 1 WHERE kind = 'invoice'")
    }
  }
}

extension Subscription {
  /// The first day that is no longer served, when it was cancelled.
  var lastDay: CivilDate? {
    if case .active(endsOn: .some(let day)) = state { day } else { nil }
  }
}
