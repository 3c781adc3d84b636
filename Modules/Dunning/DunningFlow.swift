package import Primitives

/// What is sent to a customer about one unpaid document.
package enum DunningStep: String, CaseIterable, Sendable {
  /// Some days before the due date; no reminder, and without cost.
  case memoryAid
  /// Some days after the due date, without cost.
  case reminder

  package var name: Phrase {
    switch self {
    case .memoryAid: Phrase(nl: "Geheugensteuntje", en: "Memory aid")
    case .reminder: Phrase(nl: "Herinnering", en: "Reminder")
    }
  }
}

/// When the steps of a flow fall. A step that is absent is not taken.
package struct DunningTerms: Hashable, Sendable {
  /// The days that a step may lie before or after the due date.
  package static let range = 1...60

  package let memoryAidDaysBefore: Int?
  package let reminderDaysAfter: Int?

  /// - Throws: ``DunningRefusal/daysOutOfRange(_:)`` beyond 1 to 60 days.
  package init(memoryAidDaysBefore: Int?, reminderDaysAfter: Int?) throws(DunningRefusal) {
    for (step, days) in [
      (DunningStep.memoryAid, memoryAidDaysBefore), (.reminder, reminderDaysAfter),
    ] {
      guard days.map(DunningTerms.range.contains) ?? true else { throw .daysOutOfRange(step) }
    }
    self.memoryAidDaysBefore = memoryAidDaysBefore
    self.reminderDaysAfter = reminderDaysAfter
  }

  /// The steps in the order in which they fall, each with its distance to the due date.
  package var steps: [(step: DunningStep, daysAfterDue: Int)] {
    let all = [
      (DunningStep.memoryAid, memoryAidDaysBefore.map { -$0 }), (.reminder, reminderDaysAfter),
    ]
    return all.compactMap { step, days in days.map { (step, $0) } }
  }

  package var isEmpty: Bool { steps.isEmpty }
}

/// A version of a shop's flow. A changed flow is a new version; what is on its way keeps the one
/// that it started with.
package struct DunningFlow: Entity, Hashable, Sendable {
  package static let idPrefix = "flw"

  package let id: DunningFlow.ID
  /// Counted from 1 within the shop.
  package let version: Int
  package let terms: DunningTerms
}
