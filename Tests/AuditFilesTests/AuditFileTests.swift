import Foundation
import Ledger
import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

@testable import AuditFiles

@Suite("Audit files")
struct AuditFileTests {
  @Test(
    "A year's books stand in it whole: totals are those of the lines, and debit is credit",
    arguments: TestDatabase.kinds, AuditFileVersion.allCases)
  func whole(_ kind: DatabaseKind, _ version: AuditFileVersion) async throws {
    try await kind.withShop(LedgerMigrations.all) { bench in
      bench.clock.set(Demo.start.adding(seconds: 60 * 86_400))
      try await Books.open(bench)
      let bytes = try await bench.audit(2026, version)
      try AuditFileTests.keep(bytes, "xaf-\(version.rawValue)-2026-\(kind)")
      let file = try #require(ReadAuditFile(bytes))
      let sums = file.sums("trLine")
      #expect(sums.debit == sums.credit)
      #expect(file.cents("transactions/totalDebit") == [sums.debit])
      #expect(file.cents("transactions/totalCredit") == [sums.credit])
      #expect(file("transactions/linesCount") == ["\(file("trLine/amnt").count)"])
      #expect(file("transaction/trDt").allSatisfy { $0.hasPrefix("2026-") })
      #expect(file("transaction/nr").count == 8)
      #expect(file("journal/jrnID") == ["VK", "BK", "MEM"])
      #expect(Set(file("trLine/custSupID")).isSubset(of: file("customerSupplier/custSupID")))
      #expect(Set(file("trLine/accID")).isSubset(of: file("ledgerAccount/accID")))
      #expect(Set(file("vat/vatID")).isSubset(of: file("vatCode/vatID")))
      #expect(file("header/fiscalYear") == ["2026"])
      #expect(file("period/periodNumber").count == 12)
    }
  }

