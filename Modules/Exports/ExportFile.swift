package import Primitives

/// A file that a shop takes away, made while it is handed out.
package struct ExportFile: Sendable {
  package let name: String
  /// Its media type.
  package let type: String
  /// The next piece, some tens of kilobytes; nil at the end. An error breaks the file off, so that
  /// it is seen to be no whole one.
  package let next: @Sendable () async throws -> [UInt8]?

  /// Makes the first piece at once, so that whatever is refused is refused before any byte is sent.
  init(
    name: String, type: String, _ pieces: @escaping @Sendable () async throws -> [UInt8]?
  ) async throws {
    let pieces = Pieces(first: try await pieces(), then: pieces)
    self.name = name
    self.type = type
    next = { try await pieces.next() }
  }

  /// About so many bytes are handed out at a time.
  static let piece = 64 * 1024
}

/// The first piece, then the others.
private actor Pieces {
  private var first: [UInt8]?
  private let others: @Sendable () async throws -> [UInt8]?

  init(first: [UInt8]?, then others: @escaping @Sendable () async throws -> [UInt8]?) {
    self.first = first
    self.others = others
  }

  func next() async throws -> [UInt8]? {
    guard let piece = first else { return try await others() }
    first = nil
    return piece
  }
}

/// Why an export is not made.
package enum ExportRefusal: Refusal, Hashable {
  /// No days, days that end before they begin, or more than a year of them.
  case period

  package static let longestDays = 366

  package var kind: RefusalKind { .invalid }
  package var code: String { "export.period" }
  package var pointer: String? { "/until" }

  package var phrase: Phrase {
    Phrase(
      nl: "Kies een eerste en een laatste dag, hoogstens een jaar uiteen.",
      en: "Choose a first and a last day, at most a year apart.")
  }
}
