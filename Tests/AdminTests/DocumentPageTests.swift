import HTTPServer
import Invoicing
import Payments
import Primitives
import Tenancy
import Testing

@testable import penning_admin

/// Documents as people make, take back and find them, without JavaScript.
@Suite struct DocumentPageTests {
  /// All fields of the editor with two lines.
  private func fields(_ version: String, do act: String, price: String = "100,00") -> QueryItems {
    [
      "do": .init(act), "version": .init(version), "lines": "2",
      "line-0-description": "Advies", "line-0-quantity": "2", "line-0-price": .init(price),
      "line-0-vat": "S21", "line-0-from": "2026-11-01", "line-0-through": "2026-11-30",
      "line-1-description": "Korting", "line-1-quantity": "1", "line-1-price": "-10,00",
      "line-1-vat": "S21", "line-1-from": "", "line-1-through": "",
      "mode": "invoiceAtOnce", "dueOn": "2026-12-24", "customerReference": "PO 7",
      "note": "Met dank",
    ]
  }

  @Test(arguments: Language.allCases)
  func makesAnInvoiceByHand(language: Language) async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .finance, language: language.rawValue)
      let found = try await browser.get("/drafts/new?q=piet")
      #expect(found.text.contains("Piet demo"))
      let made = try await browser.submit(
        "/drafts/new", ["customer": .init("\(bench.demo.customer.id)")])
      let draft = try #require(made.location)
      let blank = try await browser.get(draft)
      #expect(blank.value(of: "lines") == "1" && blank.value(of: "version") == "1")
      let added = try await browser.submit(draft, fields("1", do: "add"))
      #expect(added.status == 303 && added.location == draft)
      let three = try await browser.get(draft)
      #expect(three.value(of: "lines") == "3" && three.text.contains("value=\"Advies\""))
      let review = try await browser.submit(draft, fields("2", do: "review"))
      #expect(review.location == draft + "/issue")
      let before = try await bench.rowCounts()
      let preview = try await browser.get(draft + "/issue")
      #expect(preview.status == 200 && preview.text.contains("PO 7"))
      #expect(try await bench.rowCounts() == before)
      let issued = try await browser.submit(draft + "/issue", [:])
      let invoice = try #require(issued.location)
      let page = try await browser.get(invoice)
      #expect(page.text.contains("2026-00002") && page.text.contains("Met dank"))
      // Credits settle it first: 229.90 less 10.00.
      let document = try await bench.database.read(as: bench.demo.scope) { shop in
        try shop.invoicing.find(number: "2026-00002")
      }
      #expect(document?.total == .eur(22_990) && document?.toPay == .eur(21_990))
      let again = try await browser.post(
        draft + "/issue",
        ["csrf": .init(preview.value(of: "csrf") ?? ""), "version": "3"])
      #expect(again.location == invoice)
      #expect(try await browser.get(draft).location == invoice)
    }
  }

  @Test func keepsWhatWasTypedBesideWhatIsWrong() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .finance)
      let draft = "/drafts/\(bench.demo.draft)"
      let bad = try await browser.submit(draft, fields("2", do: "save", price: "12.3456"))
      #expect(bad.status == 422 && bad.text.contains("value=\"12.3456\""))
      #expect(bad.text.contains("href=\"#f-line-0-price\""))
      var items = QueryItems()
      for item in fields("2", do: "save").items {
        items.add(item.name, item.name == "line-0-through" ? "2026-10-01" : item.value)
      }
      let reversed = try await browser.submit(draft, items)
      #expect(reversed.status == 422 && reversed.text.contains("href=\"#f-line-0-through\""))
      let stale = try await browser.submit(draft, fields("1", do: "save"))
      #expect(stale.status == 409)
      var more = fields("2", do: "save")
      more.add("tenant_id", "1")
      #expect(try await browser.submit(draft, more).status == 422)
      let strange = try await browser.submit(draft, fields("2", do: "remove-999"))
      #expect(strange.status == 422)
      let removed = try await browser.submit(draft, fields("2", do: "remove-0"))
      #expect(removed.status == 303)
      let page = try await browser.get(draft)
      #expect(page.value(of: "lines") == "1" && page.text.contains("value=\"Korting\""))
      // A discount alone is no invoice.
      let preview = try await browser.get(draft + "/issue")
      #expect(preview.status == 422 && preview.text.contains("creditnota"))
    }
  }

  @Test func takesFilesAlongAndDeletesDrafts() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .finance)
      let draft = "/drafts/\(bench.demo.draft)"
      let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1]
      #expect(try await browser.upload(draft, "file", png, to: draft + "/files").status == 303)
      #expect(try await browser.get(draft).text.contains("a.png"))
      let bad = try await browser.upload(draft, "file", Array("<html>".utf8), to: draft + "/files")
      #expect(bad.status == 422 && bad.text.contains("href=\"#f-file\""))
      let token = try await browser.get(draft).value(of: "csrf") ?? ""
      let removed = try await browser.post(draft + "/files/0/remove", ["csrf": .init(token)])
      #expect(removed.status == 303)
      #expect(try await !browser.get(draft).text.contains("b.pdf"))
      #expect(try await browser.get(draft + "/delete").status == 200)
      let deleted = try await browser.submit(draft + "/delete", [:])
      #expect(deleted.location == "/drafts")
      #expect(try await browser.get(draft).status == 404)
    }
  }

  @Test(arguments: Language.allCases)
  func creditsAPartAfterShowingIt(language: Language) async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .finance, language: language.rawValue)
      let invoice = "/invoices/\(bench.demo.invoice.id)"
      let form = try await browser.get(invoice + "/credit")
      #expect(form.status == 200 && form.text.contains("name=\"line-0\""))
      var wish: QueryItems = [
        "what": "lines", "line-0": "10,00", "reason": "Te laat geleverd", "freed": "credits",
        "step": "preview",
      ]
      let before = try await bench.rowCounts()
      let preview = try await browser.submit(invoice + "/credit", wish)
      #expect(
        preview.status == 200 && preview.text.contains("10,00") || preview.text.contains("10.00"))
      #expect(try await bench.rowCounts() == before)
      wish = wish.setting("step", "issue")
      let made = try await browser.submit(invoice + "/credit", wish)
      let note = try #require(made.location)
      #expect(try await browser.get(note).text.contains("CN2026-00001"))
      let page = try await browser.get(invoice)
      #expect(page.text.contains("CN2026-00001"))
      let head = try await bench.database.read(as: bench.demo.scope) {
        try $0.invoicing.head(bench.demo.invoice.id)
      }
      #expect(head.toPay == .eur(2000) && head.creditedAmount == .eur(1000))
      // The same form sent once more credits nothing more.
      wish.add("version", form.value(of: "version") ?? "")
      let twice = try await browser.submit(invoice + "/credit", wish)
      #expect(twice.status == 409)
    }
  }

  static let badWishes: [(QueryItems, String)] = [
    (["what": "lines", "line-0": "30,01", "reason": "x", "freed": "credits"], "f-line-0"),
    (["what": "lines", "line-0": "-1", "reason": "x", "freed": "credits"], "f-line-0"),
    (["what": "lines", "line-0": "x", "reason": "x", "freed": "credits"], "f-line-0"),
    (["what": "lines", "line-0": "", "reason": "x", "freed": "credits"], "f-what"),
    (["what": "whole", "line-0": "", "reason": "", "freed": "credits"], "f-reason"),
    (["what": "whole", "line-0": "", "reason": "x", "freed": "elsewhere"], "f-freed"),
    (["what": "all", "line-0": "", "reason": "x", "freed": "credits"], "f-what"),
  ]

  @Test func namesWhatIsWrongWithACreditNote() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .finance)
      let path = "/invoices/\(bench.demo.invoice.id)/credit"
      let before = try await bench.rowCounts()
      for (wish, field) in Self.badWishes {
        let seen = try await browser.submit(path, wish.setting("step", "issue"))
        #expect(seen.status == 422, "\(wish)")
        #expect(seen.text.contains("href=\"#\(field)\""), "\(wish)")
      }
      #expect(try await bench.rowCounts() == before)
    }
  }

  @Test func givesUpAndSendsAgain() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .finance)
      let invoice = "/invoices/\(bench.demo.invoice.id)"
      #expect(try await browser.submit(invoice, to: invoice + "/send", [:]).status != 500)
      let token = try await browser.get(invoice).value(of: "csrf") ?? ""
      let sent = try await browser.post(invoice + "/send", ["csrf": .init(token)])
      #expect(sent.status == 303)
      let bad = try await browser.submit(invoice + "/write-off", ["reason": ""])
      #expect(bad.status == 422 && bad.text.contains("href=\"#f-reason\""))
      let gone = try await browser.submit(invoice + "/write-off", ["reason": "Failliet"])
      #expect(gone.status == 303)
      #expect(try await browser.get(invoice).text.contains("Afgeboekt"))
      let late = try await browser.post(invoice + "/send", ["csrf": .init(token)])
      #expect(late.status == 409)
      let credit = try await browser.get(invoice + "/credit")
      #expect(credit.status == 200 && credit.text.contains("niets te crediteren"))
      // Its payment is under way, so the request can't be withdrawn now.
      let asked = "/invoices/\(bench.demo.proForma.id)/withdraw"
      #expect(try await browser.get(asked).text.contains("Dit kan nu niet"))
      #expect(try await browser.post(asked, ["csrf": .init(token)]).status == 409)
    }
  }

  @Test func findsDocuments() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .readOnly)
      let number = bench.demo.invoice.number
      for query in [
        "q=\(number)", "q=piet", "q=\(bench.demo.invoice.reference.text)", "show=invoice",
        "show=open", "from=2026-11-16&through=2026-11-16", "q=&from=&through=&show=all",
      ] {
        let seen = try await browser.get("/invoices?\(query)")
        #expect(seen.status == 200 && seen.text.contains(number), "\(query)")
      }
      for query in [
        "q=nobody", "show=writtenOff", "from=2026-11-17", "through=2026-11-15", "show=creditNote",
      ] {
        let seen = try await browser.get("/invoices?\(query)")
        #expect(seen.status == 200 && !seen.text.contains(number), "\(query)")
      }
      #expect(try await browser.get("/invoices?show=x").status == 404)
      #expect(try await browser.get("/invoices?after=x").status == 422)
    }
  }

  @Test func laysMoneyOnWhatIsOpen() async throws {
    try await withAdmin { bench in
      let customer = bench.demo.customer.id
      _ = try await bench.database.write(as: bench.demo.scope) { shop in
        try shop.invoicing.settle(
          IncomingMoney(
            payment: "pay_test", customer: customer, amount: .eur(2500), paidOn: shop.today),
          on: [])
      }
      var browser = try await bench.signedIn(as: .finance)
      let path = "/customers/\(customer)/money"
      #expect(try await browser.get("/customers/\(customer)").text.contains(path))
      let form = try await browser.get(path)
      let field = "to-\(bench.demo.invoice.id)"
      #expect(form.status == 200 && form.text.contains(field))
      let other = "to-\(bench.demo.proForma.id)"
      let sum = form.value(of: "loose") ?? ""
      var wish = QueryItems()
      wish.add(field, "25,01")
      wish.add(other, "")
      wish.add("loose", sum)
      #expect(try await browser.submit(path, wish).status == 422)
      wish = wish.setting(field, "25,00")
      #expect(try await browser.submit(path, wish).status == 303)
      let head = try await bench.database.read(as: bench.demo.scope) {
        try $0.invoicing.head(bench.demo.invoice.id)
      }
      #expect(head.toPay == .eur(500))
    }
  }
}

extension QueryItems {
  /// With another value of one field.
  func setting(_ name: String, _ value: String) -> QueryItems {
    var changed = QueryItems()
    for item in items where item.name != name { changed.add(item.name, item.value) }
    changed.add(name, value)
    return changed
  }
}
