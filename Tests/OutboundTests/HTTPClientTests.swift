import TestPeers
import Testing

@testable import Outbound

@Suite struct HTTPClientTests {
  let client = HTTPClient(policy: .development)

  private static func answer(_ body: String, _ headers: String = "") -> String {
    "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)"
  }

  @Test("a call carries method, path, headers and body, and brings back the answer")
  func wholeCall() async throws {
    let peer = try Peer { connection in
      _ = connection.request()
      connection.write(
        "HTTP/1.1 100 Continue\r\nX-Early: 1\r\n\r\n"
          + "HTTP/1.1 201 Created\r\nContent-Length: 5\r\nX-One:  a b \r\nx-two: é\r\n\r\nhallo")
    }
    let response = try await client.send(
      OutboundRequest(
        .post, peer.url + "/v2/payments?testmode=true",
        headers: [OutboundHeader("Idempotency-Key", "k1")], body: Array("{\"a\":\"\0é\"}".utf8)))
    #expect(response.status == 201)
    #expect(String(decoding: response.body, as: UTF8.self) == "hallo")
    #expect(response.header("x-one") == "a b")
    #expect(response.header("X-Two") == "é")
    #expect(response.header("X-Early") == nil)
    let request = try #require(peer.requests.first)
    #expect(request.hasPrefix("POST /v2/payments?testmode=true HTTP/1.1\n"))
    #expect(request.contains("\nIdempotency-Key: k1\n"))
    #expect(request.contains("\nUser-Agent: Penning/1\n"))
    #expect(request.hasSuffix("\n\n{\"a\":\"\0é\"}"))
    #expect(!request.contains("Expect"))
  }

  @Test(
    "every method arrives as itself",
    arguments: [OutboundRequest.Method.get, .head, .post, .put, .patch, .delete])
  func methods(method: OutboundRequest.Method) async throws {
    let peer = try Peer { connection in
      _ = connection.request()
      connection.write("HTTP/1.1 204 No Content\r\n\r\n")
    }
    let response = try await client.send(OutboundRequest(method, peer.url + "/"))
    #expect(response.status == 204)
    #expect(peer.requests.first?.hasPrefix("\(method.rawValue) / HTTP/1.1\n") == true)
  }

  @Test("a connection is used again, but not for a request that must not be repeated")
  func reuse() async throws {
    let peer = try Peer { connection in
      while connection.request() != nil { connection.write(Self.answer("x")) }
    }
    for _ in 0..<3 { _ = try await client.send(OutboundRequest(.get, peer.url)) }
    #expect(peer.connections == 1)
    _ = try await client.send(OutboundRequest(.post, peer.url))
    #expect(peer.connections == 2)
    let key = OutboundHeader("idempotency-key", "k")
    _ = try await client.send(OutboundRequest(.post, peer.url, headers: [key]))
    #expect(peer.connections == 2)
  }

