import HTTPServer
import JSON
import Primitives

extension MollieAPI {
  func declareCustomers(in router: inout Router) {
    router.post(FixedLink("/v2/customers")) { request in
      try await write(request) { universe, key, input throws(APIFault) in
        let customer = SandboxCustomer(
          id: universe.identifiers.next("cst_"), name: try input.text("name"),
          email: try input.text("email"), locale: try input.text("locale", most: 10),
          metadata: try input.metadata(), createdAt: universe.now)
        let isLive = universe.withWorld(key) { world in
          world.customers[customer.id] = customer
          return world.isLive
        }
        return Made(status: 201, body: sandbox.hal.customer(customer, isLive: isLive))
      }
    }
    router.get(FixedLink("/v2/customers")) { request in
      try read(request) { world throws(APIFault) in
        let items = world.customers.newestFirst.map {
          (id: $0.id, item: sandbox.hal.customer($0, isLive: world.isLive))
        }
        return try list(items, "customers", request)
      }
    }
    router.get(Link<String>("/v2/customers/{id}")) { request, id in
      try read(request) { world throws(APIFault) in
        sandbox.hal.customer(try customer(id, world), isLive: world.isLive)
      }
    }
    router.patch(Link<String>("/v2/customers/{id}")) { request, id in
      try await write(request) { universe, key, input throws(APIFault) in
        try change(id, input, by: key, in: &universe)
      }
    }
    router.delete(Link<String>("/v2/customers/{id}")) { request, id in
      try await write(request) { universe, key, _ throws(APIFault) in
        let known = try customer(id, universe.worlds[key] ?? World(key: key))
        universe.withWorld(key) { world in
          for mandate in known.mandates { world.mandates[mandate] = nil }
          world.customers[id] = nil
        }
        return Made(status: 204, body: .null)
      }
    }
    declareMandates(in: &router)
  }

  private func customer(_ id: String, _ world: World) throws(APIFault) -> SandboxCustomer {
    guard let customer = world.customers[id] else { throw .unknown("customer", id) }
    return customer
  }

  private func change(
    _ id: String, _ input: Input, by key: String, in universe: inout Universe
  ) throws(APIFault) -> Made {
    var customer = try customer(id, universe.worlds[key] ?? World(key: key))
    customer.name = try input.text("name") ?? customer.name
    customer.email = try input.text("email") ?? customer.email
    customer.locale = try input.text("locale", most: 10) ?? customer.locale
    let metadata = try input.metadata()
    if !metadata.isNull { customer.metadata = metadata }
    let isLive = universe.withWorld(key) { [customer] world in
      world.customers[id] = customer
      return world.isLive
    }
    return Made(status: 200, body: sandbox.hal.customer(customer, isLive: isLive))
  }
}

// MARK: - Mandates

extension MollieAPI {
  private func declareMandates(in router: inout Router) {
    router.post(Link<String>("/v2/customers/{id}/mandates")) { request, id in
      try await write(request) { universe, key, input throws(APIFault) in
        try addMandate(to: id, input, by: key, in: &universe)
      }
    }
    router.get(Link<String>("/v2/customers/{id}/mandates")) { request, id in
      try read(request) { world throws(APIFault) in
        let items = try customer(id, world).mandates.reversed().compactMap { world.mandates[$0] }
          .map { (id: $0.id, item: sandbox.hal.mandate($0, isLive: world.isLive)) }
        return try list(items, "mandates", request)
      }
    }
    router.get(Link<String, String>("/v2/customers/{id}/mandates/{mandate}")) {
      request, id, mandate in
      try read(request) { world throws(APIFault) in
        sandbox.hal.mandate(try self.mandate(mandate, of: id, world), isLive: world.isLive)
      }
    }
    router.delete(Link<String, String>("/v2/customers/{id}/mandates/{mandate}")) {
      request, id, mandate in
      try await write(request) { universe, key, _ throws(APIFault) in
        _ = try self.mandate(mandate, of: id, universe.worlds[key] ?? World(key: key))
        universe.withWorld(key) { world in
          world.mandates[mandate] = nil
          world.customers[id]?.mandates.removeAll { $0 == mandate }
        }
        return Made(status: 204, body: .null)
      }
    }
  }

  private func mandate(
    _ id: String, of customer: String, _ world: World
  ) throws(APIFault) -> SandboxMandate {
    _ = try self.customer(customer, world)
    guard let mandate = world.mandates[id], mandate.customer == customer else {
      throw .unknown("mandate", id)
    }
    return mandate
  }

  private func addMandate(
    to id: String, _ input: Input, by key: String, in universe: inout Universe
  ) throws(APIFault) -> Made {
    _ = try customer(id, universe.worlds[key] ?? World(key: key))
    let method = try input.required("method")
    guard ["directdebit", "paypal"].contains(method) else {
      throw .unprocessable("method", "The method is invalid")
    }
    let name = try input.required("consumerName")
    let account = try input.text("consumerAccount")
    if method == "directdebit", account?.isEmpty ?? true {
      throw .unprocessable("consumerAccount", "The consumer account is missing")
    }
    let reference = try input.text("mandateReference", most: 35)
    let today = CivilZone.utc.date(at: universe.now)
    let given = try input.text("signatureDate") ?? today.description
    guard let signed = CivilDate(given), signed <= today else {
      throw .unprocessable("signatureDate", "The signature date is invalid")
    }
    let mandateID = universe.identifiers.next("mdt_")
    let mandate = SandboxMandate(
      id: mandateID, customer: id, method: method,
      reference: reference ?? "SBX-\(mandateID.suffix(10))", signatureDate: signed,
      createdAt: universe.now, status: .valid,
      payer: SandboxPayer(
        name: name, iban: account ?? "", bic: try input.text("consumerBic") ?? "TESTNL99"))
    let isLive = universe.withWorld(key) { world in
      world.mandates[mandateID] = mandate
      world.customers[id]?.mandates.append(mandateID)
      return world.isLive
    }
    return Made(status: 201, body: sandbox.hal.mandate(mandate, isLive: isLive))
  }
}
