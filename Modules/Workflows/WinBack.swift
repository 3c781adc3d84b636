import Catalog
import Primitives
import Subscriptions

/// Customers who come back: a cancellation is taken back in time, or what has ended begins anew on
/// the terms that it had. What they owe is billed by the next run.
extension ChangeDesk {
  func keep() throws -> ChangeResult {
    try book(Amendment.keep(subscription, held.extras, today: today))
  }

  func restart() throws -> ChangeResult {
    let plan = try shop.catalog.existingPlan(subscription.planID)
    guard !isCustomer || plan.state == .active else { throw CatalogRefusal.planArchived }
    return try book(
      Amendment.restart(subscription, held.extras, on: today, policy: policy))
  }
}
