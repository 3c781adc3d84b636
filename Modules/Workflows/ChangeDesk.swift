import Catalog
import Invoicing
import JSON
import Payments
import Primitives
import Storage
import Subscriptions
import Tenancy

/// Works one order out on the subscription that it is about: asks the rules, has documents and
/// money follow, and tells what came of it.
struct ChangeDesk {
  let order: ChangeOrder
  let shop: ShopTransaction
  let settings: ShopSettings
  let held: AmendableSubscription
  let customer: Customer

  /// - Throws: `SubscriptionRefusal.unknown`, also for another customer's subscription (I-42).
  init(_ order: ChangeOrder, in shop: ShopTransaction) throws {
    self.order = order
    self.shop = shop
    held = try shop.subscriptions.amendable(order.subscription)
    guard order.customer == nil || held.subscription.customerID == order.customer else {
      throw SubscriptionRefusal.unknown
    }
    settings = try shop.settings.current()
    customer = try shop.customers.find(held.subscription.customerID)
  }

  var subscription: Subscription { held.subscription }
  var today: CivilDate { shop.today }
  var policy: CollectionPolicy { settings.collectionPolicy }
  var isCustomer: Bool { order.customer != nil }

  func carryOut() throws -> ChangeResult {
    switch order.wish {
    case .plan(let id, let quantity): try changePlan(to: id, quantity)
    case .quantity(let count): try change(to: try subscription.terms(quantity: count))
    case .addOn(let id, let quantity): try add(id, quantity)
    case .addOnQuantity(let id, let quantity): try replace(id, quantity)
    case .endAddOn(let id):
      try book(
        Amendment.end(id, of: subscription, held.extras, charged: held.charges, on: today))
    case .dropPlanned: try dropPlanned()
    case .cancel(let moment): try cancel(moment)
    case .keep: try keep()
    case .restart: try restart()
    case .pause(let from, let until): try pause(from, until)
    case .resume:
      try book(
        Amendment.resume(
          subscription, held.extras, charged: held.charges, on: today, policy: policy))
    case .withdraw: try withdraw()
    case .collectionDay(let day): try move(to: day)
    }
  }

  // MARK: Terms

  private func changePlan(to id: Plan.ID, _ quantity: Int?) throws -> ChangeResult {
    let plan = try shop.catalog.existingPlan(id)
    guard plan.state == .active else { throw CatalogRefusal.planArchived }
    guard plan.kind == .subscription, plan.version.instalments == nil else {
      throw SubscriptionRefusal.planNotPossible
    }
    return try change(
      to: SubscriptionTerms(plan.version, quantity: quantity ?? subscription.quantity))
  }

  private func change(to terms: SubscriptionTerms) throws -> ChangeResult {
    if try timing(of: terms) == .periodEnd { return try plan(terms) }
    try shop.subscriptions.cancelPlanned(of: subscription)
    let amendment = try Amendment.change(
      subscription, held.extras, charged: held.charges, to: terms, on: today, policy: policy)
    return try book(amendment, returning: settings.unusedPart)
  }

  /// Dearer terms hold at once, cheaper ones when the shop has it so; the shop itself chooses.
  private func timing(of terms: SubscriptionTerms) throws -> ChangeTiming {
    if let timing = order.timing, !isCustomer { return timing }
    let isCheaper = try terms.yearlyPrice.isLess(than: subscription.terms.yearlyPrice)
    guard isCheaper else { return .now }
    return settings.downgradeTiming == .periodEnd ? .periodEnd : order.timing ?? .now
  }

  private func plan(_ terms: SubscriptionTerms) throws -> ChangeResult {
    if terms.interval != subscription.schedule.interval,
      held.extras.addOns.contains(where: { $0.until.map { today < $0 } ?? true })
    {
      throw SubscriptionRefusal.addOnsInTheWay
    }
    let planned = try shop.subscriptions.plan(
      terms, from: subscription.billedUntil, for: subscription)
    let after = try subscription.taking(terms, policy: policy)
    return try result(after, from: planned.effectiveFrom, isPlanned: true)
  }

  private func dropPlanned() throws -> ChangeResult {
    guard try shop.subscriptions.cancelPlanned(of: subscription) else {
      throw SubscriptionRefusal.nothingChanges
    }
    return try result(subscription, from: today)
  }

