import Catalog
import Credits
import Dunning
import Invoicing
package import Outbox
import Payments
import Primitives
import Subscriptions
package import Tenancy

/// Makes the documents of the periods that fall due: request or invoice, credits,
/// planned collection, mail and follow-up, the subscription moved on, all in one transaction.
package struct BillingRun: Sendable {
  /// Subscriptions in one transaction: long enough to make durability free, short enough that
  /// nobody waits for the writer (performance.md).
  package static let batchSize = 200

  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// Bills one batch of a shop.
  /// - Parameter lease: the right to bill this shop; a batch under a lost one is undone.
  /// - Returns: what was done; nothing when nothing is due.
  package func run(
    as scope: TenantScope, holding lease: JobLease? = nil
  ) async throws -> BillingReport {
    try await platform.database.write(as: scope) { shop in
      if let lease { try shop.hold(lease) }
      return try BillingRun.bill(try shop.subscriptions.due(limit: BillingRun.batchSize), in: shop)
    }
  }

  static func bill(_ due: [Subscription], in shop: ShopTransaction) throws -> BillingReport {
    let settings = try shop.settings.current()
    var report = BillingReport()
    for over in due where over.nextPeriod == nil {
      if over.state == .pending {
        try UnpaidCheckout(shop: shop).giveUp(over)
      } else {
        _ = try shop.subscriptions.apply(
          .lastPeriodOver(on: shop.today), to: over, noticeDays: settings.renewalNoticeDays)
      }
      report.ended += 1
    }
    let charges = try dueCharges(of: due, in: shop)
    let documents = try DocumentRun(shop: shop, settings: settings).issue(charges)
    _ = try shop.subscriptions.record(
      charges.map { ($0.subscription, $0.periodCharge) }, noticeDays: settings.renewalNoticeDays)
    report.documents = documents.count
    return report
  }

  /// Plans and customers are loaded once for the batch.
  private static func dueCharges(
    of due: [Subscription], in shop: ShopTransaction
  ) throws -> [DueCharge] {
    let plans = try shop.catalog.plans(Set(due.map(\.planID)))
    let customers = try shop.customers.find(due.map(\.customerID))
    return try due.compactMap { subscription in
      guard let period = subscription.nextPeriod, let plan = plans[subscription.planID],
        let customer = customers[subscription.customerID]
      else { return nil }
      return try DueCharge(subscription, period: period, plan: plan, customer: customer)
    }
  }
}

/// What a batch did.
package struct BillingReport: Hashable, Sendable {
  package internal(set) var documents = 0
  /// Subscriptions that came to their end, and checkouts that were given up.
  package internal(set) var ended = 0

  package var isIdle: Bool { documents == 0 && ended == 0 }
}
