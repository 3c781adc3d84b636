package import Primitives

/// Why money cannot be given back.
package enum RefundRefusal: Error, Hashable, Sendable {
  /// The state machine has no such edge.
  case impossible(from: RefundState, event: RefundEvent)
  case unknownRefund
  /// There is less to give back than asked (I-09).
  case notEnough(available: Money)
  /// The amount is not positive, or of another currency.
  case amount
  /// The reason is missing, too long, or holds a NUL.
  case reason
  /// Somebody else changed it in between (compare and set).
  case changedMeanwhile(Refund.ID)
}

extension RefundRefusal: Refusal {
  package var kind: RefusalKind {
    switch self {
    case .impossible, .notEnough, .changedMeanwhile: .conflict
    case .unknownRefund: .notFound
    case .amount, .reason: .invalid
    }
  }

  package var code: String {
    switch self {
    case .impossible: "refund.impossible"
    case .unknownRefund: "refund.unknown"
    case .notEnough: "refund.not_enough"
    case .amount: "refund.amount"
    case .reason: "refund.reason"
    case .changedMeanwhile: "refund.changed"
    }
  }

  package var pointer: String? {
    switch self {
    case .notEnough, .amount: "/amount"
    case .reason: "/reason"
    case .impossible, .unknownRefund, .changedMeanwhile: nil
    }
  }

  package var phrase: Phrase {
    switch self {
    case .impossible(let state, let event):
      Phrase(
        nl: "Dit kan niet: een terugbetaling met status \(state.rawValue) laat "
          + "\(event.rawValue) niet toe.",
        en: "Not possible: a refund that is \(state.rawValue) does not allow \(event.rawValue).")
    case .unknownRefund:
      Phrase(nl: "Deze terugbetaling bestaat niet.", en: "There is no such refund.")
    case .notEnough(let available):
      Phrase(
        nl: "Er kan via de betaaldienst hoogstens \(available.formatted(.nl)) terug.",
        en: "At most \(available.formatted(.en)) can be paid back through the payment service.")
    case .amount:
      Phrase(
        nl: "Vul een bedrag groter dan nul in, in de munt van de winkel.",
        en: "Enter an amount above zero, in the shop's currency.")
    case .reason:
      Phrase(
        nl: "Geef een reden van 1 tot \(Refund.maximumReason) tekens.",
        en: "Give a reason of 1 to \(Refund.maximumReason) characters.")
    case .changedMeanwhile:
      Phrase(
        nl: "De terugbetaling is intussen veranderd. Probeer het opnieuw.",
        en: "The refund has changed in the meantime. Please try again.")
    }
  }
}
