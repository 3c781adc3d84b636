package import Primitives
import Storage
package import Tenancy

/// Which documents of a list are wanted.
package struct DocumentFilter: Hashable, Sendable {
  package enum Status: Hashable, Sendable {
    /// Waiting for money.
    case open
    /// Waiting for money, the due date past.
    case overdue
    case state(DocumentState)
  }

  package var kind: DocumentKind?
  package var status: Status?
  package var customer: Customer.ID?

  package init(
    kind: DocumentKind? = nil, status: Status? = nil, customer: Customer.ID? = nil
  ) {
    self.kind = kind
    self.status = status
    self.customer = customer
  }
}

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
    let numbers = try numbers(of: related)
    let colour = try shop.settings.current().accentColour
    return try stored.map { document in
      guard let seller = parties[document.seller.id], let buyer = parties[document.buyer.id] else {
        throw InvoicingDamage.unreadable(table: "invoices", id: document.head.id.rawValue)
      }
      return try IssuedDocument(document, seller, buyer, numbers: numbers, accentColour: colour)
    }
  }

  /// - Throws: `InvoicingRefusal.unknownDocument`.
  package func head(_ id: Invoice.ID) throws -> DocumentHead {
    guard let head = try heads([id])[id] else { throw InvoicingRefusal.unknownDocument }
    return head
  }

  /// Those of the documents that exist in this shop, in one statement.
  package func heads(_ ids: [Invoice.ID]) throws -> [Invoice.ID: DocumentHead] {
    let heads = try select("AND d.id IN (\(list: ids))")
    return Dictionary(heads.map { ($0.id, $0) }) { first, _ in first }
  }

  /// A page of documents, newest first.
  package func page(
    _ request: PageRequest, filter: DocumentFilter = DocumentFilter()
  ) throws -> Page<DocumentHead> {
    var condition: SQL = "AND d.id < \(request.before)"
    if let kind = filter.kind { condition += " AND d.kind = \(kind.rawValue)" }
    if let customer = filter.customer { condition += " AND d.customer_id = \(customer)" }
    // What is open is few: it is found by its own index and sorted, never by walking the list.
    var order: SQL = "d.id"
    switch filter.status {
    case .open?:
      condition += " AND d.open_amount > 0"
      order = "+d.id"
    case .overdue?:
      condition += " AND d.open_amount > 0 AND d.due_on < \(shop.today)"
      order = "+d.id"
    case .state(let state)?: condition += " AND d.state = \(state.name)"
    case nil: break
    }
    let heads = try select("\(condition) ORDER BY \(order) DESC LIMIT \(request.fetch)")
    return Page(fetched: heads, for: request) { $0.id.rawValue }
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

  private func select(_ condition: SQL) throws -> [DocumentHead] {
    try shop.all(
      """
      SELECT \(DocumentHead.columns) FROM invoices d
      WHERE d.tenant_id = \(shop.tenant) \(condition)
      """, DocumentHead.init)
  }

  private func numbers(of ids: [Invoice.ID]) throws -> [Invoice.ID: String] {
    ids.isEmpty ? [:] : try heads(ids).mapValues(\.number)
  }
}

extension IssuedDocument {
  /// The public face of a stored document. A pro forma shows no VAT.
  init(
    _ document: StoredDocument, _ seller: PartySnapshot, _ buyer: PartySnapshot,
    numbers: [Invoice.ID: String], accentColour: String?
  ) throws {
    let head = document.head
    let isProForma = head.kind == .proForma
    var parties = (seller: seller.party, buyer: buyer.party)
    if isProForma { (parties.seller.vatNumber, parties.buyer.vatNumber) = (nil, nil) }
    self.init(
      id: head.id, kind: head.kind, number: head.number,
      proFormaNumber: head.proForma.flatMap { numbers[$0] },
      creditedNumber: head.credited.flatMap { numbers[$0] }, issuedOn: head.issuedOn,
      dueOn: head.dueOn, paidOn: head.paidOn, collectOn: head.collectOn, state: head.state,
      seller: parties.seller, buyer: parties.buyer,
      lines: try document.shownLines(withVAT: !isProForma),
      pricesIncludeVAT: isProForma || document.pricesIncludeVAT,
      rates: isProForma ? [] : document.rates, total: head.total,
      creditsUsed: head.creditsUsed, paid: head.paid, toPay: head.toPay,
      paymentReference: head.reference.text, iban: seller.iban, language: head.language,
      accentColour: accentColour)
  }
}
