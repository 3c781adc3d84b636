import Cryptography
import HTML
import HTTPServer
import Observability
import Primitives
import Tenancy
import Testing
import Web

/// A site with a fixed clock and random source, and requests to it.
struct WebBench {
  static let now = Instant(milliseconds: 1_794_816_000_000)
  let site: Site

  init(
    origin: String = "https://admin.example", audience: Audience = .staff,
    formTargets: [String] = [], limit: RateLimit = RateLimit(burst: 1000, perMinute: 1000),
    log: Log = .none, admit: @escaping @Sendable (String) async throws -> Admission? = { _ in nil }
  ) throws {
    var options = Site.Options(
      audience: audience, origin: try #require(PublicOrigin(origin)), signInPath: "/sign-in")
    options.formTargets = formTargets
    options.limit = limit
    options.log = log
    options.clock = { WebBench.now }
    options.random = SeededRandom(seed: 7)
    let key = try MasterKey("kX92-fWq7-Zb31-Lm08-Vt65-Rc47-Yd29")
    site = Site(options, masterKey: key, admit: admit) { _ in WebBench.frame }
  }

  static let frame = PageFrame(
    title: "Start",
    brand: .init(
      name: "Fietsenwinkel & Zn.", home: SafeURL(path: "/"),
      accent: HexColor("#0a7d55").map(Accent.init)),
    menu: [
      .init("Overzicht", SafeURL(path: "/"), isCurrent: true),
      .init("Klanten", SafeURL(path: "/customers")),
    ])

  /// A page that shows a heading, a form and who is signed in.
  var routes: Router {
    var routes = Router()
    site.get(Self.home, in: &routes) { visit in
      visit.page(Self.frame) {
        h1 { "Dag" }
        p { visit.language.rawValue }
        if let admission = visit.admission { p(.id("who")) { admission.scope.shop.name } }
        FormView(visit, FormState(), action: SafeURL(path: "/")).markup { form in
          form.submit("Ga")
        }
      }
    }
    site.post(Self.home, in: &routes) { visit in
      var form = visit.reader
      let name = form.text("name", most: 10)
      guard form.isComplete(), let name else {
        return visit.page(Self.frame, status: 422) {
          FormView(visit, form.state, action: SafeURL(path: "/")).markup { view in
            view.text("name", "Naam", FieldLook(hint: "Zoals op de bankpas"))
          }
        }
      }
      return visit.redirect(to: "/", notice: Notice("Bewaard: \(name)"))
    }
    site.getSignedIn(Self.secret, in: &routes) { visit, scope, number in
      visit.page(Self.frame) { "\(scope.shop.name) \(number)" }
    }
    site.postSignedIn(Self.secret, in: &routes) { visit, _, _ in visit.redirect(to: "/") }
    site.get(Self.broken, in: &routes) { _ in throw Broken() }
    site.serveAssets(in: &routes)
    return routes
  }

  static let home: Link<> = Link("/")
  static let secret = Link<Int>("/secret/{number}")
  static let broken: Link<> = Link("/broken")
  struct Broken: Error {}

  func get(_ target: String, _ headers: HTTPHeaders = [:]) async throws -> HTTPResponse {
    var headers = headers
    headers.setIfMissing("Accept", "text/html")
    let request = try #require(HTTPRequest(.get, target, headers: headers))
    return try await site.respond(to: request, with: routes)
  }

  func post(
    _ target: String, _ form: QueryItems, _ headers: HTTPHeaders = [:]
  ) async throws -> HTTPResponse {
    var headers = headers
    headers.setIfMissing("Content-Type", "application/x-www-form-urlencoded")
    headers.setIfMissing("Accept", "text/html")
    let request = try #require(
      HTTPRequest(.post, target, headers: headers, body: Array(form.encoded.utf8)))
    return try await site.respond(to: request, with: routes)
  }
}

extension HTTPResponse {
  var text: String {
    if case .bytes(let bytes) = body { String(decoding: bytes, as: UTF8.self) } else { "" }
  }

  /// `name=value` of the cookies it sets.
  var cookies: [String] {
    headers.values(of: "Set-Cookie").map { String($0.prefix { $0 != ";" }) }
  }

  /// The token of the first form on the page.
  var formToken: String {
    let parts = text.split(separator: "name=\"csrf\" value=\"", maxSplits: 1)
    return parts.count == 2 ? String(parts[1].prefix { $0 != "\"" }) : ""
  }
}
