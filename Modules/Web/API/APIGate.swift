package import HTTPServer
import JSON
package import Observability
package import Primitives
package import Storage
package import Tenancy

/// One request of a program, its key checked.
package struct APICall: Sendable {
  package let request: HTTPRequest
  /// The shop that the key belongs to, with the key as the actor.
  package let scope: TenantScope
  package let database: Database
  /// Of a writing request that has an `Idempotency-Key`.
  package let idempotent: IdempotentRequest?
}

/// What stands before every route of the API: limits, the key, its scopes; and what turns every
/// error into a problem.
package struct APIGate: Sendable {
  package let database: Database
  package var log: Log = .none
  package var clock: @Sendable () -> Instant = { SystemTime.now() }
  package var isSecure = false
  let byAddress: RateLimiter
  let byKey: RateLimiter
  private let admit: @Sendable (String) async throws -> Admission?

  /// - Parameter admit: opens a key's secret; nil for one that opens nothing.
  package init(
    database: Database, perAddress: RateLimit = RateLimit(burst: 300, perMinute: 3000),
    perKey: RateLimit = RateLimit(burst: 200, perMinute: 1200),
    admit: @escaping @Sendable (String) async throws -> Admission?
  ) {
    self.database = database
    self.admit = admit
    byAddress = RateLimiter(perAddress)
    byKey = RateLimiter(perKey)
  }

  /// Runs a route's body for a request that may pass; never throws.
  func answer(
    _ request: HTTPRequest, _ route: APIRoute,
    _ body: (APICall) async throws -> HTTPResponse
  ) async -> HTTPResponse {
    let policy = SecurityPolicy(isSecure: isSecure)
    do {
      let call = try await open(request, route)
      return policy.apply(to: try await body(call))
    } catch {
      return policy.apply(to: failure(error, request))
    }
  }

  private func open(_ request: HTTPRequest, _ route: APIRoute) async throws -> APICall {
    try take(byAddress, request.remoteAddress)
    guard let secret = Self.bearer(request), let admission = try await admit(secret),
      case .apiKey(let key, let scopes) = admission.scope.actor
    else { throw APIRefusal.unauthorized }
    try take(byKey, key.description)
    guard scopes.contains(route.about.scope) else {
      throw APIRefusal.missingScope(route.about.scope)
    }
    return APICall(
      request: request, scope: admission.scope, database: database,
      idempotent: try idempotent(request, route))
  }

  private func take(_ limiter: RateLimiter, _ key: String) throws(WebRefusal) {
    guard let wait = limiter.take(key, at: clock()) else { return }
    throw .tooMany(retryAfter: wait)
  }

  private func idempotent(
    _ request: HTTPRequest, _ route: APIRoute
  ) throws(TenancyRefusal) -> IdempotentRequest? {
    guard route.isWriting, let key = request.headers["Idempotency-Key"] else { return nil }
    // The whole target: the same key on another resource is another request.
    return try IdempotentRequest(
      key: key, route: "\(request.method.rawValue) \(request.path)", body: request.body)
  }

  /// The token of `Authorization: Bearer …`; cookies open nothing here.
  static func bearer(_ request: HTTPRequest) -> String? {
    let fields = request.headers.values(of: "Authorization")
    guard fields.count == 1, fields[0].lowercased().hasPrefix("bearer ") else { return nil }
    let token = fields[0].dropFirst(7).drop { $0 == " " }
    return token.isEmpty || token.contains(" ") ? nil : String(token)
  }
}

/// A no of the gate.
enum APIRefusal: Refusal, Hashable {
  case unauthorized
  case missingScope(APIScope)

  var kind: RefusalKind { .forbidden }

  var code: String {
    switch self {
    case .unauthorized: "apiKey.invalid"
    case .missingScope: "apiKey.scope"
    }
  }

  var phrase: Phrase {
    switch self {
    case .unauthorized:
      Phrase(
        nl: "Stuur een geldige API-sleutel mee: Authorization: Bearer pk_…",
        en: "Send a valid API key: Authorization: Bearer pk_…")
    case .missingScope(let scope):
      Phrase(
        nl: "Deze API-sleutel heeft het recht \"\(scope.rawValue)\" niet.",
        en: "This API key does not have the scope \"\(scope.rawValue)\".")
    }
  }
}

// The one place where an error becomes a problem.
extension APIGate {
  func failure(_ error: any Error, _ request: HTTPRequest) -> HTTPResponse {
    noteSecurity(error, request)
    let language = request.headers["Accept-Language"].flatMap(LanguageChoice.best) ?? .en
    switch error {
    case APIRefusal.unauthorized:
      var problem = Problem(APIRefusal.unauthorized, language: language)
      (problem.status, problem.title) = (401, HTTPStatus.reason(401))
      return told(problem, request).with("WWW-Authenticate", "Bearer realm=\"penning\"")
    case WebRefusal.tooMany(let seconds):
      return told(Problem(WebRefusal.tooMany(retryAfter: seconds), language: language), request)
        .with("Retry-After", "\(seconds)")
    case let fields as FieldProblems: return told(Problem(fields), request)
    case let fault as HTTPError: return told(fault.problem, request)
    case let refusal as any Refusal:
      return told(Problem(refusal, language: language), request)
    default:
      log.error(
        "an API call failed", ["request": .text(request.id), "error": .failure(error)])
      return told(
        Problem(status: 500, detail: "Something went wrong here. Nothing was half done."), request)
    }
  }

  /// Refusals that may be an attack leave a trace of their own (S-56).
  private func noteSecurity(_ error: any Error, _ request: HTTPRequest) {
    guard let refusal = error as? any Refusal,
      refusal.kind == .forbidden || refusal.kind == .tooMany
    else { return }
    log.notice(
      "the API refused someone",
      [
        "reason": .text(refusal.code), "request": .text(request.id),
        "address": .text(request.remoteAddress),
      ])
  }

  private func told(_ problem: Problem, _ request: HTTPRequest) -> HTTPResponse {
    var problem = problem
    problem.requestID = request.id
    return problem.response
  }
}
