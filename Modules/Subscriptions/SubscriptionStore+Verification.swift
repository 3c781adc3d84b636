import Primitives
import Storage
package import Tenancy

extension SubscriptionStore {
  /// Tries I-12, I-13, I-14 and I-17 over every subscription of the shop. Reads in pages: memory
  /// stays flat.
  package func verify() throws -> [InvariantCheck] {
    var findings = Findings()
    var last: Subscription.ID?
    while true {
      let page = try everyone(after: last, limit: 500)
      guard let end = page.last else { break }
      let charges = Dictionary(
        grouping: try charges(from: page[0].id, through: end.id), by: \.subscriptionID)
      for subscription in page {
        findings.check(subscription, charges[subscription.id] ?? [], on: shop.today)
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
      """
      SELECT subscription_id, period_from, period_until, whole_days, full_price, amount, currency
      FROM subscription_charges
      WHERE tenant_id = \(shop.tenant) AND subscription_id >= \(first)
        AND subscription_id <= \(last)
      ORDER BY subscription_id, period_from
      """,
      SubscriptionStore.charge)
  }
}

/// What was seen, row by row.
private struct Findings {
  private var subscriptions: Int64 = 0
  private var charges: Int64 = 0
  private var gaps: [String] = []
  private var wrongAmounts: [String] = []
  private var afterTheEnd: [String] = []
  private var forgotten: [String] = []

  var checks: [InvariantCheck] {
    [
      InvariantCheck("I-14", "charged periods tile", checked: charges, breaks: gaps),
      InvariantCheck("I-12", "pro rata is exact", checked: charges, breaks: wrongAmounts),
      InvariantCheck(
        "I-17", "nothing is charged after the end", checked: charges, breaks: afterTheEnd),
      InvariantCheck("I-13", "no period is skipped", checked: subscriptions, breaks: forgotten),
    ]
  }

  mutating func check(
    _ subscription: Subscription, _ history: [RecordedCharge], on today: CivilDate
  ) {
    subscriptions += 1
    charges += Int64(history.count)
    checkTiling(subscription, history)
    for charge in history { checkAmount(charge) }
    checkEnd(subscription, history)
  }

  /// From the purchase to the next unbilled day without a gap.
  private mutating func checkTiling(_ subscription: Subscription, _ history: [RecordedCharge]) {
    var expected = subscription.purchasedOn
    for charge in history {
      if charge.period.from != expected {
        note("\(subscription.id): \(charge.period) does not follow \(expected)", in: \.gaps)
      }
      expected = charge.period.until
    }
    if expected != subscription.billedUntil {
      note(
        "\(subscription.id): billed until \(expected), next is \(subscription.billedUntil)",
        in: \.forgotten)
    }
  }

  private mutating func checkAmount(_ charge: RecordedCharge) {
    let price = try? ProRata(
      price: charge.fullPrice, days: charge.period.days, of: charge.wholeDays)
    if price?.amount != charge.amount {
      note("\(charge.subscriptionID): \(charge.period) costs \(charge.amount)", in: \.wrongAmounts)
    }
  }

  private mutating func checkEnd(_ subscription: Subscription, _ history: [RecordedCharge]) {
    guard let end = subscription.state.endsOn, let last = history.last, last.period.from >= end,
      history.count > 1
    else { return }
    note("\(subscription.id): \(last.period) begins after its end \(end)", in: \.afterTheEnd)
  }

  private mutating func note(_ text: String, in list: WritableKeyPath<Findings, [String]>) {
    if self[keyPath: list].count < InvariantCheck.limit { self[keyPath: list].append(text) }
  }
}
