import HTTPServer
import Primitives
import Testing

@Suite
struct RouterTests {
  static func router() -> Router {
    var router = Router()
    router.get(Link("/")) { _ in .text("home") }
    router.get(Link<Int>("/things/{id}")) { .text("thing \($1)") }
    router.put(Link<Int>("/things/{id}")) { .text("put \($1)") }
    router.delete(Link<Int>("/things/{id}")) { .text("delete \($1)") }
    router.get(Link("/things/new")) { _ in .text("new thing") }
    router.get(Link<Int, String>("/things/{id}/parts/{part}")) { .text("\($1) has \($2)") }
    router.get(Link<String>("/things/{name}/parts")) { .text("parts of \($1)") }
    router.post(Link("/things")) { _ in .text("made", status: 201) }
    router.patch(Link("/settings")) { _ in .noContent }
    return router
  }

  @Test(arguments: [
    (HTTPMethod.get, "/", 200, "home"), (.head, "/", 200, "home"),
    (.get, "/things/7", 200, "thing 7"), (.put, "/things/7", 200, "put 7"),
    (.delete, "/things/7", 200, "delete 7"), (.get, "/things/new", 200, "new thing"),
    (.get, "/things/7/parts/a%20b", 200, "7 has a b"),
    (.get, "/things/new/parts", 200, "parts of new"), (.post, "/things", 201, "made"),
    (.get, "/things/x", 404, ""), (.get, "/things/", 404, ""), (.get, "/things//", 404, ""),
    (.get, "//", 404, ""), (.get, "/nothing", 404, ""), (.get, "/things/7/parts/", 404, ""),
    (.get, "/things/7.css", 404, ""), (.post, "/things/x", 404, ""),
    (.get, "/things", 405, ""), (.post, "/things/7", 405, ""), (.delete, "/", 405, ""),
    (.options, "/things/7", 204, ""), (.options, "/nothing", 404, ""),
  ])
  func `a request finds its handler`(
    _ method: HTTPMethod, _ target: String, _ status: Int, _ text: String
  ) async throws {
    let request = try #require(HTTPRequest(method, target))
    let response = try await Self.router().respond(to: request)
    #expect(response.status == status)
    if !text.isEmpty, case .bytes(let bytes) = response.body {
      #expect(String(decoding: bytes, as: UTF8.self) == text)
    }
  }

  @Test
  func `405 and OPTIONS name the methods`() async throws {
    let router = Self.router()
    for method in [HTTPMethod.post, .options] {
      let request = try #require(HTTPRequest(method, "/things/7"))
      let response = try await router.respond(to: request)
      #expect(response.headers["Allow"] == "DELETE, GET, HEAD, OPTIONS, PUT")
    }
  }

  @Test
  func `the routes are listed and a taken place is told`() {
    var router = Self.router()
    #expect(router.routes.count == 9)
    #expect(router.routes[1].template == "/things/{id}")
    #expect(router.conflicts.isEmpty)
    router.get(Link<String>("/things/{other}")) { .text($1) }
    #expect(router.conflicts == ["GET /things/{other}"])
  }
}
