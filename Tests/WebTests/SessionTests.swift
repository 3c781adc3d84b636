import HTTPServer
import Primitives
import Storage
import Tenancy
import TestSupport
import Testing
import Web

@Suite struct SessionTests {
  /// A signed-in owner of the demo shop: the cookie's secret.
  private func signIn(_ shop: ShopBench) async throws -> Secret<String> {
    let email = try #require(EmailAddress("owner@example.nl"))
    let owner = try NewStaff(
      email: email, name: "Eva", role: .owner, language: .nl, passwordHash: "none")
    let secret = NewSecret(for: .staffSession)
    try await shop.database.write(as: shop.scope) { inside in
      let staff = try inside.staff.add(owner)
      try inside.tokens.issue(.staffSession, to: staff.id.rawValue, secret)
    }
    return secret.text
  }

  private func bench(_ shop: ShopBench, origin: String = "https://admin.example") throws
    -> WebBench
  {
    let database = shop.database
    return try WebBench(origin: origin) { try await database.admit($0, as: .staffSession) }
  }

  @Test func `a session opens its pages, and its forms need its own token`() async throws {
    try await DatabaseKind.memory.withShop { shop in
      let bench = try bench(shop)
      let secret = try await signIn(shop)
      let cookie: HTTPHeaders = ["Cookie": "__Host-penning_staff=\(secret.revealed)"]
      let page = try await bench.get("/", cookie)
      #expect(page.text.contains(#"<p id="who">Shop demo</p>"#))
      #expect(page.headers["Cache-Control"] == "no-store")
      #expect(!page.cookies.contains { $0.hasPrefix("__Host-penning_form") })
      #expect(try await bench.get("/secret/5", cookie).text.contains("Shop demo 5"))
      let good: QueryItems = ["csrf": page.formToken]
      #expect(try await bench.post("/secret/5", good, cookie).status == 303)
      let visitor = try await bench.get("/")
      #expect(
        try await bench.post("/secret/5", ["csrf": visitor.formToken], cookie).status == 403)
    }
  }

  @Test func `without a session one is sent to sign in and back`() async throws {
    let bench = try WebBench()
    let response = try await bench.get("/secret/5?a=b")
    #expect(response.status == 303)
    #expect(response.headers["Location"] == "/sign-in?next=%2Fsecret%2F5%3Fa%3Db")
    let odd = try await bench.get("/secret/5?a=%2F%2Fevil")
    #expect(odd.headers["Location"] == "/sign-in")
    let visitor = try await bench.get("/")
    let cookie = try #require(visitor.cookies.first)
    let post = try await bench.post(
      "/secret/5", ["csrf": visitor.formToken], ["Cookie": cookie])
    #expect(post.status == 401)
  }

  @Test func `a session ends when it is revoked, unused or old`() async throws {
    try await DatabaseKind.memory.withShop { shop in
      let bench = try bench(shop)
      let secret = try await signIn(shop)
      let cookie: HTTPHeaders = ["Cookie": "__Host-penning_staff=\(secret.revealed)"]
      shop.clock.advance(seconds: 29 * 60)
      #expect(try await bench.get("/secret/5", cookie).status == 200)
      shop.clock.advance(seconds: 31 * 60)
      #expect(try await bench.get("/secret/5", cookie).status == 303)
    }
    try await DatabaseKind.memory.withShop { shop in
      let bench = try bench(shop)
      let secret = try await signIn(shop)
      let cookie: HTTPHeaders = ["Cookie": "__Host-penning_staff=\(secret.revealed)"]
      let admission = try #require(
        try await shop.database.admit(secret.revealed, as: .staffSession))
      try await shop.database.write(as: admission.scope) {
        try $0.tokens.revoke(admission.token.id)
      }
      #expect(try await bench.get("/secret/5", cookie).status == 303)
    }
  }

  @Test func `a cookie of the portal or without the prefix opens nothing`() async throws {
    try await DatabaseKind.memory.withShop { shop in
      let bench = try bench(shop)
      let secret = try await signIn(shop).revealed
      for name in ["penning_staff", "__Host-penning_portal", "__Host-penning_staff2"] {
        #expect(try await bench.get("/secret/5", ["Cookie": "\(name)=\(secret)"]).status == 303)
      }
      for value in ["", "x", "' OR 1=1--", "%00", String(repeating: "a", count: 9000)] {
        let cookie = "__Host-penning_staff=\(value)"
        #expect(try await bench.get("/secret/5", ["Cookie": cookie]).status == 303)
      }
    }
  }

  @Test func `the cookie is locked to its host on https and plain on loopback`() throws {
    let secret = Secret("abc")
    let https = try WebBench().site.beginning(session: secret, with: .noContent)
    #expect(
      https.headers["Set-Cookie"]
        == "__Host-penning_staff=abc; Path=/; HttpOnly; SameSite=Strict; Secure")
    let plain = try WebBench(origin: "http://127.0.0.1:8080", audience: .customers).site
      .beginning(session: secret, with: .noContent)
    #expect(
      plain.headers["Set-Cookie"] == "penning_portal=abc; Path=/; HttpOnly; SameSite=Lax")
    let ended = try WebBench().site.endingSession(with: .noContent)
    #expect(ended.headers["Set-Cookie"]?.hasSuffix("Max-Age=0") == true)
  }

  @Test(arguments: [
    ("/a?b=c", "/a?b=c"), ("//evil", "/home"), ("/\\evil", "/home"), ("https:evil", "/home"),
    ("https://good@evil", "/home"), ("/%2fevil", "/home"), ("/%09/evil", "/home"), ("", "/home"),
    (String(repeating: "/a", count: 5000), "/home"),
  ])
  func `sign-in leads on to places of this server only`(next: String, place: String) async throws {
    let bench = try WebBench()
    let query: QueryItems = ["next": next]
    let request = try #require(HTTPRequest(.get, query.appended(to: "/")))
    let answer = await bench.site.answer(request) { visit in
      visit.redirect(to: visit.next(otherwise: "/home"))
    }
    #expect(answer.headers["Location"] == place)
  }
}
