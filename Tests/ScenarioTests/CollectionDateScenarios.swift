import Payments
import Primitives
import Subscriptions
import Tenancy
import TestSupport
import Testing

/// When a customer pays, and for which days (seed 003).
@Suite struct CollectionDateScenarios {
  @Test(arguments: Stage.each)
  func `R-02: bought 17 February at 40.00 a month, 40.00 now and on every 17th`(
    stage: Stage
  ) async throws {
    try await World.with(stage, from: "2027-02-17") { world in
      try await world.offers(at: "40.00")
      let anna = try await world.buys("Anna")
      #expect(anna.today.decimal == "40.00")
      for day in ["2027-03-17", "2027-04-17", "2027-05-17"] {
        try await world.day(day)
        try await world.everyCollectionSucceeds()
      }
      expect(
        try await world.charges(of: anna),
        is: [
          "2027-02-17/2027-03-17 40.00", "2027-03-17/2027-04-17 40.00",
          "2027-04-17/2027-05-17 40.00", "2027-05-17/2027-06-17 40.00",
        ])
      expect(
        try await world.attempts(of: anna),
        is: [
          "40.00 first paid", "40.00 recurring paid 2027-03-17",
          "40.00 recurring paid 2027-04-17", "40.00 recurring paid 2027-05-17",
        ])
    }
  }

  static let monthEnds: [(bought: String, today: String, stub: String, then: [String])] = [
    ("2026-11-29", "2.00", "2026-11-29/2026-12-01", ["2026-12-01/2027-01-01 30.00"]),
    ("2026-11-30", "1.00", "2026-11-30/2026-12-01", ["2026-12-01/2027-01-01 30.00"]),
    ("2026-12-31", "0.97", "2026-12-31/2027-01-01", ["2027-01-01/2027-02-01 30.00"]),
    ("2028-02-29", "1.03", "2028-02-29/2028-03-01", ["2028-03-01/2028-04-01 30.00"]),
    (
      "2027-01-30", "1.94", "2027-01-30/2027-02-01",
      ["2027-02-01/2027-03-01 30.00", "2027-03-01/2027-04-01 30.00"]
    ),
  ]

