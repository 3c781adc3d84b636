/// What stands below the lines: VAT on the left, totals on the right, then the notes.
extension PaperLayout {
  func writeSums(_ pen: inout Pen) throws(DocumentError) {
    let height = max(totalsHeight, gridHeight)
    if height > pen.room { try turnPage(&pen) }
    pen.y += 6
    let end = max(writeTotals(&pen, top: pen.y), writeGrid(&pen, top: pen.y))
    pen.y = end + 22
  }

  private func style(of total: Paper.Total) -> TextStyle {
    switch total.weight {
    case .plain: .body
    case .strong: .total
    }
  }

  private var totalsHeight: Double {
    paper.totals.reduce(20) { $0 + style(of: $1).leading + 5 }
  }

  private var gridHeight: Double {
    Double((paper.grid?.rows.count ?? 0) + 1) * (TextStyle.label.leading + 2) + 20
  }

  private func writeTotals(_ pen: inout Pen, top: Double) -> Double {
    let end = Measure.right - TableColumns.inset
    let start = Measure.middle
    var top = top
    for total in paper.totals {
      let style = style(of: total)
      if total.weight == .strong {
        pen.mark(
          .rule(
            from: Point(x: start, y: top + 1), to: Point(x: Measure.right, y: top + 1),
            thickness: 1.1, ink: accent))
        top += 5
      }
      let room = end - start - ruler.width(of: total.amount, in: style) - Measure.gap
      let labels = ruler.rows(of: total.label, in: style, within: room, atMost: 3)
      pen.mark(pen.row(total.amount, .right, x: end, top: top, style))
      top = pen.write(labels, x: start, top: top, style) + 2
    }
    return top
  }

  private func writeGrid(_ pen: inout Pen, top: Double) -> Double {
    guard let grid = paper.grid else { return top }
    let columns = grid.columns.indices.map { index in
      let head = ruler.width(of: grid.columns[index], in: .heading)
      return grid.rows.reduce(head) { widest, row in
        guard row.indices.contains(index) else { return widest }
        return max(widest, ruler.width(of: row[index], in: .label))
      }
    }
    var top = write(grid.columns, columns, &pen, top: top, .heading)
    for row in grid.rows { top = write(row, columns, &pen, top: top, .label) }
    return top
  }

  /// The first cell flush left, the amounts flush right.
  private func write(
    _ cells: [String], _ widths: [Double], _ pen: inout Pen, top: Double, _ style: TextStyle
  ) -> Double {
    var x = Measure.left + TableColumns.inset
    for (index, (cell, width)) in zip(cells, widths).enumerated() {
      if index == 0 {
        pen.mark(pen.row(cell, .left, x: x, top: top, style))
      } else {
        pen.mark(pen.row(cell, .right, x: x + width, top: top, style))
      }
      x += width + Measure.cellGap
    }
    return top + style.leading + 2
  }

  func writeNotes(_ pen: inout Pen) throws(DocumentError) {
    for note in paper.notes {
      for row in ruler.rows(of: note, in: .body, within: Measure.width - 2 * TableColumns.inset) {
        if TextStyle.body.leading > pen.room { try turnPage(&pen) }
        pen.y = pen.write([row], x: Measure.left + TableColumns.inset, top: pen.y, .body)
      }
      pen.y += 5
    }
  }

  /// The seller's legal details and the page's number, at the foot of every page.
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
