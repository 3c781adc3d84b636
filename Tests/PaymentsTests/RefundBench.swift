import Invoicing
import Ledger
import Payments
import Primitives
import Storage
import Tenancy
import TestSupport

/// Money that lies on no document, and the bookings that the workflows make of a refund's changes.
extension PaymentBench {
  /// A paid payment of which nothing lies on a document.
  func loosePayment(_ cents: Int64 = 4000) async throws -> Payment {
    let payment = try await sent(try await document(cents), cents: cents)
    return try await database.write(as: scope) { shop in
      let applied = try shop.payments.apply(
        PaymentBench.fetched(payment, paid: true), to: payment.id)
      try RefundBooks.book(applied, in: shop)
      return applied.payment
    }
  }

  /// What the provider says of a payment now, applied and booked.
  @discardableResult
  func told(
    _ payment: Payment, refunds: [GatewayRefund], chargedBack: Int64 = 0, wonBack: Int64 = 0
  ) async throws -> [RefundChange] {
    var fetched = PaymentBench.fetched(payment, paid: true, chargedBack: chargedBack)
    fetched.chargebackReversed = .eur(wonBack)
    fetched.refunds = refunds
    let told = fetched
    return try await database.write(as: scope) { shop in
      try RefundBooks.book(try shop.payments.apply(told, to: payment.id), in: shop)
      let changes = try shop.refunds.take(told.refunds ?? [], for: payment.id)
      try RefundBooks.book(changes, in: shop)
      return changes
    }
  }

  func wish(
    _ cents: Int64, _ source: String = "form", cause: RefundCause = .unallocated,
    payment: Payment.ID? = nil, reason: String = "Te veel betaald"
  ) -> RefundRequest {
    RefundRequest(
      customer: customer.id, amount: .eur(cents), cause: cause, reason: reason, source: source,
      payment: payment)
  }

  @discardableResult
  func requested(_ wish: RefundRequest) async throws -> [Refund] {
    try await database.write(as: scope) { shop in
      let changes = try shop.refunds.request(wish)
      try RefundBooks.book(changes, in: shop)
      return changes.map(\.refund)
    }
  }

  func cleared(_ refund: Refund.ID) async throws -> RefundStore.Clearance {
    try await database.write(as: scope) { shop in
      let clearance = try shop.refunds.markSent(refund)
      if case .ended(let change) = clearance { try RefundBooks.book([change], in: shop) }
      return clearance
    }
  }

  @discardableResult
  func recorded(
    _ outcome: GatewayOutcome<GatewayRefund>, for refund: Refund.ID
  ) async throws -> RefundState {
    try await database.write(as: scope) { shop in
      let change = try shop.refunds.record(outcome, for: refund)
      try RefundBooks.book(change.map { [$0] } ?? [], in: shop)
      return try shop.refunds.get(refund).state
    }
  }

  func refund(_ id: Refund.ID) async throws -> Refund {
    try await database.read(as: scope) { try $0.refunds.get(id) }
  }

  func payment(_ id: Payment.ID) async throws -> Payment {
    try await database.read(as: scope) { try $0.payments.get(id) }
  }

  /// Every break of an invariant of payments, invoicing and ledger.
  func breaks() async throws -> [String] {
    try await database.read(as: scope) { shop in
      let checks =
        try shop.payments.verify() + shop.ledger.verify() + shop.invoicing.verify()
      return checks.flatMap(\.breaks)
    }
  }
}

/// What the workflows do with a change, without documents, credits and mail.
enum RefundBooks {
  static func book(_ applied: AppliedPayment, in shop: ShopTransaction) throws {
    for movement in applied.movements([], in: shop.scope.zone, today: shop.today) {
      switch movement {
      case .received(let money, let parts): _ = try shop.invoicing.settle(money, on: parts)
      case .returned(let money): _ = try shop.invoicing.reopen(money)
      case .lost(let money): try shop.payments.book(lost: money)
      case .recovered(let money): try shop.payments.book(recovered: money)
      }
    }
  }

  static func book(_ changes: [RefundChange], in shop: ShopTransaction) throws {
    for change in changes {
      let (leaves, returns) = (change.from == .free, change.to == .free)
      if leaves, !returns { try takeOut(change, in: shop) }
      try shop.refunds.bookHolding(change)
      if returns, !leaves { try putBack(change, in: shop) }
    }
  }

  private static func takeOut(_ change: RefundChange, in shop: ShopTransaction) throws {
    if change.covered.isPositive {
      _ = try shop.invoicing.reopen(
        ReturnedMoney(
          payment: change.refund.payment.description, cause: change.key, amount: change.covered,
          returnedOn: shop.today))
    }
    if let loss = shop.refunds.loss(of: change) { try shop.payments.book(lost: loss) }
  }

  private static func putBack(_ change: RefundChange, in shop: ShopTransaction) throws {
    if let loss = shop.refunds.loss(of: change) { try shop.payments.book(recovered: loss) }
    guard change.covered.isPositive else { return }
    _ = try shop.invoicing.settle(
      IncomingMoney(
        payment: change.refund.payment.description, cause: change.key,
        customer: change.refund.customer, amount: change.covered, paidOn: shop.today),
      on: [])
  }
}

extension GatewayRefund {
  /// One of ours as the provider tells it.
  static func of(_ refund: Refund, _ status: GatewayRefundStatus) -> GatewayRefund {
    GatewayRefund(
      id: "re_\(refund.id.rawValue)", status: status, amount: refund.amount, reference: refund.id)
  }

  /// Made in the provider's dashboard.
  static func elsewhere(
    _ number: Int, _ cents: Int64, _ status: GatewayRefundStatus
  ) -> GatewayRefund {
    GatewayRefund(id: "re_x\(number)", status: status, amount: .eur(cents))
  }
}
