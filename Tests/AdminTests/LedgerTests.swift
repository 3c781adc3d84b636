import Credits
import HTTPServer
import Invoicing
import JSON
import Ledger
import Outbound
import Primitives
import Storage
import Tenancy
import Testing

@testable import penning_admin

/// The books and the credits as staff and programs see them.
@Suite struct LedgerPageTests {
  @Test func leadsFromABalanceToItsDocument() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .readOnly)
      let chart = try await browser.get("/ledger?month=2026-11")
      #expect(chart.text.contains("1300 Debiteuren") && chart.text.contains("30,00"))
      #expect(chart.text.contains("Debet is gelijk aan credit."))
      let account = "/ledger/accounts/\(bench.demo.account)"
      #expect(chart.text.contains("href=\"\(account)?month=2026-11\""))
      let card = try await browser.get("\(account)?month=2026-11")
      #expect(card.text.contains("/ledger/entries/\(bench.demo.entry)"))
      #expect(card.text.contains("/invoices/\(bench.demo.invoice.id)"))
      let entry = try await browser.get("/ledger/entries/\(bench.demo.entry)")
      #expect(entry.text.contains("/invoices/\(bench.demo.invoice.id)"))
      #expect(entry.text.contains("8000-21") && entry.text.contains("24,79"))
      let before = try await browser.get("\(account)?month=2026-10")
      #expect(before.text.contains("Geen boekingen"))
      let empty = try await browser.get("/ledger?year=2020")
      #expect(empty.text.contains("Nog niets geboekt"))
    }
  }

  @Test(
    arguments: [
      "/ledger?month=2026-13", "/ledger?month=x", "/ledger?year=0", "/ledger?year=99999",
      "/ledger?year=2026.0", "/ledger/entries?journal=cash", "/ledger/years/0/entries.csv",
      "/ledger/years/10000/entries.csv", "/ledger/years/-5/entries.csv",
      "/ledger/codes/journal-X", "/ledger/codes/vat-AE", "/credits?show=all",
      "/credits?customer=cus_0000000000001", "/ledger/accounts/acc_0000000000001",
      "/ledger/accounts/inv_0000000000001", "/ledger/entries/jou_0000000000001",
    ])
  func answersOddAddressesAsUnknown(path: String) async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .owner)
      #expect(try await browser.get(path).status == 404, "\(path)")
    }
  }

  @Test func filtersEntriesByJournalAndSource() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .finance, language: "en")
      let invoice = "/invoices/\(bench.demo.invoice.id)"
      let sales = try await browser.get("/ledger/entries?journal=sales&month=2026-11")
      #expect(sales.text.contains(invoice))
      let memorial = try await browser.get("/ledger/entries?journal=memorial&month=2026-11")
      #expect(!memorial.text.contains(invoice) && memorial.text.contains("Credit granted"))
      let source = try await browser.get("/ledger/entries?source=\(bench.demo.invoice.id)")
      #expect(source.text.contains(invoice))
      let hostile = try await browser.get("/ledger/entries?source=%3Cimg%20src%3Dx%3E")
      #expect(hostile.status == 200 && hostile.text.contains("No entries"))
      #expect(!hostile.text.contains("<img"))
    }
  }

  @Test func streamsAYearAsCSVWithoutFormulas() async throws {
    try await withAdmin { bench in
      let hostile = "=cmd|' /C calc'!A1"
      try await bench.database.write(as: bench.demo.scope) { shop in
        for (index, reason) in [hostile, "+1", "-1", "@x", "a,\"b\"\r\nc"].enumerated() {
          try shop.credits.grant([
            NewCredit(
              customer: bench.demo.customer.id, amount: .eur(100), reason: reason,
              source: "csv\(index)")
          ])
        }
      }
      var browser = try await bench.signedIn(as: .finance)
      let seen = try await browser.get("/ledger/years/2026/entries.csv")
      #expect(seen.header("Content-Type")?.hasPrefix("text/csv") == true)
      #expect(seen.header("Content-Disposition")?.contains("demo-2026.csv") == true)
      for cell in ["'=cmd|' /C calc'!A1", "'+1", "'-1", "'@x"] {
        #expect(seen.text.contains(cell), "\(cell)")
      }
      #expect(!seen.text.contains(",=cmd") && !seen.text.contains(",\"=cmd"))
      #expect(seen.text.contains(",24.79,EUR") || seen.text.contains(",,24.79,EUR"))
      #expect(seen.text.contains("BVorDebHad"))
      let program = bench.program(bench.demo.readKey)
      let same = try await program.get("/api/v1/ledger/years/2026/entries.csv")
      #expect(same.text == seen.text)
      let empty = try await program.get("/api/v1/ledger/years/2020/entries.csv")
      #expect(empty.status == 200 && empty.text.split(separator: "\r\n").count == 1)
    }
  }

  @Test func keepsWhatTheAccountantCallsThings() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .owner)
      let account = "/ledger/accounts/\(bench.demo.account)/label"
      let fields: QueryItems = ["code": "13000", "name": "Klanten", "referenceCode": "BVorDebHdi"]
      #expect(try await browser.submit(account, fields).status == 303)
      let codes = try await browser.get("/ledger/codes")
      #expect(codes.text.contains("13000") && codes.text.contains("BVorDebHdi"))
      for (code, status) in [("13 00", 422), ("=1", 422), ("1600", 409), ("", 303)] {
        let bad: QueryItems = ["code": .init(code), "name": "", "referenceCode": ""]
        #expect(try await browser.submit(account, bad).status == status, "\(code)")
      }
      let journal = "/ledger/codes/journal-S"
      #expect(try await browser.submit(journal, ["code": "70", "name": "Verkopen"]).status == 303)
      #expect(try await browser.submit(journal, ["code": "BK", "name": "Verkopen"]).status == 409)
      #expect(try await browser.submit(journal, ["code": "", "name": ""]).status == 422)
    }
  }

  @Test(arguments: Language.allCases)
  func provesItself(language: Language) async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .readOnly, language: language.rawValue)
      let good = try await browser.get("/ledger/proof")
      #expect(good.status == 200 && good.text.hasSuffix("</html>"))
      #expect(good.text.contains(language == .nl ? "Alles klopt" : "Everything holds"))
      for invariant in 1...22 where invariant != 9 {
        let name = "I-\(invariant < 10 ? "0" : "")\(invariant)"
        #expect(good.text.contains(name), "\(name) is not tried")
      }
      #expect(!good.text.contains("<!--"))
      try await bench.database.write(as: bench.demo.scope) { shop in
        try shop.execute(
          "UPDATE ledger_balances SET balance = balance + 1 WHERE tenant_id = \(shop.tenant)")
      }
      let bad = try await browser.get("/ledger/proof")
      #expect(bad.text.contains(language == .nl ? "Klopt niet" : "Broken"))
      #expect(!bad.text.contains(language == .nl ? "Alles klopt" : "Everything holds"))
    }
  }

  @Test func showsEveryCheckInDutch() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .readOnly)
      let english = try await browser.get("/ledger/proof?lang=en").text
      let dutch = try await browser.get("/ledger/proof?lang=nl").text
      let names = english.matches(of: #/<th scope="row"[^>]*>([^<]+)/#).map { $0.output.1 }
      #expect(names.count > 30)
      for name in names { #expect(!dutch.contains(">\(name)<"), "\(name) is not translated") }
    }
  }

  @Test func releasesDeferredRevenueWhenAsked() async throws {
    try await withAdmin { bench in
      try await bench.database.write(as: bench.demo.scope) { shop in
        let period = try #require(
          Period(from: shop.today.firstOfMonth, until: shop.today.adding(days: 200)))
        let posting = try RevenuePosting(
          of: [
            RevenuePart(
              source: "x:1", treatment: .taxed(.standard), net: .eur(12_345), period: period)
          ], bookedOn: shop.today, defers: true)
        try shop.ledger.post([
          try JournalEntry(
            kind: EntryKind("test.deferred"), source: "x", bookedOn: shop.today, text: "",
            lines: [.debit(.bank, .eur(12_345))]
              + posting.amounts.map { .credit($0.account, $0.net) })
        ])
        try shop.ledger.keep(posting.deferrals)
      }
      var browser = try await bench.signedIn(as: .finance)
      let page = try await browser.get("/ledger/deferred")
      #expect(page.text.contains("123,45") && !page.text.contains("Boek de vrijval"))
      try await bench.database.setPlatformTime(AdminBench.start.adding(seconds: 20 * 86_400))
      browser = try await bench.signedIn(as: .finance)
      #expect(try await browser.get("/ledger/deferred").text.contains("november 2026"))
      #expect(try await browser.submit("/ledger/deferred", [:]).status == 303)
      let after = try await browser.get("/ledger/deferred")
      #expect(after.text.contains("zijn vrijgevallen") && !after.text.contains("123,45"))
      #expect(try await browser.get("/ledger/proof").text.contains("Alles klopt"))
    }
  }
}

