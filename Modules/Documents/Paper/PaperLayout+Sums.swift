/// What stands below the lines: totals on the right, what the law wants said on the left, then the
/// notes.
extension PaperLayout {
  /// What the totals and mentions take.
  var sumsHeight: Double { max(totalsHeight, mentionsHeight) + 2 }

  func writeSums(_ pen: inout Pen) throws(DocumentError) {
    if sumsHeight > pen.room { try turnPage(&pen) }
    pen.y = max(writeTotals(&pen, top: pen.y), writeMentions(&pen, top: pen.y + 3)) + 20
  }

  private static let totalsStart = Measure.left + Measure.width * 0.46
  private static let totalsEnd = Measure.right - TableColumns.inset

  private func style(of total: Paper.Total) -> TextStyle {
    switch total.weight {
    case .plain: .body
    case .strong: .total
    case .asked: TextStyle.total.inked(accent)
    }
  }

  /// The label's rows; amounts of very many digits leave it little room.
  private func labels(of total: Paper.Total) -> [String] {
    let style = style(of: total)
    let room = Self.totalsEnd - Self.totalsStart - ruler.width(of: total.amount, in: style)
    return ruler.rows(of: total.label, in: style, within: room - Measure.gap, atMost: 3)
  }

  private func height(of total: Paper.Total) -> Double {
    let rows = Double(labels(of: total).count) * style(of: total).leading
    return rows + (total.weight == .plain ? 3 : 11)
  }

  private var totalsHeight: Double { paper.totals.reduce(0) { $0 + height(of: $1) } }

  private func writeTotals(_ pen: inout Pen, top: Double) -> Double {
    var top = top
    for (index, total) in paper.totals.enumerated() {
      let style = style(of: total)
      let height = height(of: total)
      // The first one stands under the line of the table.
      if total.weight != .plain, index > 0 {
        pen.mark(
          .rule(
            from: Point(x: Self.totalsStart, y: top + 2), to: Point(x: Measure.right, y: top + 2),
            thickness: 1.1, ink: total.weight == .asked ? accent : Palette.hairline))
      }
      let textTop = total.weight == .plain ? top : top + 6
      pen.mark(pen.row(total.amount, .right, x: Self.totalsEnd, top: textTop, style))
      pen.write(labels(of: total), x: Self.totalsStart, top: textTop, style)
      top += height
    }
    return top
  }

  private static let mentionRoom = totalsStart - Measure.left - 24

  private var mentionRows: [[String]] {
    paper.mentions.map {
      ruler.rows(of: $0, in: .label, within: Self.mentionRoom, atMost: 4)
    }
  }

  private var mentionsHeight: Double {
    mentionRows.reduce(3) { $0 + Double($1.count) * TextStyle.label.leading + 4 }
  }

  private func writeMentions(_ pen: inout Pen, top: Double) -> Double {
    var top = top
    for rows in mentionRows {
      top = pen.write(rows, x: Measure.left + TableColumns.inset, top: top, .label) + 4
    }
    return top
  }

  func writeNotes(_ pen: inout Pen) throws(DocumentError) {
    for note in paper.notes {
      var rows = note.heading.map { [($0, TextStyle.heading)] } ?? []
      rows += ruler.rows(of: note.text, in: .body, within: Measure.width - 60)
        .map { ($0, .body) }
      // The heading and a first row stay together.
      if let first = rows.first, first.1.leading + TextStyle.body.leading > pen.room {
        try turnPage(&pen)
      }
      for (text, style) in rows {
        if style.leading > pen.room { try turnPage(&pen) }
        pen.y = pen.write([text], x: Measure.left + TableColumns.inset, top: pen.y, style)
      }
      pen.y += 8
    }
  }
}
