import JSON
import Outbound
import Payments
import Primitives
import TestPeers

@testable import Gateways

/// A Mollie that says what the test tells it, one answer a call.
struct MollieScript {
  let peer: Peer
  let gateway: MollieGateway

  /// Each answer is a whole HTTP message but for its length, as `answer` makes it; nil hangs up.
  init(_ answers: [String?], key: String = "test_abcdefghij", mode: GatewayMode = .test) throws {
    peer = try Peer { connection in
      while connection.request() != nil {
        // The number of requests so far tells which answer is next, over all connections.
        guard let place = connection.requestsSoFar, answers.indices.contains(place - 1),
          let answer = answers[place - 1]
        else { return }
        connection.write(answer)
      }
    }
    gateway = Self.gateway(at: peer.url + "/v2", key: key, mode: mode)
  }

  static func gateway(
    at url: String, key: String = "test_abcdefghij", mode: GatewayMode = .test
  ) -> MollieGateway {
    let access = GatewayAccess(
      account: GatewayAccount.ID(rawValue: 1), gateway: .mollie, mode: mode, baseURL: url,
      apiKey: Secret(key))
    return MollieGateway(access: access, client: HTTPClient(policy: .development))
  }

  static func answer(_ status: Int, _ body: String, _ headers: String = "") -> String {
    "HTTP/1.1 \(status) X\r\nContent-Type: application/hal+json\r\n\(headers)"
      + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  static func problem(_ status: Int, _ detail: String, field: String? = nil) -> String {
    let field = field.map { #","field":"\#($0)""# } ?? ""
    return answer(status, #"{"status":\#(status),"title":"X","detail":"\#(detail)"\#(field)}"#)
  }

  /// The body of the n-th request as JSON.
  func body(_ number: Int = 0) throws -> JSONValue {
    let request = peer.requests[number]
    let start = request.firstRange(of: "\n\n")?.upperBound ?? request.endIndex
    return try JSONValue(parsing: String(request[start...]))
  }

  func line(_ number: Int) -> String {
    String(peer.requests[number].prefix { $0 != "\n" })
  }
}
