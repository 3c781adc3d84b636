import Primitives

/// What a subscription must cost, told once more and otherwise: day by day in plain integers, with
/// no use of the module under test. Written from the rules, not from the code.
struct ModelLife {
  struct Rhythm: Equatable {
    var months = 0
    var weeks = 0
  }

  /// Days that were charged as one.
  struct Stretch {
    let from: CivilDate
    let until: CivilDate
    let whole: Int64
    /// Cents of a whole period, and what the discount takes off it.
    let price: Int64
    let cut: Int64
    let isIntroduction: Bool
    let counts: Bool
    var covered: CivilDate

    func isPaid(after date: CivilDate) -> Bool { covered > date && covered > from }

    var kept: Int64 { share(price) - share(cut) }

    private func share(_ cents: Int64) -> Int64 {
      let days = Int64(from.days(until: until))
      let unused = Int64(covered.days(until: until))
      let charged = ModelLife.round(cents * days, whole)
      return charged - (covered == from ? charged : ModelLife.round(cents * unused, whole))
    }
  }

  var unit: Int64
  var quantity: Int64 = 1
  var rhythm: Rhythm
  /// 0: the purchase date; else the day of the month.
  var day: Int
  let bought: CivilDate
  var introduction: Int64?
  var introductionLeft = 0
  var hundredths: Int64 = 0
  var discountLeft: Int?

  private(set) var start: CivilDate
  private var anchor: CivilDate
  private(set) var cursor: CivilDate
  private(set) var stretches: [Stretch] = []
  private(set) var isOver = false
  private(set) var end: CivilDate?
  private(set) var pause: (from: CivilDate, until: CivilDate)?

  init(unit: Int64, quantity: Int64, rhythm: Rhythm, day: Int, bought: CivilDate) {
    (self.unit, self.quantity, self.rhythm, self.day) = (unit, quantity, rhythm, day)
    self.bought = bought
    (start, anchor, cursor) = (bought, bought, bought)
    begin(on: bought)
  }

  static func round(_ product: Int64, _ whole: Int64) -> Int64 {
    (2 * product + whole) / (2 * whole)
  }

  var total: Int64 { stretches.reduce(0) { $0 + $1.kept } }

  // MARK: Calendar

  private mutating func begin(on date: CivilDate) {
    start = date
    cursor = date
    anchor = date
    guard rhythm == Rhythm(months: 1) else { return }
    let wanted = day == 0 ? (date.day >= 29 ? 1 : date.day) : day
    while anchor.day != wanted { anchor = anchor.adding(days: 1) }
  }

  /// The beginning of period `n` from the anchor.
  private func beginning(_ n: Int) -> CivilDate {
    if rhythm.weeks > 0 { return anchor.adding(days: 7 * rhythm.weeks * n) }
    let months = anchor.year * 12 + anchor.month - 1 + n * rhythm.months
    var day = anchor.day
    while true {
      if let date = CivilDate(year: months / 12, month: months % 12 + 1, day: day) { return date }
      day -= 1
    }
  }

  /// The whole period that a day is charged in, and whether the days up to its end are a stub.
  private func whole(of date: CivilDate) -> (from: CivilDate, until: CivilDate, isStub: Bool) {
    var n = -1
    while beginning(n + 1) <= date { n += 1 }
    return (beginning(n), beginning(n + 1), n == -1)
  }

  // MARK: Billing

  mutating func bill(through today: CivilDate) {
    while !isOver, end.map({ cursor < $0 }) ?? true, cursor <= today { billNext() }
  }

  mutating func billNext() {
    let (from, until, isStub) = whole(of: cursor)
    let pauseFrom = pause.flatMap { cursor < $0.from ? $0.from : nil } ?? until
    let last = min(until, pauseFrom, end ?? until)
    let isIntroduced = introductionLeft > 0
    let price = quantity * (isIntroduced ? introduction ?? unit : unit)
    let given = discountLeft.map { $0 > 0 } ?? true
    let counts = last == until && !isStub
    let cut = given ? ModelLife.round(price * hundredths, 10_000) : 0
    stretches.append(
      Stretch(
        from: cursor, until: last, whole: Int64(from.days(until: until)), price: price, cut: cut,
        isIntroduction: isIntroduced, counts: counts, covered: last))
    if counts {
      introductionLeft = max(introductionLeft - 1, 0)
      if cut > 0 { discountLeft = discountLeft.map { max($0 - 1, 0) } }
    }
    cursor = last
    beginAgain(at: last)
  }

