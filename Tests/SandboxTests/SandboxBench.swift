import JSON
import Outbound
import Primitives

@testable import penning_sandbox

/// A sandbox on free ports, and a client that talks to it as Penning does.
struct SandboxBench: Sendable {
  let running: RunningSandbox
  let client: HTTPClient

  var url: String { running.sandbox.publicURL }

  static var options: Options {
    var options = Options()
    options.listen = "127.0.0.1:0"
    options.smtpListen = "127.0.0.1:0"
    options.seed = 7
    options.isQuiet = true
    return options
  }

  static func with<Value>(
    state: String? = nil, _ body: (SandboxBench) async throws -> Value
  ) async throws -> Value {
    var options = options
    options.state = state
    let bench = SandboxBench(
      running: try RunningSandbox(options),
      client: HTTPClient(policy: .development))
    do {
      let value = try await body(bench)
      await bench.stop()
      return value
    } catch {
      await bench.stop()
      throw error
    }
  }

  private func stop() async {
    await client.stop()
    await running.stop()
  }

  struct Answer: Sendable {
    let status: Int
    let headers: [OutboundHeader]
    let bytes: [UInt8]

    var json: JSONValue { (try? JSONValue(parsing: bytes)) ?? .null }
    var text: String { String(decoding: bytes, as: UTF8.self) }
    var id: String { json["id"]?.stringValue ?? "" }
    func header(_ name: String) -> String? {
      headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
  }

  @discardableResult
  func call(
    _ method: OutboundRequest.Method, _ path: String, _ body: JSONValue? = nil,
    key: String? = "test_bench", idempotencyKey: String? = nil, seconds: Int = 10
  ) async throws -> Answer {
    var headers: [OutboundHeader] = []
    if let key { headers.append(OutboundHeader("Authorization", "Bearer \(key)")) }
    if body != nil { headers.append(OutboundHeader("Content-Type", "application/json")) }
    if let idempotencyKey { headers.append(OutboundHeader("Idempotency-Key", idempotencyKey)) }
    let response = try await client.send(
      OutboundRequest(
        method, url + path, headers: headers, body: body?.serialized(),
        timeouts: OutboundTimeouts(connect: 2000, total: seconds * 1000)))
    return Answer(status: response.status, headers: response.headers, bytes: response.body)
  }

  /// A form as a browser sends it.
  func submit(_ path: String, _ form: String) async throws -> Answer {
    let response = try await client.send(
      OutboundRequest(
        .post, url + path,
        headers: [OutboundHeader("Content-Type", "application/x-www-form-urlencoded")],
        body: Array(form.utf8)))
    return Answer(status: response.status, headers: response.headers, bytes: response.body)
  }

  func moveClock(to moment: String) async throws -> Answer {
    try await call(.post, "/sandbox/clock", ["now": .string(moment)])
  }

  // MARK: - Things to begin with

  static let start = "2026-11-16T09:00:00Z"

  func customer(_ name: String = "Piet Jansen") async throws -> String {
    try await call(.post, "/v2/customers", ["name": .string(name), "email": "p@example.nl"]).id
  }

  static func amount(_ value: String) -> JSONValue {
    ["currency": "EUR", "value": .string(value)]
  }

  static func firstPayment(
    of customer: String, _ value: String = "15.00", webhook: String? = nil,
    method: String = "ideal"
  ) -> JSONValue {
    var object: JSONObject = [
      "amount": amount(value), "description": "PF1 abonnement", "method": .string(method),
      "sequenceType": "first", "customerId": .string(customer),
      "redirectUrl": "http://127.0.0.1:9/terug", "metadata": ["payment": "pay_1"],
    ]
    if let webhook { object["webhookUrl"] = .string(webhook) }
    return .object(object)
  }

  static func recurring(of customer: String, _ value: String, webhook: String? = nil) -> JSONValue {
    var object: JSONObject = [
      "amount": amount(value), "description": "PF2 abonnement", "sequenceType": "recurring",
      "customerId": .string(customer),
    ]
    if let webhook { object["webhookUrl"] = .string(webhook) }
    return .object(object)
  }

  /// A customer with a valid mandate.
  func consentingCustomer(_ name: String = "Piet Jansen") async throws -> String {
    let customer = try await customer(name)
    let payment = try await call(.post, "/v2/payments", Self.firstPayment(of: customer))
    try await call(.post, "/sandbox/payments/\(payment.id)/paid")
    return customer
  }

  func payment(_ id: String) async throws -> JSONValue {
    try await call(.get, "/v2/payments/\(id)").json
  }
}
