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
  /// Minor units of a whole period, for all pieces together.
  let price: Int64
  let includesVAT: Bool
  let rate: Int64
  let rhythm: Rhythm
  let purchased: Day
  let noticeDays: Int
  private(set) var start: Day
  private(set) var anchor: Day
  private(set) var next = 0
  /// The first period that is not billed yet.
  private(set) var period: ModelPeriod
  var state = State.pending

  var isMonthly: Bool { rhythm == .months(1) }

  init(
    id: Int64, shop: Int, customer: Int64, price: Int64, includesVAT: Bool, rate: Int64,
    rhythm: Rhythm, purchased: Day, noticeDays: Int, policy: ModelPolicy
  ) {
    self.id = id
    self.shop = shop
    self.customer = customer
    self.price = price
    self.includesVAT = includesVAT
    self.rate = rate
    self.rhythm = rhythm
    self.purchased = purchased
    self.noticeDays = noticeDays
    start = purchased
    anchor = purchased
    period = ModelPeriod(from: purchased, until: purchased, whole: 1)
    if isMonthly {
      switch policy {
      case .day(let day): anchor = ModelSubscription.first(day, from: purchased)
      case .purchaseDate where purchased.day >= 29:
        anchor = ModelSubscription.first(1, from: purchased)
      case .purchaseDate: break
      }
    }
    period = computed
  }

  /// The first date from `day` on with this day of the month, found by looking.
  static func first(_ dayOfMonth: Int, from day: Day) -> Day {
    var found = day
    while found.day != dayOfMonth { found = found.plus(days: 1) }
    return found
  }

  private func step(_ count: Int) -> Day {
    switch rhythm {
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

  /// The price by the day, a half cent rounded up.
  func price(of period: ModelPeriod) -> Int64 {
    let days = Int64(period.until.number - period.from.number)
    let whole = Int64(period.whole)
    return (2 * price * days + whole) / (2 * whole)
  }

  /// What an amount comes to with VAT, and the VAT in it, a half cent rounded up.
  func taxed(_ amount: Int64) -> (gross: Int64, vat: Int64) {
    if includesVAT {
      return (amount, (2 * amount * rate + 10_000 + rate) / (2 * (10_000 + rate)))
    }
    let vat = (2 * amount * rate + 10_000) / 20_000
    return (amount + vat, vat)
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

  mutating func advance() {
    next += 1
    period = computed
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
