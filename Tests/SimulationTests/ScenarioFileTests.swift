import JSON
import Simulation
import Testing

@Suite struct ScenarioFileTests {
  @Test func whatIsLeftOutHasItsStandard() throws {
    let scenario = try Scenario.shape.value(
      of: ["failedDebitPerMille": 120, "faults": ["webhookLost"]])
    #expect(scenario.rates.failedDebitPerMille == 120)
    #expect(scenario.rates.chargebackPerMille == Rates().chargebackPerMille)
    #expect(scenario.faults == [.webhookLost])
    #expect(try Scenario.shape.value(of: [:]).faults == nil)
  }

  @Test(
    arguments: [
      (["surprise": 1], "/surprise"), (["failedDebitPerMille": 1001], "/failedDebitPerMille"),
      (["failedDebitPerMille": -1], "/failedDebitPerMille"),
      (["cancelPerMille": "many"], "/cancelPerMille"), (["faults": ["rain"]], "/faults/0"),
      (["faults": "all"], "/faults"), (["startDate": "2027-02-30"], "/startDate"),
      (["shops": 0], "/shops"), (["workerEveryMinutes": 0], "/workerEveryMinutes"), ([], ""),
    ] as [(JSONValue, String)])
  func whatIsWrongIsNamed(file: JSONValue, pointer: String) {
    #expect {
      try Scenario.shape.value(of: file)
    } throws: { error in
      (error as? FieldProblems)?.problems.first?.pointer == pointer
    }
  }
}
