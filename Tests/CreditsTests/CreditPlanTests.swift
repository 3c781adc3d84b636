import Primitives
import Testing

@testable import Credits

@Suite("Credits settle the oldest first (R-15)") struct CreditPlanTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let amount: Int64
    let credits: [(Int64, Int64)]
    let parts: [(Int64, Int64)]
    let missing: Int64
  }

  static let cases = [
    Case(
      testDescription: "one covers it", amount: 100, credits: [(1, 150)], parts: [(1, 100)],
      missing: 0),
    Case(
      testDescription: "the oldest is used up first", amount: 100, credits: [(2, 80), (1, 30)],
      parts: [(1, 30), (2, 70)], missing: 0),
    Case(
      testDescription: "a rest stays to pay", amount: 100, credits: [(1, 30), (2, 20)],
      parts: [(1, 30), (2, 20)], missing: 50),
    Case(
      testDescription: "empty credits are passed over", amount: 10, credits: [(1, 0), (2, 20)],
      parts: [(2, 10)], missing: 0),
    Case(testDescription: "none", amount: 10, credits: [], parts: [], missing: 10),
    Case(testDescription: "nothing to settle", amount: 0, credits: [(1, 5)], parts: [], missing: 0),
  ]

  @Test("as far as they reach", arguments: cases)
  func plans(_ example: Case) throws {
    let plan = try CreditPlan(
      for: .eur(example.amount),
      from: example.credits.map { (id: Credit.ID(rawValue: $0.0), available: .eur($0.1)) })
    #expect(plan.parts.map(\.credit.rawValue) == example.parts.map(\.0))
    #expect(plan.parts.map(\.amount) == example.parts.map { .eur($0.1) })
    #expect(plan.missing == .eur(example.missing))
  }

  @Test("and a use moves only as it may", arguments: CreditUseState.allCases)
  func states(state: CreditUseState) throws {
    let allowed: [CreditUseState.Event: CreditUseState] =
      state == .reserved ? [.consume: .consumed, .release: .released] : [:]
    for event in CreditUseState.Event.allCases {
      if let expected = allowed[event] {
        #expect(try state.after(event) == expected)
      } else {
        #expect(throws: CreditsRefusal.impossible(state, event)) { try state.after(event) }
      }
    }
  }
}
