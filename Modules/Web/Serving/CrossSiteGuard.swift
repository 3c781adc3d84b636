import Cryptography
import HTTPServer
import Primitives

/// Makes sure that a form was sent from our own page (S-12).
///
/// Two fences: what the browser says about where the request came from, and a token in the form
/// that only we can make. With a session it is bound to the session; before, to a random cookie.
struct CrossSiteGuard: Sendable {
  static let field = "csrf"
  static let cookie = "penning_form"

  private let key: [UInt8]
  private let origin: PublicOrigin

  init(masterKey: MasterKey, origin: PublicOrigin) {
    key = masterKey.key(for: "web/cross-site")
    self.origin = origin
  }

  /// The token for forms of a session.
  func token(session seed: [UInt8]) -> String {
    Base64URL.encode(HMAC.sha256(key: key, message: Array("session/".utf8) + seed))
  }

  /// The token for forms before there is a session.
  func token(visitor seed: String) -> String {
    Base64URL.encode(HMAC.sha256(key: key, message: "visitor/" + seed))
  }

  /// The value of the visitor's cookie, if it is one of ours by its form.
  func visitorSeed(in request: HTTPRequest) -> String? {
    let name = Cookie.fullName(Self.cookie, secure: origin.isSecure)
    guard let seed = request.cookies[name], seed.utf8.count == 43, Base64URL.decode(seed) != nil
    else { return nil }
    return seed
  }

  /// Refuses a changing request that another site caused, as far as the browser says.
  func checkSource(of request: HTTPRequest) throws(WebRefusal) {
    if let site = request.headers["Sec-Fetch-Site"], site != "same-origin", site != "none" {
      throw .crossSite
    }
    let origins = request.headers.values(of: "Origin")
    guard origins.allSatisfy({ isOwn($0, host: request.host) }) else { throw .crossSite }
  }

  /// Refuses a form whose token is not the expected one.
  func check(_ form: FormFields, expected: String) throws(WebRefusal) {
    let tokens = form.texts.values(of: Self.field)
    guard tokens.count == 1, tokens[0].utf8.count <= 64, constantTimeEquals(tokens[0], expected)
    else { throw .crossSite }
  }

  /// Our configured origin, or the very host that the browser addressed (a shop's own host name):
  /// a page of another site cannot change what the browser writes into `Host`.
  private func isOwn(_ text: String, host: String) -> Bool {
    guard let source = PublicOrigin(text) else { return false }
    if source == origin { return true }
    guard source.isSecure == origin.isSecure, !host.isEmpty else { return false }
    return PublicOrigin((origin.isSecure ? "https://" : "http://") + host.lowercased()) == source
  }
}
