package import Primitives

/// On which side of the books an account stands.
package enum AccountKind: String, CaseIterable, Sendable {
  case asset, liability, revenue, expense

  /// Whether its balance is carried into the next book year; the others begin at zero.
  package var isCarriedOver: Bool { self == .asset || self == .liability }
}

/// An account of a shop's chart with its balances.
package struct LedgerAccount: Entity, Hashable, Sendable {
  package static let idPrefix = "acc"

  package let id: LedgerAccount.ID
  package let code: AccountCode
  package let kind: AccountKind
  package let name: Phrase
  /// What the shop's accountant calls it; empty at first.
  package let label: AccountLabel
  /// One per currency that was ever booked; debit positive, credit negative.
  package var balances: [Money]

  /// The code for exports and pages: the shop's own, or the platform's.
  package var shownCode: String { label.code ?? code.text }

  package func shownName(_ language: Language) -> String { label.name ?? name(language) }

  /// Its place in the Dutch reference classification (RGS 3): the shop's own choice, or the
  /// platform's where that is sure.
  package var referenceCode: String? { label.referenceCode ?? StandardChart.referenceCode(code) }
}

/// How the shop's own accountant knows an account, for the audit file and other exports.
package struct AccountLabel: Hashable, Sendable {
  /// At most 35 characters, unique within the chart.
  package let code: String?
  /// At most 50 characters.
  package let name: String?
  /// RGS: a letter B or W and groups of three.
  package let referenceCode: String?

  package static let none = AccountLabel(stored: nil, nil, nil)

  /// Empty texts stand for nothing.
  /// - Throws: `LedgerRefusal.code`, `.name`, `.referenceCode`.
  package init(
    code: String? = nil, name: String? = nil, referenceCode: String? = nil
  ) throws(LedgerRefusal) {
    self.init(stored: code?.nonEmpty, name?.nonEmpty, referenceCode?.nonEmpty)
    if let code = self.code, !LedgerText.isCode(code) { throw .code }
    if let name = self.name, !LedgerText.isName(name) { throw .name }
    if let reference = self.referenceCode, !LedgerText.isReferenceCode(reference) {
      throw .referenceCode
    }
  }

  init(stored code: String?, _ name: String?, _ referenceCode: String?) {
    self.code = code
    self.name = name
    self.referenceCode = referenceCode
  }
}

/// What texts of the chart may hold.
enum LedgerText {
  static let maximumCode = 35
  static let maximumName = 50

  /// Letters, digits and `. - _ /`: what every package of accountants takes.
  static func isCode(_ text: String) -> Bool {
    (1...maximumCode).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
          || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "/")]
            .contains(byte)
      }
  }

  static func isName(_ text: String) -> Bool {
    (1...maximumName).contains(text.unicodeScalars.count)
      && text.unicodeScalars.allSatisfy { !$0.properties.generalCategory.isHidden }
  }

  static func isReferenceCode(_ text: String) -> Bool {
    (1...13).contains(text.utf8.count) && text.utf8.count % 3 == 1
      && (text.hasPrefix("B") || text.hasPrefix("W"))
      && text.utf8.allSatisfy { byte in
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
      }
  }
}

extension Unicode.GeneralCategory {
  fileprivate var isHidden: Bool {
    switch self {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: true
    default: false
    }
  }
}

extension String {
  /// Nil for a text without a character.
  var nonEmpty: String? { isEmpty ? nil : self }
}
