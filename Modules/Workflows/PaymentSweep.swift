import Outbox
import Payments
import Primitives
package import Tenancy

/// Asks providers about payments that stayed silent: webhooks may be late, doubled, or never come
/// (R-26, I-25).
package struct PaymentSweep: Sendable {
  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// Ends early when the provider does not answer, so that other shops need not wait for it
  /// (I-50).
  /// - Returns: how many payments were asked about.
  /// - Throws: the first error about one of them, after the others were asked about. That one is
  ///   asked about again at its next check.
  package func run(as scope: TenantScope) async throws -> Int {
    let due = try await platform.database.read(as: scope) { try $0.payments.dueChecks(limit: 100) }
    var asked = 0
    var problem: (any Error)?
    for payment in due {
      asked += 1
      do {
        guard try await ask(payment, as: scope) else { break }
      } catch {
        problem = problem ?? error
        try await postpone(payment, as: scope)
      }
    }
    if let problem { throw problem }
    return asked
  }

  /// Asks about one payment and applies the answer.
  /// - Returns: false when there was none.
  @discardableResult
  func ask(_ payment: Payment, as scope: TenantScope) async throws -> Bool {
    let box = platform.credentials
    let access: GatewayAccess
    do {
      access = try await platform.database.read(as: scope) { shop in
        try shop.gatewayAccounts.access(payment.gateway, opening: box)
      }
    } catch is PaymentRefusal {
      // The account is stopped: its owner was told; ask again when the next check falls due.
      try await postpone(payment, as: scope)
      return true
    }
    let gateway = platform.outside.gateway(access)
    guard let known = payment.gatewayPaymentID else {
      return try await search(gateway, for: payment, as: scope)
    }
    let outcome = await gateway.fetchPayment(known)
    try await apply(outcome, to: payment, as: scope)
    return outcome.isAnswer
  }

  private func postpone(_ payment: Payment, as scope: TenantScope) async throws {
    try await platform.database.write(as: scope) { _ = try $0.payments.postponeCheck(payment.id) }
  }

  private func apply(
    _ outcome: GatewayOutcome<GatewayPayment>, to payment: Payment, as scope: TenantScope
  ) async throws {
    try await platform.database.write(as: scope) { shop in
      switch outcome {
      case .accepted(let fetched): try PaymentSweep.take(fetched, for: payment.id, in: shop)
      case .accountDisabled(let reason):
        try shop.gatewayAccounts.disable(payment.gateway, reason: reason)
        try shop.payments.postponeCheck(payment.id)
      case .refused, .unknown, .retryLater: try shop.payments.postponeCheck(payment.id)
      }
    }
  }

  /// What cannot be true of the payment is left for the next check: it must not stop the others.
  private static func take(
    _ fetched: GatewayPayment, for id: Payment.ID, in shop: ShopTransaction
  ) throws {
    do {
      try PaymentIntake.apply(fetched, to: id, in: shop)
    } catch PaymentRefusal.foreignPayment {
      try shop.payments.postponeCheck(id)
    }
  }

  private func search(
    _ gateway: any PaymentGateway, for payment: Payment, as scope: TenantScope
  ) async throws -> Bool {
    if try await deliverOrder(of: payment, as: scope) { return true }
    let customer = try await platform.database.read(as: scope) { shop in
      try shop.gatewayAccounts.customerID(of: payment.customer, at: payment.gateway)
    }
    let outcome = await gateway.findPayment(payment.id, customer: customer)
    try await platform.database.write(as: scope) { shop in
      let applied = try shop.payments.recordSearch(outcome, for: payment.id)
      try PaymentIntake.carryOut(applied, told: outcome.payment, in: shop)
    }
    return outcome.isAnswer
  }

  /// A payment that its provider was never told of, being out of reach, is told now: that the
  /// provider does not have it says nothing yet. The delivery asks before it sends again.
  /// - Returns: false when there is no order left to deliver.
  private func deliverOrder(of payment: Payment, as scope: TenantScope) async throws -> Bool {
    guard payment.state != .unknown else { return false }
    let order = try await platform.database.write(as: scope) { shop in
      try PaymentSweep.openOrder(of: payment, in: shop)
    }
    guard let order else { return false }
    let claimed = try await platform.database.claimOutbox(
      order, as: scope, lease: OutboxRun.lease)
    // Where another worker has it in hand, its answer is waited for.
    if let claimed, let problem = try await OutboxRun(platform).deliver(claimed) {
      throw problem.error
    }
    return true
  }

  /// The order that is still to be delivered. One that was given up while the shop's account was
  /// stopped is taken up again for a collection that is not long past its day.
  private static func openOrder(
    of payment: Payment, in shop: ShopTransaction
  ) throws -> OutboxMessage.ID? {
    let key = payment.id.description
    guard let order = try shop.outbox.find(kind: PaymentOrder.outboxKind, key: key) else {
      return nil
    }
    switch try shop.outbox.state(of: order) {
    case .delivered: return nil
    case .parked:
      let isTimely = payment.collectAt.map { shop.now < $0.adding(days: daysToCollect) }
      guard isTimely == true else { return nil }
      try shop.outbox.revive(order)
    case .waiting, .leased: break
    }
    try shop.payments.postponeCheck(payment.id)
    return order
  }

  /// After so many days a debit would come as a surprise: the customer is told that it failed.
  private static let daysToCollect: Int64 = 7
}

extension GatewayOutcome {
  /// Whether the provider answered at all, and not that it is too busy.
  fileprivate var isAnswer: Bool {
    switch self {
    case .accepted, .refused, .accountDisabled: true
    case .unknown, .retryLater: false
    }
  }
}
