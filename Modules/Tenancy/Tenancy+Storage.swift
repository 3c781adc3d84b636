import Storage

// How the values of this module stand in a column: enums by their raw value, checked texts as
// text that is checked again when it is read.

extension ShopPackage: SQLBindable, SQLReadable {}
extension ShopState: SQLBindable, SQLReadable {}
extension StaffRole: SQLBindable, SQLReadable {}
extension CustomerKind: SQLBindable, SQLReadable {}
extension CustomerRight: SQLBindable, SQLReadable {}
extension TokenKind: SQLBindable, SQLReadable {}

/// A value that is a checked text.
protocol CheckedText: SQLBindable, SQLReadable {
  init?(stored text: String)
  var stored: String { get }
}

extension CheckedText {
  package var sqlValue: SQLValue { .text(stored) }

  package static func read(_ row: Row, _ index: Int) throws(StorageError) -> Self {
    let text: String = try row.get(index)
    guard let value = Self(stored: text) else {
      throw row.mismatch(index, expected: "\(Self.self)")
    }
    return value
  }
}

extension Slug: CheckedText {
  init?(stored text: String) { self.init(text) }
  var stored: String { text }
}

extension EmailAddress: CheckedText {
  init?(stored text: String) { self.init(text) }
  var stored: String { text }
}

extension Country: CheckedText {
  init?(stored text: String) { self.init(text) }
  var stored: String { code }
}

extension IBAN: CheckedText { var stored: String { text } }
extension VATNumber: CheckedText { var stored: String { text } }
