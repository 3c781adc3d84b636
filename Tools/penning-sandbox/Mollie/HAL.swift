import HTTPServer
import JSON
import Primitives

/// Writes answers as the real interface does: HAL objects with `_links` everywhere. Shares nothing
/// with the module Gateways, so that a misunderstanding there shows here.
struct HAL: Sendable {
  static let type = "application/hal+json"
  static let documentation = "https://docs.mollie.com/reference/"

  /// Of this server as the outside reaches it, without a slash at the end.
  let publicURL: String

  func link(_ path: String) -> JSONValue {
    ["href": .string(publicURL + path), "type": .string(HAL.type)]
  }

  func page(_ path: String) -> JSONValue {
    ["href": .string(publicURL + path), "type": "text/html"]
  }

  static let documentationLink: JSONValue = [
    "href": .string(documentation), "type": "text/html",
  ]

  /// `{"currency":"EUR","value":"40.00"}`.
  static func amount(_ money: Money) -> JSONValue {
    ["currency": .string(money.currency.code), "value": .string(money.decimal)]
  }

  /// `2026-01-01T10:00:00+00:00`: whole seconds with an offset.
  static func time(_ instant: Instant) -> JSONValue {
    let text = instant.adding(milliseconds: -(instant.milliseconds % 1000)).rfc3339
    return .string(text.hasSuffix("Z") ? text.dropLast() + "+00:00" : text)
  }

  static func response(_ value: JSONValue, status: Int = 200) -> HTTPResponse {
    .bytes(value.serialized(), type: type, status: status)
  }
}

extension JSONObject {
  /// Adds members whose value is there: a fact whose moment has not come is absent.
  mutating func add(_ pairs: [(String, JSONValue?)]) {
    for case (let key, let value?) in pairs { self[key] = value }
  }
}

// MARK: - Payments

extension HAL {
  func payment(_ payment: SandboxPayment, isLive: Bool) -> JSONValue {
    var object: JSONObject = [
      "resource": "payment", "id": .string(payment.id), "mode": isLive ? "live" : "test",
      "createdAt": HAL.time(payment.createdAt), "amount": HAL.amount(payment.amount),
      "description": .string(payment.description),
      "method": JSONValue(payment.method), "metadata": payment.metadata,
      "status": .string(payment.status.rawValue),
    ]
    if !payment.status.isFinal { object["isCancelable"] = .bool(payment.status == .open) }
    object.add([
      ("expiresAt", payment.expiresAt.map(HAL.time)), ("paidAt", payment.paidAt.map(HAL.time)),
      ("canceledAt", payment.canceledAt.map(HAL.time)),
      ("expiredAt", payment.expiredAt.map(HAL.time)),
      ("failedAt", payment.failedAt.map(HAL.time)),
      ("locale", payment.locale.map(JSONValue.string)),
      ("profileId", "pfl_Sandbox123"), ("customerId", payment.customer.map(JSONValue.string)),
      ("mandateId", payment.mandate.map(JSONValue.string)),
      ("sequenceType", .string(payment.sequence.rawValue)),
      ("redirectUrl", payment.redirectURL.map(JSONValue.string)),
      ("cancelUrl", payment.cancelURL.map(JSONValue.string)),
      ("webhookUrl", payment.webhookURL.map(JSONValue.string)),
    ])
    if payment.paidAt != nil { object.add(totals(of: payment)) }
    if let reason = statusReason(payment) { object["statusReason"] = reason }
    if let details = details(payment) { object["details"] = details }
    object["_links"] = links(of: payment, isLive: isLive)
    return .object(object)
  }

  private func totals(of payment: SandboxPayment) -> [(String, JSONValue?)] {
    let back = payment.chargebacks.first.map { _ in HAL.amount(payment.amountChargedBack) }
    return [
      ("amountRefunded", HAL.amount(payment.amountRefunded)),
      ("amountRemaining", HAL.amount(payment.amountRemaining)), ("amountChargedBack", back),
      ("settlementAmount", HAL.amount(payment.amount)), ("countryCode", "NL"),
    ]
  }

  private func statusReason(_ payment: SandboxPayment) -> JSONValue? {
    guard payment.status == .failed, let code = payment.failureCode else { return nil }
    return ["code": .string(code.lowercased()), "message": .string("The payment failed: \(code)")]
  }

