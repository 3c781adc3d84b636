import Simulation
import Testing

/// A simulator that finds nothing proves nothing: each planted bug must be found (F-52).
@Suite struct PlantedBugTests {
  @Test(arguments: PlantedBug.allCases)
  func isFound(bug: PlantedBug) async throws {
    var scenario = Scenario()
    scenario.faults = []
    scenario.rates.cancelPerMille = 300
    scenario.rates.creditPerMille = 1000
    let input = SimulationInput(months: 3, customers: 60, seed: 6, scenario: scenario)
    let report = try await SimulationRun.run(input, planted: bug)
    let failure = try #require(report.failure, "\(bug) was not found")
    #expect(bug.invariants.contains(failure.invariant), "\(failure)")
    #expect(report.complaint?.contains("--seed 6") == true)
  }

  @Test func andWithoutOneTheSameRunHolds() async throws {
    var scenario = Scenario()
    scenario.faults = []
    scenario.rates.cancelPerMille = 300
    scenario.rates.creditPerMille = 1000
    let input = SimulationInput(months: 3, customers: 60, seed: 6, scenario: scenario)
    #expect(try await SimulationRun.run(input).complaint == nil)
  }
}

extension PlantedBug {
  /// The rows by which it may show.
  fileprivate var invariants: Set<String> {
    switch self {
    case .bankCapturesTwice: ["I-23"]
    case .deafToTheBank: ["I-30", "I-32"]
    case .oneCentOff: ["I-12"]
    case .numberSkipped: ["I-20"]
    case .billedAfterTheEnd: ["I-13", "I-17"]
    case .mailSentAgain: ["I-38"]
    case .creditUsedTwice: ["I-03", "I-10"]
    }
  }
}
