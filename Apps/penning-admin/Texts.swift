import Catalog
import Dunning
import Invoicing
import Payments
import Primitives
import Subscriptions
import Tenancy
import Web

/// The phrases that several pages share; what one page says stands in that page.
enum Texts {
  static let customers = Phrase(nl: "Klanten", en: "Customers")
  static let customer = Phrase(nl: "Klant", en: "Customer")
  static let subscriptions = Phrase(nl: "Abonnementen", en: "Subscriptions")
  static let subscription = Phrase(nl: "Abonnement", en: "Subscription")
  static let invoices = Phrase(nl: "Facturen", en: "Invoices")
  static let payments = Phrase(nl: "Betalingen", en: "Payments")
  static let plans = Phrase(nl: "Aanbod", en: "Plans")
  static let settings = Phrase(nl: "Instellingen", en: "Settings")
  static let amount = Phrase(nl: "Bedrag", en: "Amount")
  static let status = Phrase(nl: "Status", en: "Status")
  static let number = Phrase(nl: "Nummer", en: "Number")
  static let period = Phrase(nl: "Periode", en: "Period")
  static let date = Phrase(nl: "Datum", en: "Date")
  static let name = Phrase(nl: "Naam", en: "Name")
  static let email = Phrase(nl: "E-mailadres", en: "E-mail address")
  static let language = Phrase(nl: "Taal", en: "Language")
  static let plan = Phrase(nl: "Aanbod", en: "Plan")
  static let price = Phrase(nl: "Prijs", en: "Price")
  static let dueOn = Phrase(nl: "Vervalt op", en: "Due on")
  static let total = Phrase(nl: "Totaal", en: "Total")
  static let open = Phrase(nl: "Openstaand", en: "Outstanding")
  static let saved = Phrase(nl: "De wijzigingen zijn opgeslagen.", en: "The changes were saved.")
  static let unchanged = Phrase(nl: "Er is niets gewijzigd.", en: "Nothing was changed.")
}

extension Language {
  var ownName: String {
    switch self {
    case .nl: "Nederlands"
    case .en: "English"
    }
  }
}

extension CustomerKind {
  var label: Phrase {
    switch self {
    case .consumer: Phrase(nl: "Consument", en: "Consumer")
    case .business: Phrase(nl: "Bedrijf", en: "Business")
    }
  }
}

extension DocumentKind {
  /// Shorter than the title that stands on paper.
  var label: Phrase {
    switch self {
    case .proForma: Phrase(nl: "Pro forma", en: "Pro forma")
    case .invoice: Phrase(nl: "Factuur", en: "Invoice")
    case .creditNote: Phrase(nl: "Creditnota", en: "Credit note")
    }
  }
}

extension DocumentHead {
  /// The state at a glance: what is late is told as late.
  func status(on today: CivilDate) -> (text: Phrase, tone: Tone) {
    if isOverdue(on: today) { return (Phrase(nl: "Te laat", en: "Overdue"), .bad) }
    return (state.label, state.tone)
  }
}

extension DocumentState {
  var tone: Tone {
    switch self {
    case .proForma(let state): state == .settled ? .good : state.isWaiting ? .warn : .neutral
    case .invoice(.paid): .good
    case .invoice(.open), .invoice(.partlyPaid): .warn
    case .invoice(.writtenOff): .bad
    case .invoice(.credited), .creditNote: .neutral
    }
  }
}

extension ProFormaState {
  fileprivate var isWaiting: Bool { self == .open || self == .partlySettled }
}

extension SubscriptionState {
  static func label(named name: String) -> Phrase {
    switch name {
    case "pending": Phrase(nl: "Wacht op eerste betaling", en: "Awaiting first payment")
    case "active": Phrase(nl: "Actief", en: "Active")
    case "ended": Phrase(nl: "Beëindigd", en: "Ended")
    default: Phrase(nl: "Niet doorgegaan", en: "Abandoned")
    }
  }

  var label: Phrase {
    isCancelling ? Phrase(nl: "Opgezegd", en: "Cancelled") : Self.label(named: name)
  }

  var tone: Tone {
    switch self {
    case .pending: .info
    case .active(endsOn: nil): .good
    case .active: .warn
    case .ended, .abandoned: .neutral
    }
  }
}

extension PaymentState {
  var label: Phrase {
    switch self {
    case .planned: Phrase(nl: "Gepland", en: "Planned")
    case .created: Phrase(nl: "Aangemaakt", en: "Created")
    case .sent: Phrase(nl: "Aangeboden", en: "Sent")
    case .pending: Phrase(nl: "Onderweg", en: "Pending")
    case .unknown: Phrase(nl: "Uitkomst onbekend", en: "Outcome unknown")
    case .paid: Phrase(nl: "Betaald", en: "Paid")
    case .partlyRefunded: Phrase(nl: "Deels terugbetaald", en: "Partly refunded")
    case .refunded: Phrase(nl: "Terugbetaald", en: "Refunded")
    case .chargedBack: Phrase(nl: "Gestorneerd", en: "Charged back")
    case .failed: Phrase(nl: "Mislukt", en: "Failed")
    case .expired: Phrase(nl: "Verlopen", en: "Expired")
    case .cancelled: Phrase(nl: "Geannuleerd", en: "Cancelled")
    }
  }

  var tone: Tone {
    switch self {
    case .paid: .good
    case .planned, .created, .sent, .pending: .info
    case .unknown, .partlyRefunded: .warn
    case .failed, .chargedBack: .bad
    case .refunded, .expired, .cancelled: .neutral
    }
  }
}

extension PaymentSequence {
  var label: Phrase {
    switch self {
    case .first: Phrase(nl: "Eerste betaling, geeft machtiging", en: "First, gives a mandate")
    case .recurring: Phrase(nl: "Incasso op machtiging", en: "Collected on the mandate")
    case .oneOff: Phrase(nl: "Losse betaling", en: "One-off payment")
    }
  }
}

extension MandateStatus {
  var label: Phrase {
    switch self {
    case .pending: Phrase(nl: "In behandeling", en: "Pending")
    case .valid: Phrase(nl: "Geldig", en: "Valid")
    case .invalid: Phrase(nl: "Ongeldig", en: "Invalid")
    case .revoked: Phrase(nl: "Ingetrokken", en: "Revoked")
    }
  }

  var tone: Tone {
    switch self {
    case .pending: .info
    case .valid: .good
    case .invalid: .bad
    case .revoked: .neutral
    }
  }
}

extension PlanState {
  var label: Phrase {
    switch self {
    case .active: Phrase(nl: "Te koop", en: "On sale")
    case .archived: Phrase(nl: "Gearchiveerd", en: "Archived")
    }
  }

  var tone: Tone { self == .active ? .good : .neutral }
}

extension CollectionPolicy {
  var label: Phrase {
    switch self {
    case .purchaseDate: Phrase(nl: "Op de aankoopdatum", en: "On the purchase date")
    case .fixedDay(let day):
      Phrase(nl: "Op dag \(day) van de maand", en: "On day \(day) of the month")
    }
  }
}
