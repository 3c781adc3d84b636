package import Primitives

/// What is to be done about a case today.
package enum DunningDecision: Hashable, Sendable {
  /// Nothing before this day.
  case wait(until: CivilDate)
  /// To be sent now.
  case send(DunningStep)
  /// A step is due and must not be taken; looked at again tomorrow.
  case hold(HoldReason)
  case close(DunningCase.CloseReason)
  case park(DunningCase.ParkReason)

  package enum HoldReason: String, CaseIterable, Sendable {
    case inTransit, unknown, collectionPlanned, disputed
  }
}

extension DunningCase {
  /// The one rule of what comes next (R-39, I-34, I-35).
  ///
  /// Paid or withdrawn ends it. A step is taken once, on its day or as soon after it as possible,
  /// one at a time; a memory aid whose day lay before the case, or that would come on or after
  /// the due date, is left out. Nothing is sent while money may be under way or the document is
  /// in dispute.
  package func nextStep(given facts: DunningFacts, on today: CivilDate) -> DunningDecision {
    if facts.isWithdrawn { return .close(.cancelled) }
    guard facts.outstanding.isPositive else { return .close(.paid) }
    guard let (step, day) = upcoming(on: today) else { return .park(.flowCompleted) }
    if today < day { return .wait(until: day) }
    if let reason = facts.holdReason { return .hold(reason) }
    return .send(step)
  }

  /// The step that is not yet taken and can still be, with its day.
  func upcoming(on today: CivilDate) -> (step: DunningStep, day: CivilDate)? {
    for (step, days) in flow.terms.steps where !taken.contains(step) {
      let day = dueOn.adding(days: days)
      let isTooLate = step == .memoryAid && (day <= openedOn || today >= dueOn)
      if !isTooLate { return (step, day) }
    }
    return nil
  }
}

extension DunningFacts {
  /// Why nothing may be sent now. A checkout page that somebody left open is no payment.
  var holdReason: DunningDecision.HoldReason? {
    if isDisputed { return .disputed }
    return switch attempt {
    case .none, .checkoutOpen: nil
    case .inTransit: .inTransit
    case .unknown: .unknown
    case .collectionPlanned: .collectionPlanned
    }
  }
}
