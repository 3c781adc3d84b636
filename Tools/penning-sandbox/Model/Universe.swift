import Primitives

/// Everything that the sandbox remembers. Changed only under the lock of ``Sandbox``.
struct Universe: Sendable {
  /// A world for each API key that was used.
  private(set) var worlds: [String: World] = [:]
  /// In whose world a payment is; the payer's page knows only the payment's id.
  private(set) var keyOfPayment: [String: String] = [:]
  var timeline = Timeline()
  var behaviour = Behaviour()
  var identifiers: IdentifierSource
  /// What webhooks were called and what came of it, newest last.
  private(set) var webhookCalls: [WebhookCall] = []
  /// Set by the control interface; nil: the machine's time.
  private(set) var moment: Instant?

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

  /// Takes what is due; a clock that is being moved stands at its moment meanwhile.
  mutating func takeDue(until limit: Instant) -> Happening? {
    guard let (at, happening) = timeline.take(until: limit) else { return nil }
    if moment != nil { setTime(at) }
    return happening
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
