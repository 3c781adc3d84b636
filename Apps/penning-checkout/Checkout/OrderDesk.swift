import Payments
import Primitives
import Storage
import Tenancy
import Workflows

/// Takes orders: one form makes one order, however often it is sent (a double click, a reload,
/// the back button).
///
/// In this process a second try gets the first one's result; in another process it is refused by
/// the counter in the database. A form that was refused may be sent again under a new token.
actor OrderDesk {
  private typealias Placing = Task<Payment, any Error>
  private var placed: [String: Placing] = [:]
  private var order: [String] = []
  private static let remembered = 5000

  /// - Parameters:
  ///   - token: drawn when the form was shown.
  ///   - limit: asked before a new order, not before a repeat.
  /// - Returns: the first payment, handed to the payment service if it could be reached.
  /// - Throws: `CheckoutRefusal` and others of the order; `.placedBefore` when it was placed by
  ///   another process.
  func place(
    _ order: CheckoutOrder, token: String, on platform: Platform, as scope: TenantScope,
    limit: @Sendable () throws -> Void = {}
  ) async throws -> Payment {
    let key = "\(scope.shopID)/\(token)"
    if let known = placed[key] { return try await known.value }
    try limit()
    let placing = Placing { try await Self.start(order, key, on: platform, as: scope) }
    remember(placing, key)
    do {
      return try await placing.value
    } catch {
      placed[key] = nil
      throw error
    }
  }

  private func remember(_ placing: Placing, _ key: String) {
    placed[key] = placing
    order.append(key)
    if order.count > Self.remembered { placed[order.removeFirst()] = nil }
  }

  private static func start(
    _ order: CheckoutOrder, _ key: String, on platform: Platform, as scope: TenantScope
  ) async throws -> Payment {
    do {
      try await platform.database.write { transaction in
        try transaction.throttles.take([ThrottleKey(once, "order", key)])
      }
    } catch TenancyRefusal.tooManyAttempts {
      throw OrderRefusal.placedBefore
    }
    let started = try await Checkout(platform).start(order, as: scope)
    return try await HostedPayment(platform).open(started.payment, as: scope)
  }

  /// Once a day is once: a form lives shorter.
  private static let once = Throttle(free: 1, base: 86_400, cap: 86_400, forget: 86_400)
}

/// Why an order is not taken.
enum OrderRefusal: Refusal, Hashable {
  case placedBefore
  case shopClosed

  var kind: RefusalKind { .conflict }

  var code: String {
    switch self {
    case .placedBefore: "order.placedBefore"
    case .shopClosed: "order.shopClosed"
    }
  }

  var phrase: Phrase {
    switch self {
    case .placedBefore:
      Phrase(
        nl: "Deze bestelling is al geplaatst. U vindt haar onder Mijn account; daar kunt u ook "
          + "betalen.",
        en: "This order was placed before. You find it under My account, where you can pay too.")
    case .shopClosed:
      Phrase(
        nl: "Deze winkel neemt nu geen bestellingen aan.",
        en: "This shop takes no orders at the moment.")
    }
  }
}
