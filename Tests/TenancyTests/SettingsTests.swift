import JSON
import Primitives
import Storage
import TestSupport
import Testing

@testable import Tenancy

@Suite struct SettingsTests {
  @Test func defaultsAreValidAndReadBack() throws {
    let settings = ShopSettings()
    try settings.validate()
    #expect(try ShopSettings().applying(settings.json) == settings)
  }

  @Test(arguments: TestDatabase.kinds)
  func changesAreKeptVersionedAndAudited(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      let changed = try await bench.database.write(as: bench.scope) { shop in
        try shop.settings.change {
          $0.collectionPolicy = .fixedDay(1)
          $0.invoiceMode = .invoiceAtOnce
          $0.accentColour = "#1a6f4b"
        }
      }
      #expect(changed.version == 3)
      let (read, audit) = try await bench.database.read(as: bench.scope) { shop in
        (try shop.settings.current(), try shop.audit.page(.first).items)
      }
      #expect(read == changed)
      #expect(audit.filter { $0.action == "settings.changed" }.count == 3)
      let line = try #require(audit.first { $0.subject == "collectionPolicy" })
      #expect(line.detail.contains(#""to":{"policy":"fixedDay","day":1}"#))
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func aStaleChangeIsRefused(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      try await bench.database.write(as: bench.scope) {
        _ = try $0.settings.change(expecting: 0) { $0.reminderDays = 8 }
      }
      await #expect(throws: TenancyRefusal.stale(.setting)) {
        try await bench.database.write(as: bench.scope) {
          _ = try $0.settings.change(expecting: 0) { $0.reminderDays = 9 }
        }
      }
      let days = try await bench.database.read(as: bench.scope) {
        try $0.settings.current().reminderDays
      }
      #expect(days == 8)
    }
  }

  struct BadSetting: Sendable, CustomTestStringConvertible {
    let name: String
    let pointer: String
    let edit: @Sendable (inout ShopSettings) -> Void
    var testDescription: String { name }
  }

  static let bad: [BadSetting] = [
    BadSetting(name: "day 29", pointer: "/collectionPolicy/day") {
      $0.collectionPolicy = .fixedDay(29)
    },
    BadSetting(name: "day 0", pointer: "/collectionPolicy/day") {
      $0.collectionPolicy = .fixedDay(0)
    },
    BadSetting(name: "negative days", pointer: "/memoryAidDays") { $0.memoryAidDays = -1 },
    BadSetting(name: "notice too late", pointer: "/renewalNoticeDays") {
      $0.renewalNoticeDays = 2
    },
    BadSetting(name: "two series alike", pointer: "/numbering") {
      $0.numbering.creditNote = $0.numbering.invoice
    },
    BadSetting(name: "line break in a number", pointer: "/numbering/invoice/prefix") {
      $0.numbering.invoice.prefix = "A\r\n"
    },
    BadSetting(name: "no method", pointer: "/paymentMethods") { $0.paymentMethods = [] },
    BadSetting(name: "style in a colour", pointer: "/accentColour") { $0.accentColour = "#12;}x{" },
  ]

  @Test(arguments: bad)
  func refusesWhatCannotHold(bad: BadSetting) {
    var settings = ShopSettings()
    bad.edit(&settings)
    let error = #expect(throws: TenancyRefusal.self) { try settings.validate() }
    #expect(error?.pointer == bad.pointer)
    #expect(error?.kind == .invalid)
  }

  @Test func unknownKeysOfARequestAreNamed() throws {
    let patch: JSONValue = ["reminderDays": 5, "nonsense": 1, "showIBAN": "yes"]
    let error = #expect(throws: FieldProblems.self) { try ShopSettings().applying(patch) }
    #expect(error?.problems.map(\.pointer) == ["/nonsense", "/showIBAN"])
  }

  @Test(arguments: TestDatabase.kinds)
  func onlyWhoMayChangesSettings(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      let support = TenantScope(
        shop: bench.scope.shop, actor: .staff(Staff.ID(rawValue: 1), role: .support))
      await #expect(throws: TenancyRefusal.notAllowed(.manageSettings)) {
        try await bench.database.write(as: support) {
          _ = try $0.settings.change { $0.reminderDays = 9 }
        }
      }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func theProfileChangesOnceAtATime(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      let changed = try await bench.database.write(as: bench.scope) {
        try $0.profile.change(expecting: 1) {
          $0.name = "Nieuwe naam"
          $0.host = "Winkel.Example.NL"
          $0.sender.replyTo = EmailAddress("hallo@example.nl")
        }
      }
      #expect(changed.version == 2)
      let found = try await bench.database.visitorScope(host: "winkel.example.nl")
      #expect(found?.shop == changed)
      await #expect(throws: TenancyRefusal.stale(.shop)) {
        try await bench.database.write(as: bench.scope) {
          _ = try $0.profile.change(expecting: 1) { $0.name = "Te laat" }
        }
      }
      await #expect(throws: TenancyRefusal.field("/name", .controlCharacter)) {
        try await bench.database.write(as: bench.scope) {
          _ = try $0.profile.change { $0.name = "A\r\nBcc: x" }
        }
      }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func aTakenSlugOrHostIsRefused(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      await #expect(throws: TenancyRefusal.taken("/slug")) { try await bench.otherShop("demo") }
      let other = try await bench.otherShop()
      try await bench.database.write(as: bench.scope) {
        _ = try $0.profile.change { $0.host = "a.example.nl" }
      }
      await #expect(throws: TenancyRefusal.taken("/host")) {
        try await bench.database.write(as: other) {
          _ = try $0.profile.change { $0.host = "A.example.nl" }
        }
      }
    }
  }
}
