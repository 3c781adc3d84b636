import HTML
import Primitives

/// One or two numbers a month as bars, drawn by the server: a picture for the eye. Its owner puts
/// the same numbers beside it as a table.
struct BarChart {
  struct Month {
    /// "nov"
    let label: String
    /// One for each series; what is below zero has no bar.
    let values: [Int64]
  }

  let title: String
  /// What the bars are called, the dark ones first; at most two.
  let series: [String]
  let months: [Month]
  /// A number as people read it.
  let show: (Int64) -> String

  // The plane of the picture, in its own units.
  private static let width = 480
  private static let height = 240
  private static let foot = 28
  private static let top = 24
  private static let colours = ["var(--accent)", "#9db4c6"]
  private static let samples: [StaticString] = [
    """
    <svg width="12" height="12" aria-hidden="true"><rect width="12" height="12" rx="3" \
    fill="var(--accent)"/></svg>
    """,
    """
    <svg width="12" height="12" aria-hidden="true"><rect width="12" height="12" rx="3" \
    fill="#9db4c6"/></svg>
    """,
  ]

  var isEmpty: Bool { !months.contains { $0.values.contains { $0 > 0 } } }

  var markup: Markup {
    figure(.role("group"), .aria("label", title)) {
      picture
      figcaption {
        small { legend }
      }
    }
  }

  private var legend: Markup {
    Markup(
      joining: zip(series, Self.samples).map { name, sample in
        Markup(trusted: sample) + Markup(" \(name)")
      }, separator: Markup(" \u{A0} \u{A0} "))
  }

  private var picture: Markup {
    var svg =
      "<svg viewBox=\"0 0 \(Self.width) \(Self.height)\" role=\"img\" width=\"100%\" "
      + "font-family=\"system-ui, sans-serif\"><title>\(escaped(title))</title>"
    svg += line(at: Self.height - Self.foot, "#b6bfc9")
    svg += line(at: Self.top, "#e6eaee")
    svg += text(escaped(show(ceiling)), 0, 16)
    let slot = Self.width / max(months.count, 1)
    let width = slot * 3 / 4 / max(series.count, 1)
    for (index, month) in months.enumerated() {
      let left = index * slot + slot / 8
      for (place, name) in series.enumerated() where month.values.indices.contains(place) {
        svg += bar(month, place, name, left + place * width, width)
      }
      svg += label(month.label, index * slot + slot / 2)
    }
    return Markup(trustedBytes: Array((svg + "</svg>").utf8))
  }

  /// A round number that no bar reaches beyond.
  private var ceiling: Int64 {
    let most = months.flatMap(\.values).max() ?? 0
    var step: Int64 = 10
    while step < most { step = step > Int64.max / 10 ? Int64.max : step * 10 }
    for part: Int64 in [10, 5, 4, 2] where step / part >= most { return max(step / part, 1) }
    return max(step, 1)
  }

  private func bar(
    _ month: Month, _ place: Int, _ name: String, _ x: Int, _ width: Int
  ) -> String {
    let value = month.values[place]
    guard value > 0, Self.colours.indices.contains(place) else { return "" }
    let plane = Int64(Self.height - Self.foot - Self.top)
    // Amounts are bounded so that this fits.
    let height = max(Int(min(value, Money.limit) * plane / min(ceiling, Money.limit)), 2)
    let told = escaped("\(month.label): \(name) \(show(value))")
    return "<rect x=\"\(x)\" y=\"\(Self.height - Self.foot - height)\" width=\"\(max(width, 1))\" "
      + "height=\"\(height)\" rx=\"3\" fill=\"\(Self.colours[place])\">"
      + "<title>\(told)</title></rect>"
  }

  private func line(at y: Int, _ colour: String) -> String {
    "<path d=\"M0 \(y).5H\(Self.width)\" stroke=\"\(colour)\"/>"
  }

  private func text(_ escaped: String, _ x: Int, _ y: Int) -> String {
    "<text x=\"\(x)\" y=\"\(y)\" font-size=\"15\" fill=\"#55606e\">\(escaped)</text>"
  }

  private func label(_ text: String, _ x: Int) -> String {
    "<text x=\"\(x)\" y=\"\(Self.height - 8)\" text-anchor=\"middle\" font-size=\"15\" "
      + "fill=\"#55606e\">\(escaped(text))</text>"
  }

  private func escaped(_ text: String) -> String { Markup(text).html }
}
