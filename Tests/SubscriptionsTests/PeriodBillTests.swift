import Catalog
import Primitives
import Subscriptions
import Tenancy
import TestSupport
import Testing

/// A purchase of 16 November 2026 with its terms, and its first bills: each component's amount.
struct BillCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  var price: Int64 = 3000
  var interval = CalendarInterval.monthly
  var quantity = 1
  var policy = CollectionPolicy.purchaseDate
  var setupFee: Int64?
  var trialDays = 0
  var introduction: (price: Int64, periods: Int)?
  var instalments: Int?
  var discounts: [Discount] = []
  var addOns: [Int64] = []
  /// Each bill as "from/until component amount, …".
  let bills: [String]
}

@Suite struct PeriodBillTests {
  static let ten = Discount(.percent(hundredths: 1000), periods: 2)
  static let cases: [BillCase] = [
    BillCase(
      testDescription: "plain",
      bills: ["2026-11-16/2026-12-16 plan 30.00", "2026-12-16 plan 30.00"]
    ),
    BillCase(
      testDescription: "three of it", quantity: 3, bills: ["2026-11-16 plan 90.00"]),
    BillCase(
      testDescription: "setup fee once, with the first bill", setupFee: 2500,
      bills: ["2026-11-16 plan 30.00, setup 25.00", "2026-12-16 plan 30.00"]),
    BillCase(
      testDescription: "setup fee is not by the day", policy: .fixedDay(1), setupFee: 2500,
      bills: ["2026-11-16/2026-12-01 plan 15.00, setup 25.00", "2026-12-01 plan 30.00"]),
    BillCase(
      testDescription: "setup fee once, whatever the quantity", quantity: 2, setupFee: 2500,
      bills: ["2026-11-16 plan 60.00, setup 25.00"]),
    BillCase(
      testDescription: "introduction for two periods", introduction: (1000, 2),
      bills: ["plan 10.00", "plan 10.00", "plan 30.00", "plan 30.00"]),
    BillCase(
      testDescription: "a stub has the introduction's price and uses no period up",
      policy: .fixedDay(1), introduction: (1000, 2),
      bills: [
        "2026-11-16/2026-12-01 plan 5.00", "2026-12-01 plan 10.00", "2027-01-01 plan 10.00",
        "2027-02-01 plan 30.00",
      ]),
    BillCase(
      testDescription: "a free introduction", introduction: (0, 1),
      bills: ["plan 0.00", "plan 30.00"]),
    BillCase(
      testDescription: "a trial, then the first period", trialDays: 14,
      bills: ["2026-11-30/2026-12-01 plan 1.00", "2026-12-01/2027-01-01 plan 30.00"]),
    BillCase(
      testDescription: "a trial of a month", trialDays: 30,
      bills: ["2026-12-16/2027-01-16 plan 30.00"]),
    BillCase(
      testDescription: "a trial on a fixed day", policy: .fixedDay(1), trialDays: 10,
      bills: ["2026-11-26/2026-12-01 plan 5.00", "2026-12-01 plan 30.00"]),
    BillCase(
      testDescription: "instalments have no stub and end", policy: .fixedDay(1), instalments: 3,
      bills: ["2026-11-16/2026-12-16 plan 30.00", "plan 30.00", "2027-01-16 plan 30.00", "-"]),
    BillCase(
      testDescription: "10 % for two periods", discounts: [ten],
      bills: ["plan 30.00, discount -3.00", "plan 30.00, discount -3.00", "plan 30.00"]),
    BillCase(
      testDescription: "10 % on a stub uses none up", policy: .fixedDay(1), discounts: [ten],
      bills: [
        "plan 15.00, discount -1.50", "plan 30.00, discount -3.00", "plan 30.00, discount -3.00",
        "plan 30.00",
      ]),
    BillCase(
      testDescription: "5.00 off a stub is by the day", policy: .fixedDay(1),
      discounts: [Discount(.fixed(.eur(500)), periods: 1)],
      bills: ["plan 15.00, discount -2.50", "plan 30.00, discount -5.00", "plan 30.00"]),
    BillCase(
      testDescription: "never below zero", discounts: [Discount(.fixed(.eur(9900)))],
      bills: ["plan 30.00, discount -30.00", "plan 30.00, discount -30.00"]),
    BillCase(
      testDescription: "all of it", discounts: [Discount(.percent(hundredths: 10_000), periods: 1)],
      bills: ["plan 30.00, discount -30.00", "plan 30.00"]),
    BillCase(
      testDescription: "two discounts, one after the other",
      discounts: [Discount(.percent(hundredths: 5000)), Discount(.fixed(.eur(2000)))],
      bills: ["plan 30.00, discount -15.00, discount -15.00"]),
    BillCase(
      testDescription: "a discount on nothing is not used up", introduction: (0, 1),
      discounts: [ten],
      bills: [
        "plan 0.00", "plan 30.00, discount -3.00", "plan 30.00, discount -3.00", "plan 30.00",
      ]
    ),
    BillCase(
      testDescription: "add-ons", addOns: [1000, 499],
      bills: ["plan 30.00, addon 10.00, addon 4.99"]),
    BillCase(
      testDescription: "add-ons by the day with the stub", policy: .fixedDay(1), addOns: [1000],
      bills: ["plan 15.00, addon 5.00", "plan 30.00, addon 10.00"]),
    BillCase(
      testDescription: "a fixed discount over plan and add-on, each its share",
      discounts: [Discount(.fixed(.eur(1000)))], addOns: [1000],
      bills: ["plan 30.00, discount -7.50, addon 10.00, discount -2.50"]),
    BillCase(
      testDescription: "a percentage of each", discounts: [Discount(.percent(hundredths: 3333))],
      addOns: [499],
      bills: ["plan 30.00, discount -10.00, addon 4.99, discount -1.66"]),
    BillCase(
      testDescription: "no discount on the setup fee", setupFee: 1000,
      discounts: [Discount(.percent(hundredths: 5000))],
      bills: ["plan 30.00, discount -15.00, setup 10.00"]),
    BillCase(
      testDescription: "a year with everything", price: 30_000, interval: .yearly, quantity: 2,
      setupFee: 5000, introduction: (20_000, 1), discounts: [Discount(.fixed(.eur(4000)))],
      bills: [
        "2026-11-16/2027-11-16 plan 400.00, discount -40.00, setup 50.00",
        "2027-11-16/2028-11-16 plan 600.00, discount -40.00",
      ]),
    BillCase(
      testDescription: "a cent", price: 1, policy: .fixedDay(1),
      discounts: [Discount(.percent(hundredths: 1))], bills: ["plan 0.01", "plan 0.01"]),
  ]