  private mutating func beginAgain(at date: CivilDate) {
    guard let pause, date >= pause.from, start < pause.until else { return }
    begin(on: pause.until)
  }

  /// Gives back all days from one on; whether there were any.
  private mutating func giveBack(from date: CivilDate) -> Bool {
    var found = false
    for index in stretches.indices where stretches[index].isPaid(after: date) {
      found = true
      if stretches[index].counts, stretches[index].covered == stretches[index].until {
        if stretches[index].isIntroduction { introductionLeft += 1 }
        if stretches[index].cut > 0 { discountLeft = discountLeft.map { $0 + 1 } }
      }
      stretches[index].covered = max(date, stretches[index].from)
    }
    return found
  }

  // MARK: What happens

  mutating func reprice(unit newUnit: Int64, quantity newQuantity: Int64, on date: CivilDate) {
    let samePlan = newUnit == unit
    for stretch in stretches where stretch.isPaid(after: date) {
      let keepsIntroduction = samePlan && stretch.isIntroduction
      let price = keepsIntroduction ? stretch.price / quantity * newQuantity : newUnit * newQuantity
      let anew = Stretch(
        from: max(date, stretch.from), until: stretch.covered, whole: stretch.whole, price: price,
        cut: stretch.cut > 0 ? ModelLife.round(price * hundredths, 10_000) : 0,
        isIntroduction: keepsIntroduction, counts: stretch.counts, covered: stretch.covered)
      let old = stretches.firstIndex { $0.from == stretch.from && $0.isPaid(after: date) }
      guard let index = old else { continue }
      stretches[index].covered = max(date, stretch.from)
      stretches.append(anew)
    }
    (unit, quantity) = (newUnit, newQuantity)
    if !samePlan { dropIntroduction() }
  }

  private mutating func dropIntroduction() { (introduction, introductionLeft) = (nil, 0) }

  mutating func change(unit newUnit: Int64, rhythm newRhythm: Rhythm, on date: CivilDate) {
    let wasBilled = giveBack(from: date)
    (unit, quantity, rhythm) = (newUnit, 1, newRhythm)
    dropIntroduction()
    pause = nil
    begin(on: wasBilled ? date : cursor)
    if wasBilled { billNext() }
  }

  mutating func stop(on date: CivilDate, today: CivilDate) {
    _ = giveBack(from: date)
    rewind(to: date)
    end = date
    isOver = date <= today
  }

  private mutating func rewind(to date: CivilDate) {
    if let pause, date <= pause.from { self.pause = nil }
    guard date < cursor else { return }
    if date >= start {
      cursor = date
    } else if let pause, pause.from <= date, date < pause.until {
      begin(on: pause.until)
    } else {
      begin(on: date)
    }
  }

  mutating func keep() { end = nil }

  mutating func restart(on date: CivilDate) {
    (isOver, end, pause) = (false, nil, nil)
    begin(on: date)
  }

  mutating func pause(from: CivilDate, until: CivilDate) {
    _ = giveBack(from: from)
    rewind(to: from)
    pause = (from, until)
    beginAgain(at: cursor)
  }

  mutating func resume(on date: CivilDate) {
    guard let old = pause else { return }
    let real = max(date, old.from)
    pause = real > old.from ? (old.from, real) : nil
    if start >= old.until { begin(on: real) }
  }

  /// Another day of the month: the days up to it are a stub.
  mutating func move(to newDay: Int) {
    day = newDay
    guard rhythm == Rhythm(months: 1), !isOver, end == nil else { return }
    let wanted = newDay == 0 ? (bought.day >= 29 ? 1 : bought.day) : newDay
    guard wanted != anchor.day else { return }
    start = cursor
    anchor = cursor
    while anchor.day != wanted { anchor = anchor.adding(days: 1) }
  }
}
