import JSON
import Payments
import Primitives

/// Mollie's payment object as Penning's. A fact whose moment has not come may be absent or null.
enum MollieReading {
  /// The payment, with what its chargebacks say, if there were any.
  static func payment(
    _ object: JSONValue, chargebacks: [JSONValue] = []
  ) throws(MollieFailure) -> GatewayPayment {
    guard let id = object["id"]?.stringValue, MollieWebhook.isPaymentID(id) else {
      throw unreadable("id")
    }
    guard let amount = money(object["amount"]) else { throw unreadable("amount") }
    guard let word = object["status"]?.stringValue, let status = status(word) else {
      throw unreadable("status")
    }
    let takenBack = try summary(chargebacks, amount.currency)
    var payment = GatewayPayment(
      id: id, status: status, amount: amount, paidAt: try instant(object, "paidAt"),
      refunded: try total(object, "amountRefunded", amount.currency),
      chargedBack: try larger(
        takenBack.total, total(object, "amountChargedBack", amount.currency)),
      chargebackReversed: takenBack.reversed)
    let details = object["details"]
    payment.reasonCode = takenBack.newestReason ?? failureReason(object)
    payment.method = object["method"]?.stringValue.flatMap(method)
    payment.checkoutURL = object["_links"]?["checkout"]?["href"]?.stringValue.flatMap(webAddress)
    payment.customer = object["customerId"]?.stringValue
    payment.mandate = object["mandateId"]?.stringValue
    payment.reference = object["metadata"]?["payment"]?.stringValue.flatMap(Payment.ID.init)
    payment.payer = payer(details)
    payment.debitOn = details?["dueDate"]?.stringValue.flatMap(CivilDate.init)
    return payment
  }

  /// Whether the list of chargebacks must be read too: their reasons and what was won back stand
  /// only there, and after that the payment's own total may be gone.
  static func hasChargebacks(_ object: JSONValue) -> Bool {
    if object["_links"]?["chargebacks"]?["href"] != nil { return true }
    return money(object["amountChargedBack"]).map { !$0.isZero } ?? false
  }

  /// Whether the list of refunds must be read too: which of them are ours and which failed
  /// stands only there.
  static func hasRefunds(_ object: JSONValue) -> Bool {
    if object["_links"]?["refunds"]?["href"] != nil { return true }
    return money(object["amountRefunded"]).map { !$0.isZero } ?? false
  }

  static func refund(_ object: JSONValue) throws(MollieFailure) -> GatewayRefund {
    guard let id = object["id"]?.stringValue, MollieGateway.isObjectID(id) else {
      throw unreadable("refund id")
    }
    guard let amount = money(object["amount"]) else { throw unreadable("refund amount") }
    guard let word = object["status"]?.stringValue, let status = refundStatus(word) else {
      throw unreadable("refund status")
    }
    return GatewayRefund(
      id: id, status: status, amount: amount,
      reference: object["metadata"]?["refund"]?.stringValue.flatMap(Refund.ID.init),
      description: object["description"]?.stringValue, reasonCode: failureReason(object))
  }

  static func refundStatus(_ word: String) -> GatewayRefundStatus? {
    word == "canceled" ? .cancelled : GatewayRefundStatus(rawValue: word)
  }

  static func unreadable(_ member: String) -> MollieFailure {
    .unknown(reason: "the answer has no readable \(member)")
  }

  static func status(_ word: String) -> GatewayStatus? {
    word == "canceled" ? .cancelled : GatewayStatus(rawValue: word)
  }

  static let methods: [PaymentMethod: String] = [
    .ideal: "ideal", .bancontact: "bancontact", .creditcard: "creditcard", .paypal: "paypal",
    .directDebit: "directdebit",
  ]

  private static func method(_ word: String) -> PaymentMethod? {
    methods.first { $0.value == word }?.key
  }

  static func money(_ value: JSONValue?) -> Money? {
    guard let currency = value?["currency"]?.stringValue.flatMap(Currency.init(code:)),
      let text = value?["value"]?.stringValue
    else { return nil }
    return try? Money(decimal: text, currency: currency)  // nil says the same: not an amount
  }

  /// Nothing when absent; unreadable when there but no amount of this currency.
  private static func total(
    _ object: JSONValue, _ member: String, _ currency: Currency
  ) throws(MollieFailure) -> Money {
    guard let value = object[member], !value.isNull else { return .zero(currency) }
    guard let money = money(value), money.currency == currency else { throw unreadable(member) }
    return money
  }

  private static func larger(_ one: Money, _ other: Money) -> Money {
    one.minorUnits < other.minorUnits ? other : one
  }

  private static func instant(
    _ object: JSONValue, _ member: String
  ) throws(MollieFailure) -> Instant? {
    guard let value = object[member], !value.isNull else { return nil }
    guard let moment = value.stringValue.flatMap(Instant.init(rfc3339:)) else {
      throw unreadable(member)
    }
    return moment
  }

  private static func failureReason(_ object: JSONValue) -> String? {
    let places = [
      object["details"]?["bankReasonCode"], object["details"]?["failureReason"],
      object["statusReason"]?["code"],
    ]
    return places.lazy.compactMap { $0?.stringValue }.first { !$0.isEmpty && $0.count <= 64 }
  }

  private static func payer(_ details: JSONValue?) -> GatewayPayer? {
    let name = details?["consumerName"]?.stringValue ?? details?["cardHolder"]?.stringValue
    let account = details?["consumerAccount"]?.stringValue ?? details?["cardNumber"]?.stringValue
    guard name != nil || account != nil else { return nil }
    return GatewayPayer(name: name, account: account)
  }

  /// A browser will be sent there: a web address and nothing else.
  private static func webAddress(_ text: String) -> String? {
    guard text.hasPrefix("https://") || text.hasPrefix("http://"), text.utf8.count <= 2048,
      text.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
    else { return nil }
    return text
  }
}

// MARK: - Chargebacks

extension MollieReading {
  private static func summary(
    _ chargebacks: [JSONValue], _ currency: Currency
  ) throws(MollieFailure) -> (total: Money, reversed: Money, newestReason: String?) {
    var total = Money.zero(currency)
    var reversed = Money.zero(currency)
    var newest: (at: String, reason: String)?
    for chargeback in chargebacks {
      guard let amount = money(chargeback["amount"]), amount.currency == currency else {
        throw unreadable("chargeback amount")
      }
      do {
        total = try total + amount
        if chargeback["reversedAt"]?.stringValue != nil { reversed = try reversed + amount }
      } catch {
        throw unreadable("chargeback amount")
      }
      let at = chargeback["createdAt"]?.stringValue ?? ""
      if let reason = chargeback["reason"]?["code"]?.stringValue, at >= newest?.at ?? "" {
        newest = (at, reason)
      }
    }
    return (total, reversed, newest?.reason)
  }
}
