package import Primitives
import Storage
package import Tenancy

extension SubscriptionStore {
  /// Tries I-12, I-13, I-14, I-16 and I-17 over every subscription of the shop. Reads in pages:
  /// memory stays flat.
  package func verify() throws -> [InvariantCheck] {
    var findings = ChargeFindings()
    var last: Subscription.ID?
    while true {
      let page = try everyone(after: last, limit: 500)
      guard let end = page.last else { break }
      let charges = Dictionary(
        grouping: try charges(from: page[0].id, through: end.id), by: \.subscriptionID)
      let gaps = try gaps(from: page[0].id, through: end.id)
      for subscription in page {
        findings.check(
          subscription, charges[subscription.id] ?? [], gaps: gaps[subscription.id] ?? [])
      }
      last = end.id
    }
    return findings.checks
  }

  private func everyone(after id: Subscription.ID?, limit: Int) throws -> [Subscription] {
    try shop.all(
      SubscriptionStore.select
        + """
         WHERE s.tenant_id = \(shop.tenant) AND s.id > \(id?.rawValue ?? 0)
        ORDER BY s.id LIMIT \(limit)
        """,
      SubscriptionStore.subscription)
  }

  private func charges(
    from first: Subscription.ID, through last: Subscription.ID
  ) throws -> [RecordedCharge] {
    try shop.all(
      SubscriptionStore.selectCharge
        + """
         WHERE tenant_id = \(shop.tenant) AND subscription_id >= \(first)
          AND subscription_id <= \(last)
        ORDER BY subscription_id, period_from, component, generation
        """,
      SubscriptionStore.charge)
  }
}

/// What is wrong with the charges of subscriptions, row by row. Pure.
package struct ChargeFindings {
  private var subscriptions: Int64 = 0
  private var charges: Int64 = 0
  private var gaps: [String] = []
  private var wrongAmounts: [String] = []
  private var twice: [String] = []
  private var afterTheEnd: [String] = []
  private var forgotten: [String] = []
  private var outOfBounds: [String] = []

  package init() {}

  package var checks: [InvariantCheck] {
    [
      InvariantCheck("I-14", "charged periods tile", checked: charges, breaks: gaps),
      InvariantCheck("I-12", "pro rata is exact", checked: charges, breaks: wrongAmounts),
      InvariantCheck(
        "I-13", "each component is charged once a day", checked: charges, breaks: twice),
      InvariantCheck("I-13", "no period is skipped", checked: subscriptions, breaks: forgotten),
      InvariantCheck(
        "I-17", "nothing is charged after the end", checked: charges, breaks: afterTheEnd),
      InvariantCheck(
        "I-16", "no more bills a day than a person has looked at", checked: subscriptions,
        breaks: outOfBounds),
    ]
  }

  /// - Parameter history: by the first day of the period.
  package mutating func check(
    _ subscription: Subscription, _ history: [RecordedCharge], gaps: [Period]
  ) {
    subscriptions += 1
    charges += Int64(history.count)
    checkTiling(subscription, history, gaps)
    for charge in history { checkAmount(charge) }
    checkTwice(history)
    checkEnd(subscription, history)
    if let billed = subscription.billedOn, billed.count > Subscription.billsPerDay {
      note("\(subscription.id): \(billed.count) bills on \(billed.day)", in: \.outOfBounds)
    }
  }

  /// From the first day that is charged, without a gap but those that are meant, to the next
  /// unbilled day.
  private mutating func checkTiling(
    _ subscription: Subscription, _ history: [RecordedCharge], _ rests: [Period]
  ) {
    let billedUntil = subscription.billedUntil
    let covered = history.lazy.filter { $0.component == .plan }.compactMap(\.covered)
    let meant = rests.filter { $0.from < billedUntil }
    var expected = subscription.trialUntil ?? subscription.purchasedOn
    for stretch in (covered + meant).sorted(by: { $0.from < $1.from }) {
      if stretch.from != expected {
        note("\(subscription.id): \(stretch) does not follow \(expected)", in: \.gaps)
      }
      expected = stretch.until
    }
    if expected != billedUntil {
      note("\(subscription.id): billed until \(expected), next is \(billedUntil)", in: \.forgotten)
    }
  }

  private mutating func checkAmount(_ charge: RecordedCharge) {
    let isRight = try? charge.isExact
    if isRight != true {
      note("\(charge.subscriptionID): \(charge.period) costs \(charge.amount)", in: \.wrongAmounts)
    }
  }

  /// Of one component no day is paid for twice.
  private mutating func checkTwice(_ history: [RecordedCharge]) {
    for (component, charges) in Dictionary(grouping: history, by: \.component) {
      var until = CivilDate.first
      for charge in charges.sorted(by: { $0.period.from < $1.period.from }) {
        guard let covered = charge.covered else { continue }
        if covered.from < until {
          note(
            "\(charge.subscriptionID): \(component.code) twice from \(covered.from)", in: \.twice)
        }
        until = covered.until
      }
    }
  }

  private mutating func checkEnd(_ subscription: Subscription, _ history: [RecordedCharge]) {
    guard let end = subscription.state.endsOn else { return }
    for charge in history
    where charge.component != .setup && !charge.isVoid
      && charge.coveredUntil > end
    {
      note("\(subscription.id): \(charge.period) reaches past its end \(end)", in: \.afterTheEnd)
    }
  }

  private mutating func note(_ text: String, in list: WritableKeyPath<ChargeFindings, [String]>) {
    if self[keyPath: list].count < InvariantCheck.limit { self[keyPath: list].append(text) }
  }
}

extension RecordedCharge {
  /// Whether amount and what was given back are the full price by the day. A discount may take
  /// less, where another one had left less to take.
  var isExact: Bool {
    get throws(MoneyError) {
      let share = try ProRata(price: fullPrice, days: period.days, of: wholeDays).amount
      guard matches(share, amount) else { return false }
      let unused = coveredUntil.days(until: period.until)
      if isVoid { return givenBack == amount }
      let given = try ProRata(price: fullPrice, days: unused, of: wholeDays).amount
      return matches(given, givenBack)
    }
  }

  private func matches(_ share: Money, _ actual: Money) -> Bool {
    if share == actual { return true }
    let missing = share.minorUnits.magnitude.subtractingReportingOverflow(
      actual.minorUnits.magnitude)
    return component.isDiscount && !missing.overflow && missing.partialValue <= 20
  }
}
