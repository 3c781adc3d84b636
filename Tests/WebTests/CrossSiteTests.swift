import HTTPServer
import Observability
import Primitives
import Testing
import Web

@Suite struct CrossSiteTests {
  /// The page's token and the cookie that it belongs to.
  private func begin(_ bench: WebBench) async throws -> (token: String, cookie: String) {
    let page = try await bench.get("/")
    let cookie = try #require(page.cookies.first { $0.hasPrefix("__Host-penning_form=") })
    #expect(page.formToken.utf8.count == 43)
    return (page.formToken, cookie)
  }

  @Test func `our own form is taken`() async throws {
    let bench = try WebBench()
    let (token, cookie) = try await begin(bench)
    for headers: HTTPHeaders in [
      [:], ["Origin": "https://admin.example"], ["Sec-Fetch-Site": "same-origin"],
      ["Origin": "https://admin.example", "Sec-Fetch-Site": "same-origin"],
      ["Origin": "https://shop.nl", "Host": "shop.nl"],
    ] {
      var headers = headers
      headers.add("Cookie", cookie)
      #expect(try await bench.post("/", ["csrf": token, "name": "Piet"], headers).status == 303)
    }
  }

  @Test(
    arguments: [
      ["Origin": "https://evil.example"], ["Origin": "null"], ["Origin": "http://admin.example"],
      ["Origin": "https://admin.example.evil"], ["Origin": "https://evil-admin.example"],
      ["Origin": ""], ["Origin": "https://admin.example:444"], ["Sec-Fetch-Site": "cross-site"],
      ["Sec-Fetch-Site": "same-site"],
      ["Origin": "https://admin.example", "Sec-Fetch-Site": "cross-site"],
      ["Origin": "https://evil.example", "Host": "shop.nl"],
    ] as [[String: String]])
  func `a request of another site is refused`(sent: [String: String]) async throws {
    let bench = try WebBench()
    let (token, cookie) = try await begin(bench)
    var headers: HTTPHeaders = ["Cookie": cookie]
    for (name, value) in sent { headers.add(name, value) }
    let response = try await bench.post("/", ["csrf": token, "name": "Piet"], headers)
    #expect(response.status == 403)
    #expect(response.cookies.allSatisfy { !$0.contains("notice") })
  }

  @Test func `a refused form leaves a trace in the log`() async throws {
    let sink = MemorySink()
    let bench = try WebBench(log: Log(to: sink))
    _ = try await bench.post("/", ["name": "Piet"])
    #expect(sink.events.map(\.message) == ["a page refused someone"])
    #expect(sink.events.first?.fields["reason"] == .text("crossSite"))
    #expect(sink.events.first?.fields["address"] == .text("127.0.0.1"))
  }

  @Test func `a form without the right token is refused`() async throws {
    let bench = try WebBench()
    let (token, cookie) = try await begin(bench)
    let (otherToken, otherCookie) = try await begin(bench)
    #expect(token != otherToken)
    let forms: [QueryItems] = [
      ["name": "Piet"], ["csrf": "", "name": "Piet"], ["csrf": otherToken, "name": "Piet"],
      ["csrf": token, "name": "Piet", "csrf": token],
      ["csrf": String(repeating: "a", count: 5000), "name": "Piet"],
    ]
    for form in forms {
      #expect(try await bench.post("/", form, ["Cookie": cookie]).status == 403)
    }
    let good: QueryItems = ["csrf": token, "name": "Piet"]
    #expect(try await bench.post("/", good, ["Cookie": otherCookie]).status == 403)
    #expect(try await bench.post("/", good).status == 403)
    #expect(try await bench.post("/", good, ["Cookie": "__Host-penning_form=x"]).status == 403)
  }

  @Test(arguments: ["text/plain", "application/json", "", "multipart/form-data"])
  func `a body that is no form is refused`(type: String) async throws {
    let bench = try WebBench()
    let (token, cookie) = try await begin(bench)
    let response = try await bench.post(
      "/", ["csrf": token, "name": "Piet"], ["Cookie": cookie, "Content-Type": type])
    #expect(response.status == 415 || response.status == 400)
  }

  @Test func `a faulty form comes back with what was typed and where the fault is`() async throws {
    let bench = try WebBench()
    let (token, cookie) = try await begin(bench)
    let response = try await bench.post(
      "/", ["csrf": token, "name": "<b>much too long"], ["Cookie": cookie])
    #expect(response.status == 422)
    let html = response.text
    #expect(html.contains(##"<a href="#f-name">Naam: Gebruik hoogstens 10 tekens.</a>"##))
    #expect(html.contains(#"<span class="error" id="f-name-error">Gebruik hoogstens 10 tekens."#))
    #expect(html.contains(#"aria-describedby="f-name-hint f-name-error" aria-invalid="true""#))
    #expect(html.contains(#"value="&lt;b&gt;much too long""#))
    let unknown = try await bench.post(
      "/", ["csrf": token, "name": "Piet", "tenant_id": "7"], ["Cookie": cookie])
    #expect(unknown.status == 422)
    #expect(unknown.text.contains("Het formulier bevat een veld dat hier niet hoort."))
  }

  @Test(
    arguments: [
      ("https://a.example", "https://a.example"), ("https://a.example/", "https://a.example"),
      ("http://127.0.0.1:8080", "http://127.0.0.1:8080"), ("https://a:443", "https://a"),
      ("http://[::1]:80", "http://[::1]"), ("ftp://a", nil), ("https://", nil),
      ("https://a/b", nil), ("https://a@b", nil), ("https://A", nil), ("null", nil), ("", nil),
      ("https://a b", nil), ("https://a;b", nil),
    ] as [(String, String?)])
  func `an origin is scheme, host and port`(text: String, origin: String?) {
    #expect(PublicOrigin(text)?.description == origin)
  }
}
