import JSON
import Observability
import Primitives

/// What stands behind the library's callbacks: how a request is judged, answered and noted.
final class Service: Sendable {
  let configuration: ServerConfiguration
  let exchanges = Exchanges()
  let connections: Connections
  private let router: Router?
  private let log: Log
  private let meter: RequestMeter
  private let handler: @Sendable (HTTPRequest) async throws -> HTTPResponse

  init(
    _ configuration: ServerConfiguration, router: Router?, log: Log, metrics: Metrics,
    handler: @escaping @Sendable (HTTPRequest) async throws -> HTTPResponse
  ) {
    self.configuration = configuration
    self.router = router
    self.log = log
    self.handler = handler
    meter = RequestMeter(metrics)
    connections = Connections(configuration)
  }

  /// What to do with a head: read on to so many bytes of body, or answer at once without the body.
  enum Judgement {
    case accept(AcceptedHead, bodyLimit: Int)
    case refuse(HTTPResponse)
  }

  func judge(_ head: RequestHead, id: String) -> Judgement {
    let accepted: AcceptedHead
    do {
      accepted = try HeadReader(configuration: configuration).read(head, id: id)
    } catch {
      return .refuse(Problem(status: error.status).response)
    }
    var limit = configuration.bodyLimit
    switch router?.find(accepted.request) {
    case .route(let route, _): limit = route.options.bodyLimit ?? limit
    case .otherwise(let response) where accepted.body != .none: return .refuse(response)
    case .otherwise, nil: break
    }
    if case .length(let length) = accepted.body, length > limit {
      return .refuse(HTTPError.tooLarge.problem.response)
    }
    return .accept(accepted, bodyLimit: limit)
  }

  /// The answer to a whole request; whatever goes wrong becomes one too.
  func respond(to request: HTTPRequest) async -> HTTPResponse {
    await LogContext.with(["request": .text(request.id)]) {
      do {
        return try await handler(request)
      } catch {
        return errorResponse(error, request)
      }
    }
  }

  private func errorResponse(_ error: any Error, _ request: HTTPRequest) -> HTTPResponse {
    switch error {
    case let error as HTTPError: return error.problem.response
    case let error as FieldProblems: return Problem(error).response
    case let error as any Refusal: return Problem(error).response
    default:
      log.error("request failed", ["error": .failure(error)])
      return Problem(status: 500, requestID: request.id).response
    }
  }

  func streamFailed(_ error: any Error, _ request: String) {
    log.warning(
      "answer broken off", ["request": .text(request), "error": .failure(error)])
  }

  /// The fields that every answer carries, unless the handler set them.
  func completed(_ response: HTTPResponse, id: String, scheme: String) -> HTTPResponse {
    var response = response
    if !(200...599).contains(response.status) { response = Problem(status: 500).response }
    response.headers["X-Request-Id"] = id
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setIfMissing("Referrer-Policy", "same-origin")
    response.headers.setIfMissing("Cache-Control", "no-store")
    if scheme == "https" {
      response.headers.setIfMissing(
        "Strict-Transport-Security", "max-age=63072000; includeSubDomains")
    }
    return response
  }

  /// One line and the numbers for a request that is over.
  func note(_ record: RequestRecord) {
    var path = Self.withoutSecrets(record.path)
    var template = "other"
    if let request = record.request, case .route(let route, let values)? = router?.find(request) {
      path = route.loggedPath(values)
      template = route.template
    }
    meter.count(record, template: template)
    log.info(
      "request",
      [
        "request": .text(record.id), "remote": .text(record.remote),
        "method": .text(record.method), "path": .text(String(path.prefix(500))),
        "status": .count(record.status), "bytes": .count(record.bytes),
        "ms": .duration(record.duration), "outcome": .text(record.outcome.rawValue),
      ])
  }

  /// A path that led to no route, or was refused before one was looked for, may still hold a
  /// link's secret (S-52): what is longer than an id is not told.
  private static func withoutSecrets(_ path: String) -> String {
    path.split(separator: "/", omittingEmptySubsequences: false)
      .map { $0.utf8.count > 24 ? "***" : String($0) }
      .joined(separator: "/")
  }
}

/// What is known of a request when it is over.
struct RequestRecord: Sendable {
  enum Outcome: String, Sendable {
    case answered
    /// The peer went away, or was too slow, or the server stopped.
    case brokenOff = "broken-off"
  }

  let id: String
  let request: HTTPRequest?
  let method: String
  /// Without query.
  let path: String
  let remote: String
  let status: Int
  let bytes: Int
  let duration: Duration
  let outcome: Outcome
}

/// The server's numbers.
struct RequestMeter: Sendable {
  private let requests: Counter
  private let seconds: Histogram
  private let sent: Counter

  init(_ metrics: Metrics) {
    requests = metrics.counter(
      "http_requests_total", help: "Requests by method, route and status.",
      labels: ["method", "route", "status"])
    seconds = metrics.histogram(
      "http_request_seconds", help: "Time from request line to the last byte of the answer.",
      labels: ["route"])
    sent = metrics.counter("http_sent_bytes_total", help: "Bytes of bodies answered.")
  }

  func count(_ record: RequestRecord, template: String) {
    let method = record.request?.method.rawValue ?? "other"
    requests.add(1, method, template, "\(record.status)")
    seconds.observe(record.duration, template)
    sent.add(record.bytes)
  }
}
