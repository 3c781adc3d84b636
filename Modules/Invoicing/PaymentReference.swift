package import Primitives

/// The payment reference for life: an RF creditor reference (ISO 11649) that carries the id
/// of the document it was first printed on. A pro forma and its invoice share it, and no look-up
/// table is needed to find the document again.
package struct PaymentReference: Hashable, Sendable, CustomStringConvertible {
  /// "RF" and two check digits, then capitals and digits.
  package let text: String

  package init(for document: Invoice.ID) {
    text = ReferenceScheme.rf(carrying: String(document.rawValue, radix: 36, uppercase: true))
  }

  /// Reads what a person typed or a bank passed on: any case, with or without spaces. Nil when the
  /// check digits are wrong or it is none of ours.
  package init?(_ typed: String) {
    guard let text = ReferenceScheme.rf.reading(typed) else { return nil }
    self.text = text
  }

  package var description: String { text }

  /// In groups of four, as people read it.
  package var grouped: String {
    var result = ""
    for (index, character) in text.enumerated() {
      if index > 0, index.isMultiple(of: 4) { result.append(" ") }
      result.append(character)
    }
    return result
  }

  /// The document that the reference was first printed on; nil when no id of ours is in it.
  package var document: Invoice.ID? {
    guard let id = Int64(text.dropFirst(4), radix: 36), id > 0 else { return nil }
    return Invoice.ID(rawValue: id)
  }
}
