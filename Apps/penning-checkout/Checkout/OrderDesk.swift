import Payments
import Primitives
import Storage
import Subscriptions
import Tenancy
import Workflows

/// Takes orders: one form makes one order, however often it is sent (a double click, a reload,
/// the back button). Sent again with something corrected it is another order: nobody gets a
/// payment page for what they did not just ask for, whoever else knows the token.
///
/// In this process a second try gets the first one's result; in another process it is refused by
/// the counter in the database. A form that was refused may be sent again under a new token.
actor OrderDesk {
  private typealias Placing = Task<Placed, any Error>
  private var placed: [Form: Placing] = [:]
  private var order: [Form] = []
  private static let remembered = 5000

  /// - Parameters:
  ///   - token: drawn when the form was shown.
  ///   - limit: asked before a new order, not before a repeat.
  /// - Returns: the first payment, handed to the payment service if it could be reached; or the
  ///   purchase itself where there is nothing to pay.
  /// - Throws: `CheckoutRefusal` and others of the order; `.placedBefore` when it was placed by
  ///   another process.
  func place(
    _ order: CheckoutOrder, vatNumber answer: VATAnswer? = nil, token: String,
    on platform: Platform, as scope: TenantScope, limit: @Sendable () throws -> Void = {}
  ) async throws -> Placed {
    let key = Form(shop: scope.shopID, token: token, order: order)
    if let known = placed[key] { return try await known.value }
    try limit()
    let placing = Placing { try await Self.start(key, answer, on: platform, as: scope) }
    remember(placing, key)
    do {
      return try await placing.value
    } catch {
      placed[key] = nil
      throw error
    }
  }

  private func remember(_ placing: Placing, _ key: Form) {
    placed[key] = placing
    order.append(key)
    if order.count > Self.remembered { placed[order.removeFirst()] = nil }
  }

  private static func start(
    _ form: Form, _ answer: VATAnswer?, on platform: Platform, as scope: TenantScope
  ) async throws -> Placed {
    do {
      try await platform.database.write { transaction in
        try transaction.throttles.take([ThrottleKey(once, "order", form.text)])
      }
    } catch TenancyRefusal.tooManyAttempts {
      throw OrderRefusal.placedBefore
    }
    let placed = try await Checkout(platform).place(form.order, vatNumber: answer, as: scope)
    guard let payment = placed.payment else { return .begun(placed.subscription) }
    return .toPay(try await HostedPayment(platform).open(payment, as: scope))
  }

  /// Once a day is once: a form lives shorter.
  private static let once = Throttle(free: 1, base: 86_400, cap: 86_400, forget: 86_400)
}

/// What an order led to.
enum Placed: Sendable {
  case toPay(Payment)
  /// There was nothing to pay: what was bought has begun.
  case begun(Subscription.ID)
}

/// A form as it was sent: its token and all that was filled in.
private struct Form: Hashable {
  let shop: Shop.ID
  let token: String
  let order: CheckoutOrder

  /// The same in every process. No field holds a line break, so the parts can't run together.
  var text: String {
    let (choice, details, address) = (order.choice, order.details, order.details.address)
    return [
      "\(shop)/\(token)", choice.planSlug.text, "\(choice.quantity)",
      choice.extras.sorted().map(\.description).joined(separator: " "), choice.coupon ?? "",
      "\(choice.collectionDay ?? 0)", order.method?.rawValue ?? "", order.shownToday.description,
      details.name, details.email.folded, details.company ?? "",
      details.vatNumber?.text ?? "", address.street, address.postalCode, address.city,
      address.country.code, details.language.rawValue,
    ].joined(separator: "\n")
  }
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