  private func details(_ payment: SandboxPayment) -> JSONValue? {
    guard let method = payment.method else { return nil }
    let payer = payment.payer
    switch method {
    case "directdebit": return debitDetails(payment)
    case "creditcard":
      return payer.map { payer in
        var card: JSONObject = [
          "cardHolder": .string(payer.name), "cardNumber": .string(String(payer.iban.suffix(4))),
          "cardLabel": "Mastercard", "cardExpiryDate": "2030-12-31", "cardFunding": "debit",
          "cardFingerprint": .string("fp" + payer.iban.suffix(8)),
        ]
        card.add([
          ("failureReason", payment.failureCode.map(JSONValue.string)),
          ("failureMessage", payment.failureCode.map { .string("Card: \($0)") }),
        ])
        return .object(card)
      }
    case "paypal":
      return payer.map {
        ["consumerName": .string($0.name), "paypalReference": "9AL35361CF606152E"]
      }
    default:
      return payer.map {
        [
          "consumerName": .string($0.name), "consumerAccount": .string($0.iban),
          "consumerBic": .string($0.bic),
        ]
      }
    }
  }

  private func debitDetails(_ payment: SandboxPayment) -> JSONValue {
    var object: JSONObject = [
      "transferReference": .string("SD05-\(payment.id.suffix(10))"),
      "creditorIdentifier": "NL08ZZZ502057730000",
    ]
    let reason = payment.failureCode
    object.add([
      ("consumerName", payment.payer.map { .string($0.name) }),
      ("consumerAccount", payment.payer.map { .string($0.iban) }),
      ("consumerBic", payment.payer.map { .string($0.bic) }),
      ("dueDate", payment.dueDate.map { .string($0.description) }),
      ("mandateReference", payment.mandateReference.map(JSONValue.string)),
      ("endToEndIdentifier", .string("E2E\(payment.id.suffix(10))")),
      ("bankReasonCode", reason.map(JSONValue.string)),
      ("bankReason", reason.map { .string("Bank reason \($0)") }),
    ])
    return .object(object)
  }

  private func links(of payment: SandboxPayment, isLive: Bool) -> JSONValue {
    let path = "/v2/payments/\(payment.id)"
    var links: JSONObject = ["self": link(path), "dashboard": page("/payments/\(payment.id)")]
    if payment.status == .open, payment.sequence != .recurring {
      links["checkout"] = page("/checkout/\(payment.id)")
    }
    if payment.sequence == .recurring, payment.status == .pending, !isLive {
      links["changePaymentState"] = page("/checkout/\(payment.id)")
    }
    if !payment.refunds.isEmpty { links["refunds"] = link("\(path)/refunds") }
    if !payment.chargebacks.isEmpty { links["chargebacks"] = link("\(path)/chargebacks") }
    if let customer = payment.customer {
      links["customer"] = link("/v2/customers/\(customer)")
      if let mandate = payment.mandate {
        links["mandate"] = link("/v2/customers/\(customer)/mandates/\(mandate)")
      }
    }
    links["documentation"] = HAL.documentationLink
    return .object(links)
  }

  func refund(_ refund: SandboxRefund, of payment: SandboxPayment, isLive: Bool) -> JSONValue {
    let path = "/v2/payments/\(payment.id)"
    return [
      "resource": "refund", "id": .string(refund.id), "mode": isLive ? "live" : "test",
      "description": .string(refund.description), "amount": HAL.amount(refund.amount),
      "metadata": refund.metadata, "paymentId": .string(payment.id),
      "status": .string(refund.status.rawValue), "createdAt": HAL.time(refund.createdAt),
      "_links": [
        "self": link("\(path)/refunds/\(refund.id)"), "payment": link(path),
        "documentation": HAL.documentationLink,
      ],
    ]
  }

  func chargeback(_ chargeback: SandboxChargeback, of payment: SandboxPayment) -> JSONValue {
    let path = "/v2/payments/\(payment.id)"
    var object: JSONObject = [
      "resource": "chargeback", "id": .string(chargeback.id),
      "amount": HAL.amount(chargeback.amount), "paymentId": .string(payment.id),
      "settlementAmount": HAL.amount(chargeback.amount.negated),
      "createdAt": HAL.time(chargeback.createdAt),
    ]
    object.add([("reversedAt", chargeback.reversedAt.map(HAL.time))])
    if payment.isDirectDebit {
      object["reason"] = [
        "code": .string(chargeback.reason),
        "description": .string("Bank reason \(chargeback.reason)"),
      ]
    }
    object["_links"] = [
      "self": link("\(path)/chargebacks/\(chargeback.id)"), "payment": link(path),
      "documentation": HAL.documentationLink,
    ]
    return .object(object)
  }
}

