package import Primitives
import Storage
import Tenancy

/// What is counted per month for the dashboard, kept in the transaction that causes it.
package enum Measure: String, CaseIterable, Sendable {
  /// Pro formas made, VAT included.
  case requested
  /// Definitive invoices, VAT included.
  case invoiced
  /// Revenue without VAT: invoices less credit notes.
  case revenue
  /// VAT of invoices less credit notes.
  case vat
  /// Credit notes, VAT included.
  case credited
  /// Money received.
  case received
  /// Money taken back.
  case returned
  case writtenOff
}

/// A measure of one month.
package struct MonthTotal: Hashable, Sendable {
  /// "2026-11".
  package let month: String
  package let measure: Measure
  package let amount: Money
  package let documents: Int64
}

/// What a batch adds to the totals, aggregated before it is written.
struct MonthTotals {
  private struct Key: Hashable {
    let month: String
    let measure: Measure
    let currency: Currency
  }

  private var sums: [Key: (amount: Int64, documents: Int64)] = [:]

  mutating func add(
    _ amount: Money, to measure: Measure, on date: CivilDate
  ) throws(MoneyError) {
    let key = Key(
      month: String(date.description.prefix(7)), measure: measure, currency: amount.currency)
    let old = sums[key] ?? (0, 0)
    let (sum, overflow) = old.amount.addingReportingOverflow(amount.minorUnits)
    guard !overflow else { throw .overflow }
    sums[key] = (sum, old.documents + 1)
  }

  mutating func count(_ document: PressedDocument) throws(MoneyError) {
    let (content, date) = (document.content, document.head.issuedOn)
    switch document.head.kind {
    case .proForma: try add(content.total, to: .requested, on: date)
    case .invoice:
      try add(content.total, to: .invoiced, on: date)
      try add(content.net, to: .revenue, on: date)
      try add(content.vat, to: .vat, on: date)
    case .creditNote:
      try add(content.total, to: .credited, on: date)
      try add(content.net.negated, to: .revenue, on: date)
      try add(content.vat.negated, to: .vat, on: date)
    }
  }

  /// A statement for each month and measure, always in the same order.
  func save(in shop: ShopTransaction) throws {
    let order = sums.sorted {
      ($0.key.month, $0.key.measure.rawValue, $0.key.currency.code)
        < ($1.key.month, $1.key.measure.rawValue, $1.key.currency.code)
    }
    for (key, sum) in order {
      try shop.execute(
        """
        INSERT INTO invoice_totals
          (id, tenant_id, month, measure, currency, amount, documents)
        VALUES (\(shop.newID(TotalRow.self)), \(shop.tenant), \(key.month),
          \(key.measure.rawValue), \(key.currency), \(sum.amount), \(sum.documents))
        ON CONFLICT (tenant_id, month, measure, currency)
        DO UPDATE SET amount = invoice_totals.amount + excluded.amount,
          documents = invoice_totals.documents + excluded.documents
        """)
    }
  }
}

/// Only for the ids of its rows.
private enum TotalRow: Entity { static let idPrefix = "tot" }

extension InvoicingStore {
  /// The totals of the months `first` through `last` ("2026-01"), in order.
  package func totals(from first: String, through last: String) throws -> [MonthTotal] {
    try shop.all(
      """
      SELECT month, measure, currency, amount, documents FROM invoice_totals
      WHERE tenant_id = \(shop.tenant) AND month >= \(first) AND month <= \(last)
      ORDER BY month, measure, currency
      """
    ) { row in
      guard let measure = Measure(rawValue: try row.get(1)) else {
        throw InvoicingDamage.unreadable(table: "invoice_totals", id: 0)
      }
      return MonthTotal(
        month: try row.get(0), measure: measure,
        amount: Money(minorUnits: try row.get(3), currency: try row.get(2)),
        documents: try row.get(4))
    }
  }
}
