import JSON
import Primitives

extension World {
  /// As it is saved, each shelf from its oldest to its newest thing.
  func state(at now: Instant) -> JSONValue {
    var fields = StateWriter()
    fields.put("key", key)
    fields.put("payments", payments.oldestFirst.map(\.state))
    fields.put("customers", customers.oldestFirst.map(\.state))
    fields.put("mandates", mandates.oldestFirst.map(\.state))
    fields.put("answers", answers.state(at: now))
    return fields.value
  }

  init(from state: inout StateReader) throws(StateFault) {
    self.init(key: try state("key", .text))
    for payment in try state.list("payments", SandboxPayment.init(from:)) {
      payments[payment.id] = payment
    }
    for customer in try state.list("customers", SandboxCustomer.init(from:)) {
      customers[customer.id] = customer
    }
    for mandate in try state.list("mandates", SandboxMandate.init(from:)) {
      mandates[mandate.id] = mandate
    }
    for (key, answer) in try state.list("answers", KeptAnswers.entry) {
      answers.restore(key, answer)
    }
  }

  /// Leaves `count` things on each shelf.
  mutating func forget(allButNewest count: Int) {
    payments.forget(allButNewest: count)
    customers.forget(allButNewest: count)
    mandates.forget(allButNewest: count)
    answers.forget(allButNewest: count)
    for id in customers.order {
      customers[id]?.payments.removeAll { payments[$0] == nil }
      customers[id]?.mandates.removeAll { mandates[$0] == nil }
    }
  }
}

extension SandboxCustomer {
  var state: JSONValue {
    var fields = StateWriter()
    fields.put("id", id)
    fields.put("name", name)
    fields.put("email", email)
    fields.put("locale", locale)
    fields.put("metadata", metadata)
    fields.put("createdAt", createdAt)
    fields.put("payments", payments)
    fields.put("mandates", mandates)
    return fields.value
  }

  init(from state: inout StateReader) throws(StateFault) {
    self.init(
      id: try state("id", .text), name: try state.ifAny("name", .text),
      email: try state.ifAny("email", .text), locale: try state.ifAny("locale", .text),
      metadata: try state.ifAny("metadata", .any) ?? .null,
      createdAt: try state("createdAt", .instant), payments: try state("payments", .texts),
      mandates: try state("mandates", .texts))
  }
}

extension SandboxMandate {
  var state: JSONValue {
    var fields = StateWriter()
    fields.put("id", id)
    fields.put("customer", customer)
    fields.put("method", method)
    fields.put("reference", reference)
    fields.put("signatureDate", signatureDate.description)
    fields.put("createdAt", createdAt)
    fields.put("status", status.rawValue)
    fields.put("payer", payer.state)
    return fields.value
  }

  init(from state: inout StateReader) throws(StateFault) {
    let payer = try state.objectIfAny("payer", SandboxPayer.init(from:))
    guard let payer else { throw state.fault("payer", "is missing") }
    self.init(
      id: try state("id", .text), customer: try state("customer", .text),
      method: try state("method", .text), reference: try state("reference", .text),
      signatureDate: try state("signatureDate", .day),
      createdAt: try state("createdAt", .instant), status: try state("status", .word),
      payer: payer)
  }
}
