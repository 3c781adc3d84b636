import Synchronization

/// One metric with all its label sets.
final class MetricFamily: Sendable {
  enum Kind: String { case counter, gauge, histogram }

  struct Series {
    var value: Double = 0
    /// Per bound, then one for all; only of histograms.
    var buckets: [Int] = []
    var count = 0

    mutating func observe(_ observed: Double, bounds: [Double]) {
      if buckets.isEmpty { buckets = Array(repeating: 0, count: bounds.count) }
      if let index = bounds.firstIndex(where: { observed <= $0 }) { buckets[index] += 1 }
      count += 1
      value += observed
    }
  }

  let name: String
  let bounds: [Double]
  private let help: String
  private let kind: Kind
  private let labels: [String]
  private let limit: Int
  private let series = Mutex<[[String]: Series]>([:])

  init(name: String, help: String, kind: Kind, labels: [String], bounds: [Double], limit: Int) {
    self.name = name
    self.help = help
    self.kind = kind
    self.labels = labels
    self.bounds = bounds
    self.limit = limit
    if labels.isEmpty { series.withLock { $0[[]] = Series() } }
  }

  /// Changes the series of these label values; missing ones are empty, further ones are ignored.
  func change(_ values: [String], _ body: (inout Series) -> Void) {
    var key = Array(values.prefix(labels.count))
    while key.count < labels.count { key.append("") }
    series.withLock { series in
      if series[key] == nil, series.count >= limit { key = labels.map { _ in "other" } }
      body(&series[key, default: Series()])
    }
  }

  func exposition() -> String {
    let all = series.withLock { $0 }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    var text = "# HELP \(name) \(escapedHelp(help))\n# TYPE \(name) \(kind.rawValue)\n"
    for (values, one) in all {
      let pairs = zip(labels, values).map { "\($0)=\"\(escapedLabel($1))\"" }
      text += kind == .histogram ? histogram(pairs, one) : line(name, pairs, number(one.value))
    }
    return text
  }

  private func histogram(_ pairs: [String], _ one: Series) -> String {
    var text = ""
    var below = 0
    for (index, bound) in bounds.enumerated() {
      below += one.buckets.isEmpty ? 0 : one.buckets[index]
      text += line("\(name)_bucket", pairs + ["le=\"\(number(bound))\""], "\(below)")
    }
    text += line("\(name)_bucket", pairs + ["le=\"+Inf\""], "\(one.count)")
    text += line("\(name)_sum", pairs, number(one.value))
    return text + line("\(name)_count", pairs, "\(one.count)")
  }

  private func line(_ name: String, _ pairs: [String], _ value: String) -> String {
    pairs.isEmpty ? "\(name) \(value)\n" : "\(name){\(pairs.joined(separator: ","))} \(value)\n"
  }
}

private func number(_ value: Double) -> String {
  if value.isNaN { return "NaN" }
  if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
  if let whole = Int64(exactly: value) { return "\(whole)" }
  return "\(value)"
}

private func escapedHelp(_ text: String) -> String {
  var result = ""
  for character in text.unicodeScalars {
    switch character {
    case "\\": result += "\\\\"
    case "\n", "\r": result += "\\n"
    default: result.unicodeScalars.append(character)
    }
  }
  return result
}

private func escapedLabel(_ text: String) -> String {
  var result = ""
  for character in text.unicodeScalars {
    switch character {
    case "\\": result += "\\\\"
    case "\n", "\r": result += "\\n"
    case "\"": result += "\\\""
    default: result.unicodeScalars.append(character)
    }
  }
  return result
}