// MARK: - Customers, mandates, methods

extension HAL {
  func customer(_ customer: SandboxCustomer, isLive: Bool) -> JSONValue {
    let path = "/v2/customers/\(customer.id)"
    var links: JSONObject = [
      "self": link(path), "dashboard": page("/?customer=\(customer.id)"),
      "documentation": HAL.documentationLink,
    ]
    if !customer.mandates.isEmpty { links["mandates"] = link("\(path)/mandates") }
    if !customer.payments.isEmpty { links["payments"] = link("\(path)/payments") }
    return [
      "resource": "customer", "id": .string(customer.id), "mode": isLive ? "live" : "test",
      "name": JSONValue(customer.name), "email": JSONValue(customer.email),
      "locale": JSONValue(customer.locale), "metadata": customer.metadata,
      "createdAt": HAL.time(customer.createdAt), "_links": .object(links),
    ]
  }

  func mandate(_ mandate: SandboxMandate, isLive: Bool) -> JSONValue {
    let customer = "/v2/customers/\(mandate.customer)"
    let details: JSONValue =
      mandate.method == "creditcard"
      ? [
        "cardHolder": .string(mandate.payer.name),
        "cardNumber": .string(String(mandate.payer.iban.suffix(4))), "cardLabel": "Mastercard",
        "cardExpiryDate": "2030-12-31",
        "cardFingerprint": .string("fp" + mandate.payer.iban.suffix(8)),
      ]
      : [
        "consumerName": .string(mandate.payer.name),
        "consumerAccount": .string(mandate.payer.iban),
        "consumerBic": .string(mandate.payer.bic),
      ]
    return [
      "resource": "mandate", "id": .string(mandate.id), "mode": isLive ? "live" : "test",
      "status": .string(mandate.status.rawValue), "method": .string(mandate.method),
      "details": details, "mandateReference": .string(mandate.reference),
      "signatureDate": .string(mandate.signatureDate.description),
      "customerId": .string(mandate.customer), "createdAt": HAL.time(mandate.createdAt),
      "_links": [
        "self": link("\(customer)/mandates/\(mandate.id)"), "customer": link(customer),
        "documentation": HAL.documentationLink,
      ],
    ]
  }

  func method(_ method: MollieMethod) -> JSONValue {
    let image = "\(publicURL)/static/\(method.rawValue)"
    return [
      "resource": "method", "id": .string(method.rawValue),
      "description": .string(method.description), "status": "activated",
      "minimumAmount": ["currency": "EUR", "value": "0.01"],
      "maximumAmount": ["currency": "EUR", "value": "50000.00"],
      "image": [
        "size1x": .string("\(image).png"), "size2x": .string("\(image)@2x.png"),
        "svg": .string("\(image).svg"),
      ],
      "_links": [
        "self": link("/v2/methods/\(method.rawValue)"), "documentation": HAL.documentationLink,
      ],
    ]
  }
}

/// The methods that the sandbox offers, by the interface's ids.
enum MollieMethod: String, CaseIterable, Sendable {
  case ideal, bancontact, creditcard, paypal, directdebit, banktransfer

  var description: String {
    switch self {
    case .ideal: "iDEAL | Wero"
    case .bancontact: "Bancontact"
    case .creditcard: "Credit card"
    case .paypal: "PayPal"
    case .directdebit: "SEPA Direct Debit"
    case .banktransfer: "Bank transfer"
    }
  }

  /// The kind of mandate that a paid first payment gives; nil when it gives none.
  var resultingMandate: String? {
    switch self {
    case .ideal, .bancontact: "directdebit"
    case .creditcard: "creditcard"
    case .paypal: "paypal"
    case .directdebit, .banktransfer: nil
    }
  }

  /// How long the payer may take on the page, in seconds.
  var patience: Int64 {
    switch self {
    case .ideal, .directdebit: 15 * 60
    case .creditcard: 30 * 60
    case .bancontact: 3600
    case .paypal: 72 * 3600
    case .banktransfer: 12 * 86_400
    }
  }
}
