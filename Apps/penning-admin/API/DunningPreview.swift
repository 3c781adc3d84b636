import Dunning
import JSON
import Primitives
import Web

/// What a flow would do about a document that stays unpaid: the steps that Dunning knows so far.
enum DunningPreview {
  static func declare(in api: inout APISurface) {
    api.compute(
      APILinks.previewDunning,
      About(
        "The steps of a follow-up, day by day", tag: "previews",
        detail: "One memory aid before and one reminder after the due date, both by e-mail and "
          + "free of cost."),
      body: request, answer: answer
    ) { _, request in
      FlowPreview(
        outstanding: request.outstanding, dueOn: request.dueOn, since: request.since,
        terms: request.terms)
    }
  }

  private struct Request: Sendable {
    let outstanding: Money
    let dueOn: CivilDate
    let since: CivilDate
    let terms: DunningTerms
  }

  private struct Step: Sendable {
    let days: Int
    let kind: DunningStep
  }

  private static let step = Shape<Step>.object(
    .required("daysAfterDue", .integer(in: -60...60)),
    .optional("channel", .choice([("email", "email")]), default: "email"),
    .required("kind", Shape<DunningStep>.choice())
  ) { (days, _, kind) throws(ShapeFault) in
    guard kind == .memoryAid ? days < 0 : days > 0 else {
      let side = kind == .memoryAid ? "before (-60 to -1)" : "after (1 to 60)"
      throw ShapeFault("range", "must lie \(side) the due date", at: "/daysAfterDue")
    }
    return Step(days: days, kind: kind)
  }.titled("FlowStep")

  private static let terms = Shape<DunningTerms>.object(
    .required("steps", .list(of: step, count: 0...DunningStep.allCases.count))
  ) { (steps) throws(ShapeFault) in
    for (index, step) in steps.enumerated()
    where steps[..<index].contains(where: { $0.kind == step.kind }) {
      throw ShapeFault("duplicate", "must be a step once", at: "/steps/\(index)/kind")
    }
    func days(_ kind: DunningStep) -> Int? { steps.first { $0.kind == kind }?.days }
    do throws(DunningRefusal) {
      return try DunningTerms(
        memoryAidDaysBefore: days(.memoryAid).map { -$0 }, reminderDaysAfter: days(.reminder))
    } catch {
      throw ShapeFault("range", error.phrase(.en), at: "/steps")
    }
  }.titled("Flow")

  private static let request = Shape<Request>.object(
    .required("outstanding", .money(.notNegative)), .required("dueOn", .date),
    .required("debtorSystemSince", .date), .required("flow", terms)
  ) { Request(outstanding: $0, dueOn: $1, since: $2, terms: $3) }

  private static let answer = Answer<FlowPreview>.object(
    "DunningPreview",
    [
      .init("followed", .bool) { $0.isFollowed },
      .init("steps", taken.list) { $0.steps },
      .init("completedOn", Answer<CivilDate>.date.orNull) { $0.completedOn },
      .init("warnings", warning.list) { _ in [] },
    ])

  private static let taken = Answer<FlowPreview.Step>.object(
    "PreviewedStep",
    [
      .init("on", .date) { $0.on }, .init("kind", Answer<DunningStep>.choice()) { $0.step },
      .init("channel", .text) { _ in "email" },
      .init("fee", Answer<Money>.money.orNull) { _ in nil },
      .init("outstandingAfter", .money) { $0.outstandingAfter },
    ])

  private static let warning = Answer<Phrase>.object(
    "Warning", [.init("code", .text) { $0.en }, .init("detail", .text) { $0.en }])
}
