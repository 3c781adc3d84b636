package import Primitives
import Storage
package import Tenancy

/// The manual invoices that a shop prepares.
package struct ManualDraftStore {
  let shop: ShopTransaction
}

extension InvoicingStore {
  /// Manual invoices in preparation.
  package var drafts: ManualDraftStore { ManualDraftStore(shop: shop) }
}

extension ManualDraftStore {
  /// - Throws: `InvoicingRefusal` for what is too long or too large, by its pointer.
  package func create(for customer: Customer.ID, _ content: ManualContent) throws -> ManualDraft {
    try content.check(shop.currency)
    let draft = ManualDraft(
      id: shop.newID(), customer: customer, content: content, attachments: [], issued: nil,
      createdAt: shop.now, updatedAt: shop.now, version: 1)
    try shop.execute(
      """
      INSERT INTO invoice_drafts (id, tenant_id, customer_id, state, content, created_at,
        updated_at, version)
      VALUES (\(draft.id), \(shop.tenant), \(customer), 'open', \(content.text), \(shop.now),
        \(shop.now), 1)
      """)
    return draft
  }

  /// - Throws: `InvoicingRefusal.unknownDraft`.
  package func find(_ id: ManualDraft.ID) throws -> ManualDraft {
    guard let draft = try select("AND id = \(id)").first else {
      throw InvoicingRefusal.unknownDraft
    }
    return draft
  }

  /// Those that are no document yet, the newest first.
  package func page(_ request: PageRequest) throws -> Page<ManualDraft> {
    let drafts = try select(
      """
      AND state = 'open' AND id < \(request.before) ORDER BY id DESC LIMIT \(request.fetch)
      """)
    return Page(fetched: drafts, for: request) { $0.id.rawValue }
  }

  /// Says something else.
  /// - Parameter expected: the version that was shown; nil to change whatever there is.
  /// - Throws: `.draftChanged` when someone else was first, `.draftIssued`.
  package func update(
    _ id: ManualDraft.ID, for customer: Customer.ID, _ content: ManualContent,
    expecting expected: Int64? = nil
  ) throws -> ManualDraft {
    try content.check(shop.currency)
    let old = try locked(id, expecting: expected)
    try shop.execute(
      """
      UPDATE invoice_drafts SET customer_id = \(customer), content = \(content.text),
        updated_at = \(shop.now), version = \(old.version + 1)
      WHERE id = \(id) AND tenant_id = \(shop.tenant)
      """)
    return try find(id)
  }

  /// Deletes the draft and the files that only it had.
  /// - Throws: `.draftIssued` for one that is a document.
  package func delete(_ id: ManualDraft.ID, expecting expected: Int64? = nil) throws {
    let old = try locked(id, expecting: expected)
    try shop.execute(
      """
      DELETE FROM invoice_draft_files WHERE draft_id = \(id) AND tenant_id = \(shop.tenant)
      """)
    try shop.execute(
      "DELETE FROM invoice_drafts WHERE id = \(id) AND tenant_id = \(shop.tenant)")
    try shop.invoicing.attachments.drop(old.attachments.map(\.file))
  }

  /// Adds a file at the end.
  /// - Throws: `.attachmentCount`, `.attachmentTooLarge`, `.attachmentType`, `.draftIssued`.
  package func attach(
    name: String, bytes: [UInt8], to id: ManualDraft.ID
  ) throws -> ManualDraft {
    let old = try locked(id)
    guard old.attachments.count < DocumentAttachment.maximumCount else {
      throw InvoicingRefusal.attachmentCount
    }
    let added = try shop.invoicing.attachments.store(name: name, bytes: bytes)
    return try put(old.attachments + [added], in: old)
  }

  /// Takes the `ordinal`th file away, the first being 0.
  package func detach(_ ordinal: Int, from id: ManualDraft.ID) throws -> ManualDraft {
    let old = try locked(id)
    guard old.attachments.indices.contains(ordinal) else { throw InvoicingRefusal.unknownDraft }
    var rest = old.attachments
    let removed = rest.remove(at: ordinal)
    let draft = try put(rest, in: old)
    try shop.invoicing.attachments.drop([removed.file])
    return draft
  }
}

// MARK: - Issuing

extension ManualDraftStore {
  /// The draft as a document to be made, for the customer as it is now; whoever issues it calls
  /// `close` in the same transaction.
  /// - Throws: `.draftIssued`, `.draftChanged`, `.lineCount`, `.unitPrice`.
  package func prepare(
    _ id: ManualDraft.ID, expecting expected: Int64? = nil
  ) throws -> Draft {
    let draft = try locked(id, expecting: expected)
    let customer = try shop.customers.find(draft.customer)
    let term = try shop.settings.current().paymentTermDays
    let content = draft.content
    guard !content.lines.isEmpty else { throw InvoicingRefusal.lineCount }
    return Draft(
      customer: customer.id, buyer: Party(customer), charges: try content.charges(),
      dueOn: content.dueOn ?? shop.today.adding(days: term), mode: content.mode,
      language: customer.language, source: id.description,
      customerReference: content.customerReference, note: content.note,
      attachments: draft.attachments)
  }

