import Foundation
import TestPeers
import Testing

@testable import Outbound

/// Where this platform must not be led (S-07).
@Suite struct PolicyTests {
  @Test(
    "addresses are sorted by how far they reach",
    arguments: [
      ("1.1.1.1", NetworkAddress.Reach.internet), ("172.32.0.1", .internet),
      ("2606:4700::1111", .internet), ("::ffff:1.1.1.1", .internet),
      ("127.0.0.1", .loopback), ("127.255.255.254", .loopback), ("::1", .loopback),
      ("::ffff:127.0.0.1", .loopback), ("::ffff:7f00:1", .loopback), ("2002:7f00:1::", .loopback),
      ("64:ff9b::127.0.0.1", .loopback),
      ("10.0.0.1", .privateNetwork), ("172.16.0.1", .privateNetwork),
      ("172.31.255.255", .privateNetwork), ("192.168.1.1", .privateNetwork),
      ("100.64.0.1", .privateNetwork), ("fc00::1", .privateNetwork), ("fd12::1", .privateNetwork),
      ("::ffff:10.0.0.1", .privateNetwork), ("64:ff9b::a00:1", .privateNetwork),
      ("0.0.0.0", .forbidden), ("0.1.2.3", .forbidden), ("169.254.169.254", .forbidden),
      ("::ffff:169.254.169.254", .forbidden), ("192.0.2.1", .forbidden), ("198.18.0.1", .forbidden),
      ("224.0.0.1", .forbidden), ("255.255.255.255", .forbidden), ("::", .forbidden),
      ("fe80::1", .forbidden), ("ff02::1", .forbidden), ("fec0::1", .forbidden),
      ("::127.0.0.1", .forbidden), ("2001:db8::1", .forbidden), ("2001::1", .forbidden),
      ("64:ff9b:1::1", .forbidden), ("100::1", .forbidden),
    ])
  func reach(text: String, reach: NetworkAddress.Reach) throws {
    #expect(try #require(NetworkAddress(text)).reach == reach)
  }

  @Test(
    "what is no canonical address is none",
    arguments: [
      "", "1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "256.1.1.1", "1.2.3.+4", "0x7f.0.0.1", "a.b.c.d",
      ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "::1%eth0", "::+1",
      "::1.2.3", "1.2.3.4::",
    ])
  func notAddresses(text: String) {
    #expect(NetworkAddress(text) == nil)
  }

  @Test(
    "ordinary URLs are taken apart",
    arguments: [
      ("https://api.mollie.com/v2", "api.mollie.com", 443), ("http://Example.NL", "example.nl", 80),
      ("https://a-b.example:8443/x?y=%20&z=a@b:c", "a-b.example", 8443),
      ("https://[2606:4700::1111]:444/", "2606:4700::1111", 444),
      ("https://1.1.1.1/", "1.1.1.1", 443),
      ("HTTPS://x.example?y", "x.example", 443), ("https://xn--caf-dma.nl/", "xn--caf-dma.nl", 443),
    ])
  func urls(text: String, host: String, port: Int) throws {
    let url = try OutboundURL(text)
    #expect(url.host == host)
    #expect(url.port == port)
    try OutboundPolicy.publicOnly.validate(text)
  }

