import Invoicing
import Payments
import Primitives
import Subscriptions
import Tenancy
import Workflows

/// What customers and shops change about a subscription.
extension World {
  /// The customer asks for it in the portal: first shown, then done, and just that comes out.
  @discardableResult
  func changes(_ buyer: Purchase, _ wish: ChangeWish) async throws -> ChangeResult {
    let change = SubscriptionChange(platform)
    var order = ChangeOrder(wish, of: buyer.subscription, by: buyer.customer)
    order.shown = try await change.make(order, .rehearsed, as: scope).shown
    return try await change.make(order, as: scope)
  }

  /// The shop does it for the customer.
  @discardableResult
  func shopChanges(
    _ buyer: Purchase, _ wish: ChangeWish, timing: ChangeTiming? = nil,
    unusedPart: UnusedPart? = nil
  ) async throws -> ChangeResult {
    try await SubscriptionChange(platform).make(
      ChangeOrder(wish, of: buyer.subscription, timing: timing, unusedPart: unusedPart),
      as: scope)
  }

  /// Pays what a change asked for at once, if it did.
  func paysFor(_ result: ChangeResult, by buyer: Purchase) async throws {
    let open = result.receipt.documents.filter(\.isOpen).map(\.id)
    if !open.isEmpty { try await paysInPortal(open, by: buyer) }
  }

  /// "2026-11-01/2026-12-01 30.00, 15.00 given back".
  func chargesWithReturns(of buyer: Purchase) async throws -> [String] {
    try await database.read(as: scope) { shop in
      try shop.subscriptions.charges(of: buyer.subscription).map { charge in
        let back = charge.givenBack.isZero ? "" : ", \(charge.givenBack.decimal) given back"
        return "\(charge.period) \(charge.amount.decimal)\(back)"
      }
    }
  }
}

/// "credit 15.00, charge 30.00, to pay 15.00".
func told(_ result: ChangeResult) throws -> String {
  let receipt = result.receipt
  var words: [String] = []
  func add(_ name: String, _ amount: Money) {
    if !amount.isZero { words.append("\(name) \(amount.decimal)") }
  }
  add("credited", receipt.credited)
  add("paid back", receipt.paidBack)
  add("lowered", receipt.lowered)
  add("asked", try receipt.documents.map(\.total).total(in: receipt.credited.currency))
  add("to pay", try receipt.toPay)
  return words.joined(separator: ", ")
}
