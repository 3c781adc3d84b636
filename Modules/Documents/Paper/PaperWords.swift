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

  // The banner.
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

  func creditShare(total: String, credits: String, rest: String) -> String {
    say(
      "\(total), waarvan \(credits) uit tegoed; \(rest) te betalen",
      "\(total), of which \(credits) from your credits; \(rest) to pay")
  }

  func transfer(iban: String, name: String, reference: String) -> String {
    say(
      "Zelf overmaken: \(iban) op naam van \(name), kenmerk \(reference)",
      "To transfer it yourself: \(iban) in the name of \(name), reference \(reference)")
  }

  func quote(reference: String) -> String {
    say("Betalingskenmerk \(reference)", "Payment reference \(reference)")
  }

  // The lines.
  var description: String { say("Omschrijving", "Description") }
  var quantity: String { say("Aantal", "Quantity") }
  var unitPrice: String { say("Prijs", "Price") }
  var rate: String { say("Btw", "VAT") }
  var net: String { say("Excl. btw", "Excl. VAT") }
  var gross: String { say("Incl. btw", "Incl. VAT") }

  // The sums.
  var rateColumn: String { say("Btw-tarief", "VAT rate") }
  var totalNet: String { say("Totaal exclusief btw", "Total excluding VAT") }
  var totalVAT: String { say("Btw", "VAT") }
  var total: String { say("Totaal inclusief btw", "Total including VAT") }
  var credited: String { say("Totaal credit", "Total credited") }
  var fromCredits: String { say("Uit tegoed", "From your credits") }
  var paid: String { say("Betaald", "Paid") }
  var toPay: String { say("Te betalen", "To pay") }

  // The foot.
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
