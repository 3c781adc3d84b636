package import Primitives

/// What would break the books. None of it can be caused from outside: a caller's rule is wrong,
/// or a row is damaged.
package enum LedgerError: Error, Hashable, Sendable {
  case lineCount(EntryKind, source: String, Int)
  case zeroLine(EntryKind, source: String)
  case unbalanced(EntryKind, source: String)
  case outOfRange(EntryKind, source: String)
  /// The shop's chart has no such account; its books may not be open.
  case unknownAccount(AccountCode)
  /// Revenue of nothing, or released before its month is over.
  case deferral(source: String)
  /// A stored row cannot be read as what it should be.
  case unreadable(table: String, id: Int64)
}

/// A no of this module that its asker caused and can mend.
package enum LedgerRefusal: Refusal, Hashable {
  case unknownAccount
  case unknownEntry
  /// Another account, journal or VAT code has it.
  case codeTaken
  case code
  case name
  case referenceCode
  /// Neither a journal nor a treatment of VAT.
  case unknownSubject
  /// Revenue is released for months that are over.
  case monthNotOver

  package var kind: RefusalKind {
    switch self {
    case .unknownAccount, .unknownEntry, .unknownSubject: .notFound
    case .codeTaken, .monthNotOver: .conflict
    case .code, .name, .referenceCode: .invalid
    }
  }

  package var code: String {
    switch self {
    case .unknownAccount: "ledger.unknownAccount"
    case .unknownEntry: "ledger.unknownEntry"
    case .codeTaken: "ledger.codeTaken"
    case .code: "ledger.code"
    case .name: "ledger.name"
    case .referenceCode: "ledger.referenceCode"
    case .unknownSubject: "ledger.unknownSubject"
    case .monthNotOver: "ledger.monthNotOver"
    }
  }

  package var pointer: String? {
    switch self {
    case .code, .codeTaken: "/code"
    case .name: "/name"
    case .referenceCode: "/referenceCode"
    case .monthNotOver: "/month"
    case .unknownAccount, .unknownEntry, .unknownSubject: nil
    }
  }

  package var phrase: Phrase {
    switch self {
    case .unknownAccount:
      Phrase(nl: "Deze grootboekrekening bestaat niet.", en: "There is no such ledger account.")
    case .unknownEntry:
      Phrase(nl: "Deze boeking bestaat niet.", en: "There is no such entry.")
    case .codeTaken:
      Phrase(
        nl: "Deze code is al in gebruik; elke rekening heeft een eigen code.",
        en: "This code is taken; every account has a code of its own.")
    case .code:
      Phrase(
        nl:
          "Een code is hoogstens \(LedgerText.maximumCode) letters, cijfers, punten of streepjes.",
        en: "A code is at most \(LedgerText.maximumCode) letters, digits, dots or hyphens.")
    case .name:
      Phrase(
        nl: "Een naam is hoogstens \(LedgerText.maximumName) tekens op één regel.",
        en: "A name is at most \(LedgerText.maximumName) characters on one line.")
    case .referenceCode:
      Phrase(
        nl: "Een RGS-code begint met B of W, gevolgd door groepen van drie, zoals BVorDebHad.",
        en: "An RGS code begins with B or W and groups of three, such as BVorDebHad.")
    case .unknownSubject:
      Phrase(
        nl: "Dit dagboek of deze btw-code bestaat niet.",
        en: "There is no such journal or VAT code.")
    case .monthNotOver:
      Phrase(
        nl: "Omzet valt vrij voor maanden die voorbij zijn.",
        en: "Revenue is released for months that are over.")
    }
  }
}
