package import Primitives

/// What a flow would do about a document that stays unpaid: the deciding rule itself, rolled
/// forward over the days (contract, previews/dunning).
package struct FlowPreview: Hashable, Sendable {
  package struct Step: Hashable, Sendable {
    package let on: CivilDate
    package let step: DunningStep
    /// What is open after the step; no step of this flow adds a fee.
    package let outstandingAfter: Money
  }

  /// Whether the debtor system follows the document: it fell due after it was switched on.
  package let isFollowed: Bool
  package let steps: [Step]
  /// The day of the last step; nil when there is none.
  package let completedOn: CivilDate?

  /// - Parameters:
  ///   - openedOn: the day on which the document is sent; nil for one that was sent long ago.
  ///   - since: the day on which the shop switched the debtor system on.
  package init(
    outstanding: Money, dueOn: CivilDate, openedOn: CivilDate? = nil, since: CivilDate,
    terms: DunningTerms
  ) {
    isFollowed = dueOn >= since && outstanding.isPositive
    steps =
      isFollowed
      ? FlowPreview.roll(outstanding, dueOn, openedOn ?? CivilDate.first, terms) : []
    completedOn = steps.last?.on
  }

  private static func roll(
    _ outstanding: Money, _ dueOn: CivilDate, _ openedOn: CivilDate, _ terms: DunningTerms
  ) -> [Step] {
    let facts = DunningFacts(
      outstanding: outstanding, isWithdrawn: false, attempt: .none, isDisputed: false)
    var steps: [Step] = []
    var today = max(openedOn, dueOn.adding(days: -DunningTerms.range.upperBound))
    // Each turn takes a step or moves to the next one's day.
    for _ in 0..<(2 * DunningStep.allCases.count + 1) {
      let dunningCase = DunningCase(
        rehearsing: terms, dueOn: dueOn, openedOn: openedOn, taken: Set(steps.map(\.step)))
      switch dunningCase.nextStep(given: facts, on: today) {
      case .wait(let day): today = day
      case .send(let step):
        steps.append(Step(on: today, step: step, outstandingAfter: outstanding))
      case .hold, .close, .park: return steps
      }
    }
    return steps
  }
}

extension DunningCase {
  /// A case that stands in no database.
  fileprivate init(
    rehearsing terms: DunningTerms, dueOn: CivilDate, openedOn: CivilDate, taken: Set<DunningStep>
  ) {
    self.init(
      id: DunningCase.ID(rawValue: 0), customer: .init(rawValue: 0),
      document: .init(rawValue: 0),
      flow: DunningFlow(id: .init(rawValue: 0), version: 0, terms: terms), openedOn: openedOn,
      dueOn: dueOn, state: .active, taken: taken, dueAt: nil)
  }
}
