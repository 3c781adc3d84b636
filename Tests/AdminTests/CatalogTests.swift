import Catalog
import HTTPServer
import Invoicing
import JSON
import Outbound
import Primitives
import Tenancy
import Testing

@testable import penning_admin

/// Plans, products, coupons, offers and price rises as staff and programs use them.
@Suite struct CatalogTests {
  static let addOn: QueryItems = [
    "kind": "addOn", "name": "Extra bonen", "slug": "bonen", "price": "5,00", "count": "1",
    "unit": "month", "vatCategory": "reduced", "pricesIncludeVAT": "on",
  ]

  @Test func makesPlansOfEachKindWithAllTheirTerms() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .owner)
      let made = try await browser.submit(
        "/plans/new",
        [
          "kind": "subscription", "name": "Groot <b>plan</b>", "slug": "groot",
          "summary": "{{7*7}}", "price": "1.030,50", "pricesIncludeVAT": "on", "count": "3",
          "unit": "month", "setupFee": "25", "trialDays": "14", "introductionPrice": "0",
          "introductionPeriods": "2", "vatCategory": "exempt", "exemption": "education",
          "invoiceMode": "invoiceAtOnce",
        ])
      let page = try await browser.get(try #require(made.location)).text
      for part in [
        "Groot &lt;b&gt;plan", "{{7*7}}", "1.030,50", "per 3 maanden", "25,00 startkosten",
        "14 dagen proberen", "eerste 2 termijnen", "Vrijgesteld", "betaald vanaf",
      ] {
        #expect(page.contains(part), "\(part)")
      }
      #expect(!page.contains("<b>plan"))
      #expect(try await browser.submit("/plans/new", Self.addOn).status == 303)
      let list = try await browser.get("/plans").text
      #expect(list.contains("Aanvulling") && list.contains("Groot"))
    }
  }

  @Test(
    "What does not fit together is told beside its field",
    arguments: [
      (["price": "0"], "prijs"), (["price": "-1"], "prijs"), (["price": "abc"], "bedrag"),
      (["price": "1000000000,01"], "1.000.000.000"), (["count": "0"], "1 tot en met"),
      (["count": "2147483648"], "1 tot en met"), (["unit": "day"], "kies een"),
      (["introductionPrice": "5"], "Vul dit"), (["introductionPeriods": "5"], "Vul dit"),
      (["introductionPrice": "5", "introductionPeriods": "61"], "60"),
      (["trialDays": "731"], "730"), (["instalments": "1"], "120"),
      (["instalments": "12", "trialDays": "14"], "soort"),
      (["kind": "oneOff", "setupFee": "5"], "soort"), (["vatCategory": "exempt"], "maak een keuze"),
      (["slug": "koffie"], "adres al"), (["slug": "Groot!"], "kleine letters"),
      (["name": ""], "Vul dit"), (["surprise": "1"], "niet hoort"),
    ] as [([String: String], String)])
  func refusesTerms(changes: [String: String], words: String) async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .owner)
      let base = [
        "kind": "subscription", "name": "N", "slug": "nieuw", "price": "10", "count": "1",
        "unit": "month", "vatCategory": "standard", "pricesIncludeVAT": "on",
      ]
      var fields = QueryItems()
      for (name, value) in base.merging(changes, uniquingKeysWith: { $1 }) {
        fields.add(name, value)
      }
      let seen = try await browser.submit("/plans/new", fields)
      #expect((400..<500).contains(seen.status), "\(changes): \(seen.status)")
      #expect(seen.text.contains("role=\"alert\""))
      #expect(seen.text.lowercased().contains(words.lowercased()), "\(changes)")
    }
  }

  @Test func offersWhatFits() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .owner)
      let path = "/plans/\(bench.demo.plan.id)"
      #expect(try await browser.get("\(path)/offers").text.contains("Niets dat past"))
      #expect(try await browser.submit("/plans/new", Self.addOn).status == 303)
      let slug = try #require(Slug("bonen"))
      let found = try await bench.database.read(as: bench.demo.scope) { shop in
        try shop.catalog.plan(slug: slug)
      }
      let addOn = try #require(found)
      let wrong = try await browser.submit("\(path)/offers", ["kind.\(addOn.id)": "gift"])
      #expect(wrong.status == 422)
      let right = try await browser.submit(
        "\(path)/offers", ["kind.\(addOn.id)": "bump", "place.\(addOn.id)": "1"])
      #expect(right.status == 303)
      #expect(try await browser.get(path).text.contains("extra op het bestelformulier"))
      let program = bench.program(bench.demo.writeKey)
      let offers = try await program.get("/api/v1/plans/\(bench.demo.plan.id)/offers").json
      #expect(offers["offers"]?.arrayValue?.count == 1)
      #expect(offers["offers"]?[0]?["planId"]?.stringValue == addOn.id.description)
    }
  }

  @Test func makesChangesAndStopsCoupons() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .owner)
      let bad = try await browser.submit(
        "/coupons/new", ["code": "AB", "amountKind": "percent", "percent": "101"])
      #expect(bad.status == 422)
      let both = try await browser.submit(
        "/coupons/new", ["code": "ZOMER", "amountKind": "amount", "percent": "10"])
      #expect(both.status == 422)
      let taken = try await browser.submit(
        "/coupons/new", ["code": "welkom", "amountKind": "percent", "percent": "10"])
      #expect(taken.status == 409 && taken.text.contains("is er al"))
      let made = try await browser.submit(
        "/coupons/new",
        [
          "code": "zomer-26", "label": "Zomer", "amountKind": "percent", "percent": "12,5",
          "periods": "3", "maximumRedemptions": "100", "oncePerCustomer": "on",
          "plans": .init(bench.demo.plan.id.description),
        ])
      let place = try #require(made.location)
      let page = try await browser.get(place).text
      for part in ["ZOMER-26", "12,5 %", "eerste 3 termijnen", "0 / 100", "Koffie", "Geldig"] {
        #expect(page.contains(part), "\(part)")
      }
      #expect(try await browser.submit("\(place)/stop", [:]).status == 303)
      #expect(try await browser.get(place).text.contains("Gestopt"))
      let token = try await browser.get(place).value(of: "csrf") ?? ""
      #expect(try await browser.post("\(place)/resume", ["csrf": .init(token)]).status == 303)
    }
  }

  @Test func plansPreviewsAndAnnouncesARise() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .owner)
      let path = "/price-rises/\(bench.demo.rise.id)"
      let before = try await bench.rowCounts()
      let page = try await browser.get(path).text
      for part in ["Klanten die het treft", "Piet demo", "30,00", "33,00", "36,00", "Concept"] {
        #expect(page.contains(part), "\(part)")
      }
      #expect(try await browser.get("\(path)/announce").text.contains("1 klanten krijgen nu"))
      #expect(try await bench.rowCounts() == before, "looking changes nothing (S-13)")
      let again = try await browser.submit(
        "/price-rises/new",
        [
          "plan": .init(bench.demo.plan.id.description), "price": "40",
          "effectiveFrom": "2027-02-01",
        ])
      #expect(again.status == 409)
      #expect(try await browser.submit("\(path)/announce", [:]).status == 303)
      #expect(try await browser.get(path).text.contains("Aangekondigd"))
      #expect(try await browser.submit("\(path)/announce", [:]).status != 500)
      let plan = try await bench.program(bench.demo.readKey).get(
        "/api/v1/plans/\(bench.demo.plan.id)")
      #expect(plan.json["price"]?["amount"]?.stringValue == "33.00")
      #expect(try await browser.submit("\(path)/withdraw", [:]).status == 303)
      #expect(try await browser.get(path).text.contains("Ingetrokken"))
    }
  }

  @Test func keepsProductsApartFromPlans() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .owner)
      let made = try await browser.submit(
        "/products/new", ["name": "Cursus", "vatCategory": "exempt", "exemption": "education"])
      #expect(made.status == 303)
      #expect(try await browser.get("/products").text.contains("Vrijgesteld van btw: onderwijs"))
      let bad = try await browser.submit("/products/new", ["name": "X", "vatCategory": "exempt"])
      #expect(bad.status == 422)
      let path = "/products/\(bench.demo.plan.productID)"
      let changed = try await browser.submit(
        path, ["name": "Koffie", "vatCategory": "reduced", "invoiceMode": "invoiceAtOnce"])
      #expect(changed.status == 303)
      let plan = try await browser.get("/plans/\(bench.demo.plan.id)").text
      #expect(plan.contains("Laag tarief"))
    }
  }

  @Test func tellsTheWholeCatalogToPrograms() async throws {
    try await withAdmin { bench in
      let program = bench.program(bench.demo.writeKey)
      let made = try await program.send(
        .post, "/api/v1/plans",
        [
          "name": "Termijnen", "slug": "termijnen", "kind": "subscription",
          "price": ["amount": "25.00", "currency": "EUR"],
          "interval": ["unit": "month", "count": 1], "instalments": 12,
          "setupFee": ["amount": "10.00", "currency": "EUR"],
        ])
      #expect(made.status == 201, "\(made.text)")
      #expect(made.json["instalments"]?.intValue == 12)
      #expect(made.json["introduction"] == .null)
      let id = try #require(made.json["id"]?.stringValue)
      let revised = try await program.send(
        .post, "/api/v1/plans/\(id)/versions",
        [
          "price": ["amount": "30.00", "currency": "EUR"],
          "interval": ["unit": "month", "count": 1],
          "introduction": ["price": ["amount": "0.00", "currency": "EUR"], "periods": 2],
        ])
      #expect(revised.status == 201, "\(revised.text)")
      let versions = try await program.get("/api/v1/plans/\(id)/versions").json
      #expect(versions["versions"]?.arrayValue?.count == 2)
      let wrong = try await program.send(
        .post, "/api/v1/coupons",
        ["code": "X", "discount": ["percentHundredths": 500]])
      #expect(wrong.status == 422 && wrong.text.contains("/code"))
      let coupon = try await program.send(
        .post, "/api/v1/coupons",
        ["code": "API-10", "discount": ["amount": ["amount": "10.00", "currency": "EUR"]]])
      #expect(coupon.status == 201, "\(coupon.text)")
      let couponID = try #require(coupon.json["id"]?.stringValue)
      let stopped = try await program.send(.post, "/api/v1/coupons/\(couponID)/stop", [:])
      #expect(stopped.json["state"]?.stringValue == "stopped")
      let uses = try await program.get("/api/v1/coupons/\(couponID)/redemptions").json
      #expect(uses["items"]?.arrayValue?.isEmpty ?? true)
    }
  }
}

