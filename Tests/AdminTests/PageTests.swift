import HTTPServer
import Primitives
import Subscriptions
import Tenancy
import Testing

@testable import penning_admin

/// The pages as people use them, without JavaScript.
@Suite struct PageTests {
  @Test(arguments: Language.allCases)
  func showsEveryPage(language: Language) async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .owner, language: language.rawValue)
      for door in bench.app.routes().doors where door.method == .get {
        guard case .staff = door.access else { continue }
        let path = bench.path(door.template)
        if path.contains("_0000000000001") { continue }
        let seen = try await browser.get(path)
        #expect(seen.status == 200, "\(path)")
        guard seen.header("Content-Type")?.hasPrefix("text/html") == true else { continue }
        #expect(seen.text.contains("<html lang=\"\(language.rawValue)\">"), "\(path)")
        #expect(!seen.text.contains("<script"), "\(path)")
        let policy = seen.header("Content-Security-Policy") ?? ""
        #expect(policy.contains("object-src 'none'") && policy.contains("frame-ancestors 'none'"))
        #expect(seen.header("Cache-Control") == "no-store", "\(path)")
        checkLabels(seen.text, path)
      }
    }
  }

  /// Every field that can be filled in has a label, and every page one main heading.
  private func checkLabels(_ html: String, _ path: String) {
    let targets = Set(html.matches(of: #/<label for="([^"]*)"/#).map { String($0.output.1) })
    for match in html.matches(of: #/<(input|select|textarea)([^>]*)>/#) {
      let tag = String(match.output.2)
      if tag.contains("type=\"hidden\"") { continue }
      let id = tag.firstMatch(of: #/ id="([^"]*)"/#).map { String($0.output.1) } ?? ""
      #expect(targets.contains(id), "\(path): \(tag)")
    }
    #expect(html.matches(of: #/<h1/#).count == 1, "\(path)")
  }

  @Test func addsAndChangesACustomer() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .support)
      let hostile = "\"><img src=x onerror=alert(1)>"
      let bad = try await browser.submit(
        "/customers/new", ["name": .init(hostile), "email": "no", "kind": "business"])
      #expect(bad.status == 422)
      #expect(!bad.text.contains("<img src=x"))
      #expect(bad.text.contains("aria-invalid=\"true\""))
      let fields: QueryItems = [
        "name": .init(hostile), "email": "jan@example.nl", "kind": "consumer", "country": "nl",
        "language": "nl",
      ]
      let made = try await browser.submit("/customers/new", fields)
      let place = try #require(made.location)
      let page = try await browser.get(place)
      #expect(page.text.contains("&lt;img src=x"))
      #expect(!page.text.contains("<img src=x"))
      var changed: QueryItems = ["version": "1"]
      for item in fields.items { changed.add(item.name, item.name == "name" ? "Jan" : item.value) }
      #expect(try await browser.submit("\(place)/edit", changed).status == 303)
      let stale = try await browser.submit("\(place)/edit", changed)
      #expect(stale.status == 409, "somebody was first")
    }
  }

  @Test func showsADayBeforeItIsSetAndMoves() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .owner)
      let before = try await bench.rowCounts()
      let preview = try await browser.get("/settings/collection?policy=fixedDay&day=1")
      #expect(preview.text.contains("1 lopende abonnementen zouden verhuizen"))
      #expect(preview.text.contains("Piet demo"))
      #expect(preview.text.contains("16 van 31 dagen"))
      let refused = try await browser.get("/settings/collection?policy=fixedDay&day=31")
      #expect(refused.status == 422)
      #expect(try await bench.rowCounts() == before, "looking changes nothing (S-13)")
      let set = try await browser.submit(
        "/settings/collection?policy=fixedDay&day=1", to: "/settings/collection",
        ["policy": "fixedDay", "day": "1"])
      #expect(set.status == 303)
      let subscription = "/subscriptions/\(bench.demo.active.id)"
      #expect(try await browser.get(subscription).text.contains("2026-12-16"), "nobody was moved")
      #expect(try await browser.submit("/settings/collection/migrate", [:]).status == 303)
      let moved = try await browser.get(subscription)
      #expect(moved.text.contains("2027-01-01"))
      #expect(moved.text.contains("16 van 31 dagen x 30,00 = 15,48"))
    }
  }

  @Test func cancelsAfterASecondLook() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .support, language: "en")
      let path = "/subscriptions/\(bench.demo.active.id)"
      let before = try await bench.rowCounts()
      let question = try await browser.get("\(path)/cancel")
      #expect(question.text.contains("Until 15 December 2026 inclusive"))
      let preview = try await browser.submit(
        "\(path)/cancel", ["moment": "periodEnd", "lastDay": "", "unusedPart": "credits"])
      #expect(preview.text.contains("15 December 2026"))
      #expect(try await bench.rowCounts() == before)
      #expect(try await browser.post("\(path)/cancel", preview.confirmation).status == 303)
      #expect(try await browser.get(path).text.contains("Withdraw the cancellation"))
      let token = try await browser.get(path).value(of: "csrf") ?? ""
      #expect(try await browser.post("\(path)/keep", ["csrf": token]).status == 303)
      #expect(try await browser.get(path).text.contains("Active"))
    }
  }

  @Test func grantsCreditOnceHoweverOftenItIsSent() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .finance)
      let path = "/customers/\(bench.demo.customer.id)"
      let fields: QueryItems = ["amount": "12,50", "reason": "Excuses", "cause": "once"]
      #expect(try await browser.submit("\(path)/credit", fields).status == 303)
      #expect(try await browser.submit("\(path)/credit", fields).status == 409)
      #expect(try await browser.get(path).text.contains("12,50"))
    }
  }

  @Test func showsAKeyOnceAndEndsIt() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .owner)
      let made = try await browser.submit("/settings/keys", ["label": "Kassa", "scopes": "read"])
      let match = try #require(made.text.firstMatch(of: #/pk_[\w\-]{43}/#))
      let key = String(match.output)
      #expect(try await bench.program(key).get("/api/v1/plans").status == 200)
      #expect(try await !browser.get("/settings/keys").text.contains(key))
      let path = "/settings/keys/\(bench.demo.revocable.id)/revoke"
      #expect(try await browser.submit(path, [:]).status == 303)
    }
  }

  @Test func keepsThePaymentServicesKeyToItself() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .owner)
      let bad = try await browser.submit("/settings/gateway", ["apiKey": "secret"])
      #expect(bad.status == 422)
      let key = "test_abcdefghijklmnopqrstuvwxyz"
      #expect(try await browser.submit("/settings/gateway", ["apiKey": .init(key)]).status == 303)
      let page = try await browser.get("/settings/gateway")
      #expect(page.text.contains("test_••••••••"))
      #expect(!page.text.contains(key))
      let audit = try await browser.get("/audit")
      #expect(audit.text.contains("gateway.connected") && !audit.text.contains(key))
    }
  }

  @Test func refusesUnknownFieldsAndStaleSettings() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .owner)
      let numbering: QueryItems = [
        "numbering.proForma.prefix": "PF", "numbering.proForma.width": "6",
        "numbering.invoice.prefix": "F", "numbering.invoice.width": "5",
        "numbering.creditNote.prefix": "CN", "numbering.creditNote.width": "5",
      ]
      var more = numbering
      more.add("tenant_id", "1")
      #expect(try await browser.submit("/settings/numbering", more).status == 422)
      var same = QueryItems()
      for item in numbering.items {
        same.add(item.name, item.name.hasSuffix("prefix") ? "A" : item.value)
      }
      #expect(try await browser.submit("/settings/numbering", same).status == 422)
      var stale = numbering
      stale.add("version", "7")
      #expect(try await browser.submit("/settings/numbering", stale).status == 409)
      #expect(try await browser.submit("/settings/numbering", numbering).status == 303)
    }
  }
}
