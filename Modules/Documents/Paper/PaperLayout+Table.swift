/// The lines: a head row repeated on each page, descriptions wrapped, amounts flush right.
extension PaperLayout {
  func writeTable(_ pen: inout Pen) throws(DocumentError) {
    let columns = TableColumns(paper.table, ruler: ruler)
    writeTableHead(&pen, columns)
    for line in paper.table.lines { try write(line, &pen, columns) }
    pen.y += 4
  }

  private func writeTableHead(_ pen: inout Pen, _ columns: TableColumns) {
    let style = columns.headStyle
    let height = style.leading + 9
    let band = Box(x: Measure.left, y: pen.y, width: Measure.width, height: height)
    pen.mark(.fill(band, corner: 3, ink: accent.tinted(percent: 90)))
    let top = pen.y + 4.5
    pen.mark(
      pen.row(
        paper.table.description, .left, x: Measure.left + TableColumns.inset, top: top, style))
    for (title, end) in zip(paper.table.columns, columns.ends) {
      pen.mark(pen.row(title, .right, x: end, top: top, style))
    }
    pen.y += height + 5
  }

  /// A line stays on one page where a page can hold it, else it breaks between its rows.
  private func write(
    _ line: Paper.Line, _ pen: inout Pen, _ columns: TableColumns
  ) throws(DocumentError) {
    let rows = columns.rows(of: line, ruler: ruler)
    let height = rows.reduce(0) { $0 + $1.style.leading } + 10
    if height > pen.room, height < Measure.bottom - 140 {
      try turnPage(&pen, columns)
    }
    var cells: [String]? = line.cells
    for row in rows {
      if row.style.leading > pen.room { try turnPage(&pen, columns) }
      if let amounts = cells {
        for (cell, end) in zip(amounts, columns.ends) where !cell.isEmpty {
          pen.mark(pen.row(cell, .right, x: end, top: pen.y, columns.cellStyle))
        }
        cells = nil
      }
      pen.y = pen.write(
        [row.text], x: Measure.left + TableColumns.inset, top: pen.y, row.style)
    }
    pen.rule(at: pen.y + 4.5)
    pen.y += 10
  }

  private func turnPage(_ pen: inout Pen, _ columns: TableColumns) throws(DocumentError) {
    try turnPage(&pen)
    writeTableHead(&pen, columns)
  }
}

/// Where the cells end: each column as wide as its widest cell, the description gets the rest.
/// Where amounts of very many digits leave it too little, the cells are set smaller.
struct TableColumns {
  static let inset = 8.0

  /// The right ends of the cells, from left to right.
  let ends: [Double]
  let descriptionWidth: Double
  let headStyle: TextStyle
  let cellStyle: TextStyle

  init(_ table: Paper.Table, ruler: any TextRuler) {
    var columns = Self(table, ruler: ruler, size: TextStyle.body.size)
    for size in [8.0, 7.0, 6.0] where columns.descriptionWidth < Measure.width * 0.2 {
      columns = Self(table, ruler: ruler, size: size)
    }
    self = columns
  }

  private init(_ table: Paper.Table, ruler: any TextRuler, size: Double) {
    let headStyle = TextStyle(face: .bold, size: min(size, 8), ink: Palette.text)
    let cellStyle = TextStyle(face: .regular, size: size, ink: Palette.text)
    var ends: [Double] = []
    var end = Measure.right - Self.inset
    for index in table.columns.indices.reversed() {
      ends.append(end)
      let head = ruler.width(of: table.columns[index], in: headStyle)
      let widest = table.lines.reduce(head) { widest, line in
        guard line.cells.indices.contains(index) else { return widest }
        return max(widest, ruler.width(of: line.cells[index], in: cellStyle))
      }
      end -= widest + Measure.cellGap
    }
    self.ends = ends.reversed()
    self.headStyle = headStyle
    self.cellStyle = cellStyle
    descriptionWidth = max(end - Measure.left - Self.inset, Measure.width * 0.1)
  }

  /// The description and below it the details, each wrapped.
  func rows(of line: Paper.Line, ruler: any TextRuler) -> [(text: String, style: TextStyle)] {
    let title = ruler.rows(of: line.description, in: .body, within: descriptionWidth)
    let details = line.details.flatMap {
      ruler.rows(of: $0, in: .small, within: descriptionWidth)
    }
    return title.map { ($0, .body) } + details.map { ($0, .small) }
  }
}
