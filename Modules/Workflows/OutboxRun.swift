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

  /// - Returns: how many were delivered, put back or parked.
  package func run(limit: Int = 50) async throws -> Int {
    var done = 0
    while done < limit {
      let claimed = try await platform.database.claimOutbox(
        limit: OutboxRun.handful, lease: OutboxRun.lease, random: platform.random)
      for message in claimed { try await deliver(message) }
      done += claimed.count
      if claimed.count < OutboxRun.handful { break }
    }
    return done
  }

  /// Delivers one message in hand and writes down what came of it. A message that was lost to
  /// another worker meanwhile is that worker's.
  func deliver(_ message: ClaimedMessage) async throws {
    guard let scope = try await platform.database.workerScope(for: message.tenant) else { return }
    do {
      let result = try await attempt(message, as: scope)
      try await settle(message, result, as: scope)
    } catch let error as OutboxError {
      guard case .staleFence = error else { throw error }
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
    case MailOrder.outboxKind:
      guard let order = MailOrder(message.payload) else {
        return .hopeless("unreadable mail order")
      }
      return try await MailDelivery(platform).deliver(order, as: scope)
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
      case .later(let reason, nil):
        try shop.outbox.fail(message, error: reason, backoff: backoff, random: random)
      case .later(let reason, .some(let seconds)):
        try shop.outbox.retry(
          message, at: shop.now.adding(seconds: Int64(seconds)), error: reason)
      }
    }
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
