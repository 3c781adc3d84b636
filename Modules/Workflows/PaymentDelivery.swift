import Cryptography
package import Payments
package import Primitives
import Storage
package import Tenancy

/// Hands a written attempt to its provider, at most once (I-23): the attempt is marked as sent
/// before the call, carries one idempotency key for ever, and when an earlier answer was lost too
/// long ago the provider is asked first whether it has the payment.
package struct PaymentDelivery: Sendable {
  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// What a delivery came to.
  package enum Result: Hashable, Sendable {
    /// Told, refused or unknown: the payment says which; nothing more is to be sent.
    case settled
    /// Nothing was made; try again after so many seconds.
    case again(after: Int?)
    /// The shop's account at the provider does not work; a person must look.
    case stopped(reason: String)
  }

  package func deliver(_ id: Payment.ID, as scope: TenantScope) async throws -> Result {
    let errand: Errand
    do {
      guard let found = try await prepare(id, as: scope) else { return .settled }
      errand = found
    } catch let refusal as PaymentRefusal {
      return .stopped(reason: refusal.code)
    }
    let gateway = platform.outside.gateway(errand.access)
    if errand.mustAskFirst, let result = try await ask(gateway, errand, as: scope) { return result }
    var customer = errand.gatewayCustomer
    if customer == nil, errand.payment.sequence != .oneOff {
      switch try await makeCustomer(gateway, errand, as: scope) {
      case .known(let known): customer = known
      case .not(let result): return result
      }
    }
    return try await send(gateway, errand, customer: customer, as: scope)
  }

  private enum CustomerAtGateway {
    case known(String)
    case not(Result)
  }

  private func makeCustomer(
    _ gateway: any PaymentGateway, _ errand: Errand, as scope: TenantScope
  ) async throws -> CustomerAtGateway {
    let outcome = await gateway.createCustomer(errand.customerRequest(of: scope.shop))
    switch outcome {
    case .accepted(let made):
      try await platform.database.write(as: scope) { shop in
        try shop.gatewayAccounts.remember(
          made, of: errand.payment.customer, at: errand.payment.gateway)
      }
      return .known(made)
    case .retryLater(let seconds): return .not(.again(after: seconds))
    // A customer made twice at the provider costs nothing; the same key gives the first.
    case .unknown: return .not(.again(after: nil))
    case .refused, .accountDisabled:
      return .not(try await record(outcome.asPayment, errand, as: scope))
    }
  }

  private func send(
    _ gateway: any PaymentGateway, _ errand: Errand, customer: String?, as scope: TenantScope
  ) async throws -> Result {
    do {
      _ = try await platform.database.write(as: scope) {
        try $0.payments.markSent(errand.payment.id)
      }
    } catch is PaymentRefusal {
      // Closed or told of by a webhook meanwhile.
      return .settled
    }
    let request = errand.request(of: scope.shop, customer: customer, on: platform)
    return try await record(await gateway.createPayment(request), errand, as: scope)
  }

  /// - Returns: nil when the provider does not have it: nothing was made, so it is sent again.
  private func ask(
    _ gateway: any PaymentGateway, _ errand: Errand, as scope: TenantScope
  ) async throws -> Result? {
    let found = await gateway.findPayment(errand.payment.id, customer: errand.gatewayCustomer)
    switch found {
    case .accepted(nil): return nil
    case .accepted(.some(let payment)):
      return try await record(.accepted(payment), errand, as: scope)
    case .accountDisabled(let reason):
      return try await record(.accountDisabled(reason: reason), errand, as: scope)
    case .refused, .unknown, .retryLater: return .again(after: nil)
    }
  }

  private func record(
    _ outcome: GatewayOutcome<GatewayPayment>, _ errand: Errand, as scope: TenantScope
  ) async throws -> Result {
    try await platform.database.write(as: scope) { shop in
      if case .accountDisabled(let reason) = outcome {
        try shop.gatewayAccounts.disable(errand.payment.gateway, reason: reason)
      }
      let applied = try shop.payments.record(outcome, for: errand.payment.id)
      try PaymentIntake.carryOut(applied, told: outcome.payment, in: shop)
    }
    switch outcome {
    case .accepted, .refused, .unknown: return .settled
    case .retryLater(let seconds): return .again(after: seconds)
    case .accountDisabled(let reason): return .stopped(reason: reason)
    }
  }
}

extension GatewayOutcome where Value == GatewayPayment {
  /// What the provider told, if it told anything.
  var payment: GatewayPayment? { if case .accepted(let payment) = self { payment } else { nil } }
}

extension GatewayOutcome where Value == GatewayPayment? {
  var payment: GatewayPayment? { if case .accepted(let payment) = self { payment } else { nil } }
}

extension GatewayOutcome where Value == String {
  /// A refusal on the way, as the outcome of the payment that it was for.
  fileprivate var asPayment: GatewayOutcome<GatewayPayment> {
    switch self {
    case .refused(let code, let field): .refused(code: code, field: field)
    case .accountDisabled(let reason): .accountDisabled(reason: reason)
    case .retryLater(let seconds): .retryLater(after: seconds)
    case .unknown(let reason): .unknown(reason: reason)
    case .accepted: .retryLater(after: nil)
    }
  }
}
