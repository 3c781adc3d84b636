import Primitives

/// Everything that the sandbox remembers. Changed only under the lock of ``Sandbox``.
struct Universe: Sendable {
  /// Counts the changes, so that whoever saves them sees that there are new ones.
  private(set) var changes: UInt64 = 0
  /// A world for each API key that was used.
  private(set) var worlds: [String: World] = [:] { didSet { changes += 1 } }
  /// In whose world a payment is; the payer's page knows only the payment's id.
  private(set) var keyOfPayment: [String: String] = [:]
  var timeline = Timeline() { didSet { changes += 1 } }
  /// The webhook's call that is under way: taken off the timeline, and not yet over.
  private(set) var calling: (at: Instant, happening: Happening)? { didSet { changes += 1 } }
  var behaviour = Behaviour() { didSet { changes += 1 } }
  var identifiers: IdentifierSource { didSet { changes += 1 } }
  /// What webhooks were called and what came of it, newest last.
  private(set) var webhookCalls: [WebhookCall] = [] { didSet { changes += 1 } }
  /// Set by the control interface; nil: the machine's time.
  private(set) var moment: Instant? { didSet { changes += 1 } }

  static let worldLimit = 1000

  init(seed: UInt64) { identifiers = IdentifierSource(seed: seed) }

  var now: Instant { moment ?? SystemTime.now() }

  /// Sets the time, forwards only; nil returns to the machine's.
  mutating func setTime(_ instant: Instant?) {
    guard let instant else {
      moment = nil
      return
    }
    moment = max(instant, moment ?? instant)
  }

  /// Lets the earliest thing happen that is due; a clock that is being moved stands at its moment
  /// meanwhile. A webhook's call takes time: it is ``calling`` until ``endCall(_:)``.
  mutating func letHappen(until limit: Instant) -> Happening? {
    guard let next = timeline.next, next <= limit,
      let (at, happening) = timeline.take(until: limit)
    else { return nil }
    if moment != nil { setTime(at) }
    switch happening {
    case .settle(let place): finish(place)
    case .expire(let place): expire(place)
    case .chargeBack(let place, let code): chargeBack(place, code: code)
    case .completeRefund(let place, let refund): completeRefund(refund, of: place)
    case .callWebhook: calling = (at, happening)
    }
    return happening
  }

  /// The webhook was called, or there was none to call (nil).
  mutating func endCall(_ call: WebhookCall?) {
    calling = nil
    if let call { note(call) }
  }

  /// The world of a key; made when the key is new.
  mutating func withWorld<Value>(_ key: String, _ body: (inout World) throws -> Value) rethrows
    -> Value
  {
    if worlds[key] == nil, worlds.count >= Self.worldLimit, let oldest = worlds.keys.min() {
      worlds[oldest] = nil
    }
    return try body(&worlds[key, default: World(key: key)])
  }

  mutating func put(_ payment: SandboxPayment, in key: String) {
    keyOfPayment[payment.id] = key
    withWorld(key) { $0.payments[payment.id] = payment }
    if keyOfPayment.count > 200_000 { forgetDropped() }
  }

  func payment(at place: PaymentPlace) -> SandboxPayment? {
    worlds[place.key]?.payments[place.id]
  }

  /// Where a payment is, by its id alone.
  func place(of payment: String) -> PaymentPlace? {
    keyOfPayment[payment].map { PaymentPlace(key: $0, id: payment) }
  }

  mutating func update(_ place: PaymentPlace, _ change: (inout SandboxPayment) -> Void) {
    guard var payment = payment(at: place) else { return }
    change(&payment)
    withWorld(place.key) { $0.payments[place.id] = payment }
  }

  mutating func note(_ call: WebhookCall) {
    webhookCalls.append(call)
    if webhookCalls.count > 2000 { webhookCalls.removeFirst(1000) }
  }

  /// Puts back a world that was saved; false when it or one of its payments is here already.
  mutating func restore(_ world: World) -> Bool {
    guard worlds[world.key] == nil, worlds.count < Self.worldLimit else { return false }
    worlds[world.key] = world
    for id in world.payments.order {
      guard keyOfPayment.updateValue(world.key, forKey: id) == nil else { return false }
    }
    return true
  }

  /// Leaves the newest things alone, and what is planned for them.
  mutating func forget(allButNewest count: Int) {
    for key in worlds.keys { worlds[key]?.forget(allButNewest: count) }
    webhookCalls = webhookCalls.suffix(count)
    let worlds = worlds
    timeline.keep { worlds[$0.place.key]?.payments[$0.place.id] != nil }
    forgetDropped()
  }

  private mutating func forgetDropped() {
    keyOfPayment = keyOfPayment.filter { worlds[$0.value]?.payments[$0.key] != nil }
  }
}

/// One call of a webhook.
struct WebhookCall: Sendable {
  let payment: String
  let url: String
  let attempt: Int
  let at: Instant
  /// The status answered, or nil when there was no answer.
  let status: Int?

  var isDelivered: Bool { status.map { (200...299).contains($0) } ?? false }
}
