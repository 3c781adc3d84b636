import Catalog
import Primitives
import Subscriptions
import Tenancy
import TestSupport
import Testing

/// Ten thousand lives of subscriptions, each with what may happen to one in any order, against a
/// model that knows nothing of the module: periods tile, nothing is paid twice, sums agree.
@Suite struct RandomLifeTests {
  static let seeds = Array(0..<20)
  static let livesPerSeed = 500

  @Test(arguments: seeds)
  func `every life costs what an independent model says`(seed: Int) async throws {
    let shop = try await Catalogue.made()
    let random = SeededRandom(seed: UInt64(seed))
    for number in 0..<RandomLifeTests.livesPerSeed {
      var life = try RandomLife(shop, random)
      for step in 0..<12 {
        let event = try life.happen(random)
        guard life.real.total == life.model.total, life.real.breaks.isEmpty,
          life.real.subscription.billedUntil == life.model.cursor
        else {
          Issue.record(
            """
            seed \(seed), life \(number), step \(step), after \(life.story): \
            \(life.real.total) is not \(life.model.total), \
            billed until \(life.real.subscription.billedUntil), not \(life.model.cursor) \
            \(life.real.breaks)
            """)
          return
        }
        if event == nil { break }
      }
    }
  }
}

/// A purchase, and what the model makes of it.
struct RandomOrder {
  let plan: Plan
  let day: CivilDate
  let purchase: Purchase
  let model: ModelLife

  init(_ shop: Catalogue, _ random: some RandomSource, on day: CivilDate? = nil) throws {
    let bought = try day ?? date("2026-01-01").adding(days: Int(random.below(1461)))
    let day = Int(random.below(3)) == 0 ? Int(random.below(28)) + 1 : 0
    let quantity = Int(random.below(3)) + 1
    let isYearly = random.below(6) == 0
    plan = isYearly ? shop.yearly : random.below(3) == 0 ? shop.starter : shop.basic
    var purchase = Purchase(
      quantity: quantity, policy: day == 0 ? .purchaseDate : .fixedDay(day))
    var model = ModelLife(
      unit: plan.version.price.minorUnits, quantity: Int64(quantity),
      rhythm: ModelLife.Rhythm(months: isYearly ? 12 : 1), day: day, bought: bought)
    model.introduction = plan.version.introduction?.price.minorUnits
    model.introductionLeft = plan.version.introduction?.periods ?? 0
    model.discountLeft = 0
    if random.below(2) == 0 {
      let hundredths = Int(random.below(10_000)) + 1
      let periods = random.below(3) == 0 ? nil : Int(random.below(4)) + 1
      purchase.discounts = [
        Purchase.ChosenDiscount(
          "Less", Discount(.percent(hundredths: hundredths), periods: periods))
      ]
      model.hundredths = Int64(hundredths)
      model.discountLeft = periods
    }
    (self.day, self.purchase, self.model) = (bought, purchase, model)
  }
}

/// One life, told twice.
struct RandomLife {
  let shop: Catalogue
  var real: Life
  var model: ModelLife
  var today: CivilDate
  private(set) var story: [String] = []

  init(_ shop: Catalogue, _ random: some RandomSource) throws {
    let order = try RandomOrder(shop, random)
    self.init(shop, order, try Life(order.plan, on: order.day, order.purchase))
  }

  init(_ shop: Catalogue, _ order: RandomOrder, _ real: Life) {
    (self.shop, self.real, model, today) = (shop, real, order.model, order.day)
    model.billNext()
    story.append("bought \(order.day): \(order.plan.slug), \(order.purchase)")
  }

