/// The lines: a head row repeated on each page, descriptions wrapped, amounts flush right, the sums
/// so far carried from page to page.
extension PaperLayout {
  func writeTable(_ pen: inout Pen) throws(DocumentError) {
    var writer = TableWriter(layout: self, columns: TableColumns(paper.table, ruler: ruler))
    writer.writeHead(&pen)
    for index in paper.table.lines.indices { try writer.write(line: index, &pen) }
    try writer.makeRoom(&pen, for: sumsHeight)
    pen.y += 2
  }
}

/// Writes one table and knows how far it got.
private struct TableWriter {
  let layout: PaperLayout
  let columns: TableColumns
  /// The last line whose amounts stand on paper.
  private var written: Paper.Line?

  init(layout: PaperLayout, columns: TableColumns) {
    self.layout = layout
    self.columns = columns
  }

  private var table: Paper.Table { layout.paper.table }
  private var ruler: any TextRuler { layout.ruler }
  private var words: PaperWords { PaperWords(layout.paper.language) }
  private var start: Double { Measure.left + TableColumns.inset }

  /// What the carried sums take at the foot of a page.
  private static let carryHeight = TextStyle.label.leading + 8

  func writeHead(_ pen: inout Pen) {
    let style = columns.headStyle
    let top = pen.y
    pen.mark(pen.row(table.description, .left, x: start, top: top, style))
    for (title, end) in zip(table.columns, columns.ends) {
      pen.mark(pen.row(title, .right, x: end, top: top, style))
    }
    pen.y = top + style.leading + 5
    pen.rule(at: pen.y, thickness: 1.4, ink: layout.accent)
    pen.y += 7
  }

  /// A line stays on one page where a page can hold it, else it breaks between its rows.
  mutating func write(line index: Int, _ pen: inout Pen) throws(DocumentError) {
    let line = table.lines[index]
    let rows = columns.rows(of: line, ruler: ruler)
    let height = rows.reduce(0) { $0 + $1.style.leading } + 10
    // Room for the sums so far stays free, since another page may follow.
    if height + Self.carryHeight > pen.room, height < Measure.bottom - 160 {
      try turnPage(&pen)
    }
    var cells: [String]? = line.cells
    for row in rows {
      if row.style.leading + Self.carryHeight > pen.room { try turnPage(&pen) }
      if let amounts = cells {
        for (cell, end) in zip(amounts, columns.ends) where !cell.isEmpty {
          pen.mark(pen.row(cell, .right, x: end, top: pen.y, columns.cellStyle))
        }
        cells = nil
        written = line
      }
      pen.y = pen.write([row.text], x: start, top: pen.y, row.style)
    }
    pen.rule(at: pen.y + 4.5)
    pen.y += 10
  }

  /// Turns the page when what follows the lines does not fit below them.
  mutating func makeRoom(_ pen: inout Pen, for height: Double) throws(DocumentError) {
    guard height > pen.room, height < Measure.bottom - 160 else { return }
    try turnPage(&pen)
  }

  private mutating func turnPage(_ pen: inout Pen) throws(DocumentError) {
    let page = pen.sheets.count
    writeCarry(words.carriedTo(page: page + 1), &pen)
    try layout.turnPage(&pen)
    writeHead(&pen)
    guard writeCarry(words.carriedFrom(page: page), &pen) else { return }
    pen.rule(at: pen.y + 4.5)
    pen.y += 10
  }

  /// The sums so far, in the columns that have sums; nothing before the first amount.
  @discardableResult
  private func writeCarry(_ label: String, _ pen: inout Pen) -> Bool {
    guard let sums = written?.carried, sums.contains(where: { !$0.isEmpty }) else { return false }
    let style = TextStyle.label.sized(min(TextStyle.label.size, columns.cellStyle.size))
    for (sum, end) in zip(sums, columns.ends) where !sum.isEmpty {
      pen.mark(pen.row(sum, .right, x: end, top: pen.y, style))
    }
    pen.y = pen.write([label], x: start, top: pen.y, style)
    return true
  }
}

/// Where the cells end: each column as wide as its widest cell, the description gets the rest.
/// Where amounts of very many digits leave it too little, the cells are set smaller.
struct TableColumns {
  static let inset = 0.0

  /// The right ends of the cells, from left to right.
  let ends: [Double]
  let descriptionWidth: Double
  let headStyle: TextStyle
  let cellStyle: TextStyle

  init(_ table: Paper.Table, ruler: any TextRuler) {
    var columns = Self(table, ruler: ruler, size: TextStyle.body.size)
    for size in [8.0, 7.0, 6.0] where columns.descriptionWidth < Measure.width * 0.22 {
      columns = Self(table, ruler: ruler, size: size)
    }
    self = columns
  }

  private init(_ table: Paper.Table, ruler: any TextRuler, size: Double) {
    let headStyle = TextStyle(face: .bold, size: min(size, 8), ink: Palette.quiet)
    let cellStyle = TextStyle(face: .regular, size: size, ink: Palette.text)
    var ends: [Double] = []
    var end = Measure.right - Self.inset
    for index in table.columns.indices.reversed() {
      ends.append(end)
      let head = ruler.width(of: table.columns[index], in: headStyle)
      var widest = table.lines.reduce(head) { widest, line in
        guard line.cells.indices.contains(index) else { return widest }
        return max(widest, ruler.width(of: line.cells[index], in: cellStyle))
      }
      // The last sum is the widest one of a column, but for discounts at the end.
      if let sum = table.lines.last?.carried, sum.indices.contains(index) {
        widest = max(widest, ruler.width(of: sum[index], in: cellStyle))
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