  @Test(arguments: cases)
  func `a bill is plan, add-ons, setup fee, less discounts`(row: BillCase) async throws {
    var life = try await row.life()
    let first = life.charges
    var bills = first.isEmpty ? [] : [first.map(\.shown).joined(separator: ", ")]
    for bill in try life.bill(through: date("2026-11-16").adding(months: 30)).prefix(6) {
      bills.append(bill.recorded(generation: 0).map(\.shown).joined(separator: ", "))
    }
    for (index, expected) in row.bills.enumerated() {
      if expected == "-" {
        #expect(bills.count == index)
        continue
      }
      let words = expected.split(separator: " ", maxSplits: 1).map(String.init)
      let hasDate = words[0].first?.isNumber == true
      #expect(bills[index] == (hasDate ? words[1] : expected))
    }
    #expect(life.breaks == [])
  }

  @Test(arguments: cases)
  func `the days of a bill are those of its period`(row: BillCase) async throws {
    var life = try await row.life()
    var periods = life.charges.prefix(1).map(\.period)
    periods += try life.bill(through: date("2026-11-16").adding(months: 30)).map(\.period.period)
    for (index, expected) in row.bills.enumerated() where expected.first?.isNumber == true {
      let dates = expected.split(separator: " ")[0].split(separator: "/").map(String.init)
      #expect(periods[index].from == CivilDate(dates[0]))
      if dates.count == 2 { #expect(periods[index].until == CivilDate(dates[1])) }
    }
  }
}

extension BillCase {
  fileprivate func life() async throws -> Life {
    let (plan, extras) = try await DatabaseKind.memory.withShop(migrations) { bench in
      let terms = PlanTerms(
        price: .eur(price), interval: interval, setupFee: setupFee.map(Money.eur),
        trialDays: trialDays,
        introduction: introduction.map { Introduction(price: .eur($0.price), periods: $0.periods) },
        instalments: instalments)
      var extras: [Plan] = []
      for (index, cents) in addOns.enumerated() {
        extras.append(
          try await bench.plan(
            "extra-\(index)", kind: .addOn, terms: PlanTerms(price: .eur(cents), interval: interval)
          ))
      }
      return (try await bench.plan(terms: terms), extras)
    }
    return try Life(
      plan, on: date("2026-11-16"),
      Purchase(
        quantity: quantity, policy: policy, addOns: extras.map { Purchase.ChosenAddOn($0) },
        discounts: discounts.map { Purchase.ChosenDiscount("Discount", $0) }))
  }
}

extension RecordedCharge {
  /// "plan 30.00".
  fileprivate var shown: String {
    let name =
      switch component {
      case .plan: "plan"
      case .addOn: "addon"
      case .setup: "setup"
      case .discount: "discount"
      }
    return "\(name) \(amount.decimal)"
  }
}
