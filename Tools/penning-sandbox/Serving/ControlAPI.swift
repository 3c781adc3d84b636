import HTTPServer
import JSON
import Primitives

/// What tests, the demo and `penning-worker advance-clock` use to steer the sandbox.
struct ControlAPI: Sendable {
  let sandbox: Sandbox

  func declare(in router: inout Router) {
    router.get(FixedLink("/healthz")) { _ in .text("ok\n") }
    router.get(FixedLink("/sandbox/clock")) { _ in .json(clock()) }
    router.post(FixedLink("/sandbox/clock")) { request in try await setClock(try request.json()) }
    router.get(FixedLink("/sandbox/behaviour")) { _ in
      .json(sandbox.with { $0.behaviour.json })
    }
    router.put(FixedLink("/sandbox/behaviour")) { request in
      try setBehaviour(try request.json())
    }
    router.get(FixedLink("/sandbox/payments")) { request in .json(payments(request)) }
    router.post(Link<String, String>("/sandbox/payments/{id}/{outcome}")) { request, id, outcome in
      let body = request.body.isEmpty ? [:] : try request.json()
      return try settle(id, outcome, body)
    }
    router.get(FixedLink("/sandbox/webhooks")) { _ in .json(webhooks()) }
    router.get(FixedLink("/sandbox/mails")) { request in .json(mails(to: request.query["to"])) }
    router.get(Link<Int>("/sandbox/mails/{number}")) { _, number in
      guard let mail = sandbox.mailbox.find(number) else {
        return Problem(status: 404).response
      }
      return .json(json(mail))
    }
    router.delete(FixedLink("/sandbox/mails")) { _ in
      sandbox.mailbox.clear()
      return .noContent
    }
  }
}

// MARK: - Time and behaviour

extension ControlAPI {
  /// The moment, and when something happens next: a clock that is moved in steps stops there.
  private func clock() -> JSONValue {
    sandbox.with { universe in
      [
        "now": .string(universe.now.rfc3339), "moved": .bool(universe.moment != nil),
        "next": JSONValue(universe.timeline.next?.rfc3339),
      ]
    }
  }

  /// `{"now": "2027-01-01T09:00:00Z"}` moves it on, `{"now": null}` returns to the machine's.
  private func setClock(_ body: JSONValue) async throws -> HTTPResponse {
    guard let value = body["now"], value.isNull || value.stringValue != nil else {
      throw bad("/now", "An instant, or null.")
    }
    let moment = value.stringValue.map { Instant(rfc3339: $0) }
    if case .some(.none) = moment { throw bad("/now", "An RFC 3339 instant.") }
    let happened = await sandbox.moveClock(to: moment ?? nil)
    var answer = clock().objectValue ?? [:]
    answer["happened"] = JSONValue(happened)
    return .json(.object(answer))
  }

  private func setBehaviour(_ body: JSONValue) throws -> HTTPResponse {
    guard let object = body.objectValue else { throw bad("", "An object.") }
    do {
      let behaviour = try sandbox.with { universe throws(BehaviourError) in
        universe.behaviour = try universe.behaviour.changed(by: object)
        return universe.behaviour
      }
      return .json(behaviour.json)
    } catch {
      throw bad("/\(error.field)", "Not acceptable.")
    }
  }

  private func bad(_ pointer: String, _ detail: String) -> FieldProblems {
    FieldProblems([FieldProblem(pointer: pointer, code: "sandbox.invalid", detail: detail)])
  }
}

// MARK: - Payments

