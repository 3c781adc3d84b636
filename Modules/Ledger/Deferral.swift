package import Primitives

/// Revenue that was invoiced for days to come and is earned day by day. Negative for what a
/// credit note took back.
package struct Deferral: Entity, Hashable, Sendable {
  package static let idPrefix = "dfr"

  /// What it comes from, such as a line of an invoice: "inv_...:2". Unique within the shop.
  package let source: String
  /// The account of revenue that it ends on.
  package let account: AccountCode
  /// Never zero.
  package let amount: Money
  /// The days over which it is earned.
  package let period: Period
  /// The first month that is released; days before it are released with it.
  package let startsOn: CivilDate

  /// What is earned of it before a day, to the cent: the whole share of the days gone by, rounded
  /// half up, so that what single months release adds up to the whole (I-12).
  package func earned(before day: CivilDate) throws(MoneyError) -> Money {
    if day <= period.from { return .zero(amount.currency) }
    if day >= period.until { return amount }
    return try amount.scaled(by: Ratio(Int64(period.from.days(until: day)), Int64(period.days)))
  }
}

/// A part of what a document invoices (or, negative, takes back), as its issuer knows it.
package struct RevenuePart: Hashable, Sendable {
  /// Unique within the shop, such as "inv_...:2".
  package var source: String
  package var treatment: VATTreatment
  package var net: Money
  /// The days it is for; nil for what is delivered at once.
  package var period: Period?

  package init(source: String, treatment: VATTreatment, net: Money, period: Period?) {
    self.source = source
    self.treatment = treatment
    self.net = net
    self.period = period
  }
}

/// The posting rule of revenue: on which accounts the net amounts of a document go. Where
/// the shop defers revenue, what is for days after the month of the document goes to deferred
/// revenue, and each month releases its share; the rest is revenue at once.
package struct RevenuePosting: Hashable, Sendable {
  package struct Amount: Hashable, Sendable {
    package let account: AccountCode
    /// To be credited; negative to be debited. Never zero.
    package let net: Money
  }

  /// In order of account; they add up to the net amounts of the parts.
  package let amounts: [Amount]
  /// To be kept with the entry: `ledger.keep(_:)`.
  package let deferrals: [Deferral]

  /// - Parameter defers: the shop's setting `defersRevenue`.
  package init(
    of parts: [RevenuePart], bookedOn: CivilDate, defers: Bool
  ) throws(MoneyError) {
    var sums: [AccountCode: Money] = [:]
    var deferrals: [Deferral] = []
    for part in parts where !part.net.isZero {
      var account = AccountCode.revenue(part.treatment)
      if defers, let period = part.period, period.until > bookedOn.firstOfNextMonth {
        deferrals.append(
          Deferral(
            source: part.source, account: account, amount: part.net, period: period,
            startsOn: max(period.from, bookedOn.firstOfMonth)))
        account = .deferredRevenue
      }
      sums[account] = try (sums[account] ?? .zero(part.net.currency)) + part.net
    }
    self.deferrals = deferrals
    amounts = sums.filter { !$0.value.isZero }.sorted { $0.key < $1.key }
      .map { Amount(account: $0.key, net: $0.value) }
  }
}
