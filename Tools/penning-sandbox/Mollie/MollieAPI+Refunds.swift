import HTTPServer
import JSON
import Primitives

extension MollieAPI {
  func declareRefunds(in router: inout Router) {
    router.post(Link<String>("/v2/payments/{id}/refunds")) { request, id in
      try await write(request) { universe, key, input throws(APIFault) in
        try refund(id, input, by: key, in: &universe)
      }
    }
    router.get(Link<String>("/v2/payments/{id}/refunds")) { request, id in
      try read(request) { world throws(APIFault) in
        try list(refunds(of: try payment(id, world), world), "refunds", request)
      }
    }
    router.get(Link<String, String>("/v2/payments/{id}/refunds/{refund}")) { request, id, refund in
      try read(request) { world throws(APIFault) in
        let items = refunds(of: try payment(id, world), world)
        guard let found = items.first(where: { $0.id == refund }) else {
          throw .unknown("refund", refund)
        }
        return found.item
      }
    }
    router.delete(Link<String, String>("/v2/payments/{id}/refunds/{refund}")) {
      request, id, refund in
      try await write(request) { universe, key, _ throws(APIFault) in
        try withdraw(refund, of: id, by: key, in: &universe)
      }
    }
    router.get(FixedLink("/v2/refunds")) { request in
      try read(request) { world throws(APIFault) in
        try list(world.payments.newestFirst.flatMap { refunds(of: $0, world) }, "refunds", request)
      }
    }
    declareChargebacks(in: &router)
  }

  private func declareChargebacks(in router: inout Router) {
    router.get(Link<String>("/v2/payments/{id}/chargebacks")) { request, id in
      try read(request) { world throws(APIFault) in
        try list(chargebacks(of: try payment(id, world)), "chargebacks", request)
      }
    }
    router.get(Link<String, String>("/v2/payments/{id}/chargebacks/{chargeback}")) {
      request, id, chargeback in
      try read(request) { world throws(APIFault) in
        let items = chargebacks(of: try payment(id, world))
        guard let found = items.first(where: { $0.id == chargeback }) else {
          throw .unknown("chargeback", chargeback)
        }
        return found.item
      }
    }
    router.get(FixedLink("/v2/chargebacks")) { request in
      try read(request) { world throws(APIFault) in
        try list(world.payments.newestFirst.flatMap(chargebacks), "chargebacks", request)
      }
    }
  }

  private func refunds(
    of payment: SandboxPayment, _ world: World
  ) -> [(id: String, item: JSONValue)] {
    payment.refunds.reversed().map {
      (id: $0.id, item: sandbox.hal.refund($0, of: payment, isLive: world.isLive))
    }
  }

  private func chargebacks(of payment: SandboxPayment) -> [(id: String, item: JSONValue)] {
    payment.chargebacks.reversed().map {
      (id: $0.id, item: sandbox.hal.chargeback($0, of: payment))
    }
  }

  private func refund(
    _ id: String, _ input: Input, by key: String, in universe: inout Universe
  ) throws(APIFault) -> Made {
    let world = universe.worlds[key] ?? World(key: key)
    let known = try payment(id, world)
    let amount = try input.amount()
    let rule = universe.behaviour.rule(forRefund: amount)
    let description = try input.text("description") ?? ""
    let metadata = try input.metadata()
    guard rule?.effect != .refuse,
      let refund = universe.makeRefund(
        of: PaymentPlace(key: key, id: id), amount, description: description, metadata: metadata)
    else { throw .unprocessable("amount", "The amount is higher than the maximum") }
    return Made(
      status: 201, body: sandbox.hal.refund(refund, of: known, isLive: world.isLive),
      isLost: rule?.effect == .loseAnswer)
  }

  private func withdraw(
    _ refund: String, of id: String, by key: String, in universe: inout Universe
  ) throws(APIFault) -> Made {
    let known = try payment(id, universe.worlds[key] ?? World(key: key))
    guard let index = known.refunds.firstIndex(where: { $0.id == refund }) else {
      throw .unknown("refund", refund)
    }
    guard [.queued, .pending].contains(known.refunds[index].status) else {
      throw APIFault(status: 422, detail: "The refund cannot be cancelled any more")
    }
    universe.update(PaymentPlace(key: key, id: id)) { $0.refunds[index].status = .canceled }
    return Made(status: 204, body: .null)
  }
}
