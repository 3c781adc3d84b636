import Dispatch
import Observability
import Outbound
import Primitives
import Synchronization

/// The running sandbox: what it remembers, and what happens in it by itself.
final class Sandbox: Sendable {
  private let universe: Mutex<Universe>
  private let address = Mutex("")
  private let client: HTTPClient
  private let turns = Turns()
  private let isStopping = Atomic(false)
  let mailbox: Mailbox
  let log: Log

  init(_ universe: Universe, mailbox: Mailbox = Mailbox(), log: Log) {
    self.mailbox = mailbox
    self.universe = Mutex(universe)
    let policy = OutboundPolicy(allowsLoopback: true, allowsPrivateNetworks: true)
    client = HTTPClient(policy: policy, agent: "Penning-Sandbox/1")
    self.log = log
  }

  /// Of this server as the outside reaches it, without a slash at the end.
  var publicURL: String {
    get { address.withLock { $0 } }
    set {
      address.withLock { $0 = newValue.hasSuffix("/") ? String(newValue.dropLast()) : newValue }
    }
  }

  var hal: HAL { HAL(publicURL: publicURL) }

  /// Looks at or changes what is remembered; nothing else runs meanwhile.
  func with<Value: Sendable, Failure: Error>(
    _ body: (inout Universe) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try universe.withLock { universe throws(Failure) in try body(&universe) }
  }

  /// Nothing more happens by itself when this returns; a call that is broken off stays to be made.
  func stop() async {
    isStopping.store(true, ordering: .sequentiallyConsistent)
    await client.stop()
    await turns.take {}
  }

  private var mayGoOn: Bool { !isStopping.load(ordering: .sequentiallyConsistent) }
}

// MARK: - Time

extension Sandbox {
  /// Lets happen what is due now, without waiting for it.
  func kick() {
    Task { await runDue() }
  }

  /// Lets everything happen that is due at the present moment, in order.
  func runDue() async {
    await turns.take { _ = await self.run(until: nil) }
  }

  /// Sets the time, forwards; everything due on the way has happened when this returns.
  /// - Returns: how much happened.
  func moveClock(to moment: Instant?) async -> Int {
    await turns.take {
      guard let moment else {
        self.with { $0.setTime(nil) }
        return await self.run(until: nil)
      }
      // From here on the clock stands at what happens, one thing after the other.
      self.with { universe in universe.setTime(min(universe.now, moment)) }
      let count = await self.run(until: moment)
      if self.mayGoOn { self.with { $0.setTime(moment) } }
      return count
    }
  }

  @discardableResult
  private func run(until limit: Instant?) async -> Int {
    var count = 0
    while mayGoOn,
      let happening = with({ universe in universe.letHappen(until: limit ?? universe.now) })
    {
      if case .callWebhook(let place, let attempt, let first) = happening {
        await callWebhook(of: place, attempt: attempt, first: first)
      }
      count += 1
    }
    return count
  }

  private func callWebhook(of place: PaymentPlace, attempt: Int, first: Instant) async {
    guard let url = with({ $0.payment(at: place)?.webhookURL }) else {
      return with { $0.endCall(nil) }
    }
    let request = OutboundRequest(
      .post, url,
      headers: [OutboundHeader("Content-Type", "application/x-www-form-urlencoded")],
      body: Array("id=\(place.id)".utf8), timeouts: OutboundTimeouts(connect: 5000, total: 15_000))
    var status: Int?
    do {
      status = try await client.send(request).status
    } catch {
      guard mayGoOn else { return }
      log.info("webhook not delivered", ["payment": .text(place.id), "error": .failure(error)])
    }
    with { [status] universe in
      let call = WebhookCall(
        payment: place.id, url: url, attempt: attempt, at: universe.now, status: status)
      universe.endCall(call)
      guard !call.isDelivered, let next = WebhookSchedule.next(after: attempt, first: first)
      else { return }
      universe.timeline.plan(
        .callWebhook(place, attempt: attempt + 1, first: first), at: next)
    }
  }
}

extension Universe {
  /// The page of a payment that nobody decided on has been open for too long.
  @discardableResult
  mutating func expire(_ place: PaymentPlace) -> Bool {
    payment(at: place)?.status == .open && settle(place, .expired)
  }
}

/// Runs one thing after the other, in the order in which they were asked for.
actor Turns {
  private var last: Task<Void, Never>?

  func take<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) async -> Value {
    let before = last
    let turn = Task {
      await before?.value
      return await work()
    }
    last = Task { _ = await turn.value }
    return await turn.value
  }
}

/// Waiting in real time, for answers that are meant to come late.
enum Pause {
  static func seconds(_ count: Int64) async {
    await withCheckedContinuation { continuation in
      let deadline = DispatchTime.now() + .seconds(Int(clamping: count))
      DispatchQueue.global().asyncAfter(deadline: deadline) { continuation.resume() }
    }
  }
}

/// Looks several times a second whether something is due.
final class Heartbeat: Sendable {
  /// Dispatch guards it.
  private nonisolated(unsafe) let timer: any DispatchSourceTimer

  init(_ sandbox: Sandbox) {
    let timer = DispatchSource.makeTimerSource(queue: .global())
    timer.schedule(deadline: .now() + .milliseconds(200), repeating: .milliseconds(200))
    timer.setEventHandler { sandbox.kick() }
    timer.resume()
    self.timer = timer
  }

  func stop() { timer.cancel() }
}