  @Test(arguments: Stage.each, monthEnds.indices)
  func `R-03: bought on the 29th, 30th or 31st, the rest of the month now, then the 1st`(
    stage: Stage, index: Int
  ) async throws {
    let (bought, today, stub, then) = CollectionDateScenarios.monthEnds[index]
    try await World.with(stage, from: bought) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      #expect(anna.today.decimal == today)
      for period in then { try await world.day(String(period.prefix(10))) }
      let charges = try await world.charges(of: anna)
      #expect(Array(charges.prefix(then.count + 1)) == ["\(stub) \(today)"] + then)
    }
  }

  @Test(arguments: Stage.each)
  func `R-03: bought on 28 February, the whole month now and the 28th ever after`(
    stage: Stage
  ) async throws {
    try await World.with(stage, from: "2027-02-28") { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      #expect(anna.today.decimal == "30.00")
      try await world.day("2027-04-28")
      expect(
        try await world.charges(of: anna),
        is: [
          "2027-02-28/2027-03-28 30.00", "2027-03-28/2027-04-28 30.00",
          "2027-04-28/2027-05-28 30.00",
        ])
    }
  }

  /// The story of the product, from the checkout to the third invoice.
  @Test(arguments: Stage.all)
  func `R-04: bought 16 November at 30.00, collected on the 1st: 15.00 now, 30.00 on 1 December`(
    stage: Stage
  ) async throws {
    try await World.with(stage, settings: { $0.collectionPolicy = .fixedDay(1) }) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      #expect(anna.today.decimal == "15.00")
      expect(
        try await world.documents(of: anna),
        is: [
          "PF000001 15.00 settled on 2026-11-16", "2026-00001 15.00 paid on 2026-11-16",
        ])
      try await world.day("2026-11-23")
      #expect(try await world.documents(of: anna).count == 2)
      try await world.day("2026-11-24")
      #expect(
        try await world.documents(of: anna).last
          == "PF000002 30.00 open, 30.00 due 2026-12-01")
      #expect(
        try await world.attempts(of: anna)
          == ["15.00 first paid", "30.00 recurring planned 2026-12-01"])
      try await world.day("2026-12-01")
      #expect(try await world.attempts(of: anna).last == "30.00 recurring pending 2026-12-01")
      try await world.everyCollectionSucceeds()
      try await world.day("2027-01-01")
      try await world.everyCollectionSucceeds()
      expect(
        try await world.documents(of: anna),
        is: [
          "PF000001 15.00 settled on 2026-11-16", "2026-00001 15.00 paid on 2026-11-16",
          "PF000002 30.00 settled on 2026-12-01", "2026-00002 30.00 paid on 2026-12-01",
          "PF000003 30.00 settled on 2027-01-01", "2027-00001 30.00 paid on 2027-01-01",
        ])
      expect(
        try await world.mails(to: anna),
        is: [
          "2026-11-16 invoicePaid", "2026-11-16 subscriptionConfirmed",
          "2026-11-24 paymentRequest", "2026-12-01 invoicePaid", "2026-12-25 paymentRequest",
          "2027-01-01 invoicePaid",
        ])
      #expect(try await world.booksAgreeWithBank())
    }
  }

  @Test(arguments: Stage.each)
  func `R-05: two bank days before Easter Tuesday is the Wednesday before Good Friday`(
    stage: Stage
  ) async throws {
    try await World.with(
      stage, from: "2027-02-10",
      settings: {
        $0.collectionPolicy = .fixedDay(28)
        $0.collectionLeadDays = 2
      }
    ) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      // Easter Sunday is 28 March 2027; Good Friday and Easter Monday are no bank days.
      try await world.day("2027-03-23")
      #expect(try await world.attempts(of: anna).last == "30.00 recurring planned 2027-03-28")
      try await world.day("2027-03-24")
      let collection = try await world.newestPayment(of: anna)
      #expect(world.handedOver(collection)?.description == "2027-03-24")
      #expect(collection.debitOn?.description == "2027-03-28")
    }
  }

  @Test(arguments: Stage.each)
  func `R-05: three bank days before 1 January lie before Christmas`(stage: Stage) async throws {
    try await World.with(
      stage,
      settings: {
        $0.collectionPolicy = .fixedDay(1)
        $0.collectionLeadDays = 3
        $0.renewalNoticeDays = 14
      }
    ) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.day("2026-12-01")
      try await world.everyCollectionSucceeds()
      try await world.day("2027-01-01")
      let collection = try await world.newestPayment(of: anna)
      // 31, 30 and 29 December are bank days; Christmas and Boxing Day are not needed.
      #expect(world.handedOver(collection)?.description == "2026-12-29")
    }
  }

  @Test(arguments: Stage.each)
  func `R-07: through both changes of the clock the days stay the shop's own`(
    stage: Stage
  ) async throws {
    try await World.with(stage, from: "2027-03-28") { world in
      world.collectionsSucceed = true
      try await world.offers(every: .weekly)
      let anna = try await world.buys("Anna")
      try await world.day("2027-04-11")
      #expect(
        try await world.charges(of: anna).prefix(3) == [
          "2027-03-28/2027-04-04 30.00", "2027-04-04/2027-04-11 30.00",
          "2027-04-11/2027-04-18 30.00",
        ])
      try await world.day("2027-11-07")
      let charges = try await world.charges(of: anna)
      #expect(charges.contains("2027-10-31/2027-11-07 30.00"))
      #expect(charges.count(where: { $0.hasPrefix("2027-10-") }) == 5)
    }
  }

  @Test(arguments: Stage.each)
  func `R-07: quarters from 31 January keep the 31st where there is one`(
    stage: Stage
  ) async throws {
    try await World.with(stage, from: "2028-01-31") { world in
      world.collectionsSucceed = true
      try await world.offers("kwartaal", at: "90.00", every: .quarterly)
      let anna = try await world.buys("Anna", "kwartaal")
      try await world.day("2029-01-31")
      expect(
        try await world.charges(of: anna),
        is: [
          "2028-01-31/2028-04-30 90.00", "2028-04-30/2028-07-31 90.00",
          "2028-07-31/2028-10-31 90.00", "2028-10-31/2029-01-31 90.00",
          "2029-01-31/2029-04-30 90.00",
        ])
    }
  }

  @Test(arguments: Stage.each)
  func `R-07: years from 29 February come back to it in the next leap year`(
    stage: Stage
  ) async throws {
    try await World.with(stage, from: "2028-02-29") { world in
      world.collectionsSucceed = true
      try await world.offers("jaar", at: "300.00", every: .yearly)
      let bert = try await world.buys("Bert", "jaar")
      try await world.day("2032-03-01")
      expect(
        try await world.charges(of: bert),
        is: [
          "2028-02-29/2029-02-28 300.00", "2029-02-28/2030-02-28 300.00",
          "2030-02-28/2031-02-28 300.00", "2031-02-28/2032-02-29 300.00",
          "2032-02-29/2033-02-28 300.00",
        ])
    }
  }

  /// The shop's zone decides what day it is, not the machine's and not UTC.
  @Test(arguments: ["Pacific/Kiritimati", "America/St_Johns", "Europe/Amsterdam", "Etc/UTC"])
  func `R-07: in every zone the story has the same days`(zone: String) async throws {
    let stage = Stage(kind: .memory, workers: 1)
    try await World.with(
      stage, zone: zone, settings: { $0.collectionPolicy = .fixedDay(1) }
    ) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.day("2026-12-01")
      try await world.everyCollectionSucceeds()
      expect(
        try await world.documents(of: anna),
        is: [
          "PF000001 15.00 settled on 2026-11-16", "2026-00001 15.00 paid on 2026-11-16",
          "PF000002 30.00 settled on 2026-12-01", "2026-00002 30.00 paid on 2026-12-01",
        ])
      #expect(try await world.mails(to: anna).contains("2026-11-24 paymentRequest"))
    }
  }
}
