package import Primitives
import Storage
package import Tenancy

/// A place in the archive, which is ordered by the day of issue and then by the id.
package struct ArchivePlace: Hashable, Sendable {
  package let issuedOn: CivilDate
  package let id: Invoice.ID
}

/// A part of the archive, whole documents, and where the next begins.
package struct ArchivePage: Hashable, Sendable {
  package let documents: [IssuedDocument]
  package let next: ArchivePlace?
}

extension InvoicingStore {
  /// A page of documents, the last issued first. The thousandth page costs what the first does:
  /// each is a stretch of an index, or a few that are merged.
  package func page(
    _ request: PageRequest, filter: DocumentFilter = DocumentFilter()
  ) throws -> Page<DocumentHead> {
    var filter = filter
    var below: SQL = ""
    if let after = request.after {
      guard let place = try place(of: Invoice.ID(rawValue: after.lastID)) else {
        return Page(items: [], next: nil)
      }
      // One upper bound only: of two, SQLite seeks by the first and walks to the other.
      if place.issuedOn < filter.issuedUntil ?? .last {
        below = " AND (d.issued_on, d.id) < (\(place.issuedOn), \(place.id))"
        filter.issuedUntil = nil
      }
    }
    let rest = residue(of: filter) + below
    var found: [DocumentHead] = []
    for stretch in try stretches(of: filter) {
      found += try select(
        "\(stretch)\(rest) ORDER BY d.issued_on DESC, d.id DESC LIMIT \(request.fetch)")
    }
    found.sort { ($0.issuedOn, $0.id) > ($1.issuedOn, $1.id) }
    let unique = found.indices.filter { $0 == 0 || found[$0].id != found[$0 - 1].id }
    return Page(fetched: unique.map { found[$0] }, for: request) { $0.id.rawValue }
  }

  /// Whole documents issued from a day on until another, in the order of their days: for exports.
  /// A page takes the same few statements whatever its size.
  /// - Parameters:
  ///   - until: the first day that is not wanted any more.
  ///   - limit: at most 500.
  package func documents(
    issuedFrom from: CivilDate, until: CivilDate,
    kinds: [DocumentKind] = [.invoice, .creditNote], after place: ArchivePlace? = nil,
    limit: Int = 200
  ) throws -> ArchivePage {
    let limit = min(max(limit, 1), 500)
    // One lower bound only, as in `page`.
    let above: SQL =
      place.map { "(d.issued_on, d.id) > (\($0.issuedOn), \($0.id))" }
      ?? "d.issued_on >= \(from)"
    let places: [ArchivePlace] = try shop.all(
      """
      SELECT d.issued_on, d.id FROM invoices d
      WHERE d.tenant_id = \(shop.tenant) AND \(above) AND d.issued_on < \(until)
        AND d.kind IN (\(list: kinds.map(\.rawValue)))
      ORDER BY d.issued_on, d.id LIMIT \(Int64(limit))
      """
    ) { row in ArchivePlace(issuedOn: try row.get(0), id: try row.get(1)) }
    let found = try issued(places.map(\.id))
    let byID = Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
    return ArchivePage(
      documents: places.compactMap { byID[$0.id] },
      next: places.count == limit ? places.last : nil)
  }

  private func place(of id: Invoice.ID) throws -> ArchivePlace? {
    try shop.first(
      "SELECT issued_on FROM invoices WHERE id = \(id) AND tenant_id = \(shop.tenant)"
    ) { row in ArchivePlace(issuedOn: try row.get(0), id: id) }
  }

  /// The stretches of indexes in which the wanted documents lie.
  private func stretches(of filter: DocumentFilter) throws -> [SQL] {
    if let text = filter.text { return try stretches(matching: text) }
    if let customer = filter.customer { return ["AND d.customer_id = \(customer)"] }
    guard let states = filter.states else { return [""] }
    return states.map { state in
      "AND d.kind = \(state.kind.rawValue) AND d.state = \(state.name)"
    }
  }

  /// What a stretch may hold besides the wanted documents is passed over.
  private func residue(of filter: DocumentFilter) -> SQL {
    var condition: SQL = ""
    if let from = filter.issuedFrom { condition += " AND d.issued_on >= \(from)" }
    if let until = filter.issuedUntil { condition += " AND d.issued_on < \(until)" }
    if filter.status == .overdue { condition += " AND d.due_on < \(shop.today)" }
    guard filter.text != nil || filter.customer != nil else { return condition }
    if filter.text != nil, let customer = filter.customer {
      condition += " AND d.customer_id = \(customer)"
    }
    if let states = filter.states {
      condition += " AND d.state IN (\(list: Set(states.map(\.name)).sorted()))"
      condition += " AND d.kind IN (\(list: Set(states.map(\.kind.rawValue)).sorted()))"
    }
    return condition
  }
}

// MARK: - Search

extension InvoicingStore {
  private func stretches(matching text: String) throws -> [SQL] {
    let text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard (1...200).contains(text.utf8.count), !text.utf8.contains(0) else { return [] }
    var stretches: [SQL] = ["AND d.customer_reference = \(text)"]
    var exact = try [find(number: text)?.id, Invoice.ID(text)].compactMap { $0 }
    if let reference = PaymentReference(text), let first = reference.document {
      exact.append(first)
      stretches.append("AND d.pro_forma_id = \(first)")
    }
    if !exact.isEmpty { stretches.append("AND d.id IN (\(list: exact))") }
    if let number = Int64(text), number > 0 {
      stretches.append(
        """
        AND d.number = \(number) AND d.series IN (
          SELECT series FROM number_series WHERE tenant_id = \(shop.tenant))
        """)
    }
    let customers = try shop.customers.page(.first, matching: text).items.map(\.id)
    if !customers.isEmpty { stretches.append("AND d.customer_id IN (\(list: customers))") }
    return stretches
  }
}

// MARK: - Sending again

extension InvoicingStore {
  /// Counts that a document is sent again, as it is now.
  /// - Returns: how many times it was, this one included.
  package func countSending(of id: Invoice.ID) throws -> Int {
    let changed = try shop.execute(
      """
      UPDATE invoices SET sent_again = sent_again + 1
      WHERE id = \(id) AND tenant_id = \(shop.tenant)
      """)
    guard changed == 1 else { throw InvoicingRefusal.unknownDocument }
    return try head(id).sentAgain
  }
}
