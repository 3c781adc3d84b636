package import Catalog
import JSON
import Notifications
package import Primitives
package import Subscriptions
package import Tenancy

/// Tells a planned price rise to those whom it meets, and shows beforehand whom that is. The
/// new price itself holds from each customer's own renewal: the billing run applies it.
package struct PriceRiseRun: Sendable {
  static let batchSize = 200

  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// One customer whom a rise meets.
  package struct Met: Hashable, Sendable {
    package let subscription: Subscription
    /// Of a whole period, for the whole quantity, in the terms of the price.
    package let oldPrice: Money
    package let newPrice: Money
    /// The first renewal at the new price.
    package let from: CivilDate
  }

  /// What a rise does to the shop's real customers.
  package struct Preview: Hashable, Sendable {
    package internal(set) var met = 0
    /// Have the plan, but leave before, or pay as much already.
    package internal(set) var spared = 0
    /// What a year of all of them is more.
    package internal(set) var yearly: Money
    package internal(set) var first: CivilDate?
    package internal(set) var last: CivilDate?
    /// The first of them, to be shown one by one.
    package internal(set) var examples: [Met] = []
  }

  /// Goes through the active subscriptions in pages; memory stays flat.
  package func preview(_ id: PriceRise.ID, as scope: TenantScope) async throws -> Preview {
    var preview = Preview(yearly: .zero(scope.currency))
    var last: Subscription.ID?
    while true {
      let after = last
      let page = try await platform.database.read(as: scope) { shop in
        try PriceRiseRun.page(of: shop.priceRises.existing(id), after: after, in: shop)
      }
      for met in page.met { try preview.add(met) }
      preview.spared += page.spared
      guard let end = page.end else { return preview }
      last = end
    }
  }

  /// Announces a draft and tells everyone whom it meets, a batch a transaction. Started again
  /// after a crash it tells those who were not told: each mail is written once.
  /// - Returns: how many were told.
  /// - Throws: `CatalogRefusal.riseTooSoon` when the notice has become too short.
  package func announce(_ id: PriceRise.ID, as scope: TenantScope) async throws -> Int {
    try await platform.database.write(as: scope) { shop in
      guard try shop.priceRises.existing(id).state == .draft else { return }
      _ = try shop.priceRises.announce(id)
      try shop.audit.record("priceRise.announced", id)
    }
    var told = 0
    var last: Subscription.ID?
    while true {
      let after = last
      let page = try await platform.database.write(as: scope) { shop in
        try tell(shop.priceRises.existing(id), after: after, in: shop)
      }
      told += page.met.count
      guard let end = page.end else { return told }
      last = end
    }
  }

  /// Takes a rise back before it takes effect.
  /// - Throws: `CatalogRefusal.riseSettled` once it holds.
  package func withdraw(_ id: PriceRise.ID, as scope: TenantScope) async throws -> PriceRise {
    try await platform.database.write(as: scope) { shop in
      let rise = try shop.priceRises.withdraw(id)
      try shop.audit.record("priceRise.withdrawn", id)
      return rise
    }
  }

  private func tell(
    _ rise: PriceRise, after: Subscription.ID?, in shop: ShopTransaction
  ) throws -> RisePage {
    let page = try PriceRiseRun.page(of: rise, after: after, in: shop)
    guard rise.state == .announced else { throw CatalogRefusal.riseSettled }
    let plan = try shop.catalog.existingPlan(rise.planID)
    try shop.subscriptions.dropQuotes(
      of: page.met.map(\.subscription), from: rise.effectiveFrom)
    for met in page.met {
      try notice(met, plan, rise, in: shop)
        .send(to: met.subscription.customerID, platform.addresses, in: shop)
    }
    return page
  }

  private func notice(
    _ met: Met, _ plan: Plan, _ rise: PriceRise, in shop: ShopTransaction
  ) throws -> CustomerNotice {
    let interval = met.subscription.schedule.interval
    let asked = try Foresight(of: met.subscription, in: shop)
    return CustomerNotice(
      PriceRiseMail(
        planName: plan.name, oldPrice: try asked.planPrice(at: met.oldPrice),
        newPrice: try asked.planPrice(at: met.newPrice),
        interval: Phrase(nl: interval.formatted(.nl), en: interval.formatted(.en)),
        from: met.from, portalURL: platform.addresses.portal(of: shop.scope.shop)),
      about: met.subscription.id, level: rise.effectiveFrom.dayNumber)
  }
}

/// A page of the subscriptions of a plan under a rise.
struct RisePage: Sendable {
  var met: [PriceRiseRun.Met] = []
  var spared = 0
  /// Where the next page begins; nil at the end.
  var end: Subscription.ID?
}

extension PriceRiseRun {
  fileprivate static func page(
    of rise: PriceRise, after: Subscription.ID?, in shop: ShopTransaction
  ) throws -> RisePage {
    let all = try shop.subscriptions.active(after: after, limit: batchSize)
    let ofPlan = all.filter { $0.planID == rise.planID }
    let versions = try shop.catalog.versions(Set(ofPlan.map(\.versionID)))
    var page = RisePage(end: all.last?.id)
    for subscription in ofPlan {
      if let met = try met(subscription, versions[subscription.versionID], rise) {
        page.met.append(met)
      } else {
        page.spared += 1
      }
    }
    return page
  }

  /// Nil for one that leaves before, is paid in instalments, or pays as much already.
  private static func met(
    _ subscription: Subscription, _ version: PlanVersion?, _ rise: PriceRise
  ) throws -> Met? {
    guard let version, rise.raises(version),
      let from = subscription.firstPeriod(onOrAfter: rise.effectiveFrom)
    else { return nil }
    return Met(
      subscription: subscription, oldPrice: subscription.price,
      newPrice: try rise.newPrice.times(Int64(subscription.quantity)), from: from)
  }
}

extension PriceRiseRun.Preview {
  fileprivate mutating func add(_ met: PriceRiseRun.Met) throws {
    self.met += 1
    if examples.count < 9 { examples.append(met) }
    first = min(first ?? met.from, met.from)
    last = max(last ?? met.from, met.from)
    yearly = try yearly + met.yearlyDifference
  }
}

extension PriceRiseRun.Met {
  fileprivate var yearlyDifference: Money {
    get throws {
      let now = subscription.terms
      let then = now.at(newPrice)
      return try then.yearlyPrice - now.yearlyPrice
    }
  }
}
