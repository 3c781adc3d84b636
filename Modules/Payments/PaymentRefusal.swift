package import Primitives

/// Why something cannot be done with a payment, a mandate or a gateway account.
package enum PaymentRefusal: Error, Hashable, Sendable {
  /// The state machine has no such edge.
  case impossible(from: PaymentState, event: PaymentEvent)
  /// Another attempt for one of the documents is under way (I-24).
  case liveAttempt(Payment.ID, PaymentState)
  case unknownPayment
  case unknownMandate
  case unknownAccount
  /// Somebody else changed the payment in between (compare and set).
  case changedMeanwhile(Payment.ID)
  /// A payment must move a positive amount and name what it pays.
  case nothingToPay
  /// The parts for the documents are not exactly the amount.
  case partsDoNotAddUp
  /// A collection needs a mandate that can be charged (I-31).
  case mandateNotChargeable(Mandate.ID)
  /// The gateway's payment is of another currency, another payment of ours, or of another id.
  case foreignPayment(Payment.ID)
  /// The gateway account is out of use.
  case accountDisabled(String)
  /// The key does not look like one of this gateway.
  case malformedKey
  /// The address is not an http(s) address.
  case malformedURL
}

extension PaymentRefusal: Refusal {
  package var kind: RefusalKind {
    switch self {
    case .impossible, .liveAttempt, .changedMeanwhile, .mandateNotChargeable, .foreignPayment,
      .accountDisabled:
      .conflict
    case .unknownPayment, .unknownMandate, .unknownAccount: .notFound
    case .nothingToPay, .partsDoNotAddUp, .malformedKey, .malformedURL: .invalid
    }
  }

  package var code: String {
    switch self {
    case .impossible: "payment.impossible"
    case .liveAttempt: "payment.live_attempt"
    case .unknownPayment: "payment.unknown"
    case .unknownMandate: "mandate.unknown"
    case .unknownAccount: "gateway_account.unknown"
    case .changedMeanwhile: "payment.changed"
    case .nothingToPay: "payment.nothing_to_pay"
    case .partsDoNotAddUp: "payment.parts_do_not_add_up"
    case .mandateNotChargeable: "mandate.not_chargeable"
    case .foreignPayment: "payment.foreign"
    case .accountDisabled: "gateway_account.disabled"
    case .malformedKey: "gateway_account.malformed_key"
    case .malformedURL: "gateway_account.malformed_url"
    }
  }

  package var pointer: String? {
    switch self {
    case .nothingToPay, .partsDoNotAddUp: "/amount"
    case .malformedKey: "/apiKey"
    case .malformedURL: "/baseURL"
    default: nil
    }
  }

  package var phrase: Phrase {
    switch self {
    case .impossible(let state, let event):
      Phrase(
        nl: "Dit kan niet: een betaling met status \(state.rawValue) laat \(event.rawValue) "
          + "niet toe.",
        en: "Not possible: a payment that is \(state.rawValue) does not allow \(event.rawValue).")
    case .liveAttempt:
      Phrase(
        nl: "Er loopt al een betaling hiervoor. Wacht tot die is afgerond.",
        en: "A payment for this is already under way. Please wait until it is finished.")
    case .changedMeanwhile:
      Phrase(
        nl: "De betaling is intussen veranderd. Probeer het opnieuw.",
        en: "The payment has changed in the meantime. Please try again.")
    case .mandateNotChargeable:
      Phrase(
        nl: "Op deze machtiging kan niet worden geïncasseerd.",
        en: "Nothing can be collected on this mandate.")
    case .foreignPayment:
      Phrase(
        nl: "De betaaldienst noemt een andere betaling dan de onze.",
        en: "The payment service names another payment than ours.")
    case .accountDisabled(let reason):
      Phrase(
        nl: "De koppeling met de betaaldienst staat uit: \(reason)",
        en: "The payment service account is switched off: \(reason)")
    case .unknownPayment, .unknownMandate, .unknownAccount: unknownPhrase
    case .nothingToPay, .partsDoNotAddUp, .malformedKey, .malformedURL: inputPhrase
    }
  }

  private var unknownPhrase: Phrase {
    switch self {
    case .unknownMandate:
      Phrase(nl: "Deze machtiging bestaat niet.", en: "There is no such mandate.")
    case .unknownAccount:
      Phrase(
        nl: "Deze koppeling met een betaaldienst bestaat niet.",
        en: "There is no such payment service account.")
    default: Phrase(nl: "Deze betaling bestaat niet.", en: "There is no such payment.")
    }
  }

  private var inputPhrase: Phrase {
    switch self {
    case .partsDoNotAddUp:
      Phrase(
        nl: "De bedragen per document tellen niet op tot het bedrag van de betaling.",
        en: "The amounts per document do not add up to the amount of the payment.")
    case .malformedKey:
      Phrase(
        nl: "Dit is geen geldige API-sleutel (test_… of live_…).",
        en: "This is not a valid API key (test_… or live_…).")
    case .malformedURL:
      Phrase(
        nl: "Dit is geen http- of https-adres.", en: "This is not an http or https address.")
    default: Phrase(nl: "Er is niets te betalen.", en: "There is nothing to pay.")
    }
  }
}
