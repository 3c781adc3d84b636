import HTTPServer
import JSON
import Observability
import Primitives
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ServingTests {
  struct Fault: Error { let text = "SELECT secret FROM /etc/passwd" }

  static func router() -> Router {
    var router = Router()
    router.get(Link("/")) { _ in .html("<p>home</p>") }
    router.get(Link<PathToken>("/l/{token}")) { _, _ in .text("opened") }
    router.get(Link<String>("/echo/{text}")) { request, text in
      .json(["text": .string(text), "query": .string(request.query["q"] ?? "")])
    }
    router.post(Link("/body")) { .text("\($0.body.count)") }
    router.get(Link("/fault")) { _ in throw Fault() }
    router.get(Link("/refusal")) { _ in throw ResponseTests.Refused() }
    router.post(Link("/json")) { .json(try $0.json()) }
    router.get(Link("/who")) { .text("\($0.remoteAddress) \($0.scheme)") }
    router.get(Link("/header")) { _ in
      HTTPResponse.text("x").with("X-Long", "a\r\nX-Evil: 1").with("Content-Length", "99")
        .with("Transfer-Encoding", "chunked").with("Cache-Control", "public")
    }
    return router
  }

  @Test
  func `an answer carries its id, its date and nosniff`() async throws {
    try await TestServer.with(Self.router()) { server in
      let answer = try #require(await server.get("/"))
      #expect(answer.status == 200)
      #expect(answer.text == "<p>home</p>")
      #expect(answer.headers["Content-Type"] == "text/html; charset=utf-8")
      #expect(answer.headers["X-Content-Type-Options"] == "nosniff")
      #expect(answer.headers["Cache-Control"] == "no-store")
      #expect(answer.headers["Date"]?.hasSuffix(" GMT") == true)
      #expect(answer.headers["X-Request-Id"]?.utf8.count == 16)
      let own = try #require(await server.get("/", ["X-Request-Id: trace-0001"]))
      #expect(own.headers["X-Request-Id"] == "trace-0001")
      for bad in ["short", "with blank in it", "semi;colon;x", String(repeating: "a", count: 65)] {
        let answer = try #require(await server.get("/", ["X-Request-Id: \(bad)"]))
        #expect(answer.headers["X-Request-Id"]?.utf8.count == 16)
      }
    }
  }

  /// Also where no handler was reached: unknown address, wrong method with a body, too much body.
  @Test
  func `every problem says that it is no page`() async throws {
    try await TestServer.with(Self.router(), configure: { $0.bodyLimit = 10 }) { server in
      let long = String(repeating: "a", count: 11)
      for (method, target, body) in [
        ("GET", "/nothing", ""), ("PUT", "/", "hi"), ("POST", "/json", long), ("GET", "/%00", ""),
        ("GET", "/refusal", ""),
      ] {
        let length = body.isEmpty ? [] : ["Content-Length: \(body.utf8.count)"]
        let head = (["\(method) \(target) HTTP/1.1", "Host: a", "Connection: close"] + length)
          .joined(separator: "\r\n")
        let said = await server.say(Array((head + "\r\n\r\n" + body).utf8))
        let heard = try #require(said)
        let answer = try #require(answers(in: heard).first)
        #expect((400...499).contains(answer.status))
        #expect(
          answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'",
          "\(method) \(target) \(answer.status)")
      }
    }
  }

  @Test
  func `the router is asked over the wire`() async throws {
    try await TestServer.with(Self.router()) { server in
      let echo = try #require(await server.get("/echo/a%20%C3%A9?q=1%2B1+2"))
      #expect(echo.text == #"{"text":"a é","query":"1+1 2"}"#)
      #expect(await server.get("/nothing")?.status == 404)
      let wrong = try #require(await server.ask("DELETE", "/"))
      #expect(wrong.status == 405)
      #expect(wrong.headers["Allow"] == "GET, HEAD, OPTIONS")
      #expect(wrong.headers["Content-Type"] == "application/problem+json")
    }
  }

  @Test
  func `HEAD has the headers of GET and no body`() async throws {
    try await TestServer.with(Self.router()) { server in
      let heard = await server.say(
        Array("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".utf8))
      let text = String(decoding: try #require(heard), as: UTF8.self)
      #expect(text.hasPrefix("HTTP/1.1 200"))
      #expect(text.contains("Content-Length: 11\r\n"))
      #expect(text.hasSuffix("\r\n\r\n"))
    }
  }

  @Test
  func `a fault tells only the request's id`() async throws {
    try await TestServer.with(Self.router()) { server in
      let answer = try #require(await server.get("/fault"))
      let id = try #require(answer.headers["X-Request-Id"])
      #expect(answer.status == 500)
      #expect(
        answer.text
          == #"{"type":"about:blank","title":"Internal Server Error","status":500,"#
          + #""request_id":"\#(id)"}"#)
      let line = server.sink.lines().first { $0.contains("request failed") }
      #expect(line?.contains("request=\(id)") == true)
      let refusal = try #require(await server.get("/refusal"))
      #expect(refusal.status == 409)
      #expect(refusal.text.contains("Taken."))
    }
  }

  @Test
  func `a body of the wrong type is 415`() async throws {
    try await TestServer.with(Self.router()) { server in
      let body = Array("{}".utf8)
      #expect(await server.ask("POST", "/json", [], body)?.status == 415)
      #expect(
        await server.ask("POST", "/json", ["Content-Type: text/plain"], body)?.status == 415)
      #expect(
        await server.ask("POST", "/json", ["Content-Type: application/json"], body)?.status == 200)
      let broken = await server.ask(
        "POST", "/json", ["Content-Type: application/json"], Array("{".utf8))
      #expect(broken?.status == 400)
    }
  }

  @Test
  func `a connection serves many requests, also when they come at once`() async throws {
    try await TestServer.with(Self.router()) { server in
      let port = server.port
      let heard = await offPool { () -> [String] in
        guard let peer = Peer(port: port) else { return [] }
        var texts: [String] = []
        for number in 0..<3 {
          peer.say("GET /echo/\(number) HTTP/1.1\r\nHost: a\r\n\r\n")
          texts.append(peer.hear()?.text ?? "none")
        }
        let burst = (3..<503).map { "GET /echo/\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
        peer.say(burst)
        for _ in 3..<503 { texts.append(peer.hear()?.text ?? "none") }
        return texts
      }
      #expect(heard == (0..<503).map { #"{"text":"\#($0)","query":""}"# })
    }
  }

  @Test
  func `requests and bodies follow each other on one connection`() async throws {
    try await TestServer.with(Self.router()) { server in
      let heard = await server.say(
        Array(
          ("POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"
            + "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").utf8))
      let all = answers(in: try #require(heard))
      #expect(all.map(\.text) == ["5", "<p>home</p>"])
    }
  }

  @Test
  func `a body waits for 100-continue`() async throws {
    try await TestServer.with(Self.router()) { server in
      let port = server.port
      let statuses = await offPool { () -> [Int?] in
        guard let peer = Peer(port: port) else { return [] }
        peer.say(
          "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
        let first = peer.hear()?.status
        peer.say("hi")
        return [first, peer.hear()?.status]
      }
      #expect(statuses == [100, 200])
    }
  }

  @Test
  func `a handler can't write a header of its own making`() async throws {
    try await TestServer.with(Self.router()) { server in
      let answer = try #require(await server.get("/header"))
      #expect(answer.headers["X-Evil"] == nil)
      #expect(answer.headers["X-Long"] == "a  X-Evil: 1")
      #expect(answer.headers["Content-Length"] == "1")
      #expect(answer.headers["Transfer-Encoding"] == nil)
      #expect(answer.headers["Cache-Control"] == "public")
    }
  }

  @Test
  func `forwarded fields count only from a trusted proxy`() async throws {
    let fields = [
      "X-Forwarded-For: 6.6.6.6, 9.9.9.9, 10.0.0.1", "X-Forwarded-Proto: https",
      "Forwarded: for=1.1.1.1", "X-Real-IP: 2.2.2.2", "X-Original-URL: /fault",
      "X-HTTP-Method-Override: DELETE",
    ]
    try await TestServer.with(Self.router()) { server in
      #expect(await server.get("/who", fields)?.text == "127.0.0.1 http")
    }
    let proxies = ["127.0.0.1", "10.0.0.0/8"].compactMap(AddressRange.init)
    try await TestServer.with(Self.router(), configure: { $0.trustedProxies = proxies }) { server in
      let answer = try #require(await server.get("/who", fields))
      #expect(answer.text == "9.9.9.9 https")
      #expect(answer.headers["Strict-Transport-Security"] != nil)
    }
  }

  /// S-52: a link's secret stays out of the log also where its route is not reached.
  @Test
  func `a refused request's line holds no key either`() async throws {
    let key = "tYEhQNY-S-lCqVqM56fVuGIhrhdEhrBq2WB9rz1Or4o"
    try await TestServer.with(Self.router(), configure: { $0.bodyLimit = 10 }) { server in
      let body = Array(String(repeating: "a", count: 11).utf8)
      _ = await server.ask("POST", "/json/\(key)", [], body)
      _ = await server.ask("PUT", "/l/\(key)")
      _ = await server.get("/l/\(key)", ["Expect: more"])
      _ = await server.get("/unknown/cus_0s61ttm000000/\(key)?\(key)")
      #expect(await eventually { server.sink.lines().count == 4 })
      let lines = server.sink.lines()
      #expect(!lines.joined().contains(key))
      #expect(lines.last?.contains("path=/unknown/cus_0s61ttm000000/***") == true)
    }
  }

  @Test
  func `each request leaves one line without query and without keys`() async throws {
    try await TestServer.with(Self.router()) { server in
      let targets = ["/echo/x?password=hunter2", "/l/a-secret-token", "/nothing%0"]
      for (index, target) in targets.enumerated() {
        _ = await server.get(target, ["X-Request-Id: line-000\(index + 1)"])
        #expect(await eventually { server.sink.lines().count == index + 1 })
      }
      let lines = server.sink.lines()
      #expect(!lines.joined().contains("hunter2"))
      #expect(!lines.joined().contains("a-secret-token"))
      #expect(lines[0].contains(#"INFO request"#))
      for part in [
        "request=line-0001", "remote=127.0.0.1", "method=GET", "path=/echo/x", "status=200",
        "bytes=23", "outcome=answered",
      ] { #expect(lines[0].contains(part), "\(part) in \(lines[0])") }
      #expect(lines[1].contains("path=/l/***"))
      #expect(lines[2].contains("status=400"))
      let numbers = server.metrics.exposition()
      #expect(
        numbers.contains(
          #"http_requests_total{method="GET",route="/echo/{text}",status="200"} 1"#))
      #expect(
        numbers.contains(#"http_requests_total{method="other",route="other",status="400"} 1"#))
    }
  }

  @Test
  func `a server says why it does not start`() async throws {
    for text in ["", "8080", "x:y", "127.0.0.1:65536", "nowhere.example:80", "::1:80"] {
      let server = HTTPServer(
        ServerConfiguration(listen: text), router: Router(), log: .none, metrics: Metrics())
      #expect(throws: ServerError.badAddress(text)) { try server.start() }
    }
    try await TestServer.with(Self.router()) { running in
      let listen = "127.0.0.1:\(running.port)"
      let server = HTTPServer(
        ServerConfiguration(listen: listen), router: Router(), log: .none, metrics: Metrics())
      #expect(throws: ServerError.cannotListen(listen, reason: "Address already in use")) {
        try server.start()
      }
      #expect(throws: ServerError.alreadyStarted) { try running.server.start() }
    }
  }

  @Test
  func `a server listens on IPv6`() async throws {
    let server = HTTPServer(
      ServerConfiguration(listen: "[::1]:0"), router: Self.router(), log: .none,
      metrics: Metrics())
    let address = try server.start()
    #expect(address.port > 0)
    #expect(address.description == "[::1]:\(address.port)")
    await server.stop(grace: .zero)
  }
}
