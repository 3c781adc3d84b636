import Invoicing
import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

@Suite("Files that go with a document") struct AttachmentTests {
  static let pdf = Array("%PDF-1.7\nhello".utf8)
  static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]
  static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 1]

  @Test("are kept once and go over to the invoice and into its hash", arguments: TestDatabase.kinds)
  func kept(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let files = try await bench.write { shop in
        [
          try shop.invoicing.attachments.store(name: "werkbon.pdf", bytes: Self.pdf),
          try shop.invoicing.attachments.store(name: "foto.png", bytes: Self.png),
          try shop.invoicing.attachments.store(name: "kopie.pdf", bytes: Self.pdf),
        ]
      }
      #expect(files[0].file == files[2].file && files[0].file != files[1].file)
      #expect(files.map(\.mediaType) == [.pdf, .png, .pdf])
      var draft = try bench.draft()
      draft.attachments = files
      draft.customerReference = "PO-2026/17"
      draft.note = "Zie bijlage"
      let head = try #require(try await bench.issue([draft]).first)
      #expect(head.attachments == 3)
      let paid = try await bench.pay("pay_1", 3000, on: [(head.id, 3000)])
      let invoice = try await bench.find(try #require(paid.paid.first).id)
      #expect(invoice.attachments == ["werkbon.pdf", "foto.png", "kopie.pdf"])
      #expect(invoice.customerReference == "PO-2026/17" && invoice.note == "Zie bijlage")
      let id = invoice.id
      let read = try await bench.write { shop in
        let (file, bytes) = try shop.invoicing.attachments.read(1, of: id)
        return (file.name, bytes, try shop.invoicing.attachments.of(id).map(\.size))
      }
      #expect(read.0 == "foto.png" && read.1 == Self.png && read.2 == [14, 11, 14])
      await #expect(throws: InvoicingRefusal.unknownDocument) {
        try await bench.write { try $0.invoicing.attachments.read(3, of: id).1 }
      }
      try await bench.verify()
      for change in [
        "UPDATE invoice_attachments SET name = 'x.pdf'", "UPDATE invoices SET attachments = 0",
        "UPDATE invoices SET note = NULL", "UPDATE invoices SET customer_reference = 'PO-18'",
      ] as [SQL] {
        let broken = try await bench.database.rehearse(as: bench.scope) { shop in
          _ = try shop.execute("\(change) WHERE tenant_id = \(shop.tenant)")
          return try shop.invoicing.verify().filter { !$0.holds }.map(\.invariant)
        }
        #expect(broken.contains("I-19"), "\(change)")
      }
    }
  }

  static let refused: [(String, [UInt8], InvoicingRefusal)] = [
    ("a.pdf", [], .attachmentType), ("a.pdf", Array("<html>".utf8), .attachmentType),
    ("a.pdf", Array("GIF89a".utf8), .attachmentType), ("a.pdf", [0xFF, 0xD8], .attachmentType),
    ("", pdf, .text(pointer: "/attachments", most: 120)),
    (".htaccess", pdf, .text(pointer: "/attachments", most: 120)),
    ("../../etc/passwd", pdf, .text(pointer: "/attachments", most: 120)),
    ("a\\b.pdf", pdf, .text(pointer: "/attachments", most: 120)),
    ("a\"b.pdf", pdf, .text(pointer: "/attachments", most: 120)),
    ("a\r\nb.pdf", pdf, .text(pointer: "/attachments", most: 120)),
    ("a\0.pdf", pdf, .text(pointer: "/attachments", most: 120)),
    (
      String(repeating: "x", count: 10_000), pdf, .text(pointer: "/attachments", most: 120)
    ),
    (
      "groot.pdf", pdf + [UInt8](repeating: 0, count: 5 * 1024 * 1024), .attachmentTooLarge
    ),
  ]

  @Test("are PDF, PNG or JPEG with a plain name", arguments: refused)
  func refuses(_ name: String, _ bytes: [UInt8], _ refusal: InvoicingRefusal) async throws {
    try await InvoicingBench.run(.memory) { bench in
      await #expect(throws: refusal) {
        try await bench.write { try $0.invoicing.attachments.store(name: name, bytes: bytes) }
      }
    }
  }

  @Test("may be as large as allowed", arguments: TestDatabase.kinds)
  func largest(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let bytes = Self.jpeg + [UInt8](repeating: 7, count: DocumentAttachment.maximumBytes - 5)
      let file = try await bench.write {
        try $0.invoicing.attachments.store(name: "é 😀.jpg", bytes: bytes)
      }
      #expect(file.size == 5_242_880)
      var draft = try bench.draft(mode: .invoiceAtOnce)
      draft.attachments = Array(repeating: file, count: 10)
      let head = try #require(try await bench.issue([draft]).first)
      let read = try await bench.write { try $0.invoicing.attachments.read(9, of: head.id).1 }
      #expect(read == bytes)
      draft.attachments.append(file)
      await #expect(throws: InvoicingRefusal.attachmentCount) { try await bench.issue([draft]) }
      try await bench.verify()
    }
  }
}