  @Test(
    "tricks are refused by name",
    arguments: [
      ("", OutboundURLError.unsupportedScheme), ("example.nl", .unsupportedScheme),
      ("//example.nl", .unsupportedScheme), ("ftp://example.nl", .unsupportedScheme),
      ("file:///etc/passwd", .unsupportedScheme), ("javascript://x", .unsupportedScheme),
      ("gopher://x:1/", .unsupportedScheme), (" https://x.nl", .badCharacters),
      ("https://x.nl/a b", .badCharacters), ("https://x.nl/\r\nHost: y", .badCharacters),
      ("https://x.nl/\0", .badCharacters), ("https://x.nl\\@y.nl", .badCharacters),
      ("https://x.nl/#a", .badCharacters), ("https://café.nl/", .badCharacters),
      ("https://x.nl/" + String(repeating: "a", count: 3000), .badCharacters),
      ("https://user@x.nl/", .credentials), ("https://user:pw@x.nl/", .credentials),
      ("https://good.nl@127.0.0.1/", .credentials), ("https://", .badHost),
      ("https:///x", .badHost),
      ("https://:80/", .badHost), ("https://a..b/", .badHost), ("https://-a.nl/", .badHost),
      ("https://a%2eb/", .badHost), ("https://[::1/", .badHost), ("https://[1.1.1.1]/", .badHost),
      ("https://[::1]x/", .badHost), ("https://::1/", .badHost), ("https://2130706433/", .badHost),
      ("https://0x7f000001/", .badHost), ("https://0x7f.1/", .badHost),
      ("https://127.1/", .badHost),
      ("https://0177.0.0.1/", .badHost), ("https://1.1.1.1./", .badHost), ("https://0x/", .badHost),
      ("https://x.nl:/", .badPort), ("https://x.nl:0/", .badPort),
      ("https://x.nl:65536/", .badPort),
      ("https://x.nl:+80/", .badPort), ("https://x.nl:8a/", .badPort),
      ("https://x.nl:" + String(repeating: "0", count: 1000) + "80/", .badPort),
      ("http://127.0.0.1/", .refusedHost), ("http://[::1]/", .refusedHost),
      ("http://[::ffff:127.0.0.1]/", .refusedHost), ("http://0.0.0.0/", .refusedHost),
      ("http://169.254.169.254/latest/meta-data", .refusedHost), ("http://10.1.2.3/", .refusedHost),
      ("http://localhost/", .refusedHost), ("http://LOCALHOST./", .refusedHost),
      ("http://x.localhost/", .refusedHost),
    ])
  func tricks(text: String, error: OutboundURLError) {
    #expect(throws: error) { try OutboundPolicy.publicOnly.validate(text) }
  }

  @Test("development allows loopback and still not the metadata service")
  func development() throws {
    try OutboundPolicy.development.validate("http://127.0.0.1:8080/")
    try OutboundPolicy.development.validate("http://localhost:8080/")
    for text in ["http://169.254.169.254/", "http://0.0.0.0/", "http://10.0.0.1/"] {
      #expect(throws: OutboundURLError.refusedHost) {
        try OutboundPolicy.development.validate(text)
      }
    }
  }

  @Test("the socket itself is refused, whatever led to the address")
  func atConnecting() async throws {
    let peer = try Peer { _ = $0.request() }
    let loop = EventLoop()
    // Past the check of the text, as a name that resolves to this address would be.
    let result = await loop.run(
      TransferPlan(
        url: peer.url, conversation: .http(method: .get, headers: [], body: nil),
        policy: .publicOnly, timeouts: OutboundTimeouts(), responseLimit: 100,
        freshConnection: false))
    let error = #expect(throws: OutboundError.self) { try HTTPClient.interpret(result) }
    #expect(error?.reason == .refusedAddress)
    #expect(error?.mayHaveBeenSent == false)
    #expect(peer.connections == 0)
  }

  @Test("a name of this machine is refused by what it resolves to")
  func byName() async throws {
    let name = ProcessInfo.processInfo.hostName.lowercased()
    let client = HTTPClient(policy: .publicOnly)
    let error = await #expect(throws: OutboundError.self) {
      try await client.send(
        OutboundRequest(
          .get, "http://\(name):9/", timeouts: OutboundTimeouts(connect: 1500, total: 1500)))
    }
    #expect(error?.reason != .unreachable)
    #expect(error?.mayHaveBeenSent == false)
  }

  @Test(
    "Retry-After is read as seconds and as a date, and capped",
    arguments: [
      ("120", 120), ("0", 0), ("999999999999999999999", 86_400),
      ("Thu, 01 Jan 2026 10:01:00 GMT", 60), ("Thu, 01 Jan 2026 09:00:00 GMT", 0),
      ("Thu, 01 Jan 2037 10:00:00 GMT", 86_400), ("soon", nil), ("-1", nil), ("", nil),
      ("Thu, 41 Jan 2026 10:00:00 GMT", nil), ("1.5", nil),
    ] as [(String, Int?)])
  func retryAfter(text: String, seconds: Int?) {
    let response = OutboundResponse(
      status: 429,
      headers: [
        OutboundHeader("Date", "Thu, 01 Jan 2026 10:00:00 GMT"),
        OutboundHeader("retry-after", text),
      ], body: [])
    #expect(response.retryAfter == seconds)
  }

  @Test("a Retry-After date says nothing when the answer has no date of its own")
  func retryAfterWithoutDate() {
    let header = OutboundHeader("Retry-After", "Thu, 01 Jan 2026 10:00:00 GMT")
    #expect(OutboundResponse(status: 429, headers: [header], body: []).retryAfter == nil)
  }
}