  /// The draft is a document now: it can neither be changed nor issued again.
  /// - Throws: `.draftIssued` when it was one already.
  package func close(_ id: ManualDraft.ID, as document: Invoice.ID) throws {
    let changed = try shop.execute(
      """
      UPDATE invoice_drafts SET state = 'issued', issued_id = \(document),
        updated_at = \(shop.now), version = version + 1
      WHERE id = \(id) AND tenant_id = \(shop.tenant) AND state = 'open'
      """)
    guard changed == 1 else { throw InvoicingRefusal.draftIssued }
  }

  /// Makes the document, and nothing that hangs on it elsewhere.
  package func issue(_ id: ManualDraft.ID, expecting expected: Int64? = nil) throws -> DocumentHead
  {
    let draft = try prepare(id, expecting: expected)
    guard let head = try shop.invoicing.issue([draft]).first else {
      throw InvoicingRefusal.unknownDraft
    }
    try close(id, as: head.id)
    return head
  }
}

// MARK: - Rows

extension ManualDraftStore {
  /// For change: open, and as it was shown.
  private func locked(
    _ id: ManualDraft.ID, expecting expected: Int64? = nil
  ) throws -> ManualDraft {
    let draft = try select("AND id = \(id)\(shop.transaction.dialect.forUpdate)").first
    guard let draft else { throw InvoicingRefusal.unknownDraft }
    guard draft.issued == nil else { throw InvoicingRefusal.draftIssued }
    guard expected == nil || expected == draft.version else {
      throw InvoicingRefusal.draftChanged
    }
    return draft
  }

  private func put(_ attachments: [DocumentAttachment], in draft: ManualDraft) throws -> ManualDraft
  {
    try shop.execute(
      """
      DELETE FROM invoice_draft_files
      WHERE draft_id = \(draft.id) AND tenant_id = \(shop.tenant)
      """)
    var rows = BulkRows(
      into: "invoice_draft_files",
      [
        .integer("draft_id"), .integer("ordinal"), .integer("tenant_id"), .integer("file_id"),
        .text("name"),
      ])
    for (ordinal, attachment) in attachments.enumerated() {
      rows.append(draft.id, ordinal, shop.tenant, attachment.file, attachment.name)
    }
    try shop.insert(rows)
    try shop.execute(
      """
      UPDATE invoice_drafts SET updated_at = \(shop.now), version = version + 1
      WHERE id = \(draft.id) AND tenant_id = \(shop.tenant)
      """)
    return try find(draft.id)
  }

  private func select(_ rest: SQL) throws -> [ManualDraft] {
    let rows = try shop.all(
      """
      SELECT id, customer_id, content, issued_id, created_at, updated_at, version
      FROM invoice_drafts WHERE tenant_id = \(shop.tenant) \(rest)
      """, StoredDraft.init)
    let files = try files(of: rows.map(\.id))
    return try rows.map { row in
      guard let content = ManualContent(stored: row.content, currency: shop.currency) else {
        throw InvoicingDamage.unreadable(table: "invoice_drafts", id: row.id.rawValue)
      }
      return ManualDraft(
        id: row.id, customer: row.customer, content: content, attachments: files[row.id] ?? [],
        issued: row.issued, createdAt: row.createdAt, updatedAt: row.updatedAt,
        version: row.version)
    }
  }

  private func files(of drafts: [ManualDraft.ID]) throws -> [ManualDraft.ID: [DocumentAttachment]] {
    guard !drafts.isEmpty else { return [:] }
    var found: [ManualDraft.ID: [DocumentAttachment]] = [:]
    try shop.each(
      """
      SELECT d.file_id, d.name, f.media_type, f.size, f.content_hash, d.draft_id
      FROM invoice_draft_files d
      JOIN invoice_files f ON f.id = d.file_id AND f.tenant_id = d.tenant_id
      WHERE d.tenant_id = \(shop.tenant) AND d.draft_id IN (\(list: drafts))
      ORDER BY d.draft_id, d.ordinal
      """
    ) { row in found[try row.get(5), default: []].append(try DocumentAttachment(row)) }
    return found
  }
}

private struct StoredDraft {
  let id: ManualDraft.ID
  let customer: Customer.ID
  let content: String
  let issued: Invoice.ID?
  let createdAt: Instant
  let updatedAt: Instant
  let version: Int64

  init(_ row: Row) throws {
    id = try row.get(0)
    customer = try row.get(1)
    content = try row.get(2)
    issued = try row.get(3)
    createdAt = try row.get(4)
    updatedAt = try row.get(5)
    version = try row.get(6)
  }
}
