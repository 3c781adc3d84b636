import JSON
import Payments
import Primitives

/// Penning's requests in Mollie's words.
enum MollieWriting {
  static func customer(_ request: GatewayCustomerRequest) -> JSONValue {
    [
      "name": JSONValue(request.name), "email": JSONValue(request.email),
      "locale": JSONValue(locale(request.language)),
      "metadata": [
        "shop": JSONValue("\(request.shop)"), "customer": JSONValue("\(request.customer)"),
      ],
    ]
  }

  static func payment(_ request: GatewayRequest) -> JSONValue {
    var object: JSONObject = [
      "amount": amount(request.amount),
      "description": JSONValue(description(request.description)),
      "sequenceType": JSONValue(sequence(request.sequence)),
      "metadata": [
        "payment": JSONValue("\(request.payment)"), "shop": JSONValue("\(request.shop)"),
      ],
    ]
    object["method"] = request.method.flatMap { MollieReading.methods[$0] }.map { JSONValue($0) }
    object["customerId"] = request.customer.map { JSONValue($0) }
    object["mandateId"] = request.mandate.map { JSONValue($0) }
    object["webhookUrl"] = request.webhookURL.map { JSONValue($0) }
    if request.sequence.isHosted {
      object["redirectUrl"] = request.returnURL.map { JSONValue($0) }
      object["locale"] = JSONValue(locale(request.language))
    }
    return JSONValue(object)
  }

  /// The description stands on the customer's statement; banks show no more than 140 signs.
  static func refund(_ request: GatewayRefundRequest) -> JSONValue {
    [
      "amount": amount(request.amount),
      "description": JSONValue(String(description(request.description).prefix(140))),
      "metadata": [
        "refund": JSONValue("\(request.refund)"), "shop": JSONValue("\(request.shop)"),
      ],
    ]
  }

  /// `{"currency":"EUR","value":"40.00"}`: a string with exactly the currency's decimals.
  static func amount(_ money: Money) -> JSONValue {
    ["currency": JSONValue(money.currency.code), "value": JSONValue(money.decimal)]
  }

  /// At most 255 characters, and none that a bank's file could not hold.
  static func description(_ text: String) -> String {
    let clean = text.unicodeScalars.map { scalar -> Unicode.Scalar in
      scalar.properties.generalCategory == .control ? " " : scalar
    }
    return String(String(String.UnicodeScalarView(clean)).prefix(255))
  }

  private static func sequence(_ sequence: PaymentSequence) -> String {
    switch sequence {
    case .first: "first"
    case .recurring: "recurring"
    case .oneOff: "oneoff"
    }
  }

  private static func locale(_ language: Language) -> String {
    switch language {
    case .nl: "nl_NL"
    case .en: "en_GB"
    }
  }
}
