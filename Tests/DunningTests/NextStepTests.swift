import Primitives
import Testing

@testable import Dunning

private func day(_ text: String) -> CivilDate { CivilDate(text) ?? .first }

@Suite("What comes next for an unpaid document")
struct NextStepTests {
  /// Due on 22 November; memory aid three days before, reminder seven days after.
  static func dunningCase(
    aid: Int? = 3, reminder: Int? = 7, opened: String = "2026-11-08",
    taken: Set<DunningStep> = []
  ) throws -> DunningCase {
    DunningCase(
      id: .init(rawValue: 1), customer: .init(rawValue: 2), document: .init(rawValue: 3),
      flow: DunningFlow(
        id: .init(rawValue: 4), version: 1,
        terms: try DunningTerms(memoryAidDaysBefore: aid, reminderDaysAfter: reminder)),
      openedOn: day(opened), dueOn: day("2026-11-22"), state: .active, taken: taken, dueAt: nil)
  }

  static func facts(
    _ attempt: DunningFacts.Attempt = .none, cents: Int64 = 3000, withdrawn: Bool = false,
    disputed: Bool = false
  ) -> DunningFacts {
    DunningFacts(
      outstanding: .eur(cents), isWithdrawn: withdrawn, attempt: attempt, isDisputed: disputed)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let on: String
    var opened = "2026-11-08"
    var taken: Set<DunningStep> = []
    let decision: DunningDecision
    var testDescription: String { "\(on) after \(taken)" }
  }

  static let cases: [Case] = [
    Case(on: "2026-11-08", decision: .wait(until: day("2026-11-19"))),
    Case(on: "2026-11-18", decision: .wait(until: day("2026-11-19"))),
    Case(on: "2026-11-19", decision: .send(.memoryAid)),
    // Late, but still before the due date.
    Case(on: "2026-11-21", decision: .send(.memoryAid)),
    // A memory aid on or after the due date makes no sense.
    Case(on: "2026-11-22", decision: .wait(until: day("2026-11-29"))),
    Case(on: "2026-11-19", taken: [.memoryAid], decision: .wait(until: day("2026-11-29"))),
    Case(on: "2026-11-29", taken: [.memoryAid], decision: .send(.reminder)),
    // After months of downtime: one step, not two.
    Case(on: "2027-03-01", decision: .send(.reminder)),
    Case(on: "2026-11-30", taken: [.memoryAid, .reminder], decision: .park(.flowCompleted)),
    Case(on: "2026-11-30", taken: [.reminder], decision: .park(.flowCompleted)),
    // Sent so late that the memory aid would come with the document itself.
    Case(on: "2026-11-19", opened: "2026-11-19", decision: .wait(until: day("2026-11-29"))),
    Case(on: "2026-11-20", opened: "2026-11-20", decision: .wait(until: day("2026-11-29"))),
    Case(on: "2026-11-18", opened: "2026-11-18", decision: .wait(until: day("2026-11-19"))),
  ]

  @Test("follows the table", arguments: cases)
  func table(_ example: Case) throws {
    let dunningCase = try Self.dunningCase(opened: example.opened, taken: example.taken)
    #expect(dunningCase.nextStep(given: Self.facts(), on: day(example.on)) == example.decision)
  }

  @Test(
    "sends nothing while money may be under way (I-25, I-34)",
    arguments: [
      (DunningFacts.Attempt.inTransit, DunningDecision.hold(.inTransit)),
      (.unknown, .hold(.unknown)), (.collectionPlanned, .hold(.collectionPlanned)),
      (.checkoutOpen, .send(.reminder)), (.none, .send(.reminder)),
    ])
  func holds(attempt: DunningFacts.Attempt, decision: DunningDecision) throws {
    let dunningCase = try Self.dunningCase()
    #expect(dunningCase.nextStep(given: Self.facts(attempt), on: day("2026-12-01")) == decision)
  }

