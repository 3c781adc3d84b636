package import Primitives

extension InvoicingRefusal {
  package var phrase: Phrase {
    switch self {
    case .unknownDocument:
      Phrase(nl: "Dit document bestaat niet.", en: "This document does not exist.")
    case .lineCount:
      Phrase(
        nl: "Een document heeft 1 tot en met \(DocumentContent.maximumLines) regels.",
        en: "A document has 1 to \(DocumentContent.maximumLines) lines.")
    case .text(_, let most):
      Phrase(nl: "Gebruik 1 tot en met \(most) tekens.", en: "Use 1 to \(most) characters.")
    case .quantity:
      Phrase(
        nl: "Kies een aantal van 1 tot en met \(DocumentContent.maximumQuantity).",
        en: "Choose a quantity from 1 to \(DocumentContent.maximumQuantity).")
    case .unitPrice:
      Phrase(
        nl: "Vul een prijs in van hoogstens 1 miljard.",
        en: "Enter a price of at most 1 billion.")
    case .amountTooLarge:
      Phrase(nl: "Dit bedrag is te groot.", en: "This amount is too large.")
    case .mixedCurrencies:
      Phrase(
        nl: "Een document staat in één munteenheid.", en: "A document is in one currency.")
    case .mixedPrices:
      Phrase(
        nl: "Prijzen met en zonder btw kunnen niet op één document.",
        en: "Prices with and without VAT cannot share a document.")
    case .negativeTotal:
      Phrase(
        nl: "Het totaal is negatief: maak een creditnota.",
        en: "The total is negative: make a credit note.")
    case .creditDoesNotFit:
      Phrase(
        nl: "Het tegoed is groter dan het bedrag van het document.",
        en: "The credit exceeds the amount of the document.")
    case .issuedInFuture:
      Phrase(
        nl: "Een document kan geen datum in de toekomst krijgen.",
        en: "A document cannot be dated in the future.")
    case .sharedSeries(let series):
      Phrase(
        nl: "De reeks \"\(series)\" hoort al bij een ander soort document.",
        en: "The series \"\(series)\" already belongs to another kind of document.")
    case .alreadyBooked:
      Phrase(nl: "Dit is al geboekt.", en: "This was booked before.")
    case .partsDoNotFit:
      Phrase(
        nl: "De delen passen niet in het betaalde bedrag.",
        en: "The parts do not fit the amount paid.")
    case .nothingToTakeBack:
      Phrase(
        nl: "Er is meer teruggeboekt dan er was ontvangen.",
        en: "More was taken back than had been received.")
    case .wrongKind:
      Phrase(
        nl: "Dit kan niet met dit soort document.",
        en: "This cannot be done with this kind of document.")
    case .vatNumberMissing:
      Phrase(
        nl: "Btw verleggen kan alleen naar een klant met een btw-nummer.",
        en: "Reverse charge needs a customer with a VAT number.")
    case .attachmentCount:
      Phrase(
        nl: "Een document heeft hoogstens \(DocumentAttachment.maximumCount) bijlagen.",
        en: "A document has at most \(DocumentAttachment.maximumCount) attachments.")
    case .attachmentTooLarge:
      Phrase(nl: "Een bijlage is hoogstens 5 MB.", en: "An attachment is at most 5 MB.")
    case .attachmentType:
      Phrase(nl: "Kies een PDF, PNG of JPEG.", en: "Choose a PDF, PNG or JPEG.")
    case .creditedLine(_, let most):
      Phrase(
        nl: "Van deze regel is nog \(most.formatted(.nl)) te crediteren.",
        en: "\(most.formatted(.en)) of this line is left to credit.")
    case .creditBeyondGroup:
      Phrase(
        nl: "Dit is meer dan er van dit btw-tarief over is. Crediteer de korting mee.",
        en: "This is beyond what is left of this VAT rate. Credit the discount along.")
    case .creditBeyondTotal(let most):
      Phrase(
        nl: "Crediteer meer dan nul en hoogstens \(most.formatted(.nl)).",
        en: "Credit more than zero and at most \(most.formatted(.en)).")
    case .documentChanged:
      Phrase(
        nl: "Dit document is intussen veranderd. Kijk het na en probeer het opnieuw.",
        en: "This document changed meanwhile. Look at it and try again.")
    case .unknownDraft:
      Phrase(nl: "Dit concept bestaat niet.", en: "This draft does not exist.")
    case .draftChanged:
      Phrase(
        nl: "Iemand anders heeft dit concept intussen gewijzigd.",
        en: "Someone else changed this draft meanwhile.")
    case .draftIssued:
      Phrase(nl: "Dit concept is al verstuurd.", en: "This draft was issued already.")
    }
  }
}
