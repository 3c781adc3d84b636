import Primitives
import Storage
import Tenancy

extension InvoicingStore {
  /// The documents with these ids, and the invoices that pro formas among them became, locked for
  /// change in one order.
  func locked(_ ids: [Invoice.ID]) throws -> [Invoice.ID: DocumentHead] {
    guard !ids.isEmpty else { return [:] }
    let heads = try shop.all(
      """
      SELECT \(DocumentHead.columns) FROM invoices d
      WHERE d.tenant_id = \(shop.tenant) AND d.id IN (\(list: ids))
      ORDER BY d.id\(shop.transaction.dialect.forUpdate)
      """, DocumentHead.init)
    let settled = heads.filter { $0.state == .proForma(.settled) }.map(\.id)
    let successors =
      settled.isEmpty
      ? []
      : try shop.all(
        """
        SELECT \(DocumentHead.columns) FROM invoices d
        WHERE d.tenant_id = \(shop.tenant) AND d.pro_forma_id IN (\(list: settled))
        ORDER BY d.id\(shop.transaction.dialect.forUpdate)
        """, DocumentHead.init)
    return Dictionary((heads + successors).map { ($0.id, $0) }) { first, _ in first }
  }

  func locked(_ id: Invoice.ID) throws -> DocumentHead {
    guard let head = try locked([id])[id] else { throw InvoicingRefusal.unknownDocument }
    return head
  }

  /// Writes what money did to documents, each over the version it was read with.
  func save(_ heads: [DocumentHead]) throws {
    for head in heads {
      let changed = try shop.execute(
        """
        UPDATE invoices SET state = \(head.state.name), paid = \(head.paid.minorUnits),
          credits = \(head.creditsUsed.minorUnits), open_amount = \(head.toPay.minorUnits),
          closed_amount = \(head.closed.minorUnits), paid_on = \(head.paidOn),
          credited_amount = \(head.creditedAmount.minorUnits), version = \(head.version)
        WHERE id = \(head.id) AND tenant_id = \(shop.tenant) AND version < \(head.version)
        """)
      guard changed == 1 else { throw InvoicingDamage.lostRace(head.id) }
    }
  }
}

/// A document as it is stored, whole.
struct StoredDocument {
  let head: DocumentHead
  let pricesIncludeVAT: Bool
  let seller: StoredParty
  let buyer: StoredParty
  let hash: [UInt8]
  var lines: [DocumentContent.Line] = []
  /// What credit notes took of each line, in the terms of its amount.
  var creditedLines: [Money] = []
  var rates: [IssuedDocument.RateTotal] = []
  /// What credit notes took of each group.
  var creditedRates: [IssuedDocument.RateTotal] = []
  var attachments: [DocumentAttachment] = []
}

extension InvoicingStore {
  /// Whole documents in the order of their ids, in three statements; one more where files go with
  /// them.
  func documents(_ ids: [Invoice.ID]) throws -> [StoredDocument] {
    var documents = try shop.all(
      """
      SELECT \(DocumentHead.columns), d.prices_include_vat, d.seller_id, s.content_hash,
        d.buyer_id, b.content_hash, d.content_hash
      FROM invoices d
      JOIN invoice_parties s ON s.id = d.seller_id AND s.tenant_id = d.tenant_id
      JOIN invoice_parties b ON b.id = d.buyer_id AND b.tenant_id = d.tenant_id
      WHERE d.tenant_id = \(shop.tenant) AND d.id IN (\(list: ids))
      ORDER BY d.id
      """
    ) { row in
      StoredDocument(
        head: try DocumentHead(row), pricesIncludeVAT: try row.get(DocumentHead.width),
        seller: StoredParty(
          id: try row.get(DocumentHead.width + 1), hash: try row.get(DocumentHead.width + 2)),
        buyer: StoredParty(
          id: try row.get(DocumentHead.width + 3), hash: try row.get(DocumentHead.width + 4)),
        hash: try row.get(DocumentHead.width + 5))
    }
    let lines = try lines(of: documents)
    let rates = try rates(of: documents)
    let files = try attachments.of(documents.map(\.head).filter { $0.attachments > 0 }.map(\.id))
    for index in documents.indices {
      let id = documents[index].head.id
      documents[index].lines = lines[id, default: []].map(\.line)
      documents[index].creditedLines = lines[id, default: []].map(\.credited)
      let groups = rates[id, default: []].sorted { $0.whole.treatment < $1.whole.treatment }
      documents[index].rates = groups.map(\.whole)
      documents[index].creditedRates = groups.map(\.credited)
      documents[index].attachments = files[id] ?? []
    }
    return documents
  }

