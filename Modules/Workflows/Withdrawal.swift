import Primitives
import Subscriptions
import Tenancy

/// A purchase taken back within 14 days (BW 6:230o): everything that was paid goes back the way it
/// came, and the customer gets a receipt with the time.
extension ChangeDesk {
  static let longestStatement = 1000

  func withdraw() throws -> ChangeResult {
    guard !isCustomer || customer.kind == .consumer else {
      throw SubscriptionChangeRefusal.notOffered
    }
    return try book(
      Amendment.withdraw(
        subscription, held.extras, charged: held.charges, today: today, policy: policy),
      as: .paidBack)
  }

  /// What the customer adds, within its length.
  /// - Throws: `TenancyRefusal` for the field.
  func statement() throws -> String {
    guard case .withdraw(let statement) = order.wish else { return "" }
    return try PlainText.paragraph(
      statement, "/statement", most: ChangeDesk.longestStatement)
  }
}
