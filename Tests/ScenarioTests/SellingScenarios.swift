import Catalog
import Invoicing
import Primitives
import Subscriptions
import Tenancy
import TestSupport
import Testing
import Workflows

/// What can be sold, and what it comes to on each document.
@Suite struct SellingScenarios {
  @Test(arguments: Stage.all)
  func `R-06: a trial costs nothing, and the first period is asked for when it ends`(
    stage: Stage
  ) async throws {
    try await World.with(stage, settings: { $0.renewalNoticeDays = 5 }) { world in
      try await world.sells("proef", .monthly(trialDays: 10))
      let anna = try await world.buys("Anna", choice("proef"), by: nil)
      #expect(anna.today.isZero)
      #expect(try await world.subscription(of: anna).state == .active(endsOn: nil))
      try await expect(world.documents(of: anna), is: [])
      try await world.day("2026-11-20")
      try await expect(world.documents(of: anna), is: [])
      try await world.day("2026-11-21")
      try await expect(world.documents(of: anna), is: ["PF000001 30.00 open, 30.00 due 2026-11-26"])
      try await world.paysInPortal(try await world.heads(of: anna).map(\.id), by: anna)
      try await world.day("2026-12-27")
      try await expect(
        world.charges(of: anna), is: ["2026-11-26/2026-12-26 30.00", "2026-12-26/2027-01-26 30.00"])
    }
  }

  @Test(arguments: Stage.each)
  func `R-06: a set-up fee is charged once, with the first bill`(stage: Stage) async throws {
    try await World.with(stage, settings: { $0.collectionPolicy = .fixedDay(1) }) { world in
      world.collectionsSucceed = true
      try await world.sells("basis", .monthly(setupFee: 2500))
      let anna = try await world.buys("Anna", choice("basis"))
      #expect(anna.today == .eur(4000))
      try await expect(
        world.lines(of: "2026-00001"),
        is: [
          "basis 15.00 S21 (15 van 30 dagen x 30,00 = 15,00)",
          "Eenmalige kosten basis 25.00 S21",
        ])
      try await world.day("2027-01-02")
      try await expect(
        world.documents(of: anna).filter { $0.hasPrefix("2026") },
        is: ["2026-00001 40.00 paid on 2026-11-16", "2026-00002 30.00 paid on 2026-12-01"])
    }
  }

  @Test(arguments: Stage.each)
  func `R-06: another price for the first periods, and the stub does not use one up`(
    stage: Stage
  ) async throws {
    try await World.with(stage, settings: { $0.collectionPolicy = .fixedDay(1) }) { world in
      world.collectionsSucceed = true
      try await world.sells(
        "start", .monthly(introduction: Introduction(price: .eur(1000), periods: 2)))
      let anna = try await world.buys("Anna", choice("start"))
      #expect(anna.today == .eur(500))
      try await world.day("2027-03-02")
      try await expect(
        world.charges(of: anna),
        is: [
          "2026-11-16/2026-12-01 5.00", "2026-12-01/2027-01-01 10.00",
          "2027-01-01/2027-02-01 10.00", "2027-02-01/2027-03-01 30.00",
          "2027-03-01/2027-04-01 30.00",
        ])
    }
  }

  @Test(arguments: Stage.each)
  func `R-06: a purchase in three instalments is collected three times and then over`(
    stage: Stage
  ) async throws {
    try await World.with(stage, settings: { $0.collectionPolicy = .fixedDay(1) }) { world in
      world.collectionsSucceed = true
      try await world.sells("fiets", .monthly(10_000, instalments: 3))
      let anna = try await world.buys("Anna", choice("fiets"))
      #expect(anna.today == .eur(10_000))
      try await world.day("2027-06-01")
      try await expect(
        world.attempts(of: anna),
        is: [
          "100.00 first paid", "100.00 recurring paid 2026-12-16",
          "100.00 recurring paid 2027-01-16",
        ])
      #expect(try await world.subscription(of: anna).state.name == "ended")
    }
  }

  @Test(arguments: Stage.each)
  func `R-06: what is bought once is billed once and gives no mandate`(stage: Stage) async throws {
    try await World.with(stage) { world in
      try await world.sells("boek", .monthly(1999), .oneOff)
      let anna = try await world.buys("Anna", choice("boek"))
      try await expect(world.attempts(of: anna), is: ["19.99 oneOff paid"])
      try await world.day("2027-02-01")
      try await expect(
        world.documents(of: anna).filter { $0.hasPrefix("2026") },
        is: [
          "2026-00001 19.99 paid on 2026-11-16"
        ])
      #expect(try await world.mandates(of: anna).isEmpty)
    }
  }

