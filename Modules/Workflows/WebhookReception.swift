import Outbox
package import Payments
import Primitives
import Storage
import Tenancy

/// Takes in a provider's call: stored raw, then answered; looked at afterwards (I-27).
package struct WebhookReception: Sendable {
  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// - Parameter paymentID: the provider's id of the payment, as it stands in the body.
  /// - Returns: false for an address that is nobody's: then nothing is written (I-28).
  package func receive(
    _ paymentID: String, at address: WebhookAddress, body: [UInt8]
  ) async throws -> Bool {
    let door = try await platform.database.read { try address.resolve($0) }
    guard let door, let scope = try await platform.database.workerScope(for: door.shop) else {
      return false
    }
    let event = InboxEvent(
      source: door.gateway.rawValue, externalID: paymentID, identity: .poke, body: body)
    try await platform.database.write(as: scope) { _ = try $0.inbox.receive(event) }
    return true
  }
}

/// Applies what came in: the payment is fetched anew from the provider, whatever the call said.
package struct InboxRun: Sendable {
  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// Few at a time, so that their questions fit in the lease and a dead worker holds little.
  private static let handful = 10

  /// - Parameter report: told of each event that failed unexpectedly; it comes back later, and the
  ///   others are applied.
  /// - Returns: how many events were looked at.
  package func run(
    limit: Int = 50, report: @Sendable (WorkProblem) -> Void = { _ in }
  ) async throws -> Int {
    var done = 0
    while done < limit {
      let claimed = try await platform.database.claimInbox(
        limit: InboxRun.handful, lease: OutboxRun.lease, random: platform.random)
      for event in claimed { try await apply(event, report) }
      done += claimed.count
      if claimed.count < InboxRun.handful { break }
    }
    return done
  }

  /// One bad event never blocks the next (I-27). An event that was lost to another worker
  /// meanwhile is that worker's, who does the same.
  private func apply(
    _ event: ClaimedEvent, _ report: @Sendable (WorkProblem) -> Void
  ) async throws {
    guard let scope = try await platform.database.workerScope(for: event.tenant) else { return }
    do {
      do {
        try await apply(event, as: scope)
      } catch let refusal as any Refusal {
        try await settle(event, as: scope) { try $0.giveUp(event, reason: refusal.code) }
      } catch let error where !error.isStaleFence {
        report(WorkProblem(job: event.source, shop: event.tenant, error: error))
        try await retry(event, "\(type(of: error))", as: scope)
      }
    } catch let error where error.isStaleFence {
      return
    }
  }

  private func apply(_ event: ClaimedEvent, as scope: TenantScope) async throws {
    guard let gatewayName = GatewayName(rawValue: event.source) else {
      return try await settle(event, as: scope) { try $0.markNoop(event, reason: "unknown source") }
    }
    let known = try await platform.database.read(as: scope) { shop in
      try shop.payments.find(gatewayName, id: event.externalID)
    }
    guard let gateway = try await gateway(gatewayName, as: scope) else {
      return try await retry(event, "account stopped", as: scope)
    }
    switch await gateway.fetchPayment(event.externalID) {
    case .accepted(let fetched):
      try await apply(fetched, to: known?.id ?? fetched.reference, event, as: scope)
    case .refused(let code, _):
      try await settle(event, as: scope) { try $0.markNoop(event, reason: code) }
    case .unknown(let reason), .accountDisabled(let reason):
      try await retry(event, reason, as: scope)
    case .retryLater: try await retry(event, "the provider asked to come back", as: scope)
    }
  }

  private func gateway(
    _ name: GatewayName, as scope: TenantScope
  ) async throws -> (any PaymentGateway)? {
    let box = platform.credentials
    do {
      let access = try await platform.database.read(as: scope) { shop in
        try shop.gatewayAccounts.access(name, opening: box)
      }
      return platform.outside.gateway(access)
    } catch is PaymentRefusal {
      return nil
    }
  }

  /// A webhook may come before our own call has returned: then the metadata names the payment.
  private func apply(
    _ fetched: GatewayPayment, to id: Payment.ID?, _ event: ClaimedEvent, as scope: TenantScope
  ) async throws {
    try await platform.database.write(as: scope) { shop in
      guard let id, try shop.payments.find(id) != nil else {
        return try shop.inbox.markNoop(event, reason: "no payment of this shop")
      }
      if try PaymentIntake.apply(fetched, to: id, in: shop) {
        try shop.inbox.markApplied(event)
      } else {
        try shop.inbox.markNoop(event, reason: "known already")
      }
    }
  }

  private func retry(_ event: ClaimedEvent, _ reason: String, as scope: TenantScope) async throws {
    let random = platform.random
    try await settle(event, as: scope) { inbox in
      try inbox.fail(event, error: reason, backoff: .gateway, random: random)
    }
  }

  private func settle(
    _ event: ClaimedEvent, as scope: TenantScope,
    _ body: @escaping @Sendable (InboxStore) throws -> Void
  ) async throws {
    try await platform.database.write(as: scope) { try body($0.inbox) }
  }
}
