import Gateways
import HTTPServer
import Payments
import Primitives
import Storage
import Workflows

/// Takes a payment service's call: stored raw, then answered. What it means is found out later,
/// by asking the service (I-27).
enum Webhooks {
  /// `id=tr_…` and not much more.
  static let options = RouteOptions(bodyLimit: 1024)

  static func mollie(
    _ request: HTTPRequest, at token: PathToken, app: CheckoutApp
  ) async throws -> HTTPResponse {
    let now = SystemTime.now()
    try app.limits.take([(app.limits.callsFromAddress, request.remoteAddress)], at: now)
    guard let address = WebhookAddress(token.text) else { return unknown }
    try app.limits.take([(app.limits.callsOfAccount, address.account.description)], at: now)
    guard try await isKnown(address, app) else { return unknown }
    guard let id = MollieWebhook.paymentID(request.body) else {
      return Problem(status: 400, detail: "The body must be id=tr_...").response
    }
    let isStored = try await WebhookReception(app.platform)
      .receive(id, at: address, body: request.body)
    return isStored ? .text("stored\n") : unknown
  }

  private static func isKnown(_ address: WebhookAddress, _ app: CheckoutApp) async throws -> Bool {
    try await app.platform.database.read { try address.resolve($0) != nil }
  }

  private static var unknown: HTTPResponse { Problem(status: 404).response }
}