/// Credits: given, moved, ended, paid out.
@Suite struct CreditPageTests {
  @Test func endsACreditAfterASecondLook() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .finance)
      let path = "/credits/\(bench.demo.credit)"
      #expect(try await browser.get("/credits").text.contains(path))
      let past: QueryItems = ["lastDay": "2026-11-14"]
      #expect(try await browser.submit("\(path)/expiry", past).status == 422)
      #expect(
        try await browser.submit("\(path)/expiry", ["lastDay": "2026-12-31"]).status == 303)
      #expect(try await browser.get(path).text.contains("31 december 2026"))
      let before = try await bench.rowCounts()
      #expect(try await browser.get("\(path)/end").text.contains("10,00"))
      #expect(try await bench.rowCounts() == before)
      #expect(try await browser.submit("\(path)/end", [:]).status == 303)
      #expect(try await browser.submit("\(path)/end", [:]).status == 409)
      let history = try await browser.get(
        "/credits?show=history&customer=\(bench.demo.customer.id)")
      #expect(history.text.contains("Vervallen") && history.text.contains("Gegeven"))
      #expect(try await browser.get("/ledger/proof").text.contains("Alles klopt"))
    }
  }

  @Test func paysOutByHandOnce() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .finance)
      let path = "/customers/\(bench.demo.customer.id)/payout"
      func fields(_ amount: String, _ cause: String) -> QueryItems {
        ["amount": .init(amount), "reason": "Verhuisd", "way": "byHand", "cause": .init(cause)]
      }
      #expect(try await browser.submit(path, fields("0", "a")).status == 422)
      #expect(try await browser.submit(path, fields("-1", "a")).status == 422)
      #expect(try await browser.submit(path, fields("10,01", "a")).status == 409)
      #expect(try await browser.submit(path, fields("4,00", "a")).status == 303)
      #expect(try await browser.submit(path, fields("4,00", "a")).status == 409)
      let refund: QueryItems = [
        "amount": "1", "reason": "x", "way": "refund", "cause": "b",
      ]
      #expect(try await browser.submit(path, refund).status == 409, "nothing was paid")
      #expect(try await browser.get("/ledger/proof").text.contains("Alles klopt"))
    }
  }

  @Test func doesTheSameForPrograms() async throws {
    try await withAdmin { bench in
      let program = bench.program(bench.demo.writeKey)
      let customer = JSONValue.string("\(bench.demo.customer.id)")
      let made = try await program.send(
        .post, "/api/v1/credits",
        [
          "customerId": customer, "amount": ["amount": "5.00", "currency": "EUR"],
          "reason": "Sorry", "expiresOn": "2027-01-01",
        ], idempotency: "one")
      #expect(made.status == 201 && made.json["expiresOn"] == "2027-01-01")
      let id = made.json["id"]?.stringValue ?? ""
      #expect(try await program.get("/api/v1/credits/\(id)").json["available"]?["amount"] == "5.00")
      let moved = try await program.send(.put, "/api/v1/credits/\(id)/expiry", [:])
      #expect(moved.status == 200 && moved.json["expiresOn"] == .null)
      #expect(
        try await program.send(
          .put, "/api/v1/credits/\(id)/expiry", ["expiresOn": "2026-11-16"]
        ).status == 422)
      #expect(try await program.send(.post, "/api/v1/credits/\(id)/end", [:]).status == 200)
      #expect(try await program.send(.post, "/api/v1/credits/\(id)/end", [:]).status == 409)
      let payout: JSONValue = [
        "customerId": customer, "amount": ["amount": "2.50", "currency": "EUR"],
        "reason": "By transfer", "way": "byHand",
      ]
      #expect(
        try await program.send(.post, "/api/v1/credits/payouts", payout, idempotency: "two").status
          == 201)
      let again = try await program.send(
        .post, "/api/v1/credits/payouts", payout, idempotency: "two")
      #expect(again.status == 201)
      let events = try await program.get(
        "/api/v1/credits/events?customerId=\(bench.demo.customer.id)")
      let kinds = events.json["items"]?.arrayValue?.compactMap { $0["kind"]?.stringValue }
      #expect(kinds == ["paidOut", "lapsed", "granted", "granted"])
    }
  }
}