/// The settings of how a shop sells, and its picture.
@Suite struct SellingSettingsTests {
  @Test func savesHowAShopSells() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .owner)
      let fields: QueryItems = [
        "customersChooseDay": "on", "maximumPauseDays": "90", "cancellationNoticeDays": "31",
        "unusedPart": "paidBack", "downgradeTiming": "now", "combinesDocuments": "on",
      ]
      #expect(try await browser.submit("/settings/selling", fields).status == 303)
      let settings = try await bench.database.read(as: bench.demo.scope) {
        try $0.settings.current()
      }
      #expect(settings.customersChooseDay && settings.combinesDocuments)
      #expect(!settings.customersMayPause && settings.maximumPauseDays == 90)
      #expect(settings.unusedPart == .paidBack && settings.downgradeTiming == .now)
      var long = QueryItems()
      for item in fields.items {
        long.add(item.name, item.name == "cancellationNoticeDays" ? "32" : item.value)
      }
      #expect(try await browser.submit("/settings/selling", long).status == 422)
    }
  }

  @Test func savesHowAShopIsTaxed() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .owner)
      let saved = try await browser.submit(
        "/settings/taxes", ["usesOneStopShop": "on", "attachesUBL": "on"])
      #expect(saved.status == 303)
      let settings = try await bench.database.read(as: bench.demo.scope) {
        try $0.settings.current()
      }
      #expect(settings.usesOneStopShop && settings.attachesUBL)
      #expect(!settings.isSmallBusiness && !settings.defersRevenue)
      #expect(try await browser.get("/audit").text.contains("Instellingen gewijzigd"))
    }
  }

  /// 1 by 1, clear.
  static let png: [UInt8] = [
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0,
    0, 0, 31, 21, 196, 137, 0, 0, 0, 11, 73, 68, 65, 84, 120, 218, 99, 96, 0, 2, 0, 0, 5, 0, 1,
    233, 250, 220, 216, 0, 0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
  ]

  @Test func takesAPictureAndNothingElse() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .owner)
      #expect(try await browser.get("/settings/logo").text.contains("Nog geen logo"))
      let bad = try await browser.upload("/settings/logo", "logo", Array("GIF89a…".utf8))
      #expect(bad.status == 422 && bad.text.contains("Kies een PNG"))
      let none = try await browser.upload("/settings/logo", "logo", [])
      #expect(none.status == 422)
      let big = try await browser.upload(
        "/settings/logo", "logo", Self.png + [UInt8](repeating: 0, count: LogoStore.mostBytes))
      #expect(big.status == 422)
      #expect(try await browser.upload("/settings/logo", "logo", Self.png).status == 303)
      #expect(try await browser.get("/settings/logo/picture").bytes == Self.png)
      let page = try await browser.get("/settings/logo")
      #expect(page.text.contains("<img src=\"/settings/logo/picture\""))
      let pdf = try await browser.get("/invoices/\(bench.demo.invoice.id)/pdf")
      #expect(pdf.status == 200)
    }
  }
}
