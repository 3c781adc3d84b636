package import Primitives
package import Tenancy

/// Which stretches of time a subscription is billed for, and when each is collected.
///
/// A pure function of the purchase date, the interval and the shop's policy (I-15). Whole periods
/// are always counted from the anchor, never from the last one (R-07, I-14).
package struct BillingSchedule: Hashable, Sendable {
  /// The first day that is covered: the day of purchase, which counts.
  package let start: CivilDate
  /// The first day of the first whole period; on or after the start.
  package let anchor: CivilDate
  package let interval: CalendarInterval

  /// Applies the shop's policy to a purchase.
  ///
  /// - `fixedDay` works on plans of one month alone; bought on that day there is no stub (R-01,
  ///
  /// - `purchaseDate` on a one-month plan bought on the 29th, 30th or 31st pays the rest of the
  ///   month and goes on from the 1st.
  /// - Every other plan follows the purchase date.
  package init(purchasedOn date: CivilDate, interval: CalendarInterval, policy: CollectionPolicy) {
    let anchor = BillingSchedule.anchor(for: date, interval: interval, policy: policy)
    self.init(start: date, anchor: anchor, interval: interval)
  }

  /// A schedule that was stored, or one that goes on from a bridge.
  package init(start: CivilDate, anchor: CivilDate, interval: CalendarInterval) {
    self.start = min(start, anchor)
    self.anchor = anchor
    self.interval = interval
  }

  /// Whether the first period is a stub, paid pro rata.
  package var hasStub: Bool { start < anchor }

  /// Period `index`, the stub being number 0 where there is one; nil only at the calendar's end.
  package func period(_ index: Int) -> BillingPeriod? {
    guard index >= 0 else { return nil }
    if hasStub, index == 0 { return stub }
    let whole = interval.period(hasStub ? index - 1 : index, from: anchor)
    return whole.map { BillingPeriod(index: index, period: $0, wholeDays: $0.days) }
  }

  /// The collection period that a stub belongs to is the whole one that ends at the anchor.
  private var stub: BillingPeriod? {
    guard let period = Period(from: start, until: anchor) else { return nil }
    let wholeStart = interval.date(-1, from: anchor)
    return BillingPeriod(index: 0, period: period, wholeDays: wholeStart.days(until: anchor))
  }

  static func anchor(
    for date: CivilDate, interval: CalendarInterval, policy: CollectionPolicy
  ) -> CivilDate {
    guard interval.isOneMonth else { return date }
    switch policy {
    case .purchaseDate: return date.day >= 29 ? date.firstOfNextMonth : date
    case .fixedDay(let day): return next(day: day, onOrAfter: date)
    }
  }

  /// The first date on or after `date` whose day of the month is `day` (1 to 28).
  static func next(day: Int, onOrAfter date: CivilDate) -> CivilDate {
    let inThisMonth = date.adding(days: day - date.day)
    return inThisMonth >= date ? inThisMonth : inThisMonth.adding(months: 1)
  }
}

/// One stretch of time that is billed once (I-13).
package struct BillingPeriod: Hashable, Sendable {
  /// 0 for the first that the schedule bills.
  package let index: Int
  package let period: Period
  /// The length of the whole collection period that it belongs to: the denominator of its price.
  package let wholeDays: Int

  package var isProRata: Bool { period.days < wholeDays }

  /// The part from a day on; itself where the day does not lie in it.
  func cut(from day: CivilDate?) -> BillingPeriod {
    guard let day, day > period.from, let rest = Period(from: day, until: period.until) else {
      return self
    }
    return BillingPeriod(index: index, period: rest, wholeDays: wholeDays)
  }

  /// The part before a day; nil where nothing of it lies before.
  func cut(until day: CivilDate) -> BillingPeriod? {
    guard day < period.until else { return self }
    return Period(from: period.from, until: day).map {
      BillingPeriod(index: index, period: $0, wholeDays: wholeDays)
    }
  }

  /// Every period is collected on its first day.
  package var collectOn: CivilDate { period.from }

  /// What the period costs at the full price of a whole one.
  /// - Throws: `MoneyError.overflow` beyond the platform's bounds.
  package func price(atFullPrice price: Money) throws(MoneyError) -> ProRata {
    try ProRata(price: price, days: period.days, of: wholeDays)
  }
}
