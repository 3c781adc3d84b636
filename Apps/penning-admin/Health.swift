import HTTPServer
import Observability
import Storage

/// What operators' machines ask.
enum Health {
  static let alive = HTTPResponse.text("alive\n")

  /// Whether the database answers and its tables are there.
  static func ready(_ database: Database) async -> HTTPResponse {
    do {
      let applied = try await database.appliedMigrations()
      return applied.isEmpty ? notReady : .text("ready\n")
    } catch {
      return notReady
    }
  }

  /// For this machine alone; a proxy that forwards for others names them in a header.
  static func metrics(_ metrics: Metrics, for request: HTTPRequest) -> HTTPResponse {
    let isForwarded =
      request.headers["X-Forwarded-For"] != nil || request.headers["Forwarded"] != nil
    let isHere =
      ["127.0.0.0/8", "::1"].compactMap { AddressRange($0) }
      .contains { $0.contains(request.remoteAddress) }
    guard isHere, !isForwarded else { return Problem(status: 404).response }
    return .bytes(Array(metrics.exposition().utf8), type: Metrics.contentType)
  }

  private static let notReady = HTTPResponse.text("not ready\n", status: 503)
}