  @Test("a request without key is never repeated when the connection dies on it")
  func noRepeat() async throws {
    let peer = try Peer { connection in
      if connection.request()?.hasPrefix("GET") == true {
        connection.write(Self.answer("x"))
        _ = connection.request()
      }
    }
    _ = try await client.send(OutboundRequest(.get, peer.url))
    let error = await #expect(throws: OutboundError.self) {
      try await client.send(OutboundRequest(.post, peer.url, body: [1]))
    }
    #expect(error?.reason == .brokenOff)
    #expect(error?.mayHaveBeenSent == true)
    #expect(peer.requests.count == 2)
  }

  @Test("two hundred calls at once are all answered, each with its own")
  func crowd() async throws {
    let peer = try Peer { connection in
      while let request = connection.request() {
        let path = request.split(separator: " ")[1]
        connection.write(Self.answer(String(path)))
      }
    }
    let right = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<200 {
        group.addTask {
          let response = try? await client.send(OutboundRequest(.get, peer.url + "/\(number)"))
          return response?.body == Array("/\(number)".utf8)
        }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(right == 200)
    #expect(peer.connections <= 32)
  }

  @Test("a redirect is an answer, not an order")
  func redirect() async throws {
    let peer = try Peer { connection in
      _ = connection.request()
      connection.write(
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")
    }
    let response = try await client.send(OutboundRequest(.get, peer.url))
    #expect(response.status == 302)
    #expect(peer.connections == 1)
  }

  struct BadPeer: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let reason: OutboundError.Reason
    let serve: @Sendable (Peer.Connection) -> Void

    init(
      _ name: String, _ reason: OutboundError.Reason,
      _ serve: @escaping @Sendable (Peer.Connection) -> Void
    ) {
      testDescription = name
      self.reason = reason
      self.serve = serve
    }
  }

  static let badPeers = [
    BadPeer("closes at once", .brokenOff) { _ in },
    BadPeer("closes after the request", .brokenOff) { _ = $0.request() },
    BadPeer("ends within the head", .brokenOff) {
      _ = $0.request()
      $0.write("HTTP/1.1 200 OK\r\nContent-Le")
    },
    BadPeer("ends within the body", .brokenOff) {
      _ = $0.request()
      $0.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")
    },
    BadPeer("ends within a chunk", .brokenOff) {
      _ = $0.request()
      $0.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab")
    },
    BadPeer("sends a broken chunk size", .brokenOff) {
      _ = $0.request()
      $0.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n")
    },
    BadPeer("never answers", .timeout) {
      _ = $0.request()
      $0.waitForEnd()
    },
    BadPeer("answers a byte at a time", .timeout) { connection in
      _ = connection.request()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
      connection.waitForEnd()
    },
    BadPeer("speaks something else", .malformedResponse) {
      _ = $0.request()
      $0.write("220 mail.example ESMTP\r\n")
    },
    BadPeer("announces 20 MB", .tooLarge) {
      _ = $0.request()
      $0.write("HTTP/1.1 200 OK\r\nContent-Length: 20000000\r\n\r\n")
      $0.waitForEnd()
    },
    BadPeer("sends 20 MB unannounced", .tooLarge) {
      _ = $0.request()
      $0.write("HTTP/1.1 200 OK\r\n\r\n")
      $0.write([UInt8](repeating: 120, count: 20_000_000))
    },
    BadPeer("sends headers without end", .tooLarge) {
      _ = $0.request()
      $0.write("HTTP/1.1 200 OK\r\n")
      for number in 0..<5000 { $0.write("X-\(number): \(String(repeating: "y", count: 90))\r\n") }
    },
  ]

  @Test(
    "a bad peer gives an error that says the request may have been acted upon",
    arguments: badPeers)
  func badPeer(peer bad: BadPeer) async throws {
    let peer = try Peer(bad.serve)
    // Short only where the time-out itself is looked for: a busy machine is no bad peer.
    let total = bad.reason == .timeout ? 300 : 120_000
    let error = await #expect(throws: OutboundError.self) {
      try await client.send(
        OutboundRequest(.post, peer.url, timeouts: OutboundTimeouts(connect: total, total: total)))
    }
    #expect(error?.reason == bad.reason, "\(String(describing: error))")
    #expect(error?.mayHaveBeenSent == true)
  }

  @Test("a body longer than announced is cut where it was announced to end")
  func surplus() async throws {
    let peer = try Peer { connection in
      _ = connection.request()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabHTTP/1.1 500 No\r\n\r\n")
    }
    let response = try await client.send(OutboundRequest(.get, peer.url))
    #expect(response.body == Array("ab".utf8))
  }

  @Test("when nobody listens, nothing was sent")
  func nobody() async throws {
    let url = try Peer { _ in }.url
    let error = await #expect(throws: OutboundError.self) {
      try await client.send(OutboundRequest(.post, url))
    }
    #expect(error?.reason == .unreachable)
    #expect(error?.mayHaveBeenSent == false)
  }

  @Test("a name that does not exist means that nothing was sent")
  func noName() async {
    let error = await #expect(throws: OutboundError.self) {
      try await client.send(
        OutboundRequest(
          .post, "http://no-such-host.invalid/",
          timeouts: OutboundTimeouts(connect: 1500, total: 1500)))
    }
    #expect(error?.reason == .unresolved || error?.reason == .timeout)
    #expect(error?.mayHaveBeenSent == false)
  }

  @Test("a cancelled call ends at once, also when cancelled before it began")
  func cancellation() async throws {
    let peer = try Peer { connection in
      _ = connection.request()
      connection.waitForEnd()
    }
    let patient = OutboundTimeouts(connect: 10_000, total: 600_000)
    let call = Task {
      try await client.send(OutboundRequest(.post, peer.url, timeouts: patient))
    }
    while peer.requests.isEmpty { await Task.yield() }
    call.cancel()
    let error = await #expect(throws: OutboundError.self) { try await call.value }
    #expect(error?.reason == .cancelled)
    #expect(error?.mayHaveBeenSent == true)
    let early = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await client.send(OutboundRequest(.post, peer.url))
    }
    let other = await #expect(throws: OutboundError.self) { try await early.value }
    #expect(other?.reason == .cancelled)
  }

  @Test("stopping ends what is under way and refuses what comes")
  func stopping() async throws {
    let peer = try Peer { connection in
      _ = connection.request()
      connection.waitForEnd()
    }
    let calls = (0..<5).map { _ in
      Task { try await client.send(OutboundRequest(.get, peer.url)) }
    }
    while peer.requests.count < 5 { await Task.yield() }
    await client.stop()
    for call in calls {
      let error = await #expect(throws: OutboundError.self) { try await call.value }
      #expect(error?.reason == .stopped)
    }
    let late = await #expect(throws: OutboundError.self) {
      try await client.send(OutboundRequest(.get, peer.url))
    }
    #expect(late?.reason == .stopped)
    #expect(late?.mayHaveBeenSent == false)
    await client.stop()
  }

  @Test(
    "a header that could add another is refused unsent",
    arguments: [
      ("X-A", "a\r\nX-B: c"), ("X-A", "a\nb"), ("X-A", "a\0b"), ("X-A: b\r\nX-B", "c"), ("", "a"),
      ("X A", "a"), ("X-A", ""),
    ])
  func headerInjection(name: String, value: String) async throws {
    let error = await #expect(throws: OutboundError.self) {
      try await client.send(
        OutboundRequest(.get, "http://127.0.0.1:1/", headers: [OutboundHeader(name, value)]))
    }
    #expect(error?.reason == .invalidHeader)
  }

  @Test("a request and an answer print without what may be secret")
  func silence() {
    let request = OutboundRequest(
      .post, "https://psp.example/v2?token=abc",
      headers: [OutboundHeader("Authorization", "Bearer live_x")], body: Array("{}".utf8))
    #expect("\(request)" == "POST https://psp.example/v2")
  }
}
