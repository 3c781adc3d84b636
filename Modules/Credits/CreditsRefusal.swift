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

  /// Characters of a reason.
  package static let maximumReason = 200

  package var kind: RefusalKind {
    switch self {
    case .amount, .reason: .invalid
    case .notEnough, .impossible, .alreadyGranted: .conflict
    }
  }

  package var code: String {
    switch self {
    case .amount: "credit.amount"
    case .reason: "credit.reason"
    case .notEnough: "credit.notEnough"
    case .impossible: "credit.transition"
    case .alreadyGranted: "credit.alreadyGranted"
    }
  }

  package var pointer: String? {
    switch self {
    case .amount, .notEnough: "/amount"
    case .reason: "/reason"
    case .impossible, .alreadyGranted: nil
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
    }
  }
}

/// Damage that nobody outside caused.
package enum CreditsDamage: Error, Hashable, Sendable {
  case unreadable(table: String, id: Int64)
  /// Two writers changed one credit, and the lock did not tell.
  case lostRace
}