/// The books through the API.
@Suite struct LedgerResourceTests {
  @Test func tellsAccountsEntriesAndBalances() async throws {
    try await withAdmin { bench in
      let program = bench.program(bench.demo.readKey)
      let accounts = try await program.get("/api/v1/ledger/accounts")
      let items = accounts.json["items"]?.arrayValue ?? []
      let receivable = try #require(items.first { $0["code"] == "1300" })
      #expect(receivable["referenceCode"] == "BVorDebHad")
      let path = "/api/v1/ledger/accounts/\(bench.demo.account)"
      #expect(try await program.get(path).json["code"] == "1300")
      let entries = try await program.get("\(path)/entries?from=2026-11-01&until=2026-12-01")
      let listed = entries.json["items"]?.arrayValue ?? []
      #expect(listed.map { $0["id"] } == [.string("\(bench.demo.entry)")])
      #expect(listed.first?["journal"] == "sales")
      let none = try await program.get("\(path)/entries?until=2026-11-01")
      #expect(none.json["items"]?.arrayValue?.isEmpty == true)
      let source = try await program.get(
        "/api/v1/ledger/entries?source=\(bench.demo.invoice.id)&journal=sales")
      #expect(source.json["items"]?.arrayValue?.count == 1)
      let balance = try await program.get("/api/v1/ledger/trial-balance?from=2026-11-01")
      let rows = balance.json["items"]?.arrayValue ?? []
      let row = try #require(rows.first { $0["code"] == "1300" })
      #expect(row["debit"]?["amount"] == "30.00" && row["closing"]?["amount"] == "30.00")
      #expect(try await program.get("/api/v1/ledger/deferred-revenue").status == 200)
    }
  }

