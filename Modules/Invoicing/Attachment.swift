import Cryptography
package import Primitives

/// Bytes that go with documents: stored once a shop, however many documents carry them.
package enum InvoiceFile: Entity {
  package static let idPrefix = "fil"
}

/// A file that goes with a document, under a name; its hash is a part of the document's (I-19).
package struct DocumentAttachment: Hashable, Sendable {
  package enum MediaType: String, CaseIterable, Sendable {
    case pdf = "application/pdf"
    case png = "image/png"
    case jpeg = "image/jpeg"

    /// What the bytes themselves say, whatever their name; nil for anything else.
    init?(of bytes: [UInt8]) {
      guard let type = MediaType.allCases.first(where: { bytes.starts(with: $0.signature) })
      else { return nil }
      self = type
    }

    private var signature: [UInt8] {
      switch self {
      case .pdf: Array("%PDF-".utf8)
      case .png: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      case .jpeg: [0xFF, 0xD8, 0xFF]
      }
    }
  }

  package static let maximumBytes = 5 * 1024 * 1024
  package static let maximumCount = 10
  package static let maximumName = 120

  package let file: InvoiceFile.ID
  package let name: String
  package let mediaType: MediaType
  /// In bytes.
  package let size: Int64
  /// SHA-256 of the bytes.
  package let hash: [UInt8]
}

/// A file that was handed in and found good.
struct NewAttachment {
  let name: String
  let mediaType: DocumentAttachment.MediaType
  let bytes: [UInt8]
  let hash: [UInt8]

  init(name: String, bytes: [UInt8]) throws(InvoicingRefusal) {
    guard bytes.count <= DocumentAttachment.maximumBytes else { throw .attachmentTooLarge }
    guard NewAttachment.isFileName(name) else {
      throw .text(pointer: "/attachments", most: DocumentAttachment.maximumName)
    }
    guard let mediaType = DocumentAttachment.MediaType(of: bytes) else { throw .attachmentType }
    self.name = name
    self.mediaType = mediaType
    self.bytes = bytes
    hash = SHA256.hash(bytes)
  }

  /// A name that no file system and no header takes for something else.
  private static func isFileName(_ name: String) -> Bool {
    DocumentContent.isText(name, 1...DocumentAttachment.maximumName) && !name.hasPrefix(".")
      && !name.unicodeScalars.contains { scalar in
        scalar.properties.generalCategory == .control || "/\\\"".unicodeScalars.contains(scalar)
      }
  }
}
