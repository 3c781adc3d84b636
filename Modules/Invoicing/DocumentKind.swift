package import Primitives

/// A document that claims or gives back money. Its rows live in the table `invoices`.
package enum Invoice: Entity {
  package static let idPrefix = "inv"
}

/// What a document is. Only invoices and credit notes are VAT documents.
package enum DocumentKind: String, CaseIterable, Sendable {
  case proForma, invoice, creditNote

  package var title: Phrase {
    switch self {
    case .proForma: Phrase(nl: "Pro forma / betaalverzoek", en: "Pro forma / payment request")
    case .invoice: Phrase(nl: "Factuur", en: "Invoice")
    case .creditNote: Phrase(nl: "Creditnota", en: "Credit note")
    }
  }

  package var notice: Phrase? {
    switch self {
    case .proForma:
      Phrase(
        nl: "Dit is een betaalverzoek en geen btw-factuur. De btw-factuur volgt na betaling.",
        en: "This is a payment request, not a VAT invoice. The VAT invoice follows after payment.")
    case .invoice, .creditNote: nil
    }
  }
}
