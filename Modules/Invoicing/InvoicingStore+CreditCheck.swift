import Ledger
import Primitives
import Storage
import Tenancy

extension InvoicingStore {
  /// I-07: what an invoice says is credited is what its credit notes say, whole and by the line.
  func checkCreditNotes() throws -> [InvariantCheck] {
    let notes = try count("invoices", "AND kind = 'creditNote'")
    return [
      InvariantCheck(
        "I-07", "credit notes add up to what is credited", checked: notes,
        breaks: try breaks(
          """
          SELECT d.number_text, d.credited_amount, CAST(COALESCE(SUM(n.total), 0) AS BIGINT)
          FROM invoices d
          LEFT JOIN invoices n ON n.tenant_id = d.tenant_id AND n.credited_id = d.id
          WHERE d.tenant_id = \(shop.tenant) AND d.kind = 'invoice'
            AND (d.credited_amount <> 0 OR n.id IS NOT NULL)
          GROUP BY d.id, d.number_text, d.credited_amount
          HAVING COALESCE(SUM(n.total), 0) <> d.credited_amount
          """
        ) { row in
          let (number, credited, noted): (String, Int64, Int64) = (
            try row.get(0), try row.get(1), try row.get(2)
          )
          return "\(number): credited \(credited), credit notes \(noted)"
        }),
      InvariantCheck(
        "I-07", "credited lines add up to credit notes", checked: notes,
        breaks: try breaks(
          """
          SELECT d.number_text, l.ordinal FROM invoices d
          JOIN invoice_lines l ON l.invoice_id = d.id AND l.tenant_id = d.tenant_id
          LEFT JOIN invoices n ON n.tenant_id = d.tenant_id AND n.credited_id = d.id
          LEFT JOIN invoice_lines t ON t.invoice_id = n.id AND t.tenant_id = n.tenant_id
            AND t.credited_ordinal = l.ordinal
          WHERE d.tenant_id = \(shop.tenant) AND d.kind = 'invoice' AND d.credited_amount > 0
          GROUP BY d.id, d.number_text, l.ordinal, l.credited
          HAVING COALESCE(SUM(t.amount), 0) <> l.credited
          """
        ) { row in "\(try row.get(0) as String): line \(try row.get(1) as Int64)" }),
    ]
  }

  /// I-22: a document waits for money if and only if something of it is open; what is zero or
  /// credited whole never does.
  func checkOpenStates() throws -> InvariantCheck {
    let open = DocumentState.all.filter(\.isOpen)
    let names = Set(open.map(\.name)).sorted()
    let broken = try breaks(
      """
      SELECT number_text, state, open_amount FROM invoices
      WHERE tenant_id = \(shop.tenant)
        AND (CASE WHEN state IN (\(list: names)) THEN 1 ELSE 0 END)
          <> (CASE WHEN open_amount > 0 THEN 1 ELSE 0 END)
      """
    ) { row in
      "\(try row.get(0) as String) is \(try row.get(1) as String), open \(try row.get(2) as Int64)"
    }
    return InvariantCheck(
      "I-22", "only what is open waits for money", checked: try count("invoices"), breaks: broken)
  }

  /// I-03: the prepayments account is the customers' money that lies on no definitive invoice.
  func checkPrepayments() throws -> InvariantCheck {
    var held: [Currency: Int64] = [:]
    try shop.each(
      """
      SELECT currency, CAST(SUM(unallocated) AS BIGINT) FROM invoice_receipts
      WHERE tenant_id = \(shop.tenant) GROUP BY currency
      """
    ) { row in held[try row.get(0), default: 0] += try row.get(1) as Int64 }
    try shop.each(
      """
      SELECT currency, CAST(SUM(paid) AS BIGINT) FROM invoices
      WHERE tenant_id = \(shop.tenant) AND kind = 'proForma' AND state = 'partlySettled'
      GROUP BY currency
      """
    ) { row in held[try row.get(0), default: 0] += try row.get(1) as Int64 }
    var broken: [String] = []
    for currency in Set(held.keys).union([shop.currency]).sorted(by: { $0.code < $1.code }) {
      let booked = try shop.ledger.balance(of: .prepayments, in: currency).minorUnits
      let units = held[currency, default: 0]
      if booked != -units { broken.append("\(currency.code): booked \(booked), held \(units)") }
    }
    return InvariantCheck(
      "I-03", "prepayments equal money on no invoice", checked: Int64(held.count),
      breaks: broken)
  }
}
