import HTTPServer
import JSON
import Primitives

/// The interface under `/v2`, as facts/mollie.md describes it.
struct MollieAPI: Sendable {
  let sandbox: Sandbox

  /// What a call has made.
  struct Made: Sendable {
    let status: Int
    let body: JSONValue
    /// The answer is to be lost on its way.
    var isLost = false
  }

  func declare(in router: inout Router) {
    declarePayments(in: &router)
    declareRefunds(in: &router)
    declareCustomers(in: &router)
    router.get(FixedLink("/v2/methods")) { try methods($0) }
    router.get(FixedLink("/v2/methods/all")) { try methods($0) }
    router.get(Link<String>("/v2/methods/{id}")) { request, id in
      _ = try key(of: request)
      guard let method = MollieMethod(rawValue: id) else { throw APIFault.unknown("method", id) }
      return HAL.response(sandbox.hal.method(method))
    }
  }

  private func methods(_ request: HTTPRequest) throws -> HTTPResponse {
    _ = try key(of: request)
    let items = MollieMethod.allCases.map { (id: $0.rawValue, item: sandbox.hal.method($0)) }
    return HAL.response(try list(items, "methods", request))
  }
}

extension Result where Success == MollieAPI.Made, Failure == APIFault {
  /// What the caller is told.
  fileprivate var response: HTTPResponse {
    switch self {
    case .success(let made) where made.status == 204: .noContent
    case .success(let made): HAL.response(made.body, status: made.status)
    case .failure(let fault): fault.response
    }
  }
}

// MARK: - Asking and answering

extension MollieAPI {
  /// The key that was shown; any of the right shape opens a world of its own.
  func key(of request: HTTPRequest) throws(APIFault) -> String {
    guard let header = request.headers["Authorization"], header.hasPrefix("Bearer ") else {
      throw .unauthorized
    }
    let key = String(header.dropFirst("Bearer ".count))
    let rest = key.utf8.dropFirst(5)
    let isWord = rest.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || byte == 95
    }
    guard key.hasPrefix("test_") || key.hasPrefix("live_"), isWord, (1...100).contains(rest.count)
    else { throw .unauthorized }
    return key
  }

  /// Answers a GET from the world of the key.
  func read(
    _ request: HTTPRequest, _ body: (World) throws(APIFault) -> JSONValue
  ) throws(APIFault) -> HTTPResponse {
    let key = try key(of: request)
    let value = try sandbox.with { universe throws(APIFault) in
      try body(universe.worlds[key] ?? World(key: key))
    }
    return HAL.response(value)
  }

  /// Carries out a call that changes something, once for each idempotency key.
  func write(
    _ request: HTTPRequest,
    _ work: (inout Universe, String, Input) throws(APIFault) -> Made
  ) async throws(APIFault) -> HTTPResponse {
    let key = try key(of: request)
    let idempotencyKey = request.headers["Idempotency-Key"]
    if let answer = try earlierAnswer(to: request, idempotencyKey, in: key) { return answer }
    // The answer is kept together with what it tells of, so that no saved state has one alone.
    let (response, made) = sandbox.with { universe -> (HTTPResponse, Result<Made, APIFault>) in
      let made = Result { () throws(APIFault) in try work(&universe, key, try Input(request.body)) }
      let response = made.response
      keep(response, idempotencyKey, by: key, in: &universe)
      return (response, made)
    }
    let isLost = try made.get().isLost
    sandbox.kick()
    return isLost ? await lose() : response
  }

  private func earlierAnswer(
    to request: HTTPRequest, _ idempotencyKey: String?, in key: String
  ) throws(APIFault) -> HTTPResponse? {
    guard let idempotencyKey, !idempotencyKey.isEmpty, request.method == .post else { return nil }
    let verdict = sandbox.with { universe in
      let now = universe.now
      return universe.withWorld(key) { world in
        world.answers.begin(
          idempotencyKey, request: "\(request.method.rawValue) \(request.target)",
          body: request.body, at: now)
      }
    }
    switch verdict {
    case .proceed: return nil
    case .replay(let answer):
      return .bytes(answer.body, type: HAL.type, status: answer.status)
        .with("Idempotent-Replayed", "true")
    case .otherRequest:
      throw APIFault(
        status: 400, detail: "The idempotency key was used before with other parameters")
    case .inFlight:
      throw APIFault(status: 409, detail: "A request with this idempotency key is in progress")
    }
  }

  private func keep(
    _ response: HTTPResponse, _ idempotencyKey: String?, by key: String,
    in universe: inout Universe
  ) {
    guard let idempotencyKey else { return }
    var bytes: [UInt8] = []
    if case .bytes(let body) = response.body { bytes = body }
    universe.withWorld(key) { world in
      world.answers.finish(
        idempotencyKey, KeptAnswers.Answer(status: response.status, body: bytes))
    }
  }

  /// The call hangs until the caller has given up, and breaks off.
  private func lose() async -> HTTPResponse {
    await Pause.seconds(sandbox.with { $0.behaviour.lostAnswerSeconds })
    return HTTPResponse(
      status: 201, headers: ["Content-Type": HAL.type], body: .stream { throw LostAnswer() })
  }

  private struct LostAnswer: Error {}

  /// A page of things in their order: `limit` 1 to 250, `from` inclusive, `sort`.
  func list(
    _ newestFirst: [(id: String, item: JSONValue)], _ name: String, _ request: HTTPRequest
  ) throws(APIFault) -> JSONValue {
    let limit = request.query["limit"].map(Int.init) ?? 50
    guard let limit, (1...250).contains(limit) else {
      throw APIFault(status: 400, detail: "The limit must be 1 to 250", field: "limit")
    }
    let items = request.query["sort"] == "asc" ? newestFirst.reversed() : newestFirst
    var start = items.startIndex
    if let from = request.query["from"] {
      guard let index = items.firstIndex(where: { $0.id == from }) else {
        throw APIFault(status: 400, detail: "The from parameter is unknown", field: "from")
      }
      start = index
    }
    let page = items[start...].prefix(limit)
    let hal = sandbox.hal
    func link(_ index: Int) -> JSONValue {
      hal.link("\(request.path)?from=\(items[index].id)&limit=\(limit)")
    }
    let previous = start > items.startIndex ? link(max(start - limit, items.startIndex)) : .null
    return [
      "count": JSONValue(page.count),
      "_embedded": [name: .array(page.map(\.item))],
      "_links": [
        "self": hal.link(request.target), "previous": previous,
        "next": page.endIndex < items.endIndex ? link(page.endIndex) : .null,
        "documentation": HAL.documentationLink,
      ],
    ]
  }

  /// Errors of the server itself in the interface's form, below `/v2`.
  static func convert(_ response: HTTPResponse, for request: HTTPRequest) -> HTTPResponse {
    guard request.path.hasPrefix("/v2/"), response.status >= 400,
      response.headers["Content-Type"] == "application/problem+json"
    else { return response }
    let detail = response.status == 404 ? "No such route" : "The request is not acceptable"
    var converted = APIFault(status: response.status, detail: detail).response
    if let allow = response.headers["Allow"] { converted.headers["Allow"] = allow }
    return converted
  }
}
