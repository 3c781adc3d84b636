import HTTPServer
import Invoicing
import JSON
import Primitives
import Tenancy
import Testing

@testable import penning_admin

/// What a shop takes away, by page and by program.
@Suite struct ExportTests {
  static func november(_ content: String) -> QueryItems {
    ["content": .init(content), "from": "2026-11-01", "last": "2026-11-30"]
  }

  @Test func handsOutAPeriodsDocuments() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .finance)
      let zip = try await browser.submit(
        "/exports", to: "/exports/documents", ExportTests.november("files"))
      #expect(zip.status == 200)
      #expect(zip.header("Content-Type") == "application/zip")
      #expect(
        zip.header("Content-Disposition")?.contains("demo-documents-2026-11-01-2026-11-30.zip")
          == true)
      #expect(zip.bytes.starts(with: [0x50, 0x4B]))
      let number = bench.demo.invoice.number
      #expect(zip.bytes.contains(subsequence: "\(number).pdf"))
      #expect(zip.bytes.contains(subsequence: "\(number).xml"))
    }
  }

  @Test(arguments: ["documents", "lines"])
  func handsOutTables(content: String) async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .owner, language: "en")
      let seen = try await browser.submit(
        "/exports", to: "/exports/documents", ExportTests.november(content))
      #expect(seen.status == 200)
      #expect(seen.header("Content-Type") == "text/csv")
      #expect(seen.text.contains(bench.demo.invoice.number))
    }
  }

  @Test func handsOutTheBooksOfAYear() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .manager)
      for version in ["3.2", "4.0"] {
        let seen = try await browser.submit(
          "/exports", to: "/exports/audit-file", ["year": "2026", "format": .init(version)])
        #expect(seen.status == 200)
        #expect(seen.text.hasSuffix("</auditfile>\n"))
      }
      let future = try await browser.submit(
        "/exports", to: "/exports/audit-file", ["year": "2099", "format": "3.2"])
      #expect(future.status == 422)
      #expect(future.text.contains("2099"))
    }
  }

  @Test(arguments: [
    ["content": "all", "from": "2026-11-01", "last": "2026-11-30"],
    ["content": "files", "from": "x", "last": "2026-11-30"],
    ["content": "files", "from": "2026-11-01", "last": ""],
    ["content": "files", "from": "2026-11-30", "last": "2026-11-01"],
    ["content": "files", "from": "2025-11-01", "last": "2026-11-30"],
    ["content": "files", "from": "0000-00-00", "last": "9999-12-31"],
  ])
  func asksAgain(fields: [String: String]) async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .owner)
      var query = QueryItems()
      for field in fields.sorted(by: { $0.key < $1.key }) { query.add(field.key, field.value) }
      let seen = try await browser.submit("/exports", to: "/exports/documents", query)
      #expect(seen.status == 422)
      #expect(seen.text.contains("aria-invalid=\"true\"") || seen.text.contains("class=\"errors\""))
    }
  }

  @Test func givesTheEInvoiceOfADocument() async throws {
    try await withAdmin { bench in
      let program = bench.program(bench.demo.readKey)
      let seen = try await program.get("/api/v1/invoices/\(bench.demo.invoice.id)/ubl")
      #expect(seen.status == 200)
      #expect(seen.header("Content-Type") == "application/xml")
      #expect(seen.text.contains("<cbc:ID>\(bench.demo.invoice.number)</cbc:ID>"))
      let none = try await program.get("/api/v1/invoices/\(bench.demo.proForma.id)/ubl")
      #expect(none.status == 409)
      #expect(none.json["type"]?.stringValue?.contains("einvoice.proForma") == true)
      var browser = try await bench.signedIn(as: .support)
      let page = try await browser.get("/invoices/\(bench.demo.invoice.id)")
      #expect(page.text.contains("/invoices/\(bench.demo.invoice.id)/ubl"))
      let other = try await browser.get("/invoices/\(bench.demo.proForma.id)")
      #expect(!other.text.contains("/ubl"))
    }
  }

  @Test(arguments: ["documents.zip", "documents.csv", "lines.csv"])
  func asksProgramsForTheDays(file: String) async throws {
    try await withAdmin { bench in
      let program = bench.program(bench.demo.readKey)
      let path = "/api/v1/exports/\(file)"
      #expect(try await program.get(path + "?from=2026-11-01&until=2026-12-01").status == 200)
      for bad in ["", "?from=2026-11-01", "?from=x&until=y", "?from=2026-11-02&until=2026-11-01"] {
        #expect(try await program.get(path + bad).status == 422, "\(bad)")
      }
      let long = try await program.get(path + "?from=2020-01-01&until=2026-12-01")
      #expect(long.status == 422 || long.status == 400)
      let unknown = try await program.get(path + "?from=2026-11-01&until=2026-12-01&x=1")
      #expect(unknown.status == 422)
    }
  }
}

extension [UInt8] {
  fileprivate func contains(subsequence text: String) -> Bool {
    let wanted = Array(text.utf8)
    guard count >= wanted.count else { return false }
    return (0...(count - wanted.count)).contains { self[$0...].starts(with: wanted) }
  }
}
