/// A stretch of time and what it must cost.
struct ModelPeriod: Hashable, Sendable {
  let from: Day
  let until: Day
  /// Days of the whole period that it belongs to.
  let whole: Int
}

/// When a shop collects one-month plans.
enum ModelPolicy: Hashable, Sendable {
  case purchaseDate
  case day(Int)
}

/// What the auditor believes about a subscription: from the purchase and the agreement alone.
struct ModelSubscription: Sendable {
  enum Rhythm: Hashable, Sendable {
    case weeks(Int)
    case months(Int)
  }

  enum State: Hashable, Sendable {
    case pending
    case active(endsOn: Day?)
    /// The first payment never came.
    case abandoned
  }

  let id: Int64
  let shop: Int
  let customer: Int64
  private(set) var terms: ModelTerms
  let quantity: Int64
  private(set) var discount: ModelDiscount?
  /// Terms that wait for the next period.
  var planned: ModelTerms?
  /// The end of a pause that was asked for.
  private(set) var restsUntil: Day?
  let purchased: Day
  let noticeDays: Int
  private(set) var start: Day
  private(set) var anchor: Day
  private(set) var next = 0
  /// The first period that is not billed yet.
  private(set) var period: ModelPeriod
  var state = State.pending

  var isMonthly: Bool { terms.rhythm == .months(1) }

  init(
    id: Int64, shop: Int, customer: Int64, terms: ModelTerms, quantity: Int64 = 1,
    discount: ModelDiscount? = nil, purchased: Day, noticeDays: Int, policy: ModelPolicy
  ) {
    self.id = id
    self.shop = shop
    self.customer = customer
    self.terms = terms
    self.quantity = quantity
    self.discount = discount
    self.purchased = purchased
    self.noticeDays = noticeDays
    start = purchased
    anchor = purchased
    period = ModelPeriod(from: purchased, until: purchased, whole: 1)
    anchor = ModelSubscription.anchor(from: purchased, terms.rhythm, policy)
    period = computed
  }

  /// The first day of the first whole period of a purchase on a day.
  private static func anchor(from day: Day, _ rhythm: Rhythm, _ policy: ModelPolicy) -> Day {
    guard rhythm == .months(1) else { return day }
    switch policy {
    case .day(let fixed): return first(fixed, from: day)
    case .purchaseDate: return day.day >= 29 ? first(1, from: day) : day
    }
  }

  /// The first date from `day` on with this day of the month, found by looking.
  static func first(_ dayOfMonth: Int, from day: Day) -> Day {
    var found = day
    while found.day != dayOfMonth { found = found.plus(days: 1) }
    return found
  }

  private func step(_ count: Int) -> Day {
    switch terms.rhythm {
    case .weeks(let weeks): anchor.plus(days: 7 * weeks * count)
    case .months(let months): anchor.plus(months: months * count)
    }
  }

  private var computed: ModelPeriod {
    let hasStub = start < anchor
    if hasStub, next == 0 {
      return ModelPeriod(from: start, until: anchor, whole: anchor.number - step(-1).number)
    }
    let index = hasStub ? next - 1 : next
    let (from, until) = (step(index), step(index + 1))
    return ModelPeriod(from: from, until: until, whole: until.number - from.number)
  }

  var billedUntil: Day { period.from }

  /// The lines of a period: the plan, and what the discount takes off it.
  func lines(of period: ModelPeriod) -> [Int64] {
    let plan = share(terms.price, of: period)
    guard let discount, !discount.isOver else { return [plan] }
    let cut = min(share(discount.cut(of: terms.price), of: period), plan)
    return cut > 0 ? [plan, -cut] : [plan]
  }

  func price(of period: ModelPeriod) -> Int64 { lines(of: period).reduce(0, +) }

  /// An amount by the day, a half cent rounded up.
  private func share(_ amount: Int64, of period: ModelPeriod) -> Int64 {
    let days = Int64(period.until.number - period.from.number)
    let whole = Int64(period.whole)
    return (2 * amount * days + whole) / (2 * whole)
  }

  /// Whether the next period is to be billed on this day.
  func isDue(on today: Day) -> Bool {
    guard case .active(let endsOn) = state else { return false }
    if let endsOn, period.from >= endsOn { return false }
    return period.from.number - min(noticeDays, period.whole / 2) <= today.number
  }

  /// Days after which a checkout that nobody paid is given up.
  static let patience = 14

  func isOverdue(on today: Day, slack: Int = 0) -> Bool {
    state == .pending && purchased.number + ModelSubscription.patience + slack <= today.number
  }

  /// A stub belongs to the period that follows: it uses no period of a discount up.
  mutating func advance() {
    let isStub = start < anchor && next == 0
    if !isStub, let left = discount?.left { discount?.left = max(left - 1, 0) }
    next += 1
    period = computed
  }

  /// What waited for the next period holds from now on; another rhythm begins anew.
  mutating func renew(_ policy: ModelPolicy) {
    guard let planned else { return }
    self.planned = nil
    let hasOtherRhythm = planned.rhythm != terms.rhythm
    let from = billedUntil
    terms = planned
    if hasOtherRhythm { begin(on: from, policy) }
  }

  private mutating func begin(on day: Day, _ policy: ModelPolicy) {
    start = day
    anchor = ModelSubscription.anchor(from: day, terms.rhythm, policy)
    next = 0
    period = computed
  }

  /// Whether it can rest from the first day that is not billed.
  func mayRest(on today: Day) -> Bool {
    state == .active(endsOn: nil) && billedUntil >= today && restsUntil.map { $0 <= today } ?? true
  }

  /// Rests from the first day that is not billed until another.
  mutating func rest(until day: Day, _ policy: ModelPolicy) {
    restsUntil = day
    begin(on: day, policy)
  }

  /// Cancelled today: what has begun is still billed, a period that begins today is not.
  mutating func cancel(on today: Day) -> Day {
    var ahead = self
    while ahead.billedUntil < today { ahead.advance() }
    state = .active(endsOn: ahead.billedUntil)
    return ahead.billedUntil
  }

  /// The shop moves to another day: from the first day that is not billed.
  mutating func move(to policy: ModelPolicy) {
    guard isMonthly, state == .active(endsOn: nil) else { return }
    let from = billedUntil
    let day: Int
    switch policy {
    case .day(let fixed): day = fixed
    case .purchaseDate: day = purchased.day >= 29 ? 1 : purchased.day
    }
    guard anchor.day != day else { return }
    start = from
    anchor = ModelSubscription.first(day, from: from)
    next = 0
    period = computed
  }
}