  // MARK: Add-ons

  private func add(_ id: Plan.ID, _ quantity: Int) throws -> ChangeResult {
    let plan = try shop.catalog.existingPlan(id)
    guard plan.state == .active else { throw CatalogRefusal.planArchived }
    // A form sent twice adds once.
    guard !held.extras.addOns.contains(where: { $0.planID == id && $0.until == nil }) else {
      throw SubscriptionRefusal.nothingChanges
    }
    let amendment = try Amendment.add(
      try addOn(plan.version, quantity), of: plan, to: subscription, version: try version(),
      held.extras, charged: held.charges)
    return try book(amendment)
  }

  private func replace(_ id: AddOn.ID, _ quantity: Int) throws -> ChangeResult {
    guard let old = held.extras.addOns.first(where: { $0.id == id }) else {
      throw SubscriptionRefusal.addOnUnknown
    }
    guard old.quantity != quantity else { throw SubscriptionRefusal.nothingChanges }
    guard let version = try shop.catalog.versions([old.versionID])[old.versionID] else {
      throw CatalogRefusal.planUnknown
    }
    let amendment = try Amendment.end(
      id, replacedBy: try addOn(version, quantity, from: old.from), of: subscription, held.extras,
      charged: held.charges, on: today)
    return try book(amendment)
  }

  /// - Parameter from: the day that was promised, where that is still to come.
  private func addOn(
    _ version: PlanVersion, _ quantity: Int, from day: CivilDate? = nil
  ) throws -> AddOn {
    AddOn(
      id: shop.newID(), planID: version.planID, versionID: version.id,
      quantity: try SubscriptionStore.checked(quantity: quantity),
      price: try version.price.times(Int64(quantity)),
      pricesIncludeVAT: version.pricesIncludeVAT, from: max(today, day ?? today))
  }

  private func version() throws -> PlanVersion {
    let id = subscription.versionID
    guard let version = try shop.catalog.versions([id])[id] else {
      throw CatalogRefusal.planUnknown
    }
    return version
  }

  // MARK: The customer's own day

  private func move(to day: Int?) throws -> ChangeResult {
    guard !isCustomer || settings.customersChooseDay else {
      throw SubscriptionChangeRefusal.dayNotOffered
    }
    guard day != subscription.collectionDay else { throw SubscriptionRefusal.nothingChanges }
    _ = try shop.subscriptions.setCollectionDay(
      day, of: subscription, held.extras, policy: policy, noticeDays: settings.renewalNoticeDays)
    return try result(
      try shop.subscriptions.existing(subscription.id), from: subscription.billedUntil)
  }
}

// MARK: - What comes of it

extension ChangeDesk {
  /// Carries an amendment out on documents and money.
  func book(
    _ amendment: Amendment, as unusedPart: UnusedPart = .credits,
    returning rest: UnusedPart = .credits
  ) throws -> ChangeResult {
    var receipt = try AmendmentBooking(
      shop: shop, settings: settings, customer: customer, unusedPart: unusedPart,
      reason: order.wish.reason
    ).carryOut(amendment)
    if rest == .paidBack { try payBackRest(of: &receipt) }
    return try result(
      receipt.subscription, from: amendment.day, lines: lines(of: amendment), receipt: receipt)
  }

  /// What a cheaper plan leaves of the credits goes back where the shop has it so, as far as the
  /// payments can still take it.
  private func payBackRest(of receipt: inout AmendmentReceipt) throws {
    let used = try receipt.documents.map(\.creditsUsed).total(in: shop.currency)
    // What credits had settled is credits again, not money.
    let money = try receipt.credited - receipt.creditsAgain
    let rest = try (receipt.credited - used).smaller(money)
    guard rest.isPositive, let note = receipt.creditNotes.last else { return }
    do {
      try shop.transaction.savepoint {
        _ = try RefundRun.request(
          RefundRequest(
            customer: customer.id, amount: rest, cause: .credits,
            reason: order.wish.reason(customer.language), source: note.id.description), in: shop)
      }
      receipt.credited = try receipt.credited - rest
      receipt.paidBack = try receipt.paidBack + rest
    } catch is RefundRefusal {
      // The payments are too old, or were made otherwise: the rest stays as credits.
    }
  }

