package import Primitives

/// How the payer pays. The raw value is what the database and the API say.
package enum PaymentMethod: String, CaseIterable, Sendable {
  case ideal
  case bancontact
  case creditcard
  case paypal
  /// SEPA direct debit on a standing mandate.
  case directDebit

  /// The kind of mandate that a paid first payment by this method gives.
  package var resultingMandate: PaymentMethod {
    switch self {
    case .ideal, .bancontact, .directDebit: .directDebit
    case .creditcard: .creditcard
    case .paypal: .paypal
    }
  }

  /// Whether the payer can still take the money back without giving a reason, weeks after it
  /// was paid; such a payment keeps being watched.
  package var isReversibleByPayer: Bool { self == .directDebit }

  /// The name that people see; the id stays when the scheme changes its brand.
  package var label: Phrase {
    switch self {
    case .ideal: Phrase(nl: "iDEAL | Wero", en: "iDEAL | Wero")
    case .bancontact: Phrase(nl: "Bancontact", en: "Bancontact")
    case .creditcard: Phrase(nl: "Creditcard", en: "Credit card")
    case .paypal: Phrase(nl: "PayPal", en: "PayPal")
    case .directDebit: Phrase(nl: "Automatische incasso", en: "SEPA direct debit")
    }
  }
}

/// The place of a payment in the life of a mandate.
package enum PaymentSequence: String, CaseIterable, Sendable {
  /// The payer is present and consents; a mandate results once it is paid.
  case first
  /// No payer present: collected on a mandate.
  case recurring
  /// The payer is present; nothing follows from it.
  case oneOff

  /// The payer is sent to a page of the gateway.
  package var isHosted: Bool { self != .recurring }
}

/// The payment service providers that Penning speaks to.
package enum GatewayName: String, CaseIterable, Sendable {
  case mollie
}

/// Whether money really moves.
package enum GatewayMode: String, CaseIterable, Sendable {
  case live
  case test
}
