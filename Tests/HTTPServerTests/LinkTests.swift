import HTTPServer
import Primitives
import Testing

enum Sample: Entity { static let idPrefix = "smp" }

@Suite
struct LinkTests {
  @Test
  func `a link prints and reads what it printed`() throws {
    let link = Link<Sample.ID, Int>("/samples/{sample}/lines/{line}")
    let id = Sample.ID(rawValue: 12_345_678)
    let path = link.path(id, 7)
    #expect(path == "/samples/\(id)/lines/7")
    let (readID, line) = try #require(link.match(path))
    #expect(readID == id)
    #expect(line == 7)
  }

  @Test(arguments: ["a", "a b", "é€😀", "a/b", "100%", "?#&=+", "-._~", "\"'<>", "{id}"])
  func `any text makes the way there and back`(_ text: String) throws {
    let link = Link<String>("/x/{text}")
    let path = link.path(text)
    #expect(path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
    #expect(path.split(separator: "/").count == 2)
    if text != "a/b" { #expect(link.match(path) == text) }
  }

  @Test
  func `a date stands in a path`() throws {
    let link = Link<CivilDate>("/days/{day}")
    let day = try #require(CivilDate("2026-11-16"))
    #expect(link.path(day) == "/days/2026-11-16")
    #expect(link.match("/days/2026-11-16") == day)
    #expect(link.match("/days/2026-11-31") == nil)
  }

  @Test(arguments: [
    "/invoices", "/invoices/", "/invoices/x", "/invoices/007", "/invoices/+7", "/invoices/7/",
    "/invoices/99999999999999999999", "invoices/7", "/invoices/7/more", "/Invoices/7",
    "/invoices/%zz", "", "/", "/invoices/%37%", "/invoices/-0",
  ])
  func `another path is not matched`(_ path: String) {
    #expect(Link<Int>("/invoices/{id}").match(path) == nil)
  }

  @Test
  func `a constant path is a link too`() {
    let home = Link("/")
    #expect(home.path() == "/")
    #expect(home.match("/") != nil)
    #expect(home.match("/x") == nil)
    #expect(Link("/a/b").path() == "/a/b")
  }

  @Test
  func `a query is escaped behind a path`() {
    let query: QueryItems = ["q": "a&b=c d", "page": "2"]
    #expect(query.appended(to: "/x") == "/x?q=a%26b%3Dc%20d&page=2")
    #expect(QueryItems().appended(to: "/x") == "/x")
  }

  @Test(arguments: [
    ("/", true), ("/a/b?c=d", true), ("//evil", false), ("/\\evil", false), ("https:evil", false),
    ("https://good@evil", false), ("/%2f%2fevil", false), ("/%09/evil", false), ("", false),
    ("/\t/evil", false), ("/a/../b", false), ("/a#b", false),
    ("/" + String(repeating: "a", count: 2000), false),
  ])
  func `only a path on this site is a local path`(_ text: String, _ isLocal: Bool) {
    #expect((LocalPath(text) != nil) == isLocal)
  }
}
