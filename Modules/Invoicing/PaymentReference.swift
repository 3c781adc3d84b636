package import Primitives

/// The payment reference for life: an RF creditor reference (ISO 11649) that carries the id
/// of the document it was first printed on. A pro forma and its invoice share it, and no look-up
/// table is needed to find the document again.
package struct PaymentReference: Hashable, Sendable, CustomStringConvertible {
  /// "RF" and two check digits, then capitals and digits.
  package let text: String

  package init(for document: Invoice.ID) {
    let body = String(document.rawValue, radix: 36, uppercase: true)
    let check = 98 - PaymentReference.remainder(of: body + "RF00")
    text = "RF" + (check < 10 ? "0" : "") + String(check) + body
  }

  /// Reads what a person typed or a bank passed on: any case, with or without spaces. Nil when the
  /// check digits are wrong or it is none of ours.
  package init?(_ typed: String) {
    guard typed.utf8.count <= 64 else { return nil }
    let compact = typed.uppercased().utf8.filter { $0 != UInt8(ascii: " ") }
    let text = String(decoding: compact, as: UTF8.self)
    guard (5...25).contains(compact.count), text.hasPrefix("RF"),
      compact.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) }),
      PaymentReference.remainder(of: String(text.dropFirst(4) + text.prefix(4))) == 1
    else { return nil }
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

  /// ISO 7064 mod 97-10, letters counted as 10 to 35.
  private static func remainder(of text: String) -> Int {
    text.utf8.reduce(0) { rest, byte in
      (48...57).contains(byte)
        ? (rest * 10 + Int(byte) - 48) % 97 : (rest * 100 + Int(byte) - 55) % 97
    }
  }
}
