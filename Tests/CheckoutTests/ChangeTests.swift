import Catalog
import Primitives
import Subscriptions
import Tenancy
import TestSupport
import Testing

extension Browser {
  /// Sends a preview's own form: every hidden field as it stands.
  mutating func confirm(_ preview: SeenPage, at path: String) async throws -> SeenPage {
    try await post(path, preview.hiddenFields(of: path))
  }
}

extension SeenPage {
  /// The hidden fields of the form that leads to a path.
  func hiddenFields(of path: String) -> [(String, String)] {
    let forms = html.matches(of: #/<form[\s\S]*?<\/form>/#).map { String($0.output) }
    let form = forms.first { $0.contains("action=\"\(path)\"") } ?? ""
    return form.matches(of: #/<input[^>]*>/#).map { String($0.output) }.compactMap { tag in
      guard tag.contains("type=\"hidden\""),
        let name = tag.firstMatch(of: #/ name="([^"]*)"/#).map({ String($0.output.1) })
      else { return nil }
      return (name, tag.firstMatch(of: #/ value="([^"]*)"/#).map { String($0.output.1) } ?? "")
    }
  }
}

/// A change in the portal: what is filled in, what the preview says, and what stands there after.
struct PortalChange: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let path: String
  let fields: [(String, String)]
  let preview: [String]
  let after: [String]
}

/// Customers change their subscriptions themselves, in two steps and without JavaScript (R-44).
@Suite struct ChangeTests {
  static let changes: [PortalChange] = [
    PortalChange(
      testDescription: "another plan, dearer, at once", path: "plan",
      fields: [("plan", "better"), ("quantity", "1")],
      preview: [
        "15 van 30 dagen x 30,00 = 15,00", "15 van 30 dagen x 50,00 = 25,00",
        "Nu te betalen € 10,00", "Volgende betaling 1 december 2026 · € 50,00",
      ], after: ["Uw abonnement is gewijzigd.", "Better"]),
    PortalChange(
      testDescription: "another plan, cheaper, at the renewal", path: "plan",
      fields: [("plan", "small"), ("quantity", "1")],
      preview: ["Gaat in op 1 december 2026", "Volgende betaling 1 december 2026 · € 10,00"],
      after: ["Gewijzigd met ingang van 1 december 2026."]),
    PortalChange(
      testDescription: "two of it", path: "quantity", fields: [("quantity", "2")],
      preview: ["15 van 30 dagen x 60,00 = 30,00", "Nu te betalen € 15,00"],
      after: ["Uw abonnement is gewijzigd."]),
    PortalChange(
      testDescription: "a pause", path: "pause", fields: [("from", ""), ("until", "2027-02-01")],
      preview: ["Uw abonnement staat stil van 1 december 2026 t/m 31 januari 2027"],
      after: ["Uw abonnement pauzeert."]),
    PortalChange(
      testDescription: "cancelled at once", path: "cancel",
      fields: [("moment", "now"), ("lastDay", "")],
      preview: ["Wordt uw tegoed € 15,00", "Eindigt meteen"],
      after: ["Opgezegd. Uw abonnement is geëindigd.", "Opnieuw beginnen"]),
    PortalChange(
      testDescription: "cancelled on a day", path: "cancel",
      fields: [("moment", "on"), ("lastDay", "2026-11-20")],
      preview: ["Wordt uw tegoed € 10,00"], after: ["tot en met 20 november 2026"]),
    PortalChange(
      testDescription: "withdrawn", path: "withdraw", fields: [("statement", "Toch niet.")],
      preview: ["Wordt terugbetaald € 15,00", "Herroeping bevestigen"],
      after: ["Uw herroeping is ontvangen."]),
  ]

  @Test(arguments: changes)
  func `a change is shown first and then made as shown`(change: PortalChange) async throws {
    try await withCheckout { bench in
      let ids = try await bench.offersMore()
      _ = try await bench.customer("piet@example.nl")
      let things = try await bench.thingsOf("piet@example.nl")
      var browser = try await bench.signedIn("piet@example.nl")
      let path = "/demo/portal/subscriptions/\(things.subscription)/\(change.path)"
      let form = try await browser.get(path)
      #expect(form.status == 200)
      let fields = change.fields.map { ($0.0, ids[$0.1] ?? $0.1) }
      let preview = try await browser.post(
        path, [("csrf", form.value(of: "csrf") ?? "")] + fields)
      #expect(preview.status == 200)
      for words in change.preview { see(words, in: preview.text) }
      let done = try await browser.confirm(preview, at: path)
      #expect(done.status == 303)
      let after = try await browser.follow(done)
      for words in change.after { see(words, in: after.text) }
    }
  }

  @Test(arguments: [
    ("quantity", [("quantity", "0")]), ("quantity", [("quantity", "1")]),
    ("quantity", [("quantity", "99999999999999999999")]), ("quantity", [("quantity", "twee")]),
    ("plan", [("plan", "plan_0000000000001"), ("quantity", "1")]), ("plan", [("quantity", "1")]),
    ("pause", [("from", ""), ("until", "2026-11-01")]),
    ("pause", [("from", ""), ("until", "2036-11-01")]), ("pause", [("from", ""), ("until", "x")]),
    ("cancel", [("moment", "on"), ("lastDay", "")]),
    ("cancel", [("moment", "on"), ("lastDay", "2020-01-01")]),
    ("cancel", [("moment", "on"), ("lastDay", "2099-01-01")]),
    ("cancel", [("moment", "later"), ("lastDay", "")]),
    ("quantity", [("quantity", "2"), ("extra", "1")]),
  ])
  func `bad input is told beside its field and changes nothing`(
    path: String, fields: [(String, String)]
  ) async throws {
    try await withCheckout { bench in
      _ = try await bench.offersMore()
      _ = try await bench.customer("piet@example.nl")
      let things = try await bench.thingsOf("piet@example.nl")
      var browser = try await bench.signedIn("piet@example.nl")
      let address = "/demo/portal/subscriptions/\(things.subscription)/\(path)"
      let csrf = try await browser.get(address).value(of: "csrf") ?? ""
      let told = try await browser.post(address, [("csrf", csrf)] + fields)
      #expect((400..<500).contains(told.status))
      #expect(told.html.contains("role=\"alert\""))
      #expect(try await browser.get("/demo/portal").text.contains("Volgende betaling"))
    }
  }

  @Test func anOldPreviewIsShownAnewInsteadOfMade() async throws {
    try await withCheckout { bench in
      _ = try await bench.customer("piet@example.nl")
      let things = try await bench.thingsOf("piet@example.nl")
      var browser = try await bench.signedIn("piet@example.nl")
      let path = "/demo/portal/subscriptions/\(things.subscription)/quantity"
      let form = try await browser.get(path)
      let preview = try await browser.post(
        path, [("csrf", form.value(of: "csrf") ?? ""), ("quantity", "2")])
      let stale = preview.hiddenFields(of: path).map { field in
        field.0 == "shownToPay" ? (field.0, "1.00") : field
      }
      let told = try await browser.post(path, stale)
      #expect(told.status == 409)
      see("De bedragen zijn veranderd", in: told.text)
      #expect(try await browser.confirm(told, at: path).status == 303)
    }
  }

  @Test func whatIsNotOfferedLeadsBack() async throws {
    try await withCheckout { bench in
      _ = try await bench.customer("piet@example.nl")
      let things = try await bench.thingsOf("piet@example.nl")
      var browser = try await bench.signedIn("piet@example.nl")
      let path = "/demo/portal/subscriptions/\(things.subscription)"
      for act in ["resume", "restart", "planned", "day", "plan", "add-ons"] {
        let page = try await browser.get("\(path)/\(act)")
        #expect(page.location == path)
      }
      see("Wat er komt", in: try await browser.get(path).text)
      #expect(try await browser.get(path + "/nothing").status == 404)
    }
  }
}

extension CheckoutBench {
  /// Plans to move to, by what the tests call them.
  fileprivate func offersMore() async throws -> [String: String] {
    try await database.write(as: scope) { shop in
      var ids: [String: String] = [:]
      for (name, price) in [("small", Int64(1000)), ("better", 5000)] {
        let slug = try #require(Slug(name))
        let plan = try shop.catalog.createPlan(
          PlanDraft(
            name: name == "small" ? "Small" : "Better", slug: slug,
            terms: PlanTerms(price: .eur(price), interval: .monthly)))
        ids[name] = plan.id.description
      }
      return ids
    }
  }
}