  private func lines(
    of documents: [StoredDocument]
  ) throws -> [Invoice.ID: [(line: DocumentContent.Line, credited: Money)]] {
    let currencies = Dictionary(
      documents.map { ($0.head.id, $0.head.total.currency) }
    ) { first, _ in first }
    var lines: [Invoice.ID: [(line: DocumentContent.Line, credited: Money)]] = [:]
    try shop.each(
      """
      SELECT invoice_id, description, explanation, period_from, period_until, quantity,
        unit_price, amount, net, treatment, source, component, credited_ordinal, credited
      FROM invoice_lines
      WHERE tenant_id = \(shop.tenant) AND invoice_id IN (\(list: documents.map(\.head.id)))
      ORDER BY invoice_id, ordinal
      """
    ) { row in
      let id: Invoice.ID = try row.get(0)
      let damage = InvoicingDamage.unreadable(table: "invoice_lines", id: id.rawValue)
      guard let treatment = VATTreatment(code: try row.get(9)),
        let currency = currencies[id]
      else { throw damage }
      var period: Period?
      if let from: CivilDate = try row.get(3), let until: CivilDate = try row.get(4) {
        guard let stored = Period(from: from, until: until) else { throw damage }
        period = stored
      }
      func money(_ column: Int) throws -> Money {
        Money(minorUnits: try row.get(column), currency: currency)
      }
      let line = DocumentContent.Line(
        description: try row.get(1), explanation: try row.get(2), period: period,
        quantity: try row.get(5), unitPrice: try money(6), amount: try money(7),
        net: try money(8), treatment: treatment, source: try row.get(10),
        component: try row.get(11), creditedOrdinal: try row.get(12))
      lines[id, default: []].append((line, try money(13)))
    }
    return lines
  }

  private func rates(
    of documents: [StoredDocument]
  ) throws -> [Invoice.ID: [StoredGroup]] {
    let currencies = Dictionary(
      documents.map { ($0.head.id, $0.head.total.currency) }
    ) { first, _ in first }
    var rates: [Invoice.ID: [StoredGroup]] = [:]
    try shop.each(
      """
      SELECT invoice_id, treatment, net, vat, credited_net, credited_vat FROM invoice_rates
      WHERE tenant_id = \(shop.tenant) AND invoice_id IN (\(list: documents.map(\.head.id)))
      ORDER BY invoice_id
      """
    ) { row in
      let id: Invoice.ID = try row.get(0)
      guard let treatment = VATTreatment(code: try row.get(1)),
        let currency = currencies[id]
      else { throw InvoicingDamage.unreadable(table: "invoice_rates", id: id.rawValue) }
      func total(_ column: Int) throws -> IssuedDocument.RateTotal {
        IssuedDocument.RateTotal(
          treatment: treatment, net: Money(minorUnits: try row.get(column), currency: currency),
          vat: Money(minorUnits: try row.get(column + 1), currency: currency))
      }
      rates[id, default: []].append(StoredGroup(whole: try total(2), credited: try total(4)))
    }
    return rates
  }
}

/// A VAT group as it is stored.
private struct StoredGroup {
  let whole: IssuedDocument.RateTotal
  let credited: IssuedDocument.RateTotal
}
