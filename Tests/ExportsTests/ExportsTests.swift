import AuditFiles
import Exports
import Invoicing
import Ledger
import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

@Suite("Exports")
struct ExportsTests {
  @Test("A period's documents go out with PDF and e-invoice each", arguments: TestDatabase.kinds)
  func documents(_ kind: DatabaseKind) async throws {
    try await ExportBench.run(kind) { bench in
      let heads = try await bench.issue(3)
      try await bench.issue(1, .proFormaFirst)
      try await bench.shop.database.write(as: bench.shop.scope) { shop in
        _ = try shop.invoicing.creditNote(for: heads[0].id)
      }
      let file = try await bench.exports().documents(bench.november)
      #expect(file.name == "demo-documents-2026-11-01-2026-11-30.zip")
      let found = names(in: try await file.whole().bytes)
      #expect(found.count == 8)
      for head in heads {
        #expect(found.contains("\(head.number).pdf") && found.contains("\(head.number).xml"))
      }
      #expect(!found.contains { $0.hasPrefix("PF") })
    }
  }

  @Test("Documents that have no e-invoice are listed with the reason")
  func missing() async throws {
    try await ExportBench.run(.memory) { bench in
      let other = try await bench.shop.database.foundShop(try ExportBench.shopWithoutNumbers())
      let customer = try await bench.shop.customer(of: other)
      let there = ExportBench(
        shop: bench.shop, scope: other, customer: customer, november: bench.november)
      try await there.issue(1)
      let zip = try await there.exports().documents(bench.november).whole().bytes
      let found = names(in: zip)
      #expect(found.count == 2 && found.last == "without-e-invoice.csv")
    }
  }

  @Test(
    "A table has a row for each document, in the shop's own cents", arguments: TestDatabase.kinds)
  func documentTable(_ kind: DatabaseKind) async throws {
    try await ExportBench.run(kind) { bench in
      try await bench.issue(2)
      try await bench.issue(1, .proFormaFirst)
      let rows = try await bench.exports().documentTable(bench.november).rows()
      #expect(rows.count == 4)
      #expect(rows[0].hasPrefix("id,kind,number,state,issuedOn,dueOn"))
      #expect(
        rows[1].contains(",invoice,") && rows[1].contains(",12.40,2.60,15.00,0.00,0.00,15.00,"))
      #expect(rows[1].contains(",\"'=1+1 Jansen\","))
      #expect(rows[3].contains(",proForma,") && rows[3].contains(",EUR,,,15.00,"))
    }
  }

  @Test("A table of lines has a row for each line, with nothing that a spreadsheet runs")
  func lineTable() async throws {
    try await ExportBench.run(.memory) { bench in
      try await bench.issue(1, .invoiceAtOnce, "=cmd|'x'!A0, \"é\" <img onerror=x> {{7*7}}")
      let rows = try await bench.exports().lineTable(bench.november).rows()
      #expect(rows.count == 2)
      #expect(rows[1].contains(",1,\"'=cmd|'x'!A0, \"\"é\"\" <img onerror=x> {{7*7}}\",,"))
      #expect(rows[1].hasSuffix(",2026-11-30,2026-12-07,1,15.00,true,15.00,12.40,S,21,EUR"))
    }
  }

  @Test(
    "The books of a year go out as audit file, in both versions",
    arguments: AuditFileVersion.allCases)
  func auditFile(_ version: AuditFileVersion) async throws {
    try await ExportBench.run(.memory) { bench in
      try await bench.issue(2)
      let file = try await bench.exports().auditFile(2026, version)
      #expect(file.name == "demo-2026.xaf")
      let text = String(decoding: try await file.whole().bytes, as: UTF8.self)
      #expect(text.contains("<totalDebit>30.00</totalDebit>"))
      #expect(text.hasSuffix("</auditfile>\n"))
    }
  }

  @Test("What is refused is refused before the first byte")
  func refused() async throws {
    try await ExportBench.run(.memory) { bench in
      let exports = bench.exports()
      let first = bench.november.from
      let long = try #require(Period(from: first, until: first.adding(days: 367)))
      let year = try #require(Period(from: first, until: first.adding(days: 366)))
      await #expect(throws: ExportRefusal.period) { try await exports.documents(long) }
      await #expect(throws: ExportRefusal.period) { try await exports.documentTable(long) }
      await #expect(throws: ExportRefusal.period) { try await exports.lineTable(long) }
      _ = try await exports.lineTable(year)
      await #expect(throws: AuditFileRefusal.year(2027)) { try await exports.auditFile(2027) }
    }
  }

  @Test("An empty period has an empty ZIP and tables of a head")
  func empty() async throws {
    try await ExportBench.run(.memory) { bench in
      let exports = bench.exports()
      let zip = try await exports.documents(bench.november).whole().bytes
      #expect(names(in: zip).isEmpty)
      #expect(try await exports.documentTable(bench.november).rows().count == 1)
      #expect(try await exports.lineTable(bench.november).rows().count == 1)
    }
  }

  @Test("Each export leaves a line in the audit log, and another shop sees nothing")
  func audit() async throws {
    try await ExportBench.run(.memory) { bench in
      try await bench.issue(1)
      _ = try await bench.exports().documents(bench.november)
      let actions = try await bench.shop.database.read(as: bench.shop.scope) { shop throws in
        try shop.audit.page(.first).items.map(\.action)
      }
      #expect(actions.contains("export.documents"))
      let other = try await bench.shop.otherShop()
      let rows = try await bench.exports(as: other).documentTable(bench.november).rows()
      #expect(rows.count == 1)
    }
  }

  @Test("Thousands of documents go out in pieces of a bounded size", .timeLimit(.minutes(3)))
  func flat() async throws {
    try await ExportBench.run(.memory) { bench in
      for _ in 0..<10 { try await bench.issue(200) }
      let zip = try await bench.exports().documents(bench.november).whole()
      #expect(names(in: zip.bytes).count == 4_000)
      // What is left at the end is the list of contents, which grows with the names alone.
      #expect(zip.largest < 64 * 1024 + 4_000 * 100)
      let table = try await bench.exports().lineTable(bench.november).whole()
      #expect(table.largest < 128 * 1024)
    }
  }
}
