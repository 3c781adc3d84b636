import Primitives
import Runtime
import Storage
import Subscriptions
import Tenancy
import Workflows

/// How long it takes to find the few that are due among very many that are not.
struct DueBench {
  let order: BillingOrder
  let due: Int
  private static let repeats = 50

  func run(on town: BilledTown) async throws -> Figures {
    let database = town.database
    try await postpone(in: database)
    var (finding, listing) = (Timings(), Timings())
    var found = 0
    for _ in 0..<DueBench.repeats {
      found = try await finding.time { try await find(in: database, &listing) }
    }
    guard found == due else { throw ProgramFailed("\(found) of \(due) were found") }
    var figures = Figures("due")
    figures.add("database", text: database.dialect.rawValue)
    figures.add("subscriptions", order.subscriptions)
    figures.add("shops", order.shops)
    figures.add("due", due)
    figures.add("find_median_ms", finding.median, 2)
    figures.add("find_p99_ms", finding.quantile(0.99), 2)
    figures.add("list_shops_median_ms", listing.median, 2)
    figures.add("peak_rss_mib", ProcessUsage.now().peakMebibytes, 1)
    return figures
  }

  /// All but every so-manieth to next year.
  private func postpone(in database: Database) async throws {
    let later = Town.billingDay.adding(seconds: 365 * 86_400)
    var number = 0
    let step = max(order.subscriptions / due, 1)
    try await database.forEachShop { scope in
      let ids: [Int64] = try await database.read(as: scope) { shop in
        try shop.all("SELECT id FROM subscriptions WHERE tenant_id = \(shop.tenant)") { try $0(0) }
      }
      var rows = BulkRows(
        into: "subscriptions", [.integer("id"), .integer("tenant_id"), .integer("bill_at")])
      for id in ids {
        if number % step != 0 || number / step >= due { rows.append(id, scope.shopID, later) }
        number += 1
      }
      let postponed = rows
      try await database.write(as: scope) { shop in
        _ = try shop.update(postponed, key: ["id", "tenant_id"])
      }
    }
    try await database.gatherStatistics()
  }

  /// The shops with work, and the subscriptions of each. Shops that are listed are taken from the
  /// list as the run would take them by billing.
  private func find(in database: Database, _ listing: inout Timings) async throws -> Int {
    let shops = try await listing.time {
      try await database.shopsWithDueSubscriptions(limit: order.shops)
    }
    var found = 0
    for shop in shops {
      guard let scope = try await database.workerScope(for: shop) else { continue }
      found += try await database.read(as: scope) {
        try $0.subscriptions.due(limit: BillingRun.batchSize).count
      }
    }
    return found
  }
}
