package import Primitives

/// A no of this module that its asker caused and can mend.
package enum CreditsRefusal: Refusal, Hashable {
  case amount
  case reason
  /// The customer's credits do not cover what a document claims.
  case notEnough
  case impossible(CreditUseState, CreditUseState.Event)
  /// This cause gave a credit before.
  case alreadyGranted
  /// This cause paid credits out before.
  case alreadyPaidOut
  /// A last day that is not after today.
  case expiry
  case unknown
  /// Nothing of the credit is left to end.
  case nothingLeft

  /// Characters of a reason.
  package static let maximumReason = 200

  package var kind: RefusalKind {
    switch self {
    case .amount, .reason, .expiry: .invalid
    case .notEnough, .impossible, .alreadyGranted, .alreadyPaidOut, .nothingLeft: .conflict
    case .unknown: .notFound
    }
  }

  package var code: String {
    switch self {
    case .amount: "credit.amount"
    case .reason: "credit.reason"
    case .notEnough: "credit.notEnough"
    case .impossible: "credit.transition"
    case .alreadyGranted: "credit.alreadyGranted"
    case .alreadyPaidOut: "credit.alreadyPaidOut"
    case .expiry: "credit.expiry"
    case .unknown: "credit.unknown"
    case .nothingLeft: "credit.nothingLeft"
    }
  }

  package var pointer: String? {
    switch self {
    case .amount, .notEnough: "/amount"
    case .reason: "/reason"
    case .expiry: "/expiresOn"
    case .impossible, .alreadyGranted, .alreadyPaidOut, .unknown, .nothingLeft: nil
    }
  }

  package var phrase: Phrase {
    switch self {
    case .amount:
      Phrase(
        nl: "Een tegoed is meer dan nul en hoogstens 1 miljard.",
        en: "A credit is more than zero and at most 1 billion.")
    case .reason:
      Phrase(
        nl: "Geef een reden van hoogstens \(CreditsRefusal.maximumReason) tekens.",
        en: "Give a reason of at most \(CreditsRefusal.maximumReason) characters.")
    case .notEnough:
      Phrase(
        nl: "De klant heeft niet genoeg tegoed.", en: "The customer's credits do not cover this.")
    case .impossible(let state, let event):
      Phrase(
        nl: "Een tegoed met status \(state.rawValue) kan dit niet meer (\(event.rawValue)).",
        en: "A credit in state \(state.rawValue) cannot take this (\(event.rawValue)).")
    case .alreadyGranted:
      Phrase(nl: "Dit tegoed is al gegeven.", en: "This credit was given before.")
    case .alreadyPaidOut:
      Phrase(nl: "Dit tegoed is al uitbetaald.", en: "This credit was paid out before.")
    case .expiry:
      Phrase(
        nl: "Een tegoed vervalt op een dag na vandaag.",
        en: "A credit expires on a day after today.")
    case .unknown: Phrase(nl: "Dit tegoed bestaat niet.", en: "There is no such credit.")
    case .nothingLeft:
      Phrase(
        nl: "Van dit tegoed is niets meer over dat kan vervallen.",
        en: "Nothing of this credit is left to expire.")
    }
  }
}

/// Damage that nobody outside caused.
package enum CreditsDamage: Error, Hashable, Sendable {
  case unreadable(table: String, id: Int64)
  /// Two writers changed one credit, and the lock did not tell.
  case lostRace
}
