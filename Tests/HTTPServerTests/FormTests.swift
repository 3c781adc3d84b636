import HTTPServer
import JSON
import Testing

@Suite
struct FormTests {
  static func request(_ type: String?, _ body: [UInt8]) throws -> HTTPRequest {
    try #require(
      HTTPRequest(.post, "/", headers: type.map { ["Content-Type": $0] } ?? [:], body: body))
  }

  static func encoded(_ text: String) throws -> HTTPRequest {
    try request("application/x-www-form-urlencoded", Array(text.utf8))
  }

  @Test
  func `a form keeps order, blanks and empty fields`() throws {
    let form = try Self.encoded("name=J%C3%B8rgen+A&empty=&flag&a%5B%5D=1").form()
    #expect(form["name"] == "Jørgen A")
    #expect(form["empty"] == "")
    #expect(form["flag"] == "")
    #expect(form.texts.names == ["name", "empty", "flag", "a[]"])
    #expect(form["missing"] == nil)
  }

  @Test
  func `a field that came twice is seen`() throws {
    let form = try Self.encoded("a=1&b=2&a=3").form()
    #expect(form["a"] == "1")
    #expect(form.texts.values(of: "a") == ["1", "3"])
    #expect(form.texts.firstDuplicate == "a")
    #expect(try Self.encoded("a=1&b=2").form().texts.firstDuplicate == nil)
  }

  @Test(arguments: [
    "a=%ff", "a=%c3", "a=%", "a=%4", "a=%zz", "a=%00", "a=é", "a=b c", "a=%ed%a0%80", "%ff=1",
    String(repeating: "a=1&", count: 1001),
  ])
  func `a broken form is refused`(_ text: String) throws {
    let request = try Self.encoded(text)
    #expect(throws: HTTPError.malformed("The form can't be read.")) { try request.form() }
  }

  @Test(arguments: [
    nil, "text/plain", "application/json", "", "application/x-www-form-urlencoded2",
  ])
  func `another type is no form`(_ type: String?) throws {
    let request = try Self.request(type, Array("a=1".utf8))
    #expect(throws: HTTPError.self) { try request.form() }
    do {
      _ = try request.form()
    } catch {
      #expect(error.status == 415)
    }
  }

  @Test
  func `a large field is refused`() throws {
    let request = try Self.encoded("a=" + String(repeating: "x", count: 300_000))
    #expect(throws: HTTPError.tooLarge) { try request.form() }
  }

  static func multipart(_ lines: [String], boundary: String = "xYz") throws -> HTTPRequest {
    try request(
      "multipart/form-data; boundary=\"\(boundary)\"",
      Array(lines.joined(separator: "\r\n").utf8))
  }

  @Test
  func `an upload has texts and files`() throws {
    let form = try Self.multipart([
      "--xYz", "Content-Disposition: form-data; name=\"note\"", "", "line 1\r\nline é", "--xYz",
      "content-disposition: form-data; name=\"logo\"; filename=\"a \\ %22;b.png\"",
      "Content-Type: image/png", "", "\r\n--xY\r\n--xYbytes", "--xYz",
      "Content-Disposition: form-data; name=\"none\"; filename=\"\"", "", "", "--xYz--", "",
    ]).form()
    #expect(form["note"] == "line 1\r\nline é")
    let logo = try #require(form.file("logo"))
    #expect(logo.name == "a \\ \";b.png")
    #expect(logo.type == "image/png")
    #expect(String(decoding: logo.bytes, as: UTF8.self) == "\r\n--xY\r\n--xYbytes")
    #expect(form.file("none")?.bytes.isEmpty == true)
    #expect(form.files.count == 2)
  }

  @Test
  func `a file may hold any bytes`() throws {
    let bytes = (0..<4).flatMap { _ in (UInt8.min...UInt8.max).map { $0 } }
    let head = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n"
    let body = Array(head.utf8) + bytes + Array("\r\n--b--\r\n".utf8)
    let form = try Self.request("multipart/form-data; boundary=b", body).form()
    #expect(form.file("f")?.bytes == bytes)
  }

  @Test(arguments: [
    [], ["--xYz--"].dropLast() + ["nothing"], ["--xYz"], ["--xYz", ""],
    ["--xYz", "Content-Disposition: form-data; name=\"a\""],
    ["--xYz", "Content-Disposition: form-data; name=\"a\"", "", "no end"],
    ["--xYz", "Content-Disposition: form-data", "", "no name", "--xYz--"],
    ["--xYz", "Content-Disposition: attachment; name=\"a\"", "", "x", "--xYz--"],
    ["--xYz", "", "no header", "--xYz--"],
    [
      "--xYz", "Content-Disposition: form-data; name=\"a\"",
      "Content-Disposition: form-data; name=\"b\"", "", "x", "--xYz--",
    ],
    ["--xYz", "Content-Disposition: form-data; name=\"a\"", "", "nul \0", "--xYz--"],
    ["--xYzz", "Content-Disposition: form-data; name=\"a\"", "", "x", "--xYz--"],
  ])
  func `a broken upload is refused`(_ lines: [String]) throws {
    let request = try Self.multipart(lines)
    do {
      _ = try request.form()
      Issue.record("was read")
    } catch {
      #expect(error.status == 400)
    }
  }

  @Test
  func `an upload in broken UTF-8, or of too many parts, is refused`() throws {
    let head = "--b\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n"
    let broken = Array(head.utf8) + [0xFF] + Array("\r\n--b--\r\n".utf8)
    let request = try Self.request("multipart/form-data; boundary=b", broken)
    #expect(throws: HTTPError.self) { try request.form() }
    let many = String(repeating: head + "x\r\n", count: 1100) + "--b--\r\n"
    let large = try Self.request("multipart/form-data; boundary=b", Array(many.utf8))
    #expect(throws: HTTPError.tooLarge) { try large.form() }
  }

  @Test
  func `JSON is taken by its type alone`() throws {
    let body = Array(#"{"a": 1}"#.utf8)
    for type in [
      "application/json", "Application/JSON; charset=UTF-8", "application/merge-patch+json",
    ] {
      #expect(try Self.request(type, body).json()["a"] == 1)
    }
    for type in [nil, "text/plain", "application/json; charset=utf-16", "text/json"] {
      let request = try Self.request(type, body)
      #expect(throws: HTTPError.unsupportedType(expected: "application/json")) {
        try request.json()
      }
    }
  }

  @Test
  func `broken JSON is a problem that points at the place`() throws {
    let request = try Self.request("application/json", Array(#"{"a": {"b": 1, "b": 2}}"#.utf8))
    do {
      _ = try request.json()
      Issue.record("was read")
    } catch {
      #expect(error.status == 400)
      #expect(error.problem.errors.first?.pointer.hasPrefix("/a") == true)
    }
  }
}
