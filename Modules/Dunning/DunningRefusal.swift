package import Primitives

/// Why something cannot be done about a flow or a case.
package enum DunningRefusal: Error, Hashable, Sendable {
  case daysOutOfRange(DunningStep)
  case unknownCase
  /// The case was closed, parked or taken a step further meanwhile.
  case notActive(DunningCase.ID)
}

extension DunningRefusal: Refusal {
  package var kind: RefusalKind {
    switch self {
    case .daysOutOfRange: .invalid
    case .unknownCase: .notFound
    case .notActive: .conflict
    }
  }

  package var code: String {
    switch self {
    case .daysOutOfRange: "dunning.days_out_of_range"
    case .unknownCase: "dunning.unknown"
    case .notActive: "dunning.not_active"
    }
  }

  package var pointer: String? {
    switch self {
    case .daysOutOfRange(.memoryAid): "/memoryAidDays"
    case .daysOutOfRange(.reminder): "/reminderDays"
    case .unknownCase, .notActive: nil
    }
  }

  package var phrase: Phrase {
    switch self {
    case .daysOutOfRange:
      Phrase(nl: "Kies 1 tot en met 60 dagen.", en: "Choose 1 to 60 days.")
    case .unknownCase:
      Phrase(nl: "Deze opvolging bestaat niet.", en: "There is no such follow-up.")
    case .notActive:
      Phrase(
        nl: "De opvolging is intussen gesloten of verder gegaan.",
        en: "The follow-up was closed or went on in the meantime.")
    }
  }
}