extension ControlAPI {
  /// `POST /sandbox/payments/tr_…/paid`, `failed`, `expired`, `cancelled`, `later`, `chargeback`
  /// (`{"reason": "MD06", "amount": {…}}`), `chargeback-reversal`, `refund` (`{"amount": {…}}`),
  /// as somebody makes it in the provider's own dashboard.
  private func settle(_ id: String, _ outcome: String, _ body: JSONValue) throws -> HTTPResponse {
    guard let place = sandbox.with({ $0.place(of: id) }) else {
      return Problem(status: 404, detail: "There is no such payment.").response
    }
    let code = body["reason"]?.stringValue
    let done: Bool
    switch outcome {
    case "chargeback":
      let amount = try amount(body)
      done = sandbox.with { $0.chargeBack(place, code: code ?? "MD06", amount: amount) }
    case "chargeback-reversal": done = sandbox.with { $0.reverseChargebacks(of: place) }
    case "refund":
      let wanted = try amount(body)
      done = sandbox.with { universe in
        guard let amount = wanted ?? universe.payment(at: place)?.amountRemaining else {
          return false
        }
        return universe.makeRefund(of: place, amount, description: "", metadata: .null) != nil
      }
    default:
      guard let outcome = Outcome(rawValue: outcome) else { return Problem(status: 404).response }
      done = sandbox.with { $0.settle(place, outcome, code: code) }
    }
    guard done else {
      return Problem(status: 409, detail: "The payment does not allow it.").response
    }
    sandbox.kick()
    return .json(json(place))
  }

  private func amount(_ body: JSONValue) throws -> Money? {
    guard body["amount"] != nil else { return nil }
    do {
      return try Input(JSONValue.object(body.objectValue ?? [:]).serialized()).amount()
    } catch {
      throw bad("/amount", error.detail)
    }
  }

  private func json(_ place: PaymentPlace) -> JSONValue {
    let hal = sandbox.hal
    return sandbox.with { universe in
      guard let payment = universe.payment(at: place) else { return .null }
      return hal.payment(payment, isLive: universe.worlds[place.key]?.isLive ?? false)
    }
  }

  /// Every payment of every key, newest first; keys are not told.
  private func payments(_ request: HTTPRequest) -> JSONValue {
    let hal = sandbox.hal
    let limit = min(max(request.query["limit"].flatMap(Int.init) ?? 1000, 1), 100_000)
    return sandbox.with { universe in
      let all = universe.newestPayments(limit)
      return [
        "count": JSONValue(universe.keyOfPayment.count),
        "payments": .array(all.map { hal.payment($0.payment, isLive: $0.isLive) }),
      ]
    }
  }

  private func webhooks() -> JSONValue {
    sandbox.with { universe in
      .array(
        universe.webhookCalls.reversed().map { call in
          [
            "payment": .string(call.payment), "url": .string(call.url),
            "attempt": JSONValue(call.attempt), "at": .string(call.at.rfc3339),
            "status": call.status.map { JSONValue($0) } ?? .null,
          ]
        })
    }
  }
}

extension Universe {
  /// The newest payments of all worlds.
  func newestPayments(_ limit: Int) -> [(payment: SandboxPayment, isLive: Bool)] {
    let all = worlds.values.flatMap { world in
      world.payments.newestFirst.prefix(limit).map { (payment: $0, isLive: world.isLive) }
    }
    let sorted = all.sorted {
      ($0.payment.createdAt, $0.payment.id) > ($1.payment.createdAt, $1.payment.id)
    }
    return Array(sorted.prefix(limit))
  }
}

// MARK: - Mail

extension ControlAPI {
  private func mails(to recipient: String?) -> JSONValue {
    let mails = sandbox.mailbox.list(to: recipient, limit: 1000)
    return ["count": JSONValue(mails.count), "mails": .array(mails.map(json))]
  }

  private func json(_ mail: Mailbox.Mail) -> JSONValue {
    let message = mail.message
    return [
      "number": JSONValue(mail.number), "from": .string(mail.envelope.sender),
      "to": .array(mail.envelope.recipients.map(JSONValue.string)),
      "receivedAt": .string(mail.receivedAt.rfc3339), "subject": .string(mail.subject),
      "messageId": JSONValue(message.header("Message-ID")),
      "headers": .array(
        message.headers.map { ["name": .string($0.name), "value": .string($0.value)] }),
      "text": JSONValue(message.text), "html": JSONValue(message.html),
      "attachments": .array(
        message.attachments.enumerated().map { index, attachment in
          [
            "name": .string(attachment.name), "type": .string(attachment.type),
            "bytes": JSONValue(attachment.content.count),
            "url": .string("\(sandbox.publicURL)/mailbox/\(mail.number)/files/\(index)"),
          ]
        }),
    ]
  }
}
