import Primitives

/// The words that stand only on paper, in the languages of the platform. Titles, labels of states
/// and the notice of a pro forma come with the document; so does what the shop wrote itself.
struct PaperWords {
  private let language: Language

  init(_ language: Language) {
    self.language = language
  }

  private func say(_ nl: String, _ en: String) -> String { Phrase(nl: nl, en: en)(language) }

  // The head.
  var to: String { say("Aan", "Bill to") }
  var vatNumber: String { say("Btw-id", "VAT ID") }
  var proFormaNumber: String { say("Pro-formanummer", "Pro forma number") }
  var invoiceNumber: String { say("Factuurnummer", "Invoice number") }
  var creditNoteNumber: String { say("Creditnotanummer", "Credit note number") }
  var creditedInvoice: String { say("Bij factuur", "For invoice") }
  var date: String { say("Datum", "Date") }
  var invoiceDate: String { say("Factuurdatum", "Invoice date") }
  var dueDate: String { say("Vervaldatum", "Due date") }
  var collectionDate: String { say("Incassodatum", "Collection date") }
  var paymentDate: String { say("Betaald op", "Paid on") }
  var reference: String { say("Betalingskenmerk", "Payment reference") }
  var customerReference: String { say("Uw referentie", "Your reference") }

  // The card.
  func payBy(_ date: String) -> String {
    say("Te betalen uiterlijk op \(date)", "To be paid by \(date)")
  }

  func collectedOn(_ date: String) -> String {
    say(
      "Wordt automatisch afgeschreven op \(date)", "Will be collected automatically on \(date)")
  }

  func paidOn(_ date: String) -> String { say("Betaald op \(date)", "Paid on \(date)") }

  func creditedOn(_ date: String) -> String {
    say("Gecrediteerd op \(date)", "Credited on \(date)")
  }

  var creditExplanation: String {
    say(
      "U krijgt dit bedrag terug of het is van de factuur afgetrokken; u hoeft niets te betalen.",
      "You get this amount back, or it was taken off the invoice; there is nothing to pay.")
  }

  /// "€30.00, of which €12.50 from your credits, €17.50 to pay".
  func share(of total: String, parts: [String], rest: String) -> String {
    let list = parts.joined(separator: ", ")
    return say(
      "\(total), waarvan \(list), \(rest) te betalen", "\(total), of which \(list), \(rest) to pay")
  }

  func partFromCredits(_ amount: String) -> String {
    say("\(amount) uit uw tegoed", "\(amount) from your credits")
  }

  func partPaid(_ amount: String) -> String {
    say("\(amount) al betaald", "\(amount) already paid")
  }

  func partCredited(_ amount: String) -> String {
    say("\(amount) gecrediteerd", "\(amount) credited")
  }

  var nothingToDo: String {
    say("U hoeft niets te doen.", "There is nothing that you need to do.")
  }

  var inNameOf: String { say("Op naam van", "Account name") }
  var quoting: String { say("Kenmerk", "Reference") }
  var scan: String { say("Scan met uw bank-app", "Scan with your bank's app") }

  var expired: String {
    say("Dit betaalverzoek is verlopen", "This payment request has expired")
  }

  var replaced: String {
    say(
      "Dit betaalverzoek is vervangen door een ander",
      "This payment request was replaced by another one")
  }

  var cancelled: String {
    say("Dit betaalverzoek is ingetrokken", "This payment request was withdrawn")
  }

  var creditedWhole: String {
    say("Deze factuur is gecrediteerd", "This invoice was credited")
  }

  var writtenOff: String {
    say("Deze factuur is afgeboekt", "This invoice was written off")
  }

  // The lines.
  var description: String { say("Omschrijving", "Description") }
  var quantity: String { say("Aantal", "Quantity") }
  var unitPrice: String { say("Prijs", "Price") }
  var rate: String { say("Btw", "VAT") }
  var net: String { say("Excl. btw", "Excl. VAT") }
  var gross: String { say("Incl. btw", "Incl. VAT") }

  func carriedTo(page: Int) -> String {
    say("Transport naar pagina \(page)", "Carried over to page \(page)")
  }

  func carriedFrom(page: Int) -> String {
    say("Transport van pagina \(page)", "Carried over from page \(page)")
  }

  // The sums.
  var totalNet: String { say("Totaal exclusief btw", "Total excluding VAT") }
  var totalVAT: String { say("Totaal btw", "Total VAT") }
  var total: String { say("Totaal inclusief btw", "Total including VAT") }
  var credited: String { say("Totaal credit", "Total credited") }
  var fromCredits: String { say("Uit uw tegoed", "From your credits") }
  var creditedPart: String { say("Gecrediteerd", "Credited") }
  var takenOff: String { say("Afgeboekt", "Written off") }
  var lapsed: String { say("Vervallen", "Lapsed") }
  var paid: String { say("Betaald", "Paid") }
  var toPay: String { say("Te betalen", "To pay") }
  var exempt: String { say("Vrijgesteld van btw", "Exempt from VAT") }
  var reverseCharge: String { say("Btw verlegd", "VAT reverse charged") }
  var outsideScope: String { say("Buiten de btw", "Outside the scope of VAT") }

  func vat(rate: String) -> String { say("\(rate) btw", "\(rate) VAT") }

  func vat(_ name: String, over net: String) -> String {
    say("\(name) over \(net)", "\(name) on \(net)")
  }

  // The notes and the foot.
  var note: String { say("Opmerking", "Note") }
  var reason: String { say("Reden", "Reason") }
  var attachments: String { say("Bijlagen", "Attachments") }

  /// The trade register of the seller's country.
  func register(of country: String) -> String {
    switch country {
    case "NL": "KVK"
    case "BE": say("KBO", "CBE")
    default: say("Handelsregister", "Trade register")
    }
  }

  func page(_ page: Int, of count: Int) -> String {
    say("Pagina \(page) van \(count)", "Page \(page) of \(count)")
  }
}
