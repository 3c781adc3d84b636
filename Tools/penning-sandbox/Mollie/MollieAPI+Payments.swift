import HTTPServer
import JSON
import Primitives

extension MollieAPI {
  func declarePayments(in router: inout Router) {
    router.post(FixedLink("/v2/payments")) { request in
      try await write(request) { universe, key, input throws(APIFault) in
        try create(input, by: key, for: nil, in: &universe)
      }
    }
    router.post(Link<String>("/v2/customers/{id}/payments")) { request, customer in
      try await write(request) { universe, key, input throws(APIFault) in
        try create(input, by: key, for: customer, in: &universe)
      }
    }
    router.get(FixedLink("/v2/payments")) { request in
      try read(request) { world throws(APIFault) in
        let items = world.payments.newestFirst.map { (id: $0.id, item: json($0, world)) }
        return try list(items, "payments", request)
      }
    }
    router.get(Link<String>("/v2/customers/{id}/payments")) { request, id in
      try read(request) { world throws(APIFault) in
        guard let customer = world.customers[id] else { throw .unknown("customer", id) }
        let items = customer.payments.reversed().compactMap { world.payments[$0] }
          .map { (id: $0.id, item: json($0, world)) }
        return try list(items, "payments", request)
      }
    }
    router.get(Link<String>("/v2/payments/{id}")) { request, id in
      try read(request) { world throws(APIFault) in json(try payment(id, world), world) }
    }
    router.patch(Link<String>("/v2/payments/{id}")) { request, id in
      try await write(request) { universe, key, input throws(APIFault) in
        try change(id, input, by: key, in: &universe)
      }
    }
    router.delete(Link<String>("/v2/payments/{id}")) { request, id in
      try await write(request) { universe, key, _ throws(APIFault) in
        try cancel(id, by: key, in: &universe)
      }
    }
  }

  func json(_ payment: SandboxPayment, _ world: World) -> JSONValue {
    sandbox.hal.payment(payment, isLive: world.isLive)
  }

  func payment(_ id: String, _ world: World) throws(APIFault) -> SandboxPayment {
    guard let payment = world.payments[id] else { throw .unknown("payment", id) }
    return payment
  }

  private func made(
    _ id: String, by key: String, _ universe: Universe, status: Int
  ) throws(APIFault) -> Made {
    let world = universe.worlds[key] ?? World(key: key)
    return Made(status: status, body: json(try payment(id, world), world))
  }

  private func change(
    _ id: String, _ input: Input, by key: String, in universe: inout Universe
  ) throws(APIFault) -> Made {
    _ = try made(id, by: key, universe, status: 200)
    let (text, metadata) = (try input.text("description"), try input.metadata())
    let (redirect, webhook) = (try input.url("redirectUrl"), try input.url("webhookUrl"))
    universe.update(PaymentPlace(key: key, id: id)) { payment in
      payment.description = text ?? payment.description
      payment.redirectURL = redirect ?? payment.redirectURL
      payment.webhookURL = webhook ?? payment.webhookURL
      if !metadata.isNull { payment.metadata = metadata }
    }
    return try made(id, by: key, universe, status: 200)
  }

  private func cancel(
    _ id: String, by key: String, in universe: inout Universe
  ) throws(APIFault) -> Made {
    let known = try payment(id, universe.worlds[key] ?? World(key: key))
    guard known.status == .open else {
      throw APIFault(status: 422, detail: "The payment cannot be cancelled")
    }
    universe.settle(PaymentPlace(key: key, id: id), .cancelled)
    return try made(id, by: key, universe, status: 200)
  }
}

// MARK: - Creating

