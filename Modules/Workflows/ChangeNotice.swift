import Catalog
import Notifications
import Primitives
import Subscriptions
import Tenancy

/// The mail that confirms a change, composed with it: only there is all known that it tells.
struct ChangeNotice {
  private let wish: ChangeWish
  private let result: ChangeResult
  private let desk: ChangeDesk
  private let addresses: PublicAddresses

  init(
    _ wish: ChangeWish, _ result: ChangeResult, _ desk: ChangeDesk, _ addresses: PublicAddresses
  ) {
    self.wish = wish
    self.result = result
    self.desk = desk
    self.addresses = addresses
  }

  func send() throws {
    guard let content = try content() else { return }
    // Each change is told, however many there are on one day.
    let level = Int(desk.shop.newID(Subscription.self).rawValue)
    try CustomerNotice(content, about: result.after.id, level: level)
      .send(to: desk.customer.id, addresses, in: desk.shop)
  }

  private func content() throws -> (any MailContent)? {
    switch wish {
    case .plan, .quantity, .addOn, .addOnQuantity, .endAddOn, .collectionDay: try changed()
    case .dropPlanned: nil
    case .cancel: try cancelled()
    case .keep, .restart: try reactivated()
    case .pause: paused()
    case .resume: resumed()
    case .withdraw: try withdrawn()
    }
  }

  private var portal: String { addresses.portal(of: desk.shop.scope.shop) }
  private var name: String { result.plan.name }

  private var next: NextPayment? {
    result.next.map { NextPayment(amount: $0.bill.asked, on: $0.period.collectOn) }
  }

  private func settlement() throws -> Settlement {
    let (toPay, credits) = (try result.receipt.toPay, try result.creditsLeft)
    if result.receipt.paidBack.isPositive { return .paidBack(result.receipt.paidBack) }
    if toPay.isPositive { return .toPay(toPay) }
    if credits.isPositive { return .credited(credits) }
    return result.receipt.lowered.isPositive ? .lowered(result.receipt.lowered) : .nothing
  }

  private func changed() throws -> any MailContent {
    let language = desk.customer.language
    return SubscriptionChangedMail(
      planName: name, changes: try changes(), effectiveFrom: result.from,
      lines: result.lines.map {
        MailItem(
          description: $0.description(language), explanation: $0.explanation?(language),
          amount: $0.amount)
      },
      settlement: try settlement(), next: next, portalURL: portal)
  }

  private func changes() throws -> [SubscriptionChangedMail.Change] {
    let (before, after) = (result.before, result.after)
    var changes: [SubscriptionChangedMail.Change] = []
    if before.planID != after.planID {
      let old = try desk.shop.catalog.existingPlan(before.planID).name
      changes.append(.init(Phrase(nl: "Plan", en: "Plan"), from: old, to: name))
    }
    if before.quantity != after.quantity {
      changes.append(
        .init(
          Phrase(nl: "Aantal", en: "Quantity"), from: "\(before.quantity)",
          to: "\(after.quantity)"))
    }
    if before.collectionDay != after.collectionDay {
      changes.append(
        .init(
          Phrase(nl: "Incassodag", en: "Collection day"),
          from: before.collectionDay.map { "\($0)" } ?? "–",
          to: after.collectionDay.map { "\($0)" } ?? "–"))
    }
    return changes
  }

  private func cancelled() throws -> any MailContent {
    guard let end = result.after.state.endsOn else { return try changed() }
    return CancellationConfirmedMail(
      planName: name, endsOn: end, isOver: result.isOver, credit: try result.creditsLeft,
      portalURL: portal)
  }

  private func reactivated() throws -> any MailContent {
    let interval = result.after.schedule.interval
    return SubscriptionReactivatedMail(
      planName: name, price: try Foresight(of: result.after, in: desk.shop).wholePrice(),
      interval: Phrase(nl: interval.formatted(.nl), en: interval.formatted(.en)),
      from: result.from, next: next, portalURL: portal)
  }

  private func paused() -> (any MailContent)? {
    result.after.pause.map {
      SubscriptionPausedMail(planName: name, pause: $0.period, next: next, portalURL: portal)
    }
  }

  private func resumed() -> any MailContent {
    SubscriptionResumedMail(
      planName: name, resumedOn: result.from, next: next, portalURL: portal)
  }

  private func withdrawn() throws -> any MailContent {
    let shop = desk.shop
    let statement = try desk.statement()
    return WithdrawalReceiptMail(
      planName: name, purchasedOn: result.before.purchasedOn, customerName: desk.customer.name,
      receivedOn: shop.today, receivedAt: shop.scope.zone.timeOfDay(at: shop.now),
      statement: statement.isEmpty ? nil : statement, settlement: try settlement(), kept: nil,
      paidBackBy: result.receipt.paidBack.isPositive ? shop.today.adding(days: 14) : nil,
      portalURL: portal)
  }
}

extension CivilZone {
  /// The time on the wall, `14:05`.
  func timeOfDay(at moment: Instant) -> String {
    let today = date(at: moment)
    let elapsed = Int(moment.seconds(since: startOfDay(today)))
    // The clock may have been changed since midnight.
    let shift = Int(moment.seconds(since: instant(of: today, secondOfDay: elapsed)))
    let minutes = (elapsed + shift) / 60
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(minutes / 60)):\(two(minutes % 60))"
  }
}
