import Synchronization

/// The numbers a process tells about itself, read by Prometheus (text exposition 0.0.4).
///
/// A metric is made once and kept by whoever counts; asking again for the same name gives the
/// same metric. The number of label sets of one metric is bounded: what comes beyond is counted
/// under the label value `other`, so that no visitor can fill the memory with labels.
package final class Metrics: Sendable {
  private let families = Mutex<[String: MetricFamily]>([:])
  private let seriesLimit: Int

  package init(seriesLimit: Int = 500) { self.seriesLimit = max(seriesLimit, 1) }

  /// A number that only grows. By custom its name ends in `_total`.
  package func counter(_ name: String, help: String, labels: [String] = []) -> Counter {
    Counter(family: family(name, help, .counter, labels, []))
  }

  /// A number that goes up and down.
  package func gauge(_ name: String, help: String, labels: [String] = []) -> Gauge {
    Gauge(family: family(name, help, .gauge, labels, []))
  }

  /// How often a measured value fell below each bound.
  package func histogram(
    _ name: String, help: String, labels: [String] = [], bounds: [Double] = Histogram.seconds
  ) -> Histogram {
    Histogram(family: family(name, help, .histogram, labels, bounds.sorted()))
  }

  /// All metrics by name, in the text form 0.0.4.
  package func exposition() -> String {
    families.withLock { Array($0.values) }.sorted { $0.name < $1.name }
      .map { $0.exposition() }.joined()
  }

  /// The content type that goes with `exposition()`.
  package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  private func family(
    _ name: String, _ help: String, _ kind: MetricFamily.Kind, _ labels: [String],
    _ bounds: [Double]
  ) -> MetricFamily {
    families.withLock { families in
      if let known = families[name] { return known }
      let made = MetricFamily(
        name: sanitised(name), help: help, kind: kind, labels: labels.map(sanitised),
        bounds: bounds, limit: seriesLimit)
      families[name] = made
      return made
    }
  }
}

/// A number that only grows.
package struct Counter: Sendable {
  let family: MetricFamily

  /// Adds `amount`; less than nothing is ignored.
  package func add(_ amount: Int = 1, _ labels: String...) {
    if amount > 0 { family.change(labels) { $0.value += Double(amount) } }
  }
}

/// A number that goes up and down.
package struct Gauge: Sendable {
  let family: MetricFamily

  package func set(_ value: Double, _ labels: String...) {
    family.change(labels) { $0.value = value }
  }

  package func add(_ amount: Double, _ labels: String...) {
    family.change(labels) { $0.value += amount }
  }
}

/// How often a measured value fell below each bound.
package struct Histogram: Sendable {
  let family: MetricFamily

  /// Bounds for the time that answers and jobs take.
  package static let seconds = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
  ]

  package func observe(_ value: Double, _ labels: String...) {
    family.change(labels) { $0.observe(value, bounds: family.bounds) }
  }

  package func observe(_ duration: Duration, _ labels: String...) {
    let (seconds, attoseconds) = duration.components
    let value = Double(seconds) + Double(attoseconds) * 1e-18
    family.change(labels) { $0.observe(value, bounds: family.bounds) }
  }
}

/// Metric and label names may hold letters, digits and `_` only.
private func sanitised(_ name: String) -> String {
  let letters = name.unicodeScalars.map { scalar -> Character in
    scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
      ? Character(scalar) : "_"
  }
  let text = String(letters)
  return text.first?.isNumber ?? true ? "_" + text : text
}
