import Testing

@testable import Primitives

/// the categories of EN 16931.
@Suite struct VATTreatmentTests {
  static let all: [VATTreatment] =
    [.zero, .reverseCharge, .outsideScope, .taxed(.standard), .taxed(.reducedNL)]
    + VATExemption.allCases.map(VATTreatment.exempt)

  @Test func everyCodeReadsBack() {
    for treatment in VATTreatmentTests.all {
      #expect(VATTreatment(code: treatment.code) == treatment)
    }
    for hundredths in 0...10_000 {
      guard let rate = VATRate(hundredthsOfPercent: hundredths) else { continue }
      let treatment = VATTreatment.taxed(rate)
      #expect(VATTreatment(code: treatment.code) == treatment)
      #expect(treatment.category == (hundredths == 0 ? .zero : .standard))
    }
  }

  @Test(arguments: [
    "", "S", "S0", "S100.01", "S-1", "E", "E:", "E:nothing", "ae", "Z ", "K", "S21%",
  ])
  func otherTextsAreNoCode(text: String) {
    #expect(VATTreatment(code: text) == nil)
  }

  @Test func whatIsNotTaxedSaysWhy() {
    for treatment in VATTreatmentTests.all {
      let isCharged = treatment.category == .standard || treatment.category == .zero
      #expect((treatment.mention == nil) == isCharged)
      #expect(treatment.rate == .zero || treatment.category == .standard)
    }
  }

  @Test func theHighestRateStandsFirst() {
    let order = VATTreatmentTests.all.sorted().map(\.code)
    #expect(order.prefix(2) == ["S21", "S9"])
    #expect(Set(order).count == order.count)
  }
}
