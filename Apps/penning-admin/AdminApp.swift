import Cryptography
import HTTPServer
import Observability
import Primitives
import Storage
import Tenancy
import Web
import Workflows

/// What the pages and the API of this server work with.
struct AdminApp: Sendable {
  let platform: Platform
  let origin: PublicOrigin
  let hasher: PasswordHasher
  let metrics: Metrics
  let log: Log
  let site: Site
  let gate: APIGate

  init(
    _ platform: Platform, masterKey: MasterKey, origin: PublicOrigin, log: Log, metrics: Metrics,
    hasher: PasswordHasher = PasswordHasher(), limits: Limits = Limits()
  ) {
    self.platform = platform
    self.origin = origin
    self.hasher = hasher
    self.metrics = metrics
    self.log = log
    let database = platform.database
    var options = Site.Options(
      audience: .staff, origin: origin, signInPath: Links.signIn.path())
    options.log = log
    options.random = platform.random
    options.limit = limits.pages
    site = Site(
      options, masterKey: masterKey, admit: { try await database.admit($0, as: .staffSession) },
      frame: { visit in PageFrame.plain(visit) })
    var gate = APIGate(database: database, perAddress: limits.api, perKey: limits.key) {
      try await database.admit($0, as: .apiKey)
    }
    gate.log = log
    self.gate = gate
  }

  /// Requests per address and per key; tests ask for more than people do.
  struct Limits: Sendable {
    var pages = RateLimit(burst: 120, perMinute: 600)
    var api = RateLimit(burst: 300, perMinute: 3000)
    var key = RateLimit(burst: 200, perMinute: 1200)
  }

  var database: Database { platform.database }

  /// The server, not yet started.
  func server(_ configuration: ServerConfiguration) -> HTTPServer {
    let site = site
    return HTTPServer(configuration, router: routes().router, log: log, metrics: metrics) {
      try await site.respond(to: $0, with: $1)
    }
  }
}
