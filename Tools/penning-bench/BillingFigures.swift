import Foundation
import JSON
import Storage

/// What was measured.
struct BillingFigures {
  let order: BillingOrder
  let dialect: Dialect
  let founding: (seconds: Double, mebibytes: Double)
  let run: Pace
  let raw: Pace
  /// Rows that the run added.
  let rows: Int
  let runMebibytes: Double
  let rawMebibytes: Double
  let peakMebibytes: Double

  var ratio: Double { raw.perSecond / run.perSecond }

  var json: String {
    let value: JSONValue = [
      "subscriptions": .integer(Int64(order.subscriptions)),
      "shops": .integer(Int64(order.shops)),
      "database": .string(dialect.rawValue),
      "documents": .string(order.makesInvoices ? "invoice" : "pro-forma"),
      "seconds": number(run.seconds, 3),
      "subscriptions_per_second": number(run.perSecond, 0),
      "raw_limit_per_second": number(raw.perSecond, 0),
      "ratio_to_raw_limit": number(ratio, 2),
      "peak_rss_mib": number(runMebibytes, 1),
      "process_peak_rss_mib": number(peakMebibytes, 1),
      "rows_per_subscription": number(Double(rows) / Double(order.subscriptions), 2),
      "batches": .integer(Int64(run.batches)),
      "longest_batch_ms": number(run.longestMilliseconds, 1),
      "raw_longest_batch_ms": number(raw.longestMilliseconds, 1),
      "processor_seconds": number(run.processorSeconds, 3),
      "raw_processor_seconds": number(raw.processorSeconds, 3),
      "founding_seconds": number(founding.seconds, 1),
      "founding_peak_rss_mib": number(founding.mebibytes, 1),
      "raw_peak_rss_mib": number(rawMebibytes, 1),
    ]
    return value.text
  }

  var text: String {
    """
    \(order.subscriptions) subscriptions of \(order.shops) shops on \(dialect.rawValue)
    billed      \(shown(run.perSecond, 0)) a second, longest batch \
    \(shown(run.longestMilliseconds, 1)) ms
    raw limit   \(shown(raw.perSecond, 0)) a second, longest batch \
    \(shown(raw.longestMilliseconds, 1)) ms
    ratio       \(shown(ratio, 2))
    memory      \(shown(runMebibytes, 1)) MiB while billing

    """
  }

  private func shown(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }

  private func number(_ value: Double, _ digits: Int) -> JSONValue {
    let text = shown(value, digits)
    return Int64(text).map { .integer($0) } ?? .number(text)
  }
}
