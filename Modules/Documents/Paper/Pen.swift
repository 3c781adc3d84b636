/// Writes marks from the top of a page to its bottom and on to the next one.
struct Pen {
  enum Side { case left, right }

  let ruler: any TextRuler
  private(set) var sheets: [Sheet] = [Sheet()]
  /// The top of what is written next.
  var y = Measure.margin

  init(ruler: any TextRuler) {
    self.ruler = ruler
  }

  /// How much of the page is left below the pen.
  var room: Double { Measure.bottom - y }

  mutating func turnPage() {
    sheets.append(Sheet())
    y = Measure.margin
  }

  mutating func mark(_ mark: Mark) {
    sheets[sheets.count - 1].marks.append(mark)
  }

  /// Marks a page that was written before, for what is known only at the end.
  mutating func mark(_ mark: Mark, onPage index: Int) {
    guard sheets.indices.contains(index) else { return }
    sheets[index].marks.append(mark)
  }

  /// A row whose top is at `top`: `x` is its left or its right end.
  func row(_ text: String, _ side: Side, x: Double, top: Double, _ style: TextStyle) -> Mark {
    let start = side == .left ? x : x - ruler.width(of: text, in: style)
    // The base line stands four fifths down a row, whatever is written on it.
    let base = top + style.leading * 0.5 + style.size * 0.36
    return .text(text, at: Point(x: start, y: base), style: style)
  }

  /// Writes rows below each other from `top` and tells where they end.
  @discardableResult
  mutating func write(
    _ rows: [String], _ side: Side = .left, x: Double, top: Double, _ style: TextStyle
  ) -> Double {
    var top = top
    for text in rows {
      if !text.isEmpty { mark(row(text, side, x: x, top: top, style)) }
      top += style.leading
    }
    return top
  }

  mutating func rule(at y: Double, thickness: Double = 0.6, ink: Ink = Palette.hairline) {
    mark(
      .rule(
        from: Point(x: Measure.left, y: y), to: Point(x: Measure.right, y: y),
        thickness: thickness, ink: ink))
  }
}
