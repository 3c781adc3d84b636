import JSON
import Outbound
import Payments
import Primitives

/// What became of one call to Mollie: an object, or why there is none.
enum MollieReply {
  case object(JSONValue)
  case failure(MollieFailure)
}

/// The ways in which a call gives no object; the same for whatever was asked.
enum MollieFailure: Error, Hashable, Sendable {
  case refused(code: String, field: String?)
  case unknown(reason: String)
  case retryLater(after: Int?)
  case accountDisabled(reason: String)

  func outcome<Value: Sendable>() -> GatewayOutcome<Value> {
    switch self {
    case .refused(let code, let field): .refused(code: code, field: field)
    case .unknown(let reason): .unknown(reason: reason)
    case .retryLater(let seconds): .retryLater(after: seconds)
    case .accountDisabled(let reason): .accountDisabled(reason: reason)
    }
  }
}

/// Makes the calls of one account: address, key, JSON, and the meaning of each status
/// (facts/mollie section 9).
struct MollieCall: Sendable {
  let access: GatewayAccess
  let client: HTTPClient

  func get(_ path: String) async throws(MollieFailure) -> JSONValue {
    try await send(.get, path, headers: [], body: nil)
  }

  func post(
    _ path: String, _ body: JSONValue, idempotencyKey: String
  ) async throws(MollieFailure) -> JSONValue {
    let headers = [
      OutboundHeader("Content-Type", "application/json"),
      OutboundHeader("Idempotency-Key", idempotencyKey),
    ]
    return try await send(.post, path, headers: headers, body: body.serialized())
  }

  private func send(
    _ method: OutboundRequest.Method, _ path: String, headers: [OutboundHeader], body: [UInt8]?
  ) async throws(MollieFailure) -> JSONValue {
    try checkKey()
    let always = [
      OutboundHeader("Authorization", "Bearer \(access.apiKey.revealed)"),
      OutboundHeader("Accept", "application/hal+json"),
    ]
    let request = OutboundRequest(
      method, access.baseURL + path, headers: always + headers, body: body,
      responseLimit: Self.limits.bytes)
    let response: OutboundResponse
    do {
      response = try await client.send(request)
    } catch {
      throw Self.failure(error)
    }
    return try Self.object(response)
  }

  /// A test key on a live account would collect no money and say that it did.
  private func checkKey() throws(MollieFailure) {
    guard let mode = MollieGateway.mode(ofKey: access.apiKey.revealed) else {
      throw .accountDisabled(reason: "the API key does not have the form live_… or test_…")
    }
    guard mode == access.mode else {
      throw .accountDisabled(reason: "a \(mode.rawValue) key on a \(access.mode.rawValue) account")
    }
  }
}

// MARK: - What answers and errors mean

extension MollieCall {
  private static let limits = JSONLimits(depth: 32, bytes: 2 << 20, values: 100_000)

  static func failure(_ error: OutboundError) -> MollieFailure {
    switch error.reason {
    case .invalidURL, .refusedAddress:
      .accountDisabled(reason: "the provider's address cannot be used: \(error)")
    case .invalidHeader: .accountDisabled(reason: "the API key cannot be sent")
    case _ where error.mayHaveBeenSent: .unknown(reason: "\(error)")
    default: .retryLater(after: nil)
    }
  }

  static func object(_ response: OutboundResponse) throws(MollieFailure) -> JSONValue {
    let body = try? JSONValue(parsing: response.body, limits: limits)  // errors may have no JSON
    if (200...299).contains(response.status) {
      guard let body, body.objectValue != nil else {
        throw .unknown(reason: "HTTP \(response.status) with an unreadable answer")
      }
      return body
    }
    throw failure(status: response.status, problem: body, retryAfter: response.retryAfter)
  }

  static func failure(
    status: Int, problem: JSONValue?, retryAfter: Int?
  ) -> MollieFailure {
    let field = problem?["field"]?.stringValue.map(brief)
    let detail = problem?["detail"]?.stringValue.map(brief) ?? "no detail"
    switch status {
    case 401, 403: return .accountDisabled(reason: "HTTP \(status): \(detail)")
    case 404, 410: return .refused(code: GatewayCode.notFound, field: nil)
    case 409, 429: return .retryLater(after: retryAfter)
    case 422: return .refused(code: dataCode(field: field, detail: detail), field: field)
    case 400...499: return .refused(code: "http_\(status)", field: field)
    default: return .unknown(reason: "HTTP \(status): \(detail)")
    }
  }

  /// Mollie has no code for a missing mandate; it says so in the text or by the field.
  private static func dataCode(field: String?, detail: String) -> String {
    let isAboutMandate = field == "mandateId" || detail.lowercased().contains("mandate")
    return isAboutMandate ? GatewayCode.noMandate : GatewayCode.invalidData
  }

  /// Foreign text, fit for a log line and a column.
  private static func brief(_ text: String) -> String {
    let printable = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
    return String(String.UnicodeScalarView(printable.prefix(200)))
  }
}
