import JSON
import Primitives

extension SandboxPayment {
  /// As it is saved. Amounts are in minor units of the payment's currency.
  var state: JSONValue {
    var fields = StateWriter()
    fields.put("id", id)
    fields.put("sequence", sequence.rawValue)
    fields.put("amount", amount.minorUnits)
    fields.put("currency", amount.currency.rawValue)
    fields.put("description", description)
    fields.put("offered", offered)
    fields.put("method", method)
    fields.put("redirectURL", redirectURL)
    fields.put("cancelURL", cancelURL)
    fields.put("webhookURL", webhookURL)
    fields.put("metadata", metadata)
    fields.put("locale", locale)
    fields.put("customer", customer)
    fields.put("mandate", mandate)
    fields.put("status", status.rawValue)
    fields.put("createdAt", createdAt)
    fields.put("expiresAt", expiresAt)
    fields.put("paidAt", paidAt)
    fields.put("canceledAt", canceledAt)
    fields.put("expiredAt", expiredAt)
    fields.put("failedAt", failedAt)
    fields.put("failureCode", failureCode)
    fields.put("payer", payer?.state)
    fields.put("mandateReference", mandateReference)
    fields.put("dueDate", dueDate?.description)
    fields.put("refunds", refunds.map(\.state))
    fields.put("chargebacks", chargebacks.map(\.state))
    return fields.value
  }

  init(from state: inout StateReader) throws(StateFault) {
    let amount = Money(
      minorUnits: try state("amount", .number(0...Money.limit)),
      currency: try state("currency", .word))
    self.init(
      id: try state("id", .text), sequence: try state("sequence", .word), amount: amount,
      description: try state("description", .text), offered: try state("offered", .texts),
      metadata: try state.ifAny("metadata", .any) ?? .null,
      locale: try state.ifAny("locale", .text), customer: try state.ifAny("customer", .text),
      createdAt: try state("createdAt", .instant))
    method = try state.ifAny("method", .text)
    redirectURL = try state.ifAny("redirectURL", .text)
    cancelURL = try state.ifAny("cancelURL", .text)
    webhookURL = try state.ifAny("webhookURL", .text)
    mandate = try state.ifAny("mandate", .text)
    status = try state("status", .word)
    expiresAt = try state.ifAny("expiresAt", .instant)
    paidAt = try state.ifAny("paidAt", .instant)
    canceledAt = try state.ifAny("canceledAt", .instant)
    expiredAt = try state.ifAny("expiredAt", .instant)
    failedAt = try state.ifAny("failedAt", .instant)
    failureCode = try state.ifAny("failureCode", .text)
    payer = try state.objectIfAny("payer") { payer throws(StateFault) in
      try SandboxPayer(from: &payer)
    }
    mandateReference = try state.ifAny("mandateReference", .text)
    dueDate = try state.ifAny("dueDate", .day)
    refunds = try state.list("refunds") { refund throws(StateFault) in
      try SandboxRefund(from: &refund, currency: amount.currency)
    }
    chargebacks = try state.list("chargebacks") { chargeback throws(StateFault) in
      try SandboxChargeback(from: &chargeback, currency: amount.currency)
    }
    let refunded = refunds.filter(\.status.counts)
    guard Self.fit(refunded.map(\.amount), amount), Self.fit(chargebacks.map(\.amount), amount)
    else { throw state.fault("", "gives back more than was paid") }
  }

  /// Whether the parts add up to no more than the whole.
  private static func fit(_ parts: [Money], _ whole: Money) -> Bool {
    var left = whole.minorUnits
    for part in parts where left >= 0 { left -= part.minorUnits }
    return left >= 0
  }
}

extension SandboxPayer {
  var state: JSONValue { ["name": .string(name), "iban": .string(iban), "bic": .string(bic)] }

  init(from state: inout StateReader) throws(StateFault) {
    self.init(
      name: try state("name", .text), iban: try state("iban", .text), bic: try state("bic", .text))
  }
}

extension SandboxRefund {
  var state: JSONValue {
    var fields = StateWriter()
    fields.put("id", id)
    fields.put("amount", amount.minorUnits)
    fields.put("description", description)
    fields.put("metadata", metadata)
    fields.put("status", status.rawValue)
    fields.put("createdAt", createdAt)
    return fields.value
  }

  init(from state: inout StateReader, currency: Currency) throws(StateFault) {
    self.init(
      id: try state("id", .text),
      amount: Money(
        minorUnits: try state("amount", .number(0...Money.limit)), currency: currency),
      description: try state("description", .text),
      metadata: try state.ifAny("metadata", .any) ?? .null, status: try state("status", .word),
      createdAt: try state("createdAt", .instant))
  }
}

extension SandboxChargeback {
  var state: JSONValue {
    var fields = StateWriter()
    fields.put("id", id)
    fields.put("amount", amount.minorUnits)
    fields.put("reason", reason)
    fields.put("createdAt", createdAt)
    fields.put("reversedAt", reversedAt)
    return fields.value
  }

  init(from state: inout StateReader, currency: Currency) throws(StateFault) {
    self.init(
      id: try state("id", .text),
      amount: Money(
        minorUnits: try state("amount", .number(0...Money.limit)), currency: currency),
      reason: try state("reason", .text), createdAt: try state("createdAt", .instant),
      reversedAt: try state.ifAny("reversedAt", .instant))
  }
}
