import Catalog
import Credits
import Dunning
import Invoicing
package import Outbox
import Payments
import Primitives
import Storage
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
      shop.transaction.sendsAhead = true
      if let lease { try shop.hold(lease) }
      return try BillingRun.bill(try shop.subscriptions.due(limit: BillingRun.batchSize), in: shop)
    }
  }

  static func bill(_ due: [Subscription], in shop: ShopTransaction) throws -> BillingReport {
    guard !due.isEmpty else { return BillingReport() }
    let settings = try shop.settings.current()
    var report = BillingReport()
    for over in due where over.nextPeriod == nil {
      do {
        try shop.transaction.savepoint { try end(over, settings, in: shop) }
        report.ended += 1
      } catch let error where error is any Refusal || error is MoneyError {
        try shop.subscriptions.park([over.id], .unbillable)
        report.parked += 1
      }
    }
    let going = due.filter { $0.nextPeriod != nil }
    let batch = try BillingBatch(
      try shop.subscriptions.renewed(
        going, rises: shop.catalog.risesInForce(for: going.map(\.planID)),
        policy: settings.collectionPolicy, noticeDays: settings.renewalNoticeDays),
      settings, in: shop)
    try shop.subscriptions.park(batch.unbillable, .unbillable)
    try shop.subscriptions.park(differing: batch.differing)
    report.parked += batch.unbillable.count + batch.differing.count
    report.documents = try DocumentRun(shop: shop, settings: settings).issue(batch.bills).count
    _ = try shop.subscriptions.record(
      batch.bills.map { ($0.subscription, $0.bill) }, noticeDays: settings.renewalNoticeDays)
    return report
  }

  /// The last period is over, or a checkout was never paid.
  private static func end(
    _ over: Subscription, _ settings: ShopSettings, in shop: ShopTransaction
  ) throws {
    if over.state == .pending {
      try UnpaidCheckout(shop: shop).giveUp(over)
    } else {
      _ = try shop.subscriptions.apply(
        .lastPeriodOver(on: shop.today), to: over, noticeDays: settings.renewalNoticeDays)
    }
  }
}

/// The bills of a batch, and the subscriptions that a person must look at first. What is wrong
/// with one subscription never holds up the others (I-50).
struct BillingBatch {
  private(set) var bills: [DueBill] = []
  private(set) var unbillable: [Subscription.ID] = []
  /// What was shown for bills that would ask something else.
  private(set) var differing: [Quote] = []

  /// Plans, customers, add-ons, discounts and quotes are loaded once for the batch.
  init(_ due: [Subscription], _ settings: ShopSettings, in shop: ShopTransaction) throws {
    guard !due.isEmpty else { return }
    let extras = try shop.subscriptions.extras(of: due)
    let customers = try shop.customers.find(due.map(\.customerID))
    let plans = try shop.catalog.plans(BillingBatch.plans(of: due, extras))
    let quotes = try shop.subscriptions.openQuotes(of: due)
    let taxation = try Taxation(of: customers.values, settings, in: shop)
    for subscription in due {
      guard let customer = customers[subscription.customerID] else { continue }
      do {
        guard let bill = try PeriodBill(subscription, extras[subscription.id] ?? .none) else {
          continue
        }
        let due = try DueBill(subscription, bill, customer: customer, plans: plans, taxation)
        if let quote = quotes[subscription.id], quote.amount != due.asked {
          differing.append(quote)
        } else {
          bills.append(due)
        }
      } catch let error where error is any Refusal || error is MoneyError {
        unbillable.append(subscription.id)
      }
    }
  }

  private static func plans(
    of due: [Subscription], _ extras: [Subscription.ID: Extras]
  ) -> Set<Plan.ID> {
    var plans = Set(due.map(\.planID))
    for extra in extras.values { plans.formUnion(extra.addOns.map(\.planID)) }
    return plans
  }
}

/// What a batch did.
package struct BillingReport: Hashable, Sendable {
  package internal(set) var documents = 0
  /// Subscriptions that came to their end, and checkouts that were given up.
  package internal(set) var ended = 0
  /// Subscriptions that wait for a person.
  package internal(set) var parked = 0

  package var isIdle: Bool { documents == 0 && ended == 0 && parked == 0 }
}
