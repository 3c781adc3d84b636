/// The seller's legal details and the page's number, at the foot of every page.
extension PaperLayout {
  func writeFoot(_ pen: inout Pen, page: Int) {
    let style = TextStyle.small
    let top = Measure.footer
    let line = Mark.rule(
      from: Point(x: Measure.left, y: top - 7), to: Point(x: Measure.right, y: top - 7),
      thickness: 0.6, ink: Palette.hairline)
    pen.mark(line, onPage: page)
    let number = PaperWords(paper.language).page(page + 1, of: pen.sheets.count)
    pen.mark(pen.row(number, .right, x: Measure.right, top: top, style), onPage: page)
    let room = Measure.width - ruler.width(of: number, in: style) - 24
    var rowTop = top
    for row in joined(paper.legal, in: style, within: room).prefix(3) {
      pen.mark(pen.row(row, .left, x: Measure.left, top: rowTop, style), onPage: page)
      rowTop += style.leading
    }
  }

  /// Parts joined by dots into rows; a row breaks between two parts where it can.
  private func joined(
    _ parts: [String], in style: TextStyle, within room: Double
  ) -> [String] {
    var rows: [String] = []
    for part in parts {
      if let last = rows.last, ruler.width(of: last + Self.dot + part, in: style) <= room {
        rows[rows.count - 1] = last + Self.dot + part
      } else {
        rows.append(contentsOf: ruler.rows(of: part, in: style, within: room, atMost: 2))
      }
    }
    return rows
  }

  private static let dot = "  ·  "
}
