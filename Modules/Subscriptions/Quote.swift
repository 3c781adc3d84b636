package import Primitives
import Storage
import Tenancy

/// What a customer was shown for a period to come. The bill asks just that, or it is stopped and
/// shown to the shop (quote = charge).
package struct Quote: Hashable, Sendable {
  package enum State: String, CaseIterable, Hashable, Sendable {
    case open
    /// The bill asked what was shown.
    case kept
    /// The bill would have asked something else.
    case differs
    /// The customer was shown something newer, or told of a new price.
    case replaced
  }

  package let subscriptionID: Subscription.ID
  /// The first day of the period that it is about.
  package let periodFrom: CivilDate
  /// What the document asks, VAT included.
  package let amount: Money
  /// The calculation, in the words that were shown.
  package let calculation: String
  package let shownAt: Instant
  package let state: State

  package static let calculationLength = 2_000
}

extension SubscriptionStore {
  /// Stores what a customer is shown for a period; what was shown for it before gives way.
  package func put(
    quote amount: Money, calculation: String, for periodFrom: CivilDate,
    of subscription: Subscription
  ) throws {
    let text = String(calculation.unicodeScalars.prefix(Quote.calculationLength))
    try shop.execute(
      """
      INSERT INTO subscription_quotes (subscription_id, tenant_id, period_from, amount, currency,
        calculation, shown_at, state)
      VALUES (\(subscription.id), \(shop.tenant), \(periodFrom), \(amount.minorUnits),
        \(amount.currency), \(text), \(shop.now), 'open')
      ON CONFLICT (subscription_id, period_from, tenant_id) DO UPDATE SET
        amount = excluded.amount, calculation = excluded.calculation,
        shown_at = excluded.shown_at, state = 'open'
      """)
    try shop.execute(
      """
      UPDATE subscriptions SET has_extras = 1
      WHERE id = \(subscription.id) AND tenant_id = \(shop.tenant) AND has_extras = 0
      """)
  }

  /// The open quotes for the next periods of a batch, in one statement; none where nothing stands
  /// beside any of them.
  package func openQuotes(of due: [Subscription]) throws -> [Subscription.ID: Quote] {
    let wanted = Dictionary(
      due.lazy.filter(\.hasExtras).map { ($0.id, $0.billedUntil) }
    ) { first, _ in first }
    guard !wanted.isEmpty else { return [:] }
    let quotes = try quotes(
      where: "subscription_id IN (\(list: wanted.keys.sorted())) AND state = 'open'")
    return Dictionary(
      quotes.lazy.filter { wanted[$0.subscriptionID] == $0.periodFrom }
        .map { ($0.subscriptionID, $0) }
    ) { first, _ in first }
  }

  /// Every quote of a subscription, newest period first.
  package func quotes(of id: Subscription.ID) throws -> [Quote] {
    try quotes(where: "subscription_id = \(id)")
  }

  /// Sets a subscription aside whose bill would differ from what was shown.
  package func park(differing quotes: [Quote]) throws {
    for quote in quotes { try set(.differs, quote) }
    try park(quotes.map(\.subscriptionID), .quoteDiffers)
  }

  /// What was shown for periods to come holds no more.
  package func dropQuotes(of id: Subscription.ID) throws {
    try shop.execute(
      """
      UPDATE subscription_quotes SET state = 'replaced'
      WHERE subscription_id = \(id) AND tenant_id = \(shop.tenant)
        AND state IN ('open', 'differs')
      """)
  }

  /// What was shown to these subscriptions for periods from a day on holds no more: they are told
  /// a new price.
  package func dropQuotes(of subscriptions: [Subscription], from day: CivilDate) throws {
    let ids = subscriptions.lazy.filter(\.hasExtras).map(\.id).sorted()
    guard !ids.isEmpty else { return }
    try shop.execute(
      """
      UPDATE subscription_quotes SET state = 'replaced'
      WHERE tenant_id = \(shop.tenant) AND subscription_id IN (\(list: ids)) AND state = 'open'
        AND period_from >= \(day)
      """)
  }

  func keepQuotes(of bills: [(subscription: Subscription, bill: PeriodBill)]) throws {
    let ids = bills.lazy.filter(\.subscription.hasExtras).map(\.subscription.id).sorted()
    guard !ids.isEmpty, let last = bills.map(\.bill.period.period.from).max() else { return }
    try shop.execute(
      """
      UPDATE subscription_quotes SET state = 'kept'
      WHERE tenant_id = \(shop.tenant) AND subscription_id IN (\(list: ids)) AND state = 'open'
        AND period_from <= \(last)
        AND EXISTS (SELECT 1 FROM subscription_charges c
          WHERE c.subscription_id = subscription_quotes.subscription_id
            AND c.tenant_id = subscription_quotes.tenant_id
            AND c.period_from = subscription_quotes.period_from)
      """)
  }

  private func set(_ state: Quote.State, _ quote: Quote) throws {
    try shop.execute(
      """
      UPDATE subscription_quotes SET state = \(state.rawValue)
      WHERE subscription_id = \(quote.subscriptionID) AND tenant_id = \(shop.tenant)
        AND period_from = \(quote.periodFrom)
      """)
  }

  private func quotes(where condition: SQL) throws -> [Quote] {
    try shop.all(
      """
      SELECT subscription_id, period_from, amount, currency, calculation, shown_at, state
      FROM subscription_quotes
      WHERE tenant_id = \(shop.tenant) AND \(condition)
      ORDER BY subscription_id, period_from DESC LIMIT 1000
      """
    ) { row in
      guard let state = Quote.State(rawValue: try row.get(6)) else {
        throw row.mismatch(6, expected: "the state of a quote")
      }
      return Quote(
        subscriptionID: try row.get(0), periodFrom: try row.get(1),
        amount: Money(minorUnits: try row.get(2), currency: try row.get(3)),
        calculation: try row.get(4), shownAt: try row.get(5), state: state)
    }
  }
}
