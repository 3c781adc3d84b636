import HTML
import Primitives

/// Two amounts a month as bars, drawn by the server: a picture for the eye and, folded away, the
/// same numbers as a table.
struct BarChart {
  struct Month {
    /// "nov"
    let label: String
    let first: Money
    let second: Money
  }

  let title: String
  let firstName: String
  let secondName: String
  let months: [Month]
  let language: Language

  // The plane of the picture, in its own units.
  private static let width = 600
  private static let height = 280
  private static let foot = 34
  private static let top = 28

  var markup: Markup {
    figure(.role("group"), .aria("label", title)) {
      picture
      figcaption {
        small { legend }
      }
    }
  }

  private var legend: Markup {
    Markup(trusted: Self.firstSample) + Markup(" \(firstName)   ")
      + Markup(trusted: Self.secondSample) + Markup(" \(secondName)")
  }

  private var picture: Markup {
    let plane = Self.height - Self.foot
    var svg =
      "<svg viewBox=\"0 0 \(Self.width) \(Self.height)\" role=\"img\" width=\"100%\" "
      + "font-family=\"system-ui, sans-serif\"><title>\(escaped(title))</title>"
    svg += line(at: plane, "#b6bfc9")
    svg += line(at: Self.top, "#e6eaee")
    svg += text(escaped(Money(minorUnits: ceiling, currency: currency).formatted(language)), 0, 18)
    let slot = Self.width / max(months.count, 1)
    for (index, month) in months.enumerated() {
      let left = index * slot
      svg += bar(month.first, left + slot / 8, slot * 3 / 8, "var(--accent)", firstName, month)
      svg += bar(month.second, left + slot / 2, slot * 3 / 8, "#9db4c6", secondName, month)
      svg += label(month.label, left + slot / 2)
    }
    return Markup(trustedBytes: Array((svg + "</svg>").utf8))
  }

  private var currency: Currency { months.first?.first.currency ?? .eur }

  /// A round number of minor units that no bar reaches beyond.
  private var ceiling: Int64 {
    let most = months.flatMap { [$0.first.minorUnits, $0.second.minorUnits] }.max() ?? 0
    var step: Int64 = 1000
    while step < most { step = step > Int64.max / 10 ? Int64.max : step * 10 }
    for part: Int64 in [10, 5, 4, 2] where step / part >= most { return max(step / part, 1) }
    return max(step, 1)
  }

  private func bar(
    _ amount: Money, _ x: Int, _ width: Int, _ colour: String, _ name: String, _ month: Month
  ) -> String {
    guard amount.isPositive else { return "" }
    let plane = Int64(Self.height - Self.foot - Self.top)
    // Amounts are bounded so that this fits.
    let height = max(Int(min(amount.minorUnits, Money.limit) * plane / ceiling), 2)
    let told = escaped("\(month.label): \(name) \(amount.formatted(language))")
    return "<rect x=\"\(x)\" y=\"\(Self.height - Self.foot - height)\" width=\"\(max(width, 1))\" "
      + "height=\"\(height)\" rx=\"3\" fill=\"\(colour)\"><title>\(told)</title></rect>"
  }

  private func line(at y: Int, _ colour: String) -> String {
    "<path d=\"M0 \(y).5H\(Self.width)\" stroke=\"\(colour)\"/>"
  }

  private func text(_ escaped: String, _ x: Int, _ y: Int) -> String {
    "<text x=\"\(x)\" y=\"\(y)\" font-size=\"17\" fill=\"#55606e\">\(escaped)</text>"
  }

  private func label(_ text: String, _ x: Int) -> String {
    "<text x=\"\(x)\" y=\"\(Self.height - 10)\" text-anchor=\"middle\" font-size=\"17\" "
      + "fill=\"#55606e\">\(escaped(text))</text>"
  }

  private func escaped(_ text: String) -> String { Markup(text).html }

  private static let firstSample: StaticString =
    """
    <svg width="12" height="12" aria-hidden="true"><rect width="12" height="12" rx="3" \
    fill="var(--accent)"/></svg>
    """
  private static let secondSample: StaticString =
    """
    <svg width="12" height="12" aria-hidden="true"><rect width="12" height="12" rx="3" \
    fill="#9db4c6"/></svg>
    """
}
