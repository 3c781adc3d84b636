/// The versions of XML Auditfile Financieel that are written (facts/einvoice.md 8).
///
/// 3.2 is what nearly every accountant's program reads, so it is the default. 4.0 is its successor
/// (2025): slimmer, with RGS codes. 3.2.1 is left out: it is 3.2 with newer lists of countries and
/// currencies, and at most 9999 lines.
package enum AuditFileVersion: String, CaseIterable, Sendable {
  case xaf32 = "3.2"
  case xaf40 = "4.0"

  var namespace: String {
    switch self {
    case .xaf32: "http://www.auditfiles.nl/XAF/3.2"
    case .xaf40:
      "http://www.odb.belastingdienst.nl/Belastingdienst/BCPP/1.1/structures/XmlauditfileXAF_4.0"
    }
  }

  /// Most characters of texts whose limits differ.
  var limits: AuditLimits {
    switch self {
    case .xaf32: AuditLimits(companyName: 999, street: 999, number: 999, account: 999, vat: 999)
    case .xaf40: AuditLimits(companyName: 255, street: 100, number: 100, account: 255, vat: 100)
    }
  }
}

/// Most characters of a text, by its field.
struct AuditLimits {
  let companyName: Int
  let street: Int
  let number: Int
  let account: Int
  let vat: Int
  let identification = 35
  let taxNumber = 30
  let name = 50
  let city = 50
  let postalCode = 10
  /// `docRef`, `invRef`: 999 and 255 are allowed.
  let reference = 255
  let description = 999
}

enum AuditText {
  /// One line of at most `limit` code points, which is what a schema counts, cut between
  /// characters; nil when there is nothing.
  static func cut(_ text: String?, _ limit: Int) -> String? {
    guard let text else { return nil }
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard !line.isEmpty else { return nil }
    guard line.unicodeScalars.count > limit else { return line }
    var short = ""
    var length = 0
    for character in line {
      length += character.unicodeScalars.count
      guard length <= limit else { break }
      short.append(character)
    }
    // A first character of more than the limit is cut within.
    return short.isEmpty
      ? String(String.UnicodeScalarView(line.unicodeScalars.prefix(limit))) : short
  }
}
