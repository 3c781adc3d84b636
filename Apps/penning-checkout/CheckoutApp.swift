import Cryptography
import HTTPServer
import Observability
import Primitives
import Tenancy
import Web
import Workflows

/// What the pages of this server work with.
struct CheckoutApp: Sendable {
  let platform: Platform
  /// Where a stand-in for the payment services is, in development.
  let sandboxOrigin: String?
  let limits = Limits()
  let orders = OrderDesk()
  let vatAnswers = VATAnswers()
  let metrics: Metrics
  let log: Log
  private let dutch: Site
  private let english: Site

  init(
    _ platform: Platform, masterKey: MasterKey, origin: PublicOrigin, sandbox: String? = nil,
    log: Log, metrics: Metrics
  ) {
    self.platform = platform
    sandboxOrigin = sandbox.flatMap { WebOrigin(of: $0)?.text }
    self.metrics = metrics
    self.log = log
    func site(_ language: Language) -> Site {
      var options = Site.Options(
        audience: .customers, origin: origin, signInPath: Links.front.path())
      options.language = language
      options.random = platform.random
      options.log = log
      return Site(
        options, masterKey: masterKey,
        admit: { try await platform.database.admit($0, as: .portalSession) },
        frame: { visit in PageFrame.around(visit) })
    }
    dutch = site(.nl)
    english = site(.en)
  }

  /// The site whose pages speak a shop's language where the visitor states none that we know.
  func site(speaking language: Language = .nl) -> Site { language == .en ? english : dutch }

  /// The server, not yet started.
  func server(_ configuration: ServerConfiguration) -> HTTPServer {
    let site = site()
    return HTTPServer(configuration, router: routes(), log: log, metrics: metrics) {
      try await site.respond(to: $0, with: $1)
    }
  }
}

/// How often one source may ask for what costs more than a page (S-38). They protect a process;
/// mails are limited in the database besides.
struct Limits: Sendable {
  let ordersFromAddress = RateLimiter(RateLimit(burst: 30, perMinute: 10))
  let ordersOfMailbox = RateLimiter(RateLimit(burst: 5, perMinute: 1))
  let ordersOfShop = RateLimiter(RateLimit(burst: 600, perMinute: 600))
  let vatChecksFromAddress = RateLimiter(RateLimit(burst: 20, perMinute: 10))
  let callsFromAddress = RateLimiter(RateLimit(burst: 2000, perMinute: 6000))
  let callsOfAccount = RateLimiter(RateLimit(burst: 1000, perMinute: 3000))

  /// Takes one of each.
  /// - Throws: `WebRefusal.tooMany` with the time to wait.
  func take(
    _ keys: [(limiter: RateLimiter, key: String)], at now: Instant
  ) throws(WebRefusal) {
    for (limiter, key) in keys {
      if let wait = limiter.take(key, at: now) { throw .tooMany(retryAfter: wait) }
    }
  }
}