  /// Lets some days go by and something happen; nil once it is over for good.
  mutating func happen(_ random: some RandomSource) throws -> String? {
    let before = today
    today = today.adding(days: Int(random.below(40)))
    if real.subscription.state.isCancelling, let end = real.subscription.state.endsOn, end <= today
    {
      try real.bill(through: end, from: before)
      model.bill(through: end)
      try real.happen(.lastPeriodOver(on: today), on: today)
      model.stop(on: end, today: today)
    }
    try real.bill(through: today, noticeDays: 7, from: before)
    while model.cursor < real.subscription.billedUntil, model.canBill { model.billNext() }
    story.append("\(today)")
    switch (real.subscription.state, random.below(10)) {
    case (.ended, 0...5): try restart()
    case (.ended, _): return nil
    case (.active(endsOn: .some), 0...4): try keep()
    case (.active(endsOn: .some), 5...6): try stop(today)
    case (.active(endsOn: .some), _): break
    case (_, 0): try stop(today)
    case (_, 1): try stop(today.adding(days: Int(random.below(45)) + 1))
    case (_, 2): try stop(real.subscription.end(whenCancelledOn: today))
    case (_, 3...4): try pauseOrResume(random)
    case (_, 5): try move(Int(random.below(29)))
    case (_, 6): try rhythm(random)
    default: try reprice(random)
    }
    return story.last
  }

  private mutating func stop(_ end: CivilDate) throws {
    story.append("stop \(end)")
    try real.stop(on: end, today: today)
    model.stop(on: end, today: today)
  }

  private mutating func keep() throws {
    story.append("keep")
    try real.apply(Amendment.keep(real.subscription, real.extras, today: today))
    model.keep()
  }

  private mutating func restart() throws {
    story.append("restart")
    try real.apply(
      Amendment.restart(real.subscription, real.extras, on: today, policy: real.policy))
    model.restart(on: today)
  }

  private mutating func pauseOrResume(_ random: some RandomSource) throws {
    if let pause = real.subscription.pause, today < pause.period.until {
      guard real.charges.allSatisfy({ $0.isVoid || $0.period.from < pause.period.until }) else {
        return
      }
      story.append("resume")
      try real.resume(on: today)
      model.resume(on: today)
      return
    }
    let from =
      random.below(2) == 0
      ? max(real.subscription.billedUntil, today) : today.adding(days: Int(random.below(50)))
    let until = from.adding(days: Int(random.below(100)) + 1)
    story.append("pause \(from) \(until)")
    try real.pause(from, until, today: today)
    model.pause(from: from, until: until)
  }

  private mutating func move(_ day: Int) throws {
    story.append("move \(day)")
    real.policy = day == 0 ? .purchaseDate : .fixedDay(day)
    if let bridge = try PolicyBridge(real.subscription, real.extras, to: real.policy) {
      real.move(bridge)
    }
    model.move(to: day)
  }

  private mutating func rhythm(_ random: some RandomSource) throws {
    let plan = [shop.basic, shop.yearly, shop.weekly][Int(random.below(3))]
    let isResting = real.subscription.pause.map { today < $0.period.until } ?? false
    guard plan.version.interval != real.subscription.schedule.interval, !isResting else { return }
    story.append("to \(plan.slug)")
    try real.change(to: plan, on: today)
    let months = plan.id == shop.weekly.id ? 0 : plan.id == shop.basic.id ? 1 : 12
    model.change(
      unit: plan.version.price.minorUnits,
      rhythm: ModelLife.Rhythm(months: months, weeks: months == 0 ? 1 : 0), on: today)
  }

  private mutating func reprice(_ random: some RandomSource) throws {
    let quantity = Int(random.below(4)) + 1
    let isStarter = real.subscription.planID == shop.starter.id
    let monthly =
      random.below(2) == 0 ? (isStarter ? shop.starter : shop.basic) : shop.better
    let interval = real.subscription.schedule.interval
    let plan = interval == .monthly ? monthly : interval == .weekly ? shop.weekly : shop.yearly
    guard try real.terms(plan, quantity: quantity) != real.subscription.terms else { return }
    story.append("\(plan.slug) x\(quantity)")
    try real.change(to: plan, quantity: quantity, on: today)
    model.reprice(
      unit: plan.version.price.minorUnits, quantity: Int64(quantity), on: today)
  }
}

extension ModelLife {
  var canBill: Bool { !isOver && (end.map { cursor < $0 } ?? true) }
}
