import HTTPServer
import Observability
import Runtime
import Storage

/// What operators and crawlers ask.
enum Health {
  static let alive = HTTPResponse.text("alive\n")

  static let robots = HTTPResponse.text("User-agent: *\nDisallow: /\n")

  /// Whether the database can be reached and has every table of this program.
  static func ready(_ database: Database) async -> HTTPResponse {
    do {
      let applied = Set(try await database.appliedMigrations())
      let missing = MigrationManifest.all.contains { !applied.contains($0.name) }
      return missing ? .text("migrations are missing\n", status: 503) : .text("ready\n")
    } catch {
      return .text("the database cannot be reached\n", status: 503)
    }
  }

  /// For a collector on this machine alone. What came through a proxy did not come from here.
  static func metrics(_ metrics: Metrics, for request: HTTPRequest) -> HTTPResponse {
    let isForwarded = ["Forwarded", "X-Forwarded-For"].contains { request.headers[$0] != nil }
    let isLocal = loopback.contains { $0.contains(request.remoteAddress) }
    guard isLocal, !isForwarded else { return Problem(status: 404).response }
    return .bytes(Array(metrics.exposition().utf8), type: Metrics.contentType)
  }

  private static let loopback = ["127.0.0.0/8", "::1"].compactMap(AddressRange.init)
}
