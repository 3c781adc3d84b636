package import Primitives

/// A rule of a standard that a document does not keep, and what lacks.
package struct EInvoiceProblem: Hashable, Sendable {
  /// The id that the official validators print, such as "BR-CO-15", "PEPPOL-EN16931-R010",
  /// "NL-R-003".
  package let rule: String
  /// Which business term, such as "BT-49".
  package let term: String
  package let phrase: Phrase

  init(_ rule: String, _ term: String, nl: String, en: String) {
    self.rule = rule
    self.term = term
    phrase = Phrase(nl: nl, en: en)
  }

  /// Whether the file is a valid EN 16931 invoice all the same, and only cannot go over Peppol.
  package var concernsPeppolAlone: Bool {
    rule.hasPrefix("PEPPOL-") || rule.hasPrefix("NL-R-")
  }
}

/// Why there is no electronic invoice of a document.
package enum EInvoiceRefusal: Refusal, Hashable {
  /// A payment request is no invoice.
  case proForma
  /// The parties' details, or the document, do not suffice for EN 16931.
  case incomplete([EInvoiceProblem])

  package var kind: RefusalKind { .conflict }

  package var code: String {
    switch self {
    case .proForma: "einvoice.proForma"
    case .incomplete: "einvoice.incomplete"
    }
  }

  package var pointer: String? { nil }

  package var phrase: Phrase {
    switch self {
    case .proForma:
      Phrase(
        nl: "Een pro forma is geen factuur en heeft dus geen e-factuur.",
        en: "A pro forma is not an invoice, so there is no e-invoice of it.")
    case .incomplete(let problems):
      Phrase(
        nl: "De e-factuur kan niet worden gemaakt: \(list(problems, .nl))",
        en: "The e-invoice cannot be made: \(list(problems, .en))")
    }
  }

  private func list(_ problems: [EInvoiceProblem], _ language: Language) -> String {
    problems.prefix(10).map { "\($0.phrase(language)) (\($0.rule))" }.joined(separator: " ")
  }
}
