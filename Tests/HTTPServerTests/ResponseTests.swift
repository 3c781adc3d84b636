import HTTPServer
import JSON
import Primitives
import Testing

@Suite
struct ResponseTests {
  @Test
  func `a header can't break out of its line`() {
    var headers: HTTPHeaders = ["X-A": "b\r\nSet-Cookie: evil=1\0"]
    headers.add("X-B\r\nX-C", "d")
    #expect(headers.fields.count == 1)
    #expect(headers["x-a"] == "b  Set-Cookie: evil=1 ")
  }

  @Test
  func `headers keep order and compare without case`() {
    var headers: HTTPHeaders = ["A": "1", "B": "2"]
    headers.add("a", "3")
    #expect(headers.values(of: "A") == ["1", "3"])
    headers["a"] = "4"
    #expect(headers.fields.map(\.name) == ["B", "a"])
    headers["b"] = nil
    #expect(headers["B"] == nil)
  }

  @Test(arguments: [
    ("factuur.pdf", #"attachment; filename="factuur.pdf"; filename*=UTF-8''factuur.pdf"#),
    ("é\".pdf", #"attachment; filename="_-.pdf"; filename*=UTF-8''%C3%A9-.pdf"#),
    ("a\r\nb: c", #"attachment; filename="ab- c"; filename*=UTF-8''ab-%20c"#),
    ("../x\u{202E}fdp", #"attachment; filename="..-xfdp"; filename*=UTF-8''..-xfdp"#),
    ("", #"attachment; filename="download"; filename*=UTF-8''download"#),
  ])
  func `a file's name is safe for every reader`(_ name: String, _ expected: String) {
    let response = HTTPResponse.file(.bytes([1]), name: name, type: "application/pdf")
    #expect(response.headers["Content-Disposition"] == expected)
  }

  @Test
  func `a cookie is for this host and out of reach of scripts`() {
    let cookie = Cookie("sid", "a;b", lifetime: 60, sameSite: .strict)
    let response = HTTPResponse.noContent.setting(cookie)
    #expect(
      response.headers["Set-Cookie"]
        == "__Host-sid=a%3Bb; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=60")
    let plain = HTTPResponse.noContent.setting(Cookie("sid", "x", secure: false))
    #expect(plain.headers["Set-Cookie"] == "sid=x; Path=/; HttpOnly; SameSite=Lax")
  }

  @Test
  func `cookies are read back`() throws {
    let request = try #require(
      HTTPRequest(.get, "/", headers: ["Cookie": "a=1; b=x%3By;broken; a=2; c=%zz; d="]))
    #expect(request.cookies == ["a": "1", "b": "x;y", "d": ""])
  }

  struct Refused: Refusal {
    let kind = RefusalKind.conflict
    let code = "sample.taken"
    let pointer: String? = "/name"
    let phrase = Phrase(nl: "Bezet.", en: "Taken.")
  }

  @Test
  func `a refusal is a problem in the reader's language`() throws {
    let problem = Problem(Refused(), language: .nl)
    #expect(
      problem.json.text
        == #"{"type":"urn:penning:problem:sample.taken","title":"Conflict","status":409,"#
        + #""detail":"Bezet.","errors":[{"pointer":"/name","code":"sample.taken","#
        + #""detail":"Bezet."}]}"#)
    let response = problem.response
    #expect(response.status == 409)
    #expect(response.headers["Content-Type"] == "application/problem+json")
  }

  @Test(arguments: [
    ("10.0.0.0/8", "10.1.2.3", true), ("10.0.0.0/8", "11.0.0.1", false),
    ("127.0.0.1", "127.0.0.1", true), ("127.0.0.1", "127.0.0.2", false),
    ("::1", "::1", true), ("fd00::/8", "fd12::1", true), ("fd00::/8", "fe80::1", false),
    ("10.0.0.0/8", "::ffff:10.1.1.1", true), ("0.0.0.0/0", "1.2.3.4", true),
    ("10.0.0.0/8", "nonsense", false),
  ])
  func `an address lies in a range`(_ range: String, _ address: String, _ inside: Bool) throws {
    let parsed = try #require(AddressRange(range))
    #expect(parsed.contains(address) == inside)
  }

  @Test(arguments: ["", "10.0.0.0/33", "10.0.0/8", "x", "::1/129", "10.0.0.0/-1", "10.0.0.0/"])
  func `nonsense is no range`(_ text: String) { #expect(AddressRange(text) == nil) }
}