  @Test(
    arguments: [
      "entries?from=2026-13-01", "entries?from=2026-12-01&until=2026-12-01",
      "entries?journal=cash", "entries?source=", "entries?limit=0", "entries?after=x",
      "entries?from=2026-01-01&from=2026-01-01", "entries?unknown=1",
      "trial-balance?until=0001-01-01", "trial-balance?currency=XXX",
    ])
  func refusesOddQuestions(query: String) async throws {
    try await withAdmin { bench in
      let seen = try await bench.program(bench.demo.readKey).get("/api/v1/ledger/\(query)")
      #expect(seen.status == 422, "\(query): \(seen.status)")
    }
  }

  @Test func labelsAccounts() async throws {
    try await withAdmin { bench in
      let program = bench.program(bench.demo.writeKey)
      let path = "/api/v1/ledger/accounts/\(bench.demo.account)/label"
      let made = try await program.send(.put, path, ["code": "13000", "name": "Klanten"])
      #expect(made.status == 200 && made.json["ownCode"] == "13000")
      #expect(try await program.send(.put, path, ["code": "a b"]).status == 422)
      #expect(try await program.send(.put, path, ["code": "1600"]).status == 409)
      #expect(try await program.send(.put, path, ["referenceCode": "X"]).status == 422)
      #expect(try await program.send(.put, path, [:]).json["ownCode"] == .null)
      let release = try await program.send(.post, "/api/v1/ledger/deferred-revenue/release", [:])
      #expect(release.status == 200 && release.json["shares"] == 0)
    }
  }
}

/// The dashboard's figures.
@Suite struct DashboardTests {
  @Test func countsOneDocumentAsOne() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .readOnly, language: "en")
      let page = try await browser.get("/")
      #expect(!page.text.contains("1 documents"))
      #expect(page.text.matches(of: #/<svg viewBox/#).count >= 2)
    }
  }
}
