import Payments
import Primitives

/// Phrases that several pages share; what one page says alone stands with that page.
enum Texts {
  static let plans = Phrase(nl: "Abonnementen", en: "Subscriptions")
  static let myAccount = Phrase(nl: "Mijn account", en: "My account")
  static let registration = Phrase(nl: "KvK", en: "Company no.")
  static let vatNumber = Phrase(nl: "Btw-nummer", en: "VAT number")
  static let payToday = Phrase(nl: "Vandaag te betalen", en: "To pay today")
  static let nextCollection = Phrase(nl: "Volgende betaling", en: "Next payment")
  static let amount = Phrase(nl: "Bedrag", en: "Amount")
  static let number = Phrase(nl: "Nummer", en: "Number")
  static let status = Phrase(nl: "Status", en: "Status")
  static let date = Phrase(nl: "Datum", en: "Date")
  static let dueOn = Phrase(nl: "Te betalen uiterlijk", en: "Due on")
  static let collectOn = Phrase(nl: "Wordt afgeschreven op", en: "Will be collected on")
  static let paidOn = Phrase(nl: "Betaald op", en: "Paid on")
  static let method = Phrase(nl: "Betaalmethode", en: "Payment method")
  static let overdue = Phrase(nl: "Te laat", en: "Overdue")
  static let inTransit = Phrase(nl: "Betaling onderweg", en: "Payment under way")
  static let total = Phrase(nl: "Totaal", en: "Total")
  static let pdf = Phrase(nl: "PDF", en: "PDF")
  static let excludingVAT = Phrase(nl: "exclusief btw", en: "excluding VAT")
  static let includingVAT = Phrase(nl: "inclusief btw", en: "including VAT")
  static let withoutVAT = Phrase(nl: "zonder btw", en: "without VAT")
  static let toPortal = Phrase(nl: "Naar mijn account", en: "To my account")
  static let toPaymentPage = Phrase(
    nl: "Ga verder naar de betaalpagina", en: "Go on to the payment page")
}

extension PaymentMethod {
  /// What choosing it means, below its name.
  var hint: Phrase {
    switch self {
    case .ideal:
      Phrase(nl: "Betaal met de app van uw eigen bank.", en: "Pay with your own bank's app.")
    case .bancontact:
      Phrase(
        nl: "Betaal met uw Belgische bankkaart of app.", en: "Pay with your Belgian card or app.")
    case .creditcard:
      Phrase(nl: "Visa, Mastercard of American Express.", en: "Visa, Mastercard, American Express.")
    case .paypal:
      Phrase(nl: "Betaal met uw PayPal-rekening.", en: "Pay with your PayPal account.")
    case .directDebit:
      Phrase(
        nl: "Het bedrag wordt van uw rekening afgeschreven.",
        en: "The amount is taken from your account.")
    }
  }
}

extension PaymentState {
  /// How an attempt stands, in a customer's words.
  var label: Phrase {
    switch self {
    case .planned: Phrase(nl: "Gepland", en: "Planned")
    case .created, .sent: Phrase(nl: "Begonnen", en: "Started")
    case .pending: Phrase(nl: "Onderweg", en: "Under way")
    case .unknown: Phrase(nl: "Wordt nagevraagd", en: "Being checked")
    case .paid: Phrase(nl: "Betaald", en: "Paid")
    case .partlyRefunded: Phrase(nl: "Deels terugbetaald", en: "Partly refunded")
    case .refunded: Phrase(nl: "Terugbetaald", en: "Refunded")
    case .chargedBack: Phrase(nl: "Teruggeboekt", en: "Charged back")
    case .failed: Phrase(nl: "Mislukt", en: "Failed")
    case .expired: Phrase(nl: "Verlopen", en: "Expired")
    case .cancelled: Phrase(nl: "Geannuleerd", en: "Cancelled")
    }
  }
}
