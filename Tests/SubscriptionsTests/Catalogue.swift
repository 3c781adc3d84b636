import Catalog
import Primitives
import Storage
import Subscriptions
import Tenancy
import TestSupport
import Testing

let migrations = CatalogMigrations.all + SubscriptionsMigrations.all

func date(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

extension ShopBench {
  /// A plan of the shop.
  func plan(
    _ slug: String = "monthly", kind: PlanKind = .subscription, terms: PlanTerms
  ) async throws -> Plan {
    let slug = try #require(Slug(slug))
    return try await database.write(as: scope) { shop in
      try shop.catalog.createPlan(
        PlanDraft(name: slug.text, slug: slug, kind: kind, terms: terms))
    }
  }
}

extension Catalogue {
  static func made() async throws -> Catalogue {
    try await DatabaseKind.memory.withShop(migrations) { try await Catalogue(in: $0) }
  }
}

/// Plans that pure tests buy.
struct Catalogue: Sendable {
  let basic: Plan
  /// 10.00 for two periods, then 30.00.
  let starter: Plan
  let better: Plan
  let yearly: Plan
  let weekly: Plan
  let seats: Plan
  let support: Plan

  /// 30.00 and 50.00 a month, 300.00 a year, 7.00 a week; add-ons of 10.00 and 4.99 a month.
  init(in bench: ShopBench) async throws {
    basic = try await bench.plan(
      "basic", terms: PlanTerms(price: .eur(3000), interval: .monthly))
    starter = try await bench.plan(
      "starter",
      terms: PlanTerms(
        price: .eur(3000), interval: .monthly,
        introduction: Introduction(price: .eur(1000), periods: 2)))
    better = try await bench.plan(
      "better", terms: PlanTerms(price: .eur(5000), interval: .monthly))
    yearly = try await bench.plan(
      "yearly", terms: PlanTerms(price: .eur(30_000), interval: .yearly))
    weekly = try await bench.plan(
      "weekly", terms: PlanTerms(price: .eur(700), interval: .weekly))
    seats = try await bench.plan(
      "seats", kind: .addOn, terms: PlanTerms(price: .eur(1000), interval: .monthly))
    support = try await bench.plan(
      "support", kind: .addOn, terms: PlanTerms(price: .eur(499), interval: .monthly))
  }
}

/// What was done to a subscription, to be done again in a store.
enum Deed {
  case bill(PeriodBill, on: CivilDate)
  case event(SubscriptionEvent, on: CivilDate)
  case amendment(Amendment)
  case move(PolicyBridge)
}

/// A subscription of a pure test: what the store keeps, kept in values.
struct Life {
  var subscription: Subscription
  var extras: Extras
  var charges: [RecordedCharge] = []
  var gaps: [Period] = []
  var policy: CollectionPolicy
  private(set) var deeds: [Deed] = []

  /// One that a store began.
  init(
    _ subscription: Subscription, _ extras: Extras, policy: CollectionPolicy
  ) throws {
    (self.subscription, self.extras, self.policy) = (subscription, extras, policy)
    guard subscription.state == .pending else { return }
    try pay(on: subscription.purchasedOn)
  }

  init(
    _ plan: Plan, on day: CivilDate, _ purchase: Purchase, id: Int64 = 1
  ) throws {
    let subscription = try Subscription.bought(
      plan, purchase, by: Customer.ID(rawValue: 1), on: day, id: Subscription.ID(rawValue: id))
    var next: Int64 = 100
    let extras = try purchase.extras(of: subscription) {
      next += 1
      return next
    }
    try self.init(subscription, extras, policy: purchase.policy)
  }

  /// The first document is paid at once.
  private mutating func pay(on day: CivilDate) throws {
    let period = try #require(subscription.schedule.period(0))
    try record(PeriodBill(subscription, extras, period: period), on: day)
    try happen(.firstPaymentReceived, on: day)
  }

  mutating func happen(_ event: SubscriptionEvent, on day: CivilDate) throws {
    subscription = try subscription.after(event)
    deeds.append(.event(event, on: day))
  }

  mutating func move(_ bridge: PolicyBridge) {
    subscription = bridge.moved
    deeds.append(.move(bridge))
  }

  private mutating func record(_ bill: PeriodBill, on day: CivilDate) throws {
    charges += bill.recorded(generation: subscription.generation)
    extras.use(bill)
    subscription = subscription.billed(bill, on: day)
    deeds.append(.bill(bill, on: day))
  }

  /// Bills all whose day has come; returns the bills.
  /// - Parameter earliest: the day from which on there was a run.
  @discardableResult
  mutating func bill(
    through day: CivilDate, noticeDays: Int = 0, from earliest: CivilDate = .first
  ) throws -> [PeriodBill] {
    var bills: [PeriodBill] = []
    while let next = subscription.nextPeriod,
      BillingNotice.billOn(next, noticeDays: noticeDays) <= day
    {
      let bill = try PeriodBill(subscription, extras, period: next)
      try record(bill, on: max(BillingNotice.billOn(next, noticeDays: noticeDays), earliest))
      bills.append(bill)
    }
    return bills
  }

  @discardableResult
  mutating func apply(_ amendment: Amendment) throws -> Amendment {
    charges = try amendment.charges(after: charges)
    if let old = amendment.before.pause, old != amendment.after.pause,
      amendment.day < old.period.until
    {
      gaps.removeAll { $0.from == old.period.from }
    }
    if let new = amendment.after.pause, new != amendment.before.pause {
      gaps.removeAll { $0.from == new.period.from }
      gaps.append(new.period)
    }
    if case .ended(let end) = amendment.before.state, amendment.after.pause == nil,
      let gap = Period(from: end, until: amendment.day)
    {
      gaps.append(gap)
    }
    subscription = amendment.after
    extras = amendment.extras
    deeds.append(.amendment(amendment))
    return amendment
  }

  func terms(_ plan: Plan, quantity: Int = 1) throws -> SubscriptionTerms {
    try SubscriptionTerms(plan.version, quantity: quantity)
  }

  /// A change to other terms, carried out.
  @discardableResult
  mutating func change(to plan: Plan, quantity: Int = 1, on day: CivilDate) throws -> Amendment {
    try apply(
      Amendment.change(
        subscription, extras, charged: charges, to: terms(plan, quantity: quantity), on: day,
        policy: policy))
  }

  @discardableResult
  mutating func stop(on day: CivilDate, today: CivilDate) throws -> Amendment {
    try apply(
      Amendment.stop(
        subscription, extras, charged: charges, on: day, today: today, policy: policy))
  }

  @discardableResult
  mutating func pause(_ from: CivilDate, _ until: CivilDate, today: CivilDate) throws -> Amendment {
    try apply(
      Amendment.pause(
        subscription, extras, charged: charges,
        for: #require(Period(from: from, until: until)), today: today, policy: policy))
  }

  @discardableResult
  mutating func resume(on day: CivilDate) throws -> Amendment {
    try apply(
      Amendment.resume(subscription, extras, charged: charges, on: day, policy: policy))
  }

  /// What its invariants say; empty when all hold.
  var breaks: [String] {
    var findings = ChargeFindings()
    let sorted = charges.sorted { $0.period.from < $1.period.from }
    findings.check(subscription, sorted, gaps: gaps)
    return findings.checks.flatMap(\.breaks)
  }

  /// What the customer owes in all.
  var total: Int64 {
    charges.reduce(0) { $0 + $1.amount.minorUnits - $1.givenBack.minorUnits }
  }
}
