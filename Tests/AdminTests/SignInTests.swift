import HTTPServer
import Tenancy
import Testing

@testable import penning_admin

@Suite struct SignInTests {
  @Test func letsStaffInAndOut() async throws {
    try await withAdmin { bench in
      var browser = bench.browser()
      let refused = try await browser.get("/customers")
      #expect(refused.status == 303)
      #expect(refused.location == "/sign-in?next=%2Fcustomers")
      let seen = try await browser.submit(
        "/sign-in?next=/customers", to: "/sign-in",
        ["email": "owner@demo.example", "password": BenchShop.password, "next": "/customers"])
      #expect(seen.location == "/customers")
      let list = try await browser.get("/customers")
      #expect(list.status == 200)
      #expect(list.text.contains("Piet demo"))
      #expect(!list.text.contains("Piet other"))
      let session = browser.cookies["penning_staff"]
      _ = try await browser.post("/sign-out", ["csrf": list.value(of: "csrf") ?? ""])
      browser.setCookie("penning_staff", session ?? "")
      #expect(try await browser.get("/customers").status == 303, "the old cookie is dead (S-26)")
    }
  }

  /// The same words, status and size, whether the address is known or not (S-22).
  @Test func saysTheSameOfAnUnknownAddress() async throws {
    try await withAdmin { bench in
      var answers: [Seen] = []
      for email in ["owner@demo.example", "nobody@demo.example"] {
        var browser = bench.browser()
        answers.append(
          try await browser.submit("/sign-in", ["email": .init(email), "password": "wrong"]))
      }
      #expect(answers[0].status == 403 && answers[1].status == 403)
      let texts = answers.map { answer in
        answer.text.replacing(#/value="[^"]*"/#, with: "").replacing(
          #/<code>.*?<\/code>/#, with: "")
      }
      #expect(texts[0] == texts[1])
    }
  }

  @Test func slowsDownGuessing() async throws {
    try await withAdmin { bench in
      var browser = bench.browser()
      var statuses: Set<Int> = []
      for _ in 0..<8 {
        statuses.insert(
          try await browser.submit(
            "/sign-in", ["email": "owner@demo.example", "password": "wrong"]
          ).status)
      }
      #expect(statuses == [403, 429])
    }
  }

  @Test func givesAnotherSessionThanThePlantedOne() async throws {
    try await withAdmin { bench in
      var browser = bench.browser()
      browser.setCookie("penning_staff", "planted")
      _ = try await browser.submit(
        "/sign-in", ["email": "owner@demo.example", "password": BenchShop.password])
      #expect(browser.cookies["penning_staff"] != "planted")
      #expect(try await browser.get("/").status == 200)
    }
  }

  @Test(arguments: ["//evil", "/\\evil", "https:evil", "/%2f%2fevil", "javascript:alert(1)"])
  func leadsNowhereElse(next: String) async throws {
    try await withAdmin { bench in
      var browser = bench.browser()
      let seen = try await browser.submit(
        "/sign-in",
        [
          "email": "owner@demo.example", "password": BenchShop.password, "next": .init(next),
        ])
      #expect(seen.location == "/")
    }
  }

  @Test func refusesFormsThatAreNotOurs() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .owner)
      var stranger = try await bench.signedIn(as: .owner)
      let page = try await browser.get("/customers/new")
      let token = page.value(of: "csrf") ?? ""
      let foreign = try await stranger.get("/customers/new").value(of: "csrf") ?? ""
      let before = try await bench.rowCounts()
      func form(_ csrf: String?) -> QueryItems {
        var fields: QueryItems = [
          "name": "X", "email": "x@example.nl", "kind": "consumer", "country": "NL",
          "language": "nl",
        ]
        if let csrf { fields.add("csrf", csrf) }
        return fields
      }
      let tries: [(String, Seen)] = [
        ("no token", try await browser.post("/customers/new", form(nil))),
        ("another session's token", try await browser.post("/customers/new", form(foreign))),
        (
          "a foreign origin",
          try await browser.post("/customers/new", form(token), origin: "https://evil.example")
        ),
        ("origin null", try await browser.post("/customers/new", form(token), origin: "null")),
        (
          "text/plain",
          try await browser.post("/customers/new", form(token), type: "text/plain")
        ),
      ]
      for (what, seen) in tries { #expect([403, 415].contains(seen.status), "\(what)") }
      #expect(try await bench.rowCounts() == before)
      #expect(try await browser.post("/customers/new", form(token)).status == 303)
    }
  }
}
