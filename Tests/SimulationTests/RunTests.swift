import JSON
import Primitives
import Simulation
import Testing

@Suite struct RunTests {
  /// Seeds that once broke something stay here for ever.
  @Test(arguments: [1, 2, 4, 7, 8, 9, 11, 12] as [UInt64])
  func everyInvariantHoldsThroughThreeMonths(seed: UInt64) async throws {
    let input = SimulationInput(months: 3, customers: 60, seed: seed)
    let report = try await SimulationRun.run(input)
    #expect(report.complaint == nil)
    #expect(report.invariantsChecked > 3000)
    #expect(report.documents > 60)
    #expect(report.mails > 100)
    #expect(report.simulatedDays >= 92)
  }

  /// Coupons, pauses, other plans, credit notes and money that goes back, all at once.
  @Test(arguments: [21, 22, 23, 24] as [UInt64])
  func everyInvariantHoldsWhereMuchChanges(seed: UInt64) async throws {
    var scenario = Scenario()
    scenario.rates.couponPerMille = 500
    scenario.rates.pausePerMille = 150
    scenario.rates.changePlanPerMille = 300
    scenario.rates.creditNotePerMille = 400
    scenario.rates.paidBackPerMille = 500
    scenario.rates.chargebackPerMille = 80
    let report = try await SimulationRun.run(
      SimulationInput(months: 6, customers: 40, seed: seed, scenario: scenario))
    #expect(report.complaint == nil)
    #expect(report.creditNotes > 3 && report.refunds > 1)
    #expect(report.pauses > 1 && report.planChanges > 3)
  }

  @Test func theSameSeedGivesTheSameBytes() async throws {
    let input = SimulationInput(months: 2, customers: 40, seed: 42)
    var reports = [try await SimulationRun.run(input), try await SimulationRun.run(input)]
    for index in reports.indices { reports[index].forgetWallTime() }
    #expect(reports[0].json.text == reports[1].json.text)
    #expect(reports[0].text == reports[1].text)
  }

  @Test func anotherSeedGivesAnotherWorld() async throws {
    let one = try await SimulationRun.run(SimulationInput(months: 1, customers: 10, seed: 1))
    let two = try await SimulationRun.run(SimulationInput(months: 1, customers: 10, seed: 2))
    #expect(one.invoiced != two.invoiced)
  }

  @Test func everyFaultAtOnceBreaksNothing() async throws {
    var scenario = Scenario()
    scenario.faults = Fault.allCases
    scenario.rates.faultPerMille = 200
    let report = try await SimulationRun.run(
      SimulationInput(months: 2, customers: 40, seed: 3, scenario: scenario))
    #expect(report.complaint == nil)
  }

  @Test func theReportHoldsWhatTheContractNames() async throws {
    let report = try await SimulationRun.run(SimulationInput(months: 1, customers: 5, seed: 5))
    let names = [
      "invoiced", "collected", "outstanding", "writtenOff", "fees", "dsoByMonth", "mails",
      "letters", "storno", "invariantsChecked", "invariantsBroken", "simulatedDays", "wallSeconds",
    ]
    for name in names { #expect(report.json[name] != nil, "\(name)") }
    #expect(report.json["invoiced"]?["currency"] == "EUR")
    #expect(report.json.objectValue?.keys.last == "wallSeconds")
  }
}
