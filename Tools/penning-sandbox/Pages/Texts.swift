import Primitives

/// Every text that a person reads at the sandbox, in both languages.
enum Texts {
  static let noMoney = Phrase(
    nl: "Proefomgeving: er gaat geen geld om.", en: "Test environment: no money moves.")
  static let payments = Phrase(nl: "Betalingen", en: "Payments")
  static let mailbox = Phrase(nl: "Postvak", en: "Mailbox")
  static let notFound = Phrase(nl: "Niet gevonden", en: "Not found")
  static let pay = Phrase(nl: "Betalen", en: "Payment")
  static let method = Phrase(nl: "Betaalmethode", en: "Payment method")
  static let askOutcome = Phrase(
    nl: "Wat moet er met deze betaling gebeuren?", en: "What should become of this payment?")
  static let back = Phrase(nl: "Terug naar de winkel", en: "Back to the shop")
  static let over = Phrase(
    nl: "Deze betaling is afgerond.", en: "This payment is finished.")
  static let status = Phrase(nl: "Status", en: "Status")
  static let amount = Phrase(nl: "Bedrag", en: "Amount")
  static let description = Phrase(nl: "Omschrijving", en: "Description")
  static let created = Phrase(nl: "Gemaakt", en: "Created")
  static let payer = Phrase(nl: "Betaler", en: "Payer")
  static let kind = Phrase(nl: "Soort", en: "Kind")
  static let action = Phrase(nl: "Actie", en: "Action")
  static let storno = Phrase(nl: "Storneren", en: "Charge back")
  static let stornoed = Phrase(nl: "Gestorneerd", en: "Charged back")
  static let decide = Phrase(nl: "Uitkomst kiezen", en: "Choose outcome")
  static let noPayments = Phrase(nl: "Nog geen betalingen.", en: "No payments yet.")
  static let noMails = Phrase(nl: "Nog geen e-mail.", en: "No mail yet.")
  static let subject = Phrase(nl: "Onderwerp", en: "Subject")
  static let sender = Phrase(nl: "Van", en: "From")
  static let recipient = Phrase(nl: "Aan", en: "To")
  static let received = Phrase(nl: "Ontvangen", en: "Received")
  static let attachments = Phrase(nl: "Bijlagen", en: "Attachments")
  static let plainText = Phrase(nl: "Tekst", en: "Text")
  static let webPage = Phrase(nl: "Opgemaakt", en: "Formatted")
  static let noSubject = Phrase(nl: "(geen onderwerp)", en: "(no subject)")
  static let sandboxTime = Phrase(nl: "Het is hier", en: "The time here is")

  /// `2026-11-16 09:00`, in UTC.
  static func moment(_ instant: Instant) -> String {
    String(instant.rfc3339.prefix(16)).replacing("T", with: " ")
  }

  static func outcome(_ outcome: Outcome) -> Phrase {
    switch outcome {
    case .paid: Phrase(nl: "Betaald", en: "Paid")
    case .failed: Phrase(nl: "Mislukt", en: "Failed")
    case .expired: Phrase(nl: "Verlopen", en: "Expired")
    case .cancelled: Phrase(nl: "Geannuleerd", en: "Cancelled")
    case .later: Phrase(nl: "Later (nog in behandeling)", en: "Later (still pending)")
    }
  }

  static func state(_ status: SandboxPayment.Status) -> Phrase {
    switch status {
    case .open: Phrase(nl: "Open", en: "Open")
    case .pending: Phrase(nl: "In behandeling", en: "Pending")
    case .paid: outcome(.paid)
    case .failed: outcome(.failed)
    case .canceled: outcome(.cancelled)
    case .expired: outcome(.expired)
    }
  }

  static func sequence(_ sequence: SandboxPayment.Sequence) -> Phrase {
    switch sequence {
    case .oneoff: Phrase(nl: "Eenmalig", en: "One-off")
    case .first: Phrase(nl: "Eerste", en: "First")
    case .recurring: Phrase(nl: "Incasso", en: "Recurring")
    }
  }
}