  @Test(arguments: Stage.each)
  func `R-06: an add-on and a box on the form come on the first document together`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      world.collectionsSucceed = true
      let basis = try await world.sells("basis", .monthly())
      let opslag = try await world.sells("opslag", .monthly(500), .addOn)
      let boek = try await world.sells("boek", .monthly(1090), .oneOff, vat: .reduced)
      try await world.offers(opslag, .addOn, with: basis)
      try await world.offers(boek, .bump, with: basis)
      let anna = try await world.buys("Anna", choice("basis", extras: [opslag.id, boek.id]))
      #expect(anna.today == .eur(4590))
      try await expect(
        world.lines(of: "2026-00001"),
        is: ["basis 30.00 S21", "opslag 5.00 S21", "boek 10.90 S9"])
      try await expect(
        world.vat(of: "2026-00001"), is: ["S21: 28.93 + 6.07", "S9: 10.00 + 0.90"])
      try await world.day("2026-12-16")
      try await expect(
        world.lines(of: "2026-00002"), is: ["basis 30.00 S21", "opslag 5.00 S21"])
    }
  }

  @Test(arguments: Stage.each)
  func `R-06: a coupon lowers three periods, and is used up`(stage: Stage) async throws {
    try await World.with(stage) { world in
      world.collectionsSucceed = true
      try await world.sells("basis", .monthly())
      try await world.hasCoupon(
        CouponDraft(
          code: "WELKOM", label: "welkom",
          discount: Discount(.percent(hundredths: 1250), periods: 3), maximumRedemptions: 1))
      let anna = try await world.buys("Anna", choice("basis", coupon: " welkom "))
      #expect(anna.today == .eur(2625))
      try await expect(
        world.lines(of: "2026-00001"), is: ["basis 30.00 S21", "Korting welkom -3.75 S21"])
      await #expect(throws: CatalogRefusal.couponUsedUp) {
        try await world.quote(choice("basis", coupon: "WELKOM"))
      }
      try await world.day("2027-02-20")
      let paid = try await world.documents(of: anna).filter { $0.contains(" paid on ") }
      expect(
        paid.filter { !$0.hasPrefix("PF") },
        is: [
          "2026-00001 26.25 paid on 2026-11-16", "2026-00002 26.25 paid on 2026-12-16",
          "2027-00001 26.25 paid on 2027-01-16", "2027-00002 30.00 paid on 2027-02-16",
        ])
    }
  }

  @Test(arguments: Stage.each)
  func `R-06: a fixed discount is by the day on a stub and never takes below nothing`(
    stage: Stage
  ) async throws {
    try await World.with(stage, settings: { $0.collectionPolicy = .fixedDay(1) }) { world in
      try await world.sells("basis", .monthly())
      try await world.hasCoupon(
        CouponDraft(code: "VIJF", label: "vijf", discount: Discount(.fixed(.eur(500)))))
      try await world.hasCoupon(
        CouponDraft(code: "GRATIS", label: "gratis", discount: Discount(.fixed(.eur(9900)))))
      #expect(try await world.quote(choice("basis", coupon: "VIJF")).askedToday == .eur(1250))
      let free = try await world.quote(choice("basis", coupon: "GRATIS"))
      #expect(free.askedToday.isZero && free.asked.allSatisfy(\.isZero))
      let anna = try await world.buys("Anna", choice("basis", coupon: "GRATIS"), by: nil)
      #expect(try await world.subscription(of: anna).state == .active(endsOn: nil))
      try await world.day("2027-01-02")
      #expect(world.bank.everyone.isEmpty, "nothing to collect, nothing sent (I-22)")
      #expect(try await !world.mails(to: anna).contains { $0.hasSuffix("reminder") })
    }
  }

  @Test(arguments: Stage.each)
  func `R-01: a customer chooses the day where the shop lets customers choose`(
    stage: Stage
  ) async throws {
    try await World.with(stage, settings: { $0.customersChooseDay = true }) { world in
      world.collectionsSucceed = true
      try await world.sells("basis", .monthly())
      let anna = try await world.buys("Anna", choice("basis", day: 20))
      // 16 to 20 November: 4 of the 31 days of the period that ends on the 20th.
      #expect(anna.today == .eur(387))
      try await world.day("2026-12-21")
      try await expect(
        world.charges(of: anna),
        is: [
          "2026-11-16/2026-11-20 3.87", "2026-11-20/2026-12-20 30.00",
          "2026-12-20/2027-01-20 30.00",
        ])
    }
  }

  @Test(arguments: Stage.each)
  func `R-12: a product's own mode goes before the shop's`(stage: Stage) async throws {
    try await World.with(stage) { world in
      try await world.sells("basis", .monthly())
      try await world.sells("zakelijk", .monthly(), mode: .invoiceAtOnce)
      let anna = try await world.orders("Anna", "basis")
      let bert = try await world.orders("Bert", "zakelijk")
      try await expect(
        world.documents(of: anna), is: ["PF000001 30.00 open, 30.00 due 2026-11-16"])
      try await expect(
        world.documents(of: bert), is: ["2026-00001 30.00 open, 30.00 due 2026-11-16"])
    }
  }
}
