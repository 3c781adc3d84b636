import Catalog
import Outbox
import Primitives
import Tenancy
import TestSupport
import Testing
import Workflows

/// VAT by country, date and kind of customer.
@Suite struct VATScenarios {
  @Test(arguments: Stage.each)
  func `R-14: a business abroad with a checked number is charged no VAT`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      world.collectionsSucceed = true
      try await world.sells("basis", .monthly(2479, pricesIncludeVAT: false))
      let details = try World.business("Belvedere", in: "BE", number: "BE0428759497")
      let firm = try await world.buys("Belvedere", choice("basis"), details: details)
      #expect(firm.today == .eur(2479))
      try await expect(world.vat(of: "2026-00001"), is: ["AE: 24.79 + 0.00"])
      let checks = try await world.database.read(as: world.scope) {
        try $0.vatChecks.history(of: firm.customer)
      }
      #expect(checks.first?.outcome == .valid && checks.first?.consultation != nil)
      try await world.day("2026-12-17")
      try await expect(world.vat(of: "2026-00002"), is: ["AE: 24.79 + 0.00"])
    }
  }

  @Test(arguments: Stage.each)
  func `R-14: while the register does not answer, VAT is charged; once it does, no more`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      world.collectionsSucceed = true
      try await world.sells("basis", .monthly(2479, pricesIncludeVAT: false))
      world.register.setDown(true)
      let details = try World.business("Belvedere", in: "BE", number: "BE0428759497")
      let firm = try await world.buys("Belvedere", choice("basis"), details: details)
      #expect(firm.today == .eur(3000))
      try await expect(world.vat(of: "2026-00001"), is: ["S21: 24.79 + 5.21"])
      world.register.setDown(false)
      try await world.day("2026-12-17")
      try await expect(world.vat(of: "2026-00002"), is: ["AE: 24.79 + 0.00"])
    }
  }

  @Test(arguments: Stage.each)
  func `R-14: a number that nobody has is no reason for a reverse charge`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.sells("basis", .monthly(2479, pricesIncludeVAT: false))
      world.register.forget("BE0428759497")
      let details = try World.business("Belvedere", in: "BE", number: "BE0428759497")
      let firm = try await world.buys("Belvedere", choice("basis"), details: details)
      #expect(firm.today == .eur(3000))
      let check = try await VATNumberCheck(world.platform).check(firm.customer, as: world.scope)
      #expect(check == .invalid(answerHash: [1]))
    }
  }

  @Test(arguments: Stage.each)
  func `R-14: a register that stays silent for a day comes before a person, who asks again`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.sells("basis", .monthly(2479, pricesIncludeVAT: false))
      world.register.setDown(true)
      let details = try World.business("Belvedere", in: "BE", number: "BE0428759497")
      let firm = try await world.buys("Belvedere", choice("basis"), details: details)
      try await world.day("2026-11-19")
      let parked = try await world.database.read(as: world.scope) {
        try $0.outbox.parked().items
      }
      #expect(parked.map(\.kind) == ["vat.check"])
      world.register.setDown(false)
      let answer = try await VATNumberCheck(world.platform).check(firm.customer, as: world.scope)
      guard case .valid = answer else {
        Issue.record("\(String(describing: answer))")
        return
      }
    }
  }

  @Test(arguments: Stage.each)
  func `R-14: a proof is renewed every thirty days while the customer subscribes`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      world.collectionsSucceed = true
      try await world.sells("basis", .monthly(2479, pricesIncludeVAT: false))
      let details = try World.business("Belvedere", in: "BE", number: "BE0428759497")
      let firm = try await world.buys("Belvedere", choice("basis"), details: details)
      try await world.day("2027-02-20")
      let checks = try await world.database.read(as: world.scope) {
        try $0.vatChecks.history(of: firm.customer)
      }
      let days = checks.reversed().map { "\(world.scope.zone.date(at: $0.checkedAt))" }
      expect(days, is: ["2026-11-16", "2026-12-16", "2027-01-15", "2027-02-14"])
      #expect(world.register.asked.last == "BE0428759497 for NL123456782B90")
    }
  }

  @Test(arguments: Stage.each)
  func `R-14: lodging went from 9 to 21 on 1 January 2026, and a period over it is split`(
    stage: Stage
  ) async throws {
    try await World.with(stage, from: "2025-12-16") { world in
      try await world.sells("kamer", .monthly(3100), vat: .lodging)
      let anna = try await world.buys("Anna", choice("kamer"))
      #expect(anna.today == .eur(3100))
      // 16 days of December at 9 %, 15 days of January at 21 %.
      try await expect(
        world.lines(of: "2025-00001"),
        is: [
          "kamer 16.00 S9 (16 van 31 dagen tegen 9 % btw)",
          "kamer 15.00 S21 (15 van 31 dagen tegen 21 % btw)",
        ])
      try await expect(
        world.vat(of: "2025-00001"), is: ["S21: 12.40 + 2.60", "S9: 14.68 + 1.32"])
    }
  }

  @Test(arguments: Stage.each)
  func `R-14: exempt, reduced and standard stand on one document with their own sums`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      let course = try await world.sells(
        "cursus", .monthly(10_000), vat: .exempt, exemption: .education)
      let book = try await world.sells("boek", .monthly(1090), .oneOff, vat: .reduced)
      let bag = try await world.sells("tas", .monthly(1210), .oneOff)
      try await world.offers(book, .bump, with: course)
      try await world.offers(bag, .bump, with: course)
      let anna = try await world.buys("Anna", choice("cursus", extras: [book.id, bag.id]))
      #expect(anna.today == .eur(12_300))
      try await expect(
        world.vat(of: "2026-00001").sorted(),
        is: ["E:education: 100.00 + 0.00", "S21: 10.00 + 2.10", "S9: 10.00 + 0.90"])
    }
  }

  @Test(arguments: Stage.each)
  func `R-14: a shop under the small-business scheme charges no VAT at all`(
    stage: Stage
  ) async throws {
    try await World.with(stage, settings: { $0.isSmallBusiness = true }) { world in
      try await world.sells("basis", .monthly())
      _ = try await world.buys("Anna", choice("basis"))
      try await expect(world.vat(of: "2026-00001"), is: ["E:smallBusiness: 30.00 + 0.00"])
    }
  }

  @Test(arguments: Stage.each)
  func `R-14: a consumer in Belgium pays the VAT of the shop, or by the one-stop shop his own`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.sells("boek", .monthly(), vat: .reduced)
      _ = try await world.buys("Anna", choice("boek"), details: try consumer("anna"))
      try await expect(world.vat(of: "2026-00001"), is: ["S9: 27.52 + 2.48"])
      try await world.changesSettings { $0.usesOneStopShop = true }
      _ = try await world.buys("Bert", choice("boek"), details: try consumer("bert"))
      try await expect(world.vat(of: "2026-00002"), is: ["S6: 28.30 + 1.70"])
    }
  }

  private func consumer(_ name: String) throws -> CustomerDetails {
    guard let email = EmailAddress("\(name)@example.org") else {
      throw WorldError.unknownPlan(name)
    }
    return try CustomerDetails(
      name: name, email: email,
      address: PostalAddress(
        street: "Rue 1", postalCode: "1000", city: "Bruxelles", country: .belgium),
      language: .nl)
  }
}
