import Catalog
import Primitives
import Runtime
import Storage
import Subscriptions
import Tenancy
import Workflows

/// How long a preview takes in process, and what the preview of another collection day costs for a
/// shop with very many customers.
struct PreviewBench {
  private static let repeats = 200

  func run(on town: BilledTown) async throws -> Figures {
    let (database, scope) = (town.database, try town.scope)
    let dearer = try await addPlan(as: scope, in: database)
    let subscriptions = try await database.read(as: scope) {
      try $0.subscriptions.page(PageRequest(limit: PreviewBench.repeats)).items.map(\.id)
    }
    var figures = Figures("previews")
    figures.add("database", text: database.dialect.rawValue)
    var slowest = 0.0
    for (name, wish) in wishes(dearer) {
      let timings = try await time(subscriptions) { id in
        _ = try await SubscriptionChange(town.platform).make(
          ChangeOrder(wish, of: id), .rehearsed, as: scope)
      }
      figures.add("\(name)_ms", timings.median, 3)
      figures.add("\(name)_p99_ms", timings.quantile(0.99), 3)
      slowest = max(slowest, timings.median)
    }
    let checkout = try await time(subscriptions) { _ in
      _ = try await database.read(as: scope) {
        try CheckoutQuote(planSlug: dearer.slug, in: $0).askedToday
      }
    }
    figures.add("checkout_ms", checkout.median, 3)
    figures.add("slowest_median_ms", max(slowest, checkout.median), 3)
    try await policy(of: town, &figures)
    return figures
  }

  private func wishes(_ dearer: Plan) -> [(String, ChangeWish)] {
    [
      ("quantity", .quantity(2)), ("plan", .plan(dearer.id, quantity: nil)),
      ("cancel_at_end", .cancel(.periodEnd)), ("cancel_now", .cancel(.now)),
      ("pause", .pause(from: nil, until: Town.pauseEnd)),
    ]
  }

  private func time(
    _ ids: [Subscription.ID], _ preview: (Subscription.ID) async throws -> Void
  ) async throws -> Timings {
    var timings = Timings()
    for id in ids { try await timings.time { try await preview(id) } }
    return timings
  }

  private func addPlan(as scope: TenantScope, in database: Database) async throws -> Plan {
    guard let slug = Slug("plus") else { throw ProgramFailed("no plan") }
    return try await database.write(as: scope) { shop in
      try shop.settings.change {
        $0.customersMayPause = true
        $0.maximumPauseDays = 365
      }
      return try shop.catalog.createPlan(
        PlanDraft(
          name: "Plus", slug: slug, terms: PlanTerms(price: .eur(5000), interval: .monthly)))
    }
  }

  private func policy(of town: BilledTown, _ figures: inout Figures) async throws {
    let scope = try town.scope
    let memory = PeakMemory()
    let before = memory.mebibytes
    let watch = Stopwatch()
    let preview = try await PolicyChange(town.platform).preview(.fixedDay(15), as: scope)
    figures.add("policy_customers", preview.affected + preview.unaffected)
    figures.add("policy_affected", preview.affected)
    figures.add("policy_seconds", watch.seconds, 3)
    figures.add("policy_memory_growth_mib", memory.mebibytes - before, 1)
    figures.add("peak_rss_mib", ProcessUsage.now().peakMebibytes, 1)
  }
}
