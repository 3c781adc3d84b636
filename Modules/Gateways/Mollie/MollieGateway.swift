import JSON
package import Outbound
package import Payments
package import Primitives

/// Mollie's payments API, version 2 (facts/mollie), for one account of one shop.
package struct MollieGateway: PaymentGateway {
  /// Where Mollie is, unless a setting says otherwise.
  package static let baseURL = "https://api.mollie.com/v2"

  private let call: MollieCall

  package init(access: GatewayAccess, client: HTTPClient) {
    call = MollieCall(access: access, client: client)
  }

  /// Live or test, as the key itself says; nil for what is no key of a website profile.
  package static func mode(ofKey key: String) -> GatewayMode? {
    let parts = key.split(separator: "_", maxSplits: 1)
    guard parts.count == 2, (1...200).contains(parts[1].utf8.count),
      parts[1].utf8.allSatisfy({ MollieWebhook.isWordSign($0) || $0 == UInt8(ascii: "_") }),
      key.hasPrefix("live_") || key.hasPrefix("test_")
    else { return nil }
    return parts[0] == "live" ? .live : .test
  }

  package func createCustomer(_ request: GatewayCustomerRequest) async -> GatewayOutcome<String> {
    await outcome { () async throws(MollieFailure) in
      let answer = try await call.post(
        "/customers", MollieWriting.customer(request), idempotencyKey: request.idempotencyKey)
      guard let id = answer["id"]?.stringValue, Self.isObjectID(id) else {
        throw MollieReading.unreadable("id")
      }
      return id
    }
  }

  package func createPayment(_ request: GatewayRequest) async -> GatewayOutcome<GatewayPayment> {
    await outcome { () async throws(MollieFailure) in
      let answer = try await call.post(
        "/payments", MollieWriting.payment(request), idempotencyKey: request.idempotencyKey)
      return try MollieReading.payment(answer)
    }
  }

  package func fetchPayment(_ id: String) async -> GatewayOutcome<GatewayPayment> {
    // An id of another form was never Mollie's; asking would only put it into a path.
    guard MollieWebhook.isPaymentID(id) else {
      return .refused(code: GatewayCode.notFound, field: nil)
    }
    return await outcome { () async throws(MollieFailure) in
      try await whole(try await call.get("/payments/\(id)"), id)
    }
  }

  package func findPayment(
    _ payment: Payment.ID, customer: String?
  ) async -> GatewayOutcome<GatewayPayment?> {
    if let customer, !Self.isObjectID(customer) {
      return .refused(code: GatewayCode.notFound, field: nil)
    }
    return await outcome { () async throws(MollieFailure) in
      let found = try await MollieSearch(call: call).payment(payment, customer: customer)
      guard let found, let id = found["id"]?.stringValue else { return nil }
      return try await whole(found, id)
    }
  }

  package func createRefund(
    _ request: GatewayRefundRequest
  ) async -> GatewayOutcome<GatewayRefund> {
    guard MollieWebhook.isPaymentID(request.payment) else {
      return .refused(code: GatewayCode.notFound, field: nil)
    }
    return await outcome { () async throws(MollieFailure) in
      let answer = try await call.post(
        "/payments/\(request.payment)/refunds", MollieWriting.refund(request),
        idempotencyKey: request.idempotencyKey)
      return try MollieReading.refund(answer)
    }
  }

  package func fetchRefund(
    _ id: String, of payment: String
  ) async -> GatewayOutcome<GatewayRefund> {
    guard MollieWebhook.isPaymentID(payment), Self.isObjectID(id) else {
      return .refused(code: GatewayCode.notFound, field: nil)
    }
    return await outcome { () async throws(MollieFailure) in
      try MollieReading.refund(try await call.get("/payments/\(payment)/refunds/\(id)"))
    }
  }

  /// Adds what only the lists of chargebacks and refunds tell.
  private func whole(_ object: JSONValue, _ id: String) async throws(MollieFailure)
    -> GatewayPayment
  {
    // Read once before, so that a strange id never reaches a path.
    var payment = try MollieReading.payment(object)
    let (hasBack, hasRefunds) =
      (MollieReading.hasChargebacks(object), MollieReading.hasRefunds(object))
    guard payment.id == id else { throw MollieReading.unreadable("id") }
    payment.refunds = []
    if hasBack {
      let chargebacks = try await items("chargebacks", of: id)
      payment = try MollieReading.payment(object, chargebacks: chargebacks)
      payment.refunds = []
    }
    if hasRefunds {
      var refunds: [GatewayRefund] = []
      for refund in try await items("refunds", of: id) {
        refunds.append(try MollieReading.refund(refund))
      }
      payment.refunds = refunds
    }
    return payment
  }

  /// A payment has few of either; what a page does not hold would be told wrong, so it is refused.
  private func items(
    _ name: String, of id: String
  ) async throws(MollieFailure) -> [JSONValue] {
    let list = try await call.get("/payments/\(id)/\(name)?limit=250")
    guard let items = list["_embedded"]?[name]?.arrayValue,
      list["_links"]?["next"]?["href"] == nil
    else { throw MollieReading.unreadable(name) }
    return items
  }

  private func outcome<Value: Sendable>(
    _ body: () async throws(MollieFailure) -> Value
  ) async -> GatewayOutcome<Value> {
    do {
      return .accepted(try await body())
    } catch {
      return error.outcome()
    }
  }

  /// `cst_…`, `mdt_…`: opaque, but safe in a path.
  static func isObjectID(_ text: String) -> Bool {
    (1...100).contains(text.utf8.count)
      && text.utf8.allSatisfy { MollieWebhook.isWordSign($0) || $0 == UInt8(ascii: "_") }
  }
}
