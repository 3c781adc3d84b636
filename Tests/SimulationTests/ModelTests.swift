import Primitives
import Testing

@testable import Simulation

/// The auditor's own calendar against the published cases, so that it may judge others.
@Suite struct ModelTests {
  @Test func everyDayFollowsOnTheOneBefore() throws {
    var day = Day(1999, 12, 31)
    for _ in 0..<4000 {
      let next = day.plus(days: 1)
      #expect(next.number == day.number + 1)
      #expect(Day(next.description) == next)
      #expect(CivilDate(next.description)?.dayNumber == next.number - 719_162)
      day = next
    }
  }

  @Test func monthsAreCountedFromTheAnchor() {
    #expect(Day(2027, 1, 31).plus(months: 1) == Day(2027, 2, 28))
    #expect(Day(2028, 1, 31).plus(months: 1) == Day(2028, 2, 29))
    #expect(Day(2024, 2, 29).plus(months: 12) == Day(2025, 2, 28))
    #expect(Day(2024, 2, 29).plus(months: 48) == Day(2028, 2, 29))
    #expect(Day(2027, 1, 31).plus(months: -1) == Day(2026, 12, 31))
  }

  /// The contract's example: 30.00, bought on 16 November, collected on the 1st.
  @Test func theStubOfTheContractCostsHalf() {
    var order = ModelSubscription(
      id: 1, shop: 0, customer: 1,
      terms: ModelTerms(price: 3000, includesVAT: true, rate: 2100, rhythm: .months(1)),
      purchased: Day(2026, 11, 16), noticeDays: 7, policy: .day(1))
    #expect(
      order.period == ModelPeriod(from: Day(2026, 11, 16), until: Day(2026, 12, 1), whole: 30))
    #expect(order.price(of: order.period) == 1500)
    order.advance()
    #expect(order.period == ModelPeriod(from: Day(2026, 12, 1), until: Day(2027, 1, 1), whole: 31))
    #expect(order.price(of: order.period) == 3000)
  }

  @Test func happeningsComeInOrder() {
    let agenda = Agenda()
    let moments: [Int64] = [5, 3, 9, 3, 1, 7, 7, 0]
    for (index, moment) in moments.enumerated() {
      agenda.add(.settles(payment: index), at: Instant(milliseconds: moment))
    }
    var taken: [Int64] = []
    while let (at, _) = agenda.take() { taken.append(at.milliseconds) }
    #expect(taken == moments.sorted())
  }
}
