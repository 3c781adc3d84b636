import HTML
import Testing

@Suite struct SafeURLTests {
  private static let hostile = [
    "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
    "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//evil", "///evil", "/\\evil",
    "\\\\evil", "\\/evil", "https:evil", "https:/evil", "http:\\\\evil", "", " ", "/ evil",
    "/a\u{0}b", "/a\nb", "/\t/evil", "/é", "/a\"b", "/a'b", "/<x>", "\u{1}//evil", "ftp://x",
    "blob:https://x", "evil.example/path", "?x", "#x", "/a\u{202E}b",
  ]

  @Test(arguments: hostile)
  func `no hostile text becomes an address`(text: String) {
    #expect(SafeURL(path: text) == .nowhere)
    #expect(SafeURL(untrustedPath: text) == nil)
    #expect(SafeURL(external: text) == nil)
  }

  @Test(arguments: [
    "https://good@evil", "https://a:b@evil/", "https://", "http:///x", "https://:80/",
    "https://a b/", "https://ex ample", "mailto:", "mailto:x", "mailto:/a@b",
    "https://é.example", "https://a/\\b", "https://a/" + String(repeating: "a", count: 2000),
    "https://a%2fb/",
  ])
  func `an outside address must have a plain host`(text: String) {
    #expect(SafeURL(external: text) == nil)
  }

  @Test(arguments: [
    "https://example.com", "http://127.0.0.1:8080/a?b=c&d=e#f", "HTTPS://Example.com/%C3%A9",
    "mailto:a@b.example?subject=x", "https://[::1]:9/x", "https://example.com/@user",
  ])
  func `a plain outside address is taken as it is`(text: String) {
    #expect(SafeURL(external: text)?.text == text)
  }

  @Test(arguments: ["/", "/a", "/invoices/inv_1?after=7&x=%20", "/a/b.pdf#c", "/a:b", "/~x@y"])
  func `an own path is taken as it is`(text: String) {
    #expect(SafeURL(path: text).text == text)
    #expect(SafeURL(untrustedPath: text)?.text == text)
  }

  @Test(arguments: [
    "/%09/evil", "/%2f%2fevil", "/%2Fevil", "/%5cevil", "/%0d%0aX:", "/a/../../b", "/..", "/./x",
    "/" + String(repeating: "a", count: 2000),
  ])
  func `a path that somebody else asked for is read more strictly`(text: String) {
    #expect(SafeURL(untrustedPath: text) == nil)
  }

  @Test(
    arguments: [
      ("#1f6feb", "#1f6feb"), ("FFFFFF", "#ffffff"), ("#000", nil), ("#1f6fe", nil),
      ("#1f6febb", nil), ("red", nil), ("#ｆｆｆｆｆｆ", nil), ("#+12345", nil), ("", nil),
      ("##12345", nil),
    ] as [(String, String?)])
  func `a colour is six digits`(text: String, color: String?) {
    #expect(HexColor(text)?.description == color)
  }
}