  @Test("A year begins with the balance of the one before, profit and loss on one account")
  func opening() async throws {
    try await DatabaseKind.memory.withShop(LedgerMigrations.all) { bench in
      try await Books.open(bench)
      let file = try #require(ReadAuditFile(try await bench.audit(2026)))
      let lines = zip(
        file("obLine/accID"), zip(file("obLine/amnt"), file("obLine/amntTp"))
      ).map { "\($0) \($1.0) \($1.1)" }
      #expect(
        lines == [
          "1290-mollie 121.00 D", "1300 10.90 D", "1500-21 21.00 C", "1500-9 0.90 C",
          "0500 110.00 C",
        ])
      #expect(file("openingBalance/totalDebit") == ["131.90"])
      #expect(file("openingBalance/totalCredit") == ["131.90"])
      #expect(file("openingBalance/linesCount") == ["5"])
      let first = try #require(ReadAuditFile(try await bench.audit(2025)))
      #expect(first("obLine/amnt").isEmpty)
      #expect(first("transaction/nr").count == 3)
    }
  }

  @Test("A year without entries has no transactions", arguments: AuditFileVersion.allCases)
  func empty(_ version: AuditFileVersion) async throws {
    try await DatabaseKind.memory.withShop(LedgerMigrations.all) { bench in
      try await bench.database.write(as: bench.scope) { try $0.ledger.openBooks() }
      let bytes = try await bench.audit(2026, version)
      try AuditFileTests.keep(bytes, "xaf-\(version.rawValue)-empty")
      #expect(!String(decoding: bytes, as: UTF8.self).contains("transactions"))
    }
  }

  @Test("Each line of revenue says what it was taxed with, deferred or not")
  func vat() async throws {
    try await DatabaseKind.memory.withShop(LedgerMigrations.all) { bench in
      bench.clock.set(Demo.start.adding(seconds: 60 * 86_400))
      try await Books.open(bench)
      let file = try #require(ReadAuditFile(try await bench.audit(2026)))
      let vat = zip(
        zip(file("vat/vatID"), file("vat/vatPerc")), zip(file("vat/vatAmnt"), file("vat/vatAmntTp"))
      )
      .map { "\($0.0) \($0.1) \($1.0) \($1.1)" }
      #expect(
        vat.sorted() == [
          "AE 0 0.00 C", "E 0 0.00 C", "O 0 0.00 C", "S21 21 21.00 C", "S21 21 21.00 C",
          "S21 21 5.21 C", "S21 21 5.21 D", "S9 9 0.45 C", "Z 0 0.00 C",
        ])
    }
  }

  @Test("The shop's own codes and names stand in it")
  func labels() async throws {
    try await DatabaseKind.memory.withShop(LedgerMigrations.all) { bench in
      try await Books.open(bench)
      try await bench.database.write(as: bench.scope) { shop in
        let receivable = try shop.ledger.account(.receivable)
        try shop.ledger.label(
          receivable.id, AccountLabel(code: "13000", name: "Vorderingen", referenceCode: "BVorDeb"))
        try shop.ledger.save(LedgerLabel(.journal(.sales), code: "70", name: "Verkopen"))
        try shop.ledger.save(LedgerLabel(.vat(.taxed(.standard)), code: "1", name: "Hoog"))
      }
      let file = try #require(ReadAuditFile(try await bench.audit(2026)))
      #expect(file("trLine/accID").contains("13000") && !file("trLine/accID").contains("1300"))
      #expect(file("ledgerAccount/leadCode").contains("BVorDeb"))
      #expect(file("journal/jrnID").first == "70")
      #expect(file("vatCode/vatID").contains("1") && file("vat/vatID").contains("1"))
    }
  }

  @Test("Another shop's books stay out of it")
  func tenants() async throws {
    try await DatabaseKind.memory.withShop(LedgerMigrations.all) { bench in
      try await Books.open(bench)
      let other = try await bench.otherShop()
      try await bench.database.write(as: other) { try $0.ledger.openBooks() }
      let file = AuditFile(bench.source(2026, of: other))
      let read = try #require(ReadAuditFile(try await AuditFilesTests.whole(file)))
      #expect(read("transaction/nr").isEmpty && read("customerSupplier/custSupID").isEmpty)
    }
  }

  @Test(
    "There is none of a year that is to come, or of no year", arguments: [0, -1, 2027, 9999, .max])
  func years(_ year: Int) async throws {
    try await DatabaseKind.memory.withShop(LedgerMigrations.all) { bench in
      try await Books.open(bench)
      await #expect(throws: AuditFileRefusal.year(year)) { try await bench.audit(year) }
    }
  }

  @Test("Without a tax registration there is none, and the shop is told where to fill it in")
  func taxNumber() async throws {
    try await DatabaseKind.memory.withShop(LedgerMigrations.all) { bench in
      try await Books.open(bench)
      try await bench.database.write(as: bench.scope) { shop in
        try shop.profile.change { shop in
          shop.legal.vatNumber = nil
          shop.legal.registration = nil
        }
      }
      await #expect(throws: AuditFileRefusal.noTaxNumber) { try await bench.audit(2026) }
    }
  }

  @Test("Books in two currencies have none")
  func currencies() async throws {
    try await DatabaseKind.memory.withShop(LedgerMigrations.all) { bench in
      try await Books.open(bench)
      let dollars = try JournalEntry(
        kind: EntryKind("invoice.issued"), source: "x", bookedOn: Books.day("2026-01-01"),
        text: "x",
        lines: [
          .debit(.receivable, Money(minorUnits: 1, currency: .usd)),
          .credit(.revenue(.standard), Money(minorUnits: 1, currency: .usd)),
        ])
      try await bench.database.write(as: bench.scope) { try $0.ledger.post([dollars]) }
      await #expect(throws: AuditFileRefusal.mixedCurrencies) { try await bench.audit(2026) }
    }
  }

  @Test("What is caught by the official schema and sums is written out broken")
  func broken() async throws {
    try await DatabaseKind.memory.withShop(LedgerMigrations.all) { bench in
      try await Books.open(bench)
      let text = String(decoding: try await bench.audit(2026), as: UTF8.self)
      let total = try #require(ReadAuditFile(Array(text.utf8))?("transactions/totalDebit").first)
      let off = text.replacing("<totalDebit>\(total)", with: "<totalDebit>\(total.dropLast())9")
      #expect(off != text)
      try AuditFileTests.keep(Array(off.utf8), "broken-xaf-total-one-cent-off")
      let nameless = text.replacing("<companyName>demo B.V.</companyName>", with: "")
      #expect(nameless != text)
      try AuditFileTests.keep(Array(nameless.utf8), "broken-xaf-no-company-name")
      let long = text.replacing("<jrnID>VK", with: "<jrnID>" + String(repeating: "V", count: 40))
      #expect(long != text)
      try AuditFileTests.keep(Array(long.utf8), "broken-xaf-journal-id-too-long")
    }
  }

  /// Writes a file out for the official validators, when they are asked for.
  static func keep(_ bytes: [UInt8], _ name: String) throws {
    guard let path = ProcessInfo.processInfo.environment["PENNING_STANDARDS_FOLDER"] else { return }
    let folder = URL(filePath: path, directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(bytes).write(to: folder.appending(path: "\(name).xml"))
  }
}
