package import Cryptography
package import HTTPServer
package import Observability
package import Primitives
package import Tenancy

/// For whom a server's pages are. A cookie of one audience opens nothing at the other (S-18).
package enum Audience: Sendable, Hashable {
  case staff
  case customers

  /// On https it is sent as `__Host-penning_staff`.
  var cookie: String {
    switch self {
    case .staff: "penning_staff"
    case .customers: "penning_portal"
    }
  }

  /// The kind of secret in the cookie.
  package var tokenKind: TokenKind {
    switch self {
    case .staff: .staffSession
    case .customers: .portalSession
    }
  }

  /// Customers come back from their bank, which is another site.
  var sameSite: Cookie.SameSite {
    switch self {
    case .staff: .strict
    case .customers: .lax
    }
  }
}

/// What one server's pages have in common.
package struct Site: Sendable {
  package struct Options: Sendable {
    package var audience: Audience
    package var origin: PublicOrigin
    /// Where sign-in happens; a page that needs it sends there with `?next=`.
    package var signInPath: String
    /// Other origins that forms may lead to: payment services.
    package var formTargets: [String] = []
    /// For people who state no language that we know.
    package var language: Language = .nl
    /// Per address, over all pages.
    package var limit = RateLimit(burst: 120, perMinute: 600)
    /// Wall time, for form tokens, notices and limits; business time is in the transactions.
    package var clock: @Sendable () -> Instant = { SystemTime.now() }
    package var random: any RandomSource = SecureRandom()
    package var log: Log = .none

    package init(audience: Audience, origin: PublicOrigin, signInPath: String) {
      self.audience = audience
      self.origin = origin
      self.signInPath = signInPath
    }
  }

  package let options: Options
  let policy: SecurityPolicy
  let crossSite: CrossSiteGuard
  let notices: NoticeCookie
  let limiter: RateLimiter
  let admit: @Sendable (String) async throws -> Admission?
  let frame: @Sendable (Visit) -> PageFrame

  /// - Parameters:
  ///   - admit: opens a session's secret: `{ try await database.admit($0, as: .staffSession) }`.
  ///   - frame: the frame in which error pages appear.
  package init(
    _ options: Options, masterKey: MasterKey,
    admit: @escaping @Sendable (String) async throws -> Admission?,
    frame: @escaping @Sendable (Visit) -> PageFrame
  ) {
    self.options = options
    policy = SecurityPolicy(
      formTargets: options.formTargets, isSecure: options.origin.isSecure)
    crossSite = CrossSiteGuard(masterKey: masterKey, origin: options.origin)
    notices = NoticeCookie(masterKey: masterKey)
    limiter = RateLimiter(options.limit)
    self.admit = admit
    self.frame = frame
  }

  func cookie(
    _ name: String, _ value: String, lifetime: Int? = nil, sameSite: Cookie.SameSite = .lax
  ) -> Cookie {
    Cookie(
      name, value, lifetime: lifetime, sameSite: sameSite, secure: options.origin.isSecure)
  }

  func cookieValue(_ name: String, in request: HTTPRequest) -> String? {
    request.cookies[Cookie.fullName(name, secure: options.origin.isSecure)]
  }
}

// Sessions.
extension Site {
  /// The answer that also gives the browser its new session.
  package func beginning(session secret: Secret<String>, with response: HTTPResponse)
    -> HTTPResponse
  {
    response.setting(
      cookie(options.audience.cookie, secret.revealed, sameSite: options.audience.sameSite))
  }

  /// The answer that also takes the session's cookie away. Revoke the token beside it.
  package func endingSession(with response: HTTPResponse) -> HTTPResponse {
    response.setting(
      cookie(options.audience.cookie, "", lifetime: 0, sameSite: options.audience.sameSite))
  }
}
