import Catalog
import Invoicing
import Payments
import Primitives
import Subscriptions
import Tenancy
import Workflows

// Pauses, other plans, and what shops take back.

extension Workload {
  /// The customer rests from the first day that is not billed.
  func pause(_ index: Int) async throws {
    guard let customer = customers[index].id, let id = customers[index].subscriptions.last,
      let model = auditor.subscriptions[id]
    else { return }
    let shop = shops[customers[index].shop]
    let today = try auditor.today(shop.index, at: world.clock.now)
    // Where the billing is behind, a pause would begin today: that is another story.
    guard model.billedUntil >= today else { return }
    let until = model.billedUntil.plus(days: customers[index].dice.within(5...90))
    let wish = ChangeWish.pause(from: nil, until: try known(CivilDate(until.description)))
    let order = ChangeOrder(wish, of: Subscription.ID(rawValue: id), by: customer)
    do {
      _ = try await SubscriptionChange(world.platform).make(order, as: shop.visitors)
      try auditor.rested(id, until: until, on: today)
    } catch let refusal as any Refusal {
      try auditor.expect(!model.mayRest(on: today), "I-14", "a pause refused: \(refusal.code)")
    }
  }

  /// The shop gives the customer another plan from the next period on.
  func changePlan(_ index: Int) async throws {
    guard let id = customers[index].subscriptions.last,
      let model = auditor.subscriptions[id]
    else { return }
    let shop = shops[customers[index].shop]
    let dice = customers[index].dice
    let plans = shop.plans.filter { $0.includesVAT == model.terms.includesVAT }
    let plan = plans[dice.within(0...max(plans.count - 1, 0))]
    let terms = plan.terms(model.quantity)
    let current = model.planned ?? model.terms
    guard terms != current, terms != model.terms else { return }
    let slug = plan.slug
    let planID = try await database.read(as: shop.scope) { try $0.catalog.plan(slug: slug)?.id }
    let order = ChangeOrder(
      .plan(try known(planID), quantity: nil), of: Subscription.ID(rawValue: id),
      timing: .periodEnd)
    do {
      _ = try await SubscriptionChange(world.platform).make(order, as: shop.scope)
      try auditor.willPay(terms, id)
    } catch let refusal as any Refusal {
      try auditor.expect(
        model.state != .active(endsOn: nil), "I-18", "another plan refused: \(refusal.code)")
    }
  }

  /// The shop takes a part of a paid invoice back, as credits or as money.
  func makeCreditNote(_ index: Int) async throws {
    guard let customer = customers[index].id else { return }
    let shop = shops[customers[index].shop]
    let dice = customers[index].dice
    let today = try auditor.today(shop.index, at: world.clock.now)
    guard let document = auditor.creditable(of: customer.rawValue, on: today),
      let invoice = document.invoice
    else { return }
    let rest = Int(document.lines[0] - document.creditedLine)
    let amount = dice.chance(300) ? rest : dice.within(1...rest)
    let paidBack = dice.chance(rates.paidBackPerMille)
    let wish = CreditNoteWish(
      invoice: Invoice.ID(rawValue: invoice),
      lines: [
        CreditedLine(
          ordinal: 0, amount: Money(minorUnits: Int64(amount), currency: shop.scope.currency))
      ], reason: "Coulance", freed: paidBack ? .paidBack : .credits)
    do {
      _ = try await CreditNoteIssue(world.platform).issue(wish, as: shop.scope)
    } catch is PaymentRefusal {
      // A page is open on which the customer could pay it once more.
      return
    }
    try auditor.credited(
      document.id, Int64(amount), paidBack: paidBack, at: world.clock.now)
  }
}

extension Auditor {
  func rested(_ id: Int64, until day: Day, on today: Day) throws {
    guard var subscription = subscriptions[id] else { return }
    try expect(
      subscription.mayRest(on: today), "I-14", "\(Subscription.ID(rawValue: id)) may not rest")
    subscription.rest(until: day, policies[subscription.shop])
    pauses += 1
    subscriptions[id] = subscription
  }

  func willPay(_ terms: ModelTerms, _ id: Int64) throws {
    try expect(
      subscriptions[id]?.state == .active(endsOn: nil), "I-18",
      "\(Subscription.ID(rawValue: id)) got another plan")
    subscriptions[id]?.planned = terms
    planChanges += 1
  }
}