  func result(
    _ after: Subscription, from day: CivilDate, isPlanned: Bool = false,
    lines: [ChangeLine] = [], receipt: AmendmentReceipt? = nil
  ) throws -> ChangeResult {
    ChangeResult(
      before: subscription, after: after, plan: try shop.catalog.existingPlan(after.planID),
      from: day, isPlanned: isPlanned, lines: lines,
      receipt: receipt ?? AmendmentReceipt(after, in: shop.currency),
      next: try Foresight(of: after, in: shop).next())
  }

  /// The calculation, component by component.
  private func lines(of amendment: Amendment) throws -> [ChangeLine] {
    let charges = amendment.bills.flatMap(\.charges)
    let plans = try shop.catalog.plans(
      Set(amendment.givenBack.map(\.charge.planID) + charges.map(\.planID)))
    func name(_ id: Plan.ID, _ quantity: Int, _ component: ChargeComponent) -> String {
      let name = plans[id]?.name ?? ""
      return quantity == 1 || component == .setup ? name : "\(quantity) x \(name)"
    }
    let back = amendment.givenBack.filter { !$0.amount.isZero }.map { part in
      let plan = name(part.charge.planID, part.charge.quantity, part.charge.component.sold)
      return ChangeLine(
        description: part.charge.component.phrase(of: plan, isGivenBack: true),
        explanation: part.explanation, period: part.period, amount: part.amount.negated)
    }
    return back
      + charges.map { charge in
        let plan = name(charge.planID, charge.quantity, charge.component.sold)
        return ChangeLine(
          description: charge.component.phrase(of: plan, isGivenBack: false),
          explanation: charge.price.explanation, period: charge.period,
          amount: charge.price.amount)
      }
  }

  /// What was shown is stored with its calculation: the next bill asks just that (quote = charge).
  func keepQuote(_ result: ChangeResult) throws {
    guard let next = result.next, result.after.state.isActive else { return }
    try shop.subscriptions.put(
      quote: next.bill.asked, calculation: next.bill.calculation(customer.language),
      for: next.period.period.from, of: result.after)
  }

  func record(_ result: ChangeResult) throws {
    let shown = try result.shown
    try shop.audit.record(
      order.wish.action, subscription.id,
      [
        "from": .string("\(result.from)"), "toPay": .string(shown.toPay.decimal),
        "givenBack": .string(shown.givenBack.decimal), "plan": .string("\(result.plan.id)"),
        "quantity": .integer(Int64(result.after.quantity)),
      ])
  }
}

extension ChargeComponent {
  fileprivate func phrase(of plan: String, isGivenBack: Bool) -> Phrase {
    switch (self, isGivenBack) {
    case (.plan, false), (.addOn, false): Phrase(nl: plan, en: plan)
    case (.plan, true), (.addOn, true):
      Phrase(nl: "\(plan), niet gebruikt", en: "\(plan), not used")
    case (.setup, _): Phrase(nl: "Eenmalige kosten \(plan)", en: "Set-up fee \(plan)")
    case (.discount, false): Phrase(nl: "Korting op \(plan)", en: "Discount on \(plan)")
    case (.discount, true):
      Phrase(nl: "Korting op \(plan), vervalt", en: "Discount on \(plan), lapses")
    }
  }
}

extension ChangeWish {
  /// What is said on credit notes and with credits.
  var reason: Phrase {
    switch self {
    case .cancel: Phrase(nl: "Opzegging", en: "Cancellation")
    case .withdraw: Phrase(nl: "Herroeping binnen 14 dagen", en: "Withdrawal within 14 days")
    case .pause: Phrase(nl: "Pauze", en: "Pause")
    default: Phrase(nl: "Wijziging van uw abonnement", en: "Change of your subscription")
    }
  }

  /// The name in the audit log.
  var action: String {
    switch self {
    case .plan, .quantity, .addOn, .addOnQuantity, .endAddOn: "subscription.changed"
    case .dropPlanned: "subscription.plannedChangeDropped"
    case .cancel: "subscription.cancelled"
    case .keep: "subscription.cancellationWithdrawn"
    case .restart: "subscription.restarted"
    case .pause: "subscription.paused"
    case .resume: "subscription.resumed"
    case .withdraw: "subscription.withdrawn"
    case .collectionDay: "subscription.collectionDayChosen"
    }
  }
}