  @Test("never sends for a paid, withdrawn or disputed document, in any situation (I-37)")
  func never() throws {
    for date in stride(from: 0, to: 60, by: 1).map({ day("2026-11-01").adding(days: $0) }) {
      for attempt in DunningFacts.Attempt.allCases {
        for taken: Set<DunningStep> in [[], [.memoryAid], [.reminder], [.memoryAid, .reminder]] {
          let subject = try Self.dunningCase(taken: taken)
          let paid = subject.nextStep(given: Self.facts(attempt, cents: 0), on: date)
          #expect(paid == .close(.paid))
          let gone = subject.nextStep(given: Self.facts(attempt, withdrawn: true), on: date)
          #expect(gone == .close(.cancelled))
          let disputed = subject.nextStep(given: Self.facts(attempt, disputed: true), on: date)
          if case .send = disputed { Issue.record("sent for a disputed document on \(date)") }
          if case .send(let step) = subject.nextStep(given: Self.facts(attempt), on: date) {
            #expect(!taken.contains(step))
          }
        }
      }
    }
  }

  @Test("a flow with one step skips the other")
  func partial() throws {
    let noAid = try Self.dunningCase(aid: nil)
    #expect(
      noAid.nextStep(given: Self.facts(), on: day("2026-11-19")) == .wait(until: day("2026-11-29")))
    let noReminder = try Self.dunningCase(reminder: nil)
    #expect(
      noReminder.nextStep(given: Self.facts(), on: day("2026-11-23")) == .park(.flowCompleted))
  }

  @Test("days outside 1 to 60 are refused with their field", arguments: [0, -1, 61, Int.max])
  func days(days: Int) {
    #expect(throws: DunningRefusal.daysOutOfRange(.memoryAid)) {
      try DunningTerms(memoryAidDaysBefore: days, reminderDaysAfter: 7)
    }
    #expect(throws: DunningRefusal.daysOutOfRange(.reminder)) {
      try DunningTerms(memoryAidDaysBefore: 3, reminderDaysAfter: days)
    }
  }
}

@Suite("The preview of a flow")
struct FlowPreviewTests {
  @Test("shows each step with its day, as the contract's example has it")
  func contract() throws {
    let preview = FlowPreview(
      outstanding: .eur(10000), dueOn: day("2026-11-22"), since: day("2026-01-01"),
      terms: try DunningTerms(memoryAidDaysBefore: 3, reminderDaysAfter: 7))
    #expect(preview.isFollowed)
    #expect(
      preview.steps == [
        .init(on: day("2026-11-19"), step: .memoryAid, outstandingAfter: .eur(10000)),
        .init(on: day("2026-11-29"), step: .reminder, outstandingAfter: .eur(10000)),
      ])
    #expect(preview.completedOn == day("2026-11-29"))
  }

  @Test("leaves out a memory aid for a document that is sent too late for it")
  func late() throws {
    let preview = FlowPreview(
      outstanding: .eur(10000), dueOn: day("2026-11-22"), openedOn: day("2026-11-20"),
      since: day("2026-01-01"),
      terms: try DunningTerms(memoryAidDaysBefore: 3, reminderDaysAfter: 7))
    #expect(preview.steps.map(\.step) == [.reminder])
  }

  @Test("does not follow what fell due before the debtor system was switched on (R-31)")
  func earlier() throws {
    let terms = try DunningTerms(memoryAidDaysBefore: 3, reminderDaysAfter: 7)
    let before = FlowPreview(
      outstanding: .eur(100), dueOn: day("2025-12-31"), since: day("2026-01-01"), terms: terms)
    #expect(!before.isFollowed && before.steps.isEmpty && before.completedOn == nil)
    let nothing = FlowPreview(
      outstanding: .eur(0), dueOn: day("2026-11-22"), since: day("2026-01-01"), terms: terms)
    #expect(!nothing.isFollowed && nothing.steps.isEmpty)
  }
}
