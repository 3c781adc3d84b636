import Outbox
import Payments
import Primitives
import Tenancy

/// Delivers what must leave the platform: claims due messages of all shops and hands each to the
/// one who knows its kind.
package struct OutboxRun: Sendable {
  /// The name is for operators; the fence is what counts.
  static let lease = Lease(worker: "penning", seconds: 30)

  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// Few at a time, so that their deliveries fit in the lease and a dead worker holds little.
  private static let handful = 10

  /// - Parameter report: told of each message that failed unexpectedly; it comes back later, and
  ///   the others are delivered.
  /// - Returns: how many were delivered, put back or parked.
  package func run(
    limit: Int = 50, report: @Sendable (WorkProblem) -> Void = { _ in }
  ) async throws -> Int {
    var done = 0
    while done < limit {
      let claimed = try await platform.database.claimOutbox(
        limit: OutboxRun.handful, lease: OutboxRun.lease, random: platform.random)
      for message in claimed { if let problem = try await deliver(message) { report(problem) } }
      done += claimed.count
      if claimed.count < OutboxRun.handful { break }
    }
    return done
  }

  /// Delivers one message in hand and writes down what came of it. A message that was lost to
  /// another worker meanwhile is that worker's. One that fails in a way nobody foresaw comes back
  /// later like any other: it must not hold up those behind it (I-50).
  /// - Returns: what nobody foresaw.
  func deliver(_ message: ClaimedMessage) async throws -> WorkProblem? {
    guard let scope = try await platform.database.workerScope(for: message.tenant) else {
      return nil
    }
    do {
      do {
        try await settle(message, try await attempt(message, as: scope), as: scope)
        return nil
      } catch let error where !error.isStaleFence {
        let reason = (error as? any Refusal)?.code ?? "\(type(of: error))"
        try await settle(message, .later(reason, seconds: nil), as: scope)
        return WorkProblem(job: message.kind, shop: message.tenant, error: error)
      }
    } catch let error where error.isStaleFence {
      return nil
    }
  }

  private func attempt(
    _ message: ClaimedMessage, as scope: TenantScope
  ) async throws -> DeliveryResult {
    switch message.kind {
    case PaymentOrder.outboxKind:
      guard let payment = PaymentOrder.payment(message.payload) else {
        return .hopeless("unreadable payment order")
      }
      return DeliveryResult(try await PaymentDelivery(platform).deliver(payment, as: scope))
    case RefundOrder.outboxKind:
      guard let refund = RefundOrder.refund(message.payload) else {
        return .hopeless("unreadable refund order")
      }
      return try await RefundDelivery(platform).deliver(refund, as: scope)
    case VATCheckOrder.outboxKind:
      guard let order = VATCheckOrder(message.payload) else {
        return .hopeless("unreadable order")
      }
      return try await VATNumberCheck(platform).deliver(order, as: scope)
    case MailOrder.outboxKind:
      guard let order = MailOrder(message.payload) else {
        return .hopeless("unreadable mail order")
      }
      return try await MailDelivery(platform).deliver(order, message, as: scope)
    default:
      return .hopeless("nobody delivers \(message.kind)")
    }
  }

  private func settle(
    _ message: ClaimedMessage, _ result: DeliveryResult, as scope: TenantScope
  ) async throws {
    let random = platform.random
    let backoff = message.kind == MailOrder.outboxKind ? Backoff.mail : .gateway
    try await platform.database.write(as: scope) { shop in
      switch result {
      case .done: try shop.outbox.complete(message)
      case .hopeless(let reason): try shop.outbox.park(message, reason: reason)
      case .later(let reason, let seconds):
        try shop.outbox.fail(
          message, error: reason, backoff: backoff, random: random,
          notBefore: seconds.map { shop.now.adding(seconds: Int64($0)) })
      }
    }
  }
}

extension Error {
  /// Another worker has the row now.
  var isStaleFence: Bool {
    if case .staleFence? = self as? OutboxError { true } else { false }
  }
}

/// What came of one delivery.
enum DeliveryResult: Hashable, Sendable {
  case done
  /// Seconds where the other side named a time; else by the backoff.
  case later(String, seconds: Int?)
  case hopeless(String)

  init(_ result: PaymentDelivery.Result) {
    switch result {
    case .settled: self = .done
    case .again(let seconds): self = .later("the provider asked to come back", seconds: seconds)
    case .stopped(let reason): self = .hopeless(reason)
    }
  }
}
