import JSON
import Primitives

extension Universe {
  /// Grows when what is saved takes another form; any other is refused.
  private static let format: Int64 = 1

  /// Everything that is remembered, as it is saved. A webhook's call that is under way is saved as
  /// still to be made: rather twice than never.
  var state: JSONValue {
    let now = now
    var fields = StateWriter()
    fields.put("format", Self.format)
    fields.put("moment", moment)
    fields.put("identifiers", String(identifiers.state))
    fields.put("behaviour", behaviour.json)
    let worlds = worlds.values.sorted { $0.key < $1.key }
    fields.put("worlds", worlds.map { $0.state(at: now) })
    let planned = (calling.map { [$0] } ?? []) + timeline.inOrder
    fields.put("timeline", planned.map { $0.happening.state(at: $0.at) })
    fields.put("webhookCalls", webhookCalls.map(\.state))
    return fields.value
  }

  init(state value: JSONValue) throws(StateFault) {
    self = try StateReader.read(value, at: "") { state throws(StateFault) in
      _ = try state("format", .number(Self.format...Self.format))
      var universe = Universe(seed: try state("identifiers", .wideNumber))
      universe.setTime(try state.ifAny("moment", .instant))
      let behaviour = try state("behaviour", .object)
      do throws(BehaviourError) {
        universe.behaviour = try universe.behaviour.changed(by: behaviour)
      } catch {
        throw state.fault("behaviour/\(error.field)", "is not acceptable")
      }
      for world in try state.list("worlds", World.init(from:)) {
        guard universe.restore(world) else { throw state.fault("worlds", "has an id twice") }
      }
      for (at, happening) in try state.list("timeline", Happening.planned) {
        universe.timeline.plan(happening, at: at)
      }
      for call in try state.list("webhookCalls", WebhookCall.init(from:)) { universe.note(call) }
      return universe
    }
  }

  var longestShelf: Int {
    let shelves = worlds.values.map {
      max($0.payments.count, $0.customers.count, $0.mandates.count)
    }
    return max(shelves.max() ?? 0, KeptAnswers.savedLimit, webhookCalls.count)
  }
}

extension Happening {
  private enum Kind: String { case settle, expire, chargeBack, completeRefund, callWebhook }

  func state(at moment: Instant) -> JSONValue {
    var fields = StateWriter()
    fields.put("at", moment)
    fields.put("what", kind.rawValue)
    fields.put("key", place.key)
    fields.put("payment", place.id)
    switch self {
    case .settle, .expire: break
    case .chargeBack(_, let code): fields.put("code", code)
    case .completeRefund(_, let refund): fields.put("refund", refund)
    case .callWebhook(_, let attempt, let first):
      fields.put("attempt", Int64(attempt))
      fields.put("first", first)
    }
    return fields.value
  }

  private var kind: Kind {
    switch self {
    case .settle: .settle
    case .expire: .expire
    case .chargeBack: .chargeBack
    case .completeRefund: .completeRefund
    case .callWebhook: .callWebhook
    }
  }

  static func planned(
    from state: inout StateReader
  ) throws(StateFault) -> (at: Instant, happening: Happening) {
    let place = PaymentPlace(key: try state("key", .text), id: try state("payment", .text))
    let happening: Happening =
      switch try state("what", StateKind<Kind>.word) {
      case .settle: .settle(place)
      case .expire: .expire(place)
      case .chargeBack: .chargeBack(place, code: try state("code", .text))
      case .completeRefund: .completeRefund(place, refund: try state("refund", .text))
      case .callWebhook:
        .callWebhook(
          place, attempt: Int(try state("attempt", .number(1...100))),
          first: try state("first", .instant))
      }
    return (try state("at", .instant), happening)
  }
}

extension WebhookCall {
  var state: JSONValue {
    var fields = StateWriter()
    fields.put("payment", payment)
    fields.put("url", url)
    fields.put("attempt", Int64(attempt))
    fields.put("at", at)
    fields.put("status", status.map { Int64($0) })
    return fields.value
  }

  init(from state: inout StateReader) throws(StateFault) {
    self.init(
      payment: try state("payment", .text), url: try state("url", .text),
      attempt: Int(try state("attempt", .number(1...100))), at: try state("at", .instant),
      status: try state.ifAny("status", .number(0...999)).map { Int($0) })
  }
}
