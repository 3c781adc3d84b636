package import Primitives
import Storage
package import Tenancy

/// What waits for money in a shop.
package struct Outstanding: Hashable, Sendable {
  package let kind: DocumentKind
  package let open: Money
  package let openDocuments: Int64
  package let overdue: Money
  package let overdueDocuments: Int64
}

extension InvoicingStore {
  /// A document with everything a page, a mail or a PDF shows.
  /// - Throws: `InvoicingRefusal.unknownDocument`.
  package func find(_ id: Invoice.ID) throws -> IssuedDocument {
    guard let document = try issued([id]).first else { throw InvoicingRefusal.unknownDocument }
    return document
  }

  /// Several documents, whole, in the order of their ids; unknown ones are left out.
  package func issued(_ ids: [Invoice.ID]) throws -> [IssuedDocument] {
    let stored = try documents(ids)
    guard !stored.isEmpty else { return [] }
    let parties = try PartyArchive(shop: shop).find(stored.flatMap { [$0.seller.id, $0.buyer.id] })
    let related = stored.flatMap { [$0.head.proForma, $0.head.credited].compactMap { $0 } }
    let context = DocumentContext(
      related: try heads(related), accentColour: try shop.settings.current().accentColour,
      logo: try shop.logo.current())
    return try stored.map { document in
      guard let seller = parties[document.seller.id], let buyer = parties[document.buyer.id] else {
        throw InvoicingDamage.unreadable(table: "invoices", id: document.head.id.rawValue)
      }
      return try IssuedDocument(document, seller, buyer, context)
    }
  }

  /// - Throws: `InvoicingRefusal.unknownDocument`.
  package func head(_ id: Invoice.ID) throws -> DocumentHead {
    guard let head = try heads([id])[id] else { throw InvoicingRefusal.unknownDocument }
    return head
  }

  /// Those of the documents that exist in this shop, in one statement.
  package func heads(_ ids: [Invoice.ID]) throws -> [Invoice.ID: DocumentHead] {
    guard !ids.isEmpty else { return [:] }
    let heads = try select("AND d.id IN (\(list: ids))")
    return Dictionary(heads.map { ($0.id, $0) }) { first, _ in first }
  }

  /// What a customer has to pay, in the shop's portal order; at most 1000.
  package func open(of customer: Customer.ID) throws -> [DocumentHead] {
    let heads = try select(
      "AND d.customer_id = \(customer) AND d.open_amount > 0 ORDER BY d.due_on LIMIT 1000")
    return try shop.settings.current().portalOrder.sorted(heads)
  }

  /// The definitive invoice that a pro forma became.
  package func invoice(from proForma: Invoice.ID) throws -> DocumentHead? {
    try select("AND d.pro_forma_id = \(proForma)").first
  }

  /// The document printed with this number, such as "PF000123".
  package func find(number: String) throws -> DocumentHead? {
    guard number.utf8.count <= 40 else { return nil }
    let digits = number.utf8.reversed().prefix { (48...57).contains($0) }.count
    // Where the series ends and the number begins cannot be seen, so each place is tried.
    for length in (0..<digits).map({ digits - $0 }) {
      guard let value = Int64(number.suffix(length)), value > 0 else { continue }
      let series = String(number.dropLast(length))
      let heads = try select("AND d.series = \(series) AND d.number = \(value)")
      if let head = heads.first(where: { $0.number == number }) { return head }
    }
    return nil
  }

  /// The document to be paid under a payment reference: the invoice where the pro forma became one
  ///
  package func find(reference: PaymentReference) throws -> DocumentHead? {
    guard let id = reference.document, let head = try heads([id])[id] else { return nil }
    return try invoice(from: id) ?? head
  }

  /// What is open and overdue per kind and currency; sums what is open alone.
  package func outstanding() throws -> [Outstanding] {
    let today = shop.today
    return try shop.all(
      """
      SELECT kind, currency, CAST(SUM(open_amount) AS BIGINT), COUNT(*),
        CAST(SUM(CASE WHEN due_on < \(today) THEN open_amount ELSE 0 END) AS BIGINT),
        CAST(SUM(CASE WHEN due_on < \(today) THEN 1 ELSE 0 END) AS BIGINT)
      FROM invoices
      WHERE tenant_id = \(shop.tenant) AND open_amount > 0
      GROUP BY kind, currency ORDER BY kind, currency
      """
    ) { row in
      guard let kind = DocumentKind(rawValue: try row.get(0)) else {
        throw InvoicingDamage.unreadable(table: "invoices", id: 0)
      }
      let currency: Currency = try row.get(1)
      return Outstanding(
        kind: kind, open: Money(minorUnits: try row.get(2), currency: currency),
        openDocuments: try row.get(3),
        overdue: Money(minorUnits: try row.get(4), currency: currency),
        overdueDocuments: try row.get(5))
    }
  }

  func select(_ condition: SQL) throws -> [DocumentHead] {
    try shop.all(
      """
      SELECT \(DocumentHead.columns) FROM invoices d
      WHERE d.tenant_id = \(shop.tenant) \(condition)
      """, DocumentHead.init)
  }
}

/// What a document shows that is not its own.
struct DocumentContext {
  /// The pro formas and invoices that documents name.
  let related: [Invoice.ID: DocumentHead]
  let accentColour: String?
  let logo: [UInt8]?
}

extension IssuedDocument {
  /// The public face of a stored document. A pro forma shows no VAT.
  init(
    _ document: StoredDocument, _ seller: PartySnapshot, _ buyer: PartySnapshot,
    _ context: DocumentContext
  ) throws {
    let head = document.head
    let isProForma = head.kind == .proForma
    var parties = (seller: seller.party, buyer: buyer.party)
    if isProForma { (parties.seller.vatNumber, parties.buyer.vatNumber) = (nil, nil) }
    self.init(
      id: head.id, kind: head.kind, number: head.number,
      proFormaNumber: head.proForma.flatMap { context.related[$0]?.number },
      creditedNumber: head.credited.flatMap { context.related[$0]?.number },
      creditedIssuedOn: head.credited.flatMap { context.related[$0]?.issuedOn },
      issuedOn: head.issuedOn, dueOn: head.dueOn, paidOn: head.paidOn, collectOn: head.collectOn,
      state: head.state,
      seller: parties.seller, buyer: parties.buyer,
      lines: try document.shownLines(withVAT: !isProForma),
      pricesIncludeVAT: isProForma || document.pricesIncludeVAT,
      rates: isProForma ? [] : document.rates, total: head.total,
      creditsUsed: head.creditsUsed, paid: head.paid, toPay: head.toPay, closed: head.closed,
      paymentReference: head.reference.text, iban: seller.iban, language: head.language,
      accentColour: context.accentColour, logo: context.logo,
      customerReference: head.customerReference, note: head.note,
      attachments: document.attachments.map(\.name), isManual: head.isManual)
  }
}
