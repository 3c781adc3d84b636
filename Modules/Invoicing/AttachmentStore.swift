package import Primitives
import Storage
import Tenancy

/// The files that go with a shop's documents.
package struct AttachmentStore {
  let shop: ShopTransaction
}

extension InvoicingStore {
  /// The files that go with documents.
  package var attachments: AttachmentStore { AttachmentStore(shop: shop) }
}

extension AttachmentStore {
  /// Keeps a file for a draft: a PDF, PNG or JPEG by its bytes. The same bytes are kept once.
  /// - Throws: `InvoicingRefusal.attachmentTooLarge`, `.attachmentType`, `.text`.
  package func store(name: String, bytes: [UInt8]) throws -> DocumentAttachment {
    let new = try NewAttachment(name: name, bytes: bytes)
    let known: InvoiceFile.ID? = try shop.first(
      """
      SELECT id FROM invoice_files
      WHERE tenant_id = \(shop.tenant) AND content_hash = \(new.hash)
      """
    ) { row in try row.get(0) }
    let id = known ?? shop.newID(InvoiceFile.self)
    if known == nil {
      try shop.execute(
        """
        INSERT INTO invoice_files (id, tenant_id, content_hash, media_type, size, bytes)
        VALUES (\(id), \(shop.tenant), \(new.hash), \(new.mediaType.rawValue),
          \(Int64(bytes.count)), \(bytes))
        """)
    }
    return DocumentAttachment(
      file: id, name: name, mediaType: new.mediaType, size: Int64(bytes.count), hash: new.hash)
  }

  /// The files of a document, in order, without their bytes.
  package func of(_ document: Invoice.ID) throws -> [DocumentAttachment] {
    try of([document])[document] ?? []
  }

  /// The files of many documents in one statement.
  func of(_ documents: [Invoice.ID]) throws -> [Invoice.ID: [DocumentAttachment]] {
    guard !documents.isEmpty else { return [:] }
    var found: [Invoice.ID: [DocumentAttachment]] = [:]
    try shop.each(
      """
      SELECT a.file_id, a.name, f.media_type, f.size, f.content_hash, a.invoice_id
      FROM invoice_attachments a
      JOIN invoice_files f ON f.id = a.file_id AND f.tenant_id = a.tenant_id
      WHERE a.tenant_id = \(shop.tenant) AND a.invoice_id IN (\(list: documents))
      ORDER BY a.invoice_id, a.ordinal
      """
    ) { row in found[try row.get(5), default: []].append(try DocumentAttachment(row)) }
    return found
  }

  /// The bytes of the `ordinal`th file of a document, the first being 0.
  /// - Throws: `InvoicingRefusal.unknownDocument` when there is none.
  package func read(_ ordinal: Int, of document: Invoice.ID) throws -> (DocumentAttachment, [UInt8])
  {
    let attachments = try of(document)
    guard attachments.indices.contains(ordinal) else { throw InvoicingRefusal.unknownDocument }
    let attachment = attachments[ordinal]
    let bytes: [UInt8]? = try shop.first(
      """
      SELECT bytes FROM invoice_files
      WHERE id = \(attachment.file) AND tenant_id = \(shop.tenant)
      """
    ) { row in try row.get(0) }
    guard let bytes else {
      throw InvoicingDamage.unreadable(table: "invoice_files", id: attachment.file.rawValue)
    }
    return (attachment, bytes)
  }

  /// Forgets files that no document and no draft carries any more.
  func drop(_ files: [InvoiceFile.ID]) throws {
    guard !files.isEmpty else { return }
    try shop.execute(
      """
      DELETE FROM invoice_files
      WHERE tenant_id = \(shop.tenant) AND id IN (\(list: files))
        AND NOT EXISTS (SELECT 1 FROM invoice_attachments a
          WHERE a.tenant_id = invoice_files.tenant_id AND a.file_id = invoice_files.id)
        AND NOT EXISTS (SELECT 1 FROM invoice_draft_files d
          WHERE d.tenant_id = invoice_files.tenant_id AND d.file_id = invoice_files.id)
      """)
  }
}

extension DocumentAttachment {
  /// From file, name, type, size and hash.
  init(_ row: Row) throws {
    let file: InvoiceFile.ID = try row.get(0)
    guard let type = MediaType(rawValue: try row.get(2)) else {
      throw InvoicingDamage.unreadable(table: "invoice_files", id: file.rawValue)
    }
    self.init(
      file: file, name: try row.get(1), mediaType: type, size: try row.get(3),
      hash: try row.get(4))
  }
}