extension MollieAPI {
  private func create(
    _ input: Input, by key: String, for pathCustomer: String?, in universe: inout Universe
  ) throws(APIFault) -> Made {
    let sequenceText = try input.text("sequenceType") ?? "oneoff"
    guard let sequence = SandboxPayment.Sequence(rawValue: sequenceText) else {
      throw .unprocessable("sequenceType", "The sequence type is invalid")
    }
    let methods = try input.methods()
    let redirectURL = try input.url("redirectUrl")
    if sequence != .recurring, redirectURL == nil {
      throw .unprocessable("redirectUrl", "The redirect URL is missing")
    }
    let customer = try customer(input, pathCustomer, sequence, key, universe)
    var payment = SandboxPayment(
      id: universe.identifiers.next("tr_"), sequence: sequence,
      amount: try input.amount(allowingZero: methods == [.creditcard] && sequence == .first),
      description: try input.required("description"), offered: methods.map(\.rawValue),
      method: methods.count == 1 ? methods[0].rawValue : nil, redirectURL: redirectURL,
      cancelURL: try input.url("cancelUrl"), webhookURL: try input.url("webhookUrl"),
      metadata: try input.metadata(), locale: try input.text("locale", most: 10),
      customer: customer?.id, createdAt: universe.now)
    switch sequence {
    case .recurring: try collect(&payment, customer, input, key, &universe)
    case .first, .oneoff: open(&payment, customer, methods, key, &universe)
    }
    if let customer {
      universe.withWorld(key) { $0.customers[customer.id]?.payments.append(payment.id) }
    }
    var made = try made(payment.id, by: key, universe, status: 201)
    made.isLost = universe.behaviour.rule(for: payment)?.effect == .loseAnswer
    return made
  }

  private func customer(
    _ input: Input, _ pathCustomer: String?, _ sequence: SandboxPayment.Sequence, _ key: String,
    _ universe: Universe
  ) throws(APIFault) -> SandboxCustomer? {
    let named = try input.text("customerId")
    guard let id = pathCustomer ?? named else {
      guard sequence == .oneoff else {
        throw .unprocessable("customerId", "The customer ID is missing")
      }
      return nil
    }
    guard let customer = universe.worlds[key]?.customers[id] else {
      throw .unknown("customer", id)
    }
    return customer
  }

  /// A payment on a mandate: runs at once, without a payer.
  private func collect(
    _ payment: inout SandboxPayment, _ customer: SandboxCustomer?, _ input: Input, _ key: String,
    _ universe: inout Universe
  ) throws(APIFault) {
    let wanted = try input.text("mandateId")
    guard let customer,
      let mandate = universe.worlds[key]?.chargeableMandate(of: customer, named: wanted)
    else {
      let field = wanted == nil ? "customerId" : "mandateId"
      throw .unprocessable(field, "No suitable mandates found for customer")
    }
    payment.mandate = mandate.id
    payment.mandateReference = mandate.reference
    payment.method = mandate.method
    payment.payer = mandate.payer
    payment.status = .pending
    if payment.isDirectDebit {
      let today = CivilZone.utc.date(at: universe.now)
      payment.dueDate = BankCalendar.adding(businessDays: 1, to: today)
    }
    universe.put(payment, in: key)
    universe.planCollection(PaymentPlace(key: key, id: payment.id))
  }

  /// A payment that waits for its payer.
  private func open(
    _ payment: inout SandboxPayment, _ customer: SandboxCustomer?, _ methods: [MollieMethod],
    _ key: String, _ universe: inout Universe
  ) {
    let method = methods.first ?? .ideal
    let expiresAt = universe.now.adding(seconds: method.patience)
    payment.expiresAt = expiresAt
    if payment.sequence == .first, let customer, let kind = method.resultingMandate {
      payment.mandate = addMandate(to: customer, kind, payment, key, &universe)
    }
    universe.put(payment, in: key)
    universe.timeline.plan(.expire(PaymentPlace(key: key, id: payment.id)), at: expiresAt)
  }

  /// The mandate that a first payment is to give: pending until it is paid.
  private func addMandate(
    to customer: SandboxCustomer, _ kind: String, _ payment: SandboxPayment, _ key: String,
    _ universe: inout Universe
  ) -> String {
    let id = universe.identifiers.next("mdt_")
    let mandate = SandboxMandate(
      id: id, customer: customer.id, method: kind, reference: "SBX-\(id.suffix(10))",
      signatureDate: CivilZone.utc.date(at: universe.now), createdAt: universe.now,
      status: .pending, payer: universe.payer(of: payment, in: key))
    universe.withWorld(key) { world in
      world.mandates[id] = mandate
      world.customers[customer.id]?.mandates.append(id)
    }
    return id
  }
}
