import Foundation
import Storage

/// What was measured.
struct BillingFigures {
  let order: BillingOrder
  let dialect: Dialect
  let foundingSeconds: Double
  let run: Pace
  /// Looking for shops with something due, a pass each.
  let listing: Pace
  let bare: Pace
  let checked: Pace
  /// Of each slice by itself.
  let ratios: [Double]
  /// Rows that the run added.
  let rows: Int
  let peakMebibytes: Double

  private var seconds: Double { run.seconds + listing.seconds }
  private var perSecond: Double { Double(run.subscriptions) / max(seconds, 1e-9) }
  private var ratio: Double { bare.perSecond / perSecond }
  private var checkedRatio: Double { checked.perSecond / perSecond }
  private var medianRatio: Double { ratios.sorted()[safe: ratios.count / 2] ?? ratio }
  private var processorRatio: Double {
    (run.processorSeconds + listing.processorSeconds) / max(bare.processorSeconds, 1e-9)
  }

  var figures: Figures {
    var figures = Figures("billing-run")
    figures.add("database", text: dialect.rawValue)
    figures.add("documents", text: order.makesInvoices ? "invoice" : "pro-forma")
    figures.add("subscriptions", order.subscriptions)
    figures.add("shops", order.shops)
    figures.add("seconds", seconds, 3)
    figures.add("subscriptions_per_second", perSecond, 0)
    figures.add("microseconds_each", 1e6 / perSecond, 1)
    figures.add("raw_limit_per_second", bare.perSecond, 0)
    figures.add("checked_limit_per_second", checked.perSecond, 0)
    figures.add("ratio_to_raw_limit", ratio, 2)
    figures.add("ratio_to_raw_limit_median", medianRatio, 2)
    figures.add("ratio_to_raw_limit_processor", processorRatio, 2)
    figures.add("ratio_to_checked_limit", checkedRatio, 2)
    figures.add("rows_per_subscription", Double(rows) / Double(order.subscriptions), 2)
    figures.add("batches", run.batches)
    figures.add("longest_batch_ms", run.longestMilliseconds, 1)
    figures.add("raw_longest_batch_ms", bare.longestMilliseconds, 1)
    figures.add("listing_seconds", listing.seconds, 3)
    figures.add("processor_seconds", run.processorSeconds, 3)
    figures.add("raw_processor_seconds", bare.processorSeconds, 3)
    figures.add("checked_processor_seconds", checked.processorSeconds, 3)
    if dialect == .postgres {
      figures.add("server_processor_seconds", run.serverSeconds, 2)
      figures.add("raw_server_processor_seconds", bare.serverSeconds, 2)
      figures.add("checked_server_processor_seconds", checked.serverSeconds, 2)
    }
    figures.add("founding_seconds", foundingSeconds, 1)
    figures.add("peak_rss_mib", peakMebibytes, 1)
    return figures
  }
}

extension Array {
  subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
