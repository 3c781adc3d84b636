/// The card below the head: what is asked, until when, how to pay it, and a code to scan.
extension PaperLayout {
  private static let padding = 16.0
  /// The white square that holds the code and its light margin: half a millimetre a square.
  private static let codeSide = 92.0

  func writeCard(_ pen: inout Pen) {
    guard let card = paper.card else { return }
    let content = CardContent(card, ruler: ruler, padding: Self.padding)
    let code = card.code == nil ? 0 : Self.codeSide + TextStyle.caption.leading + 4
    let height = max(content.height, code) + 2 * Self.padding
    let box = Box(x: Measure.left, y: pen.y, width: Measure.width, height: height)
    let ink = ink(of: card.tone)
    pen.mark(.fill(box, corner: 6, ink: ink.tinted(percent: 92)))
    write(content, &pen, in: box, ink)
    if let matrix = card.code { writeCode(matrix, card.caption, &pen, in: box) }
    pen.y = box.bottom + 22
  }

  private func write(_ content: CardContent, _ pen: inout Pen, in box: Box, _ ink: Ink) {
    let left = box.x + Self.padding
    var top = box.y + (box.height - content.height) / 2
    top = pen.write(content.headline, x: left, top: top, TextStyle.strong.inked(ink))
    top = pen.write([content.amount], x: left, top: top, content.amountStyle) + 1
    top = pen.write(content.rows, x: left, top: top, .body)
    if !content.transfer.isEmpty {
      _ = write(content.transfer, &pen, x: left, to: left + content.room, top: top + 7)
    }
  }

  /// Dark on white, whatever the colour of the card, or scanners fail.
  private func writeCode(_ matrix: CodeMatrix, _ caption: String, _ pen: inout Pen, in box: Box) {
    let side = Self.codeSide
    let height = side + 3 + TextStyle.caption.leading
    let tile = Box(
      x: box.right - Self.padding - side, y: box.y + (box.height - height) / 2, width: side,
      height: side)
    pen.mark(.fill(tile, corner: 4, ink: Palette.white))
    let margin = side * Double(CodeMatrix.margin) / Double(matrix.size + 2 * CodeMatrix.margin)
    pen.mark(.code(matrix, tile.inset(margin), ink: Palette.black))
    let width = ruler.width(of: caption, in: .caption)
    let start = min(tile.x + (side - width) / 2, box.right - 4 - width)
    pen.write([caption], x: start, top: tile.bottom + 3, .caption)
  }
}

/// The texts of a card, wrapped to the room that a code leaves them.
private struct CardContent {
  let headline: [String]
  let amount: String
  let amountStyle: TextStyle
  let rows: [String]
  let transfer: [Paper.Fact]
  let room: Double
  let height: Double

  init(_ card: Paper.Card, ruler: any TextRuler, padding: Double) {
    let room = Measure.width - 2 * padding - (card.code == nil ? 0 : 92 + 2 * padding)
    headline = ruler.rows(of: card.headline, in: .strong, within: room, atMost: 3)
    amount = card.amount
    var style = TextStyle.amount
    while style.size > 8, ruler.width(of: card.amount, in: style) > room {
      style = style.sized(style.size - 1)
    }
    amountStyle = style
    rows = card.rows.flatMap { ruler.rows(of: $0, in: .body, within: room, atMost: 3) }
    transfer = card.transfer
    self.room = room
    let labels = card.transfer.map { ruler.width(of: $0.label, in: .label) }.max() ?? 0
    let values = card.transfer.reduce(0.0) { sum, fact in
      let style: TextStyle = fact.isStrong ? .strong : .body
      let count = ruler.rows(
        of: fact.value, in: style, within: room - labels - Measure.gap, atMost: 4
      ).count
      return sum + Double(count) * style.leading + 2.2
    }
    height =
      Double(headline.count) * TextStyle.strong.leading + style.leading + 1
      + Double(rows.count) * TextStyle.body.leading + (transfer.isEmpty ? 0 : values + 7)
  }
}
