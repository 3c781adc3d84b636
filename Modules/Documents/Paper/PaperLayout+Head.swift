/// The head of the first page and the short one of those that follow.
extension PaperLayout {
  func writeHead(_ pen: inout Pen) {
    writeBar(&pen)
    writeLetterhead(&pen)
    writeTitle(&pen)
    writeParties(&pen)
    writeCard(&pen)
  }

  func writeCarriedHead(_ pen: inout Pen) {
    writeBar(&pen)
    let top = Measure.margin - 18
    let number = ruler.rows(
      of: "\(paper.title) \(paper.number)", in: .strong, within: Measure.width / 2, atMost: 1)
    let shop = ruler.rows(
      of: paper.seller.name, in: .strong, within: Measure.width / 2 - Measure.gap,
      atMost: 1)
    pen.write(shop, x: Measure.left, top: top, TextStyle.strong.inked(accent))
    pen.y = pen.write(number, .right, x: Measure.right, top: top, .strong) + 18
  }

  /// The shop's colour over the page: whole for an invoice, dashed for a pro forma, hollow for a
  /// credit note.
  private func writeBar(_ pen: inout Pen) {
    let height = 9.0
    switch paper.bar {
    case .whole:
      let bar = Box(x: 0, y: 0, width: Sheet.width, height: height)
      pen.mark(.fill(bar, corner: 0, ink: accent))
    case .dashed:
      let (dash, space) = (26.0, 13.0)
      var x = -dash / 2
      while x < Sheet.width {
        let from = max(x, 0)
        let bar = Box(
          x: from, y: 0, width: min(x + dash, Sheet.width) - from, height: height)
        pen.mark(.fill(bar, corner: 0, ink: accent))
        x += dash + space
      }
    case .hollow:
      for y in [0, height - 2.5] {
        let bar = Box(x: 0, y: y, width: Sheet.width, height: 2.5)
        pen.mark(.fill(bar, corner: 0, ink: accent))
      }
    }
  }

  /// The shop's picture, or its name, on the left; its name and address on the right.
  private func writeLetterhead(_ pen: inout Pen) {
    let top = Measure.margin - 14
    let room = Measure.right - Measure.middle
    let name = ruler.rows(of: paper.seller.name, in: .strong, within: room, atMost: 3)
    var end = pen.write(name, x: Measure.middle, top: top, .strong)
    let address = wrapped(paper.seller.rows, in: .address, within: room)
    end = pen.write(address, x: Measure.middle, top: end, .address)
    pen.y = max(writeWordmark(&pen, top: top), end, top + 52) + 30
  }

  private func writeWordmark(_ pen: inout Pen, top: Double) -> Double {
    if let logo {
      pen.mark(
        .picture(Box(x: Measure.left, y: top, width: logo.width, height: logo.height)))
      return top + logo.height
    }
    let style = TextStyle(face: .bold, size: 17, ink: accent)
    let room = Measure.middle - Measure.left - Measure.gap
    let name = ruler.rows(of: paper.seller.name, in: style, within: room, atMost: 3)
    return pen.write(name, x: Measure.left, top: top - 4, style)
  }

  /// Title and number on the left; the status stamp, which nobody overlooks, on the right.
  private func writeTitle(_ pen: inout Pen) {
    let stampWidth = writeStamp(&pen, top: pen.y)
    let room = Measure.width - stampWidth - Measure.gap
    let title = ruler.rows(of: paper.title, in: .title, within: room, atMost: 2)
    let end = pen.write(title, x: Measure.left, top: pen.y, .title)
    let number = ruler.rows(of: paper.number, in: .number, within: room, atMost: 2)
    pen.y = pen.write(number, x: Measure.left, top: end, .number) + 20
  }

  private func writeStamp(_ pen: inout Pen, top: Double) -> Double {
    guard let stamp = paper.stamp else { return 0 }
    let ink = stamp.tone.ink
    let isSettled = stamp.tone == .settled
    let style = TextStyle(face: .bold, size: 12.5, ink: isSettled ? Palette.white : ink)
    let tick = isSettled ? 19.0 : 0
    let width = ruler.width(of: stamp.text, in: style) + tick + 30
    let box = Box(x: Measure.right - width, y: top + 1, width: width, height: 28)
    pen.mark(.fill(box, corner: 14, ink: isSettled ? ink : ink.tinted(percent: 90)))
    if isSettled {
      let y = box.y + 14
      let points = [
        Point(x: box.x + 16, y: y), Point(x: box.x + 20, y: y + 4.2),
        Point(x: box.x + 27.5, y: y - 4.6),
      ]
      pen.mark(.stroke(points, thickness: 2.2, ink: Palette.white))
    } else {
      pen.mark(.frame(box, corner: 14, thickness: 1.2, ink: ink))
    }
    let textTop = box.y + (box.height - style.leading) / 2
    pen.mark(pen.row(stamp.text, .left, x: box.x + 15 + tick, top: textTop, style))
    return width
  }

  private func writeParties(_ pen: inout Pen) {
    let top = pen.y
    let room = Measure.middle - Measure.left - Measure.gap
    var end = pen.write([paper.buyerHeading], x: Measure.left, top: top, .heading) + 2
    let name = ruler.rows(
      of: paper.buyer.name, in: .partyName, within: room, atMost: 6)
    end = pen.write(name, x: Measure.left, top: end, .partyName)
    let rest = wrapped(paper.buyer.rows, in: .body, within: room)
    end = pen.write(rest, x: Measure.left, top: end, .body)
    pen.y = max(end, writeFacts(&pen, top: top)) + 20
  }

  /// Labels in one column, values in the next, both flush left.
  private func writeFacts(_ pen: inout Pen, top: Double) -> Double {
    write(paper.facts, &pen, x: Measure.middle, to: Measure.right, top: top)
  }

  func write(
    _ facts: [Paper.Fact], _ pen: inout Pen, x: Double, to end: Double, top: Double
  ) -> Double {
    let labels = facts.map { ruler.width(of: $0.label, in: .label) }
    let valueX = x + (labels.max() ?? 0) + Measure.gap
    var top = top
    for fact in facts {
      let style: TextStyle = fact.isStrong ? .strong : .body
      let rows = ruler.rows(of: fact.value, in: style, within: end - valueX, atMost: 4)
      // Label and value differ in size; half a point keeps them on one base line.
      pen.mark(pen.row(fact.label, .left, x: x, top: top + 0.4, .label))
      top = pen.write(rows, x: valueX, top: top, style) + 2.2
    }
    return top
  }

  /// Rows wrapped each for itself, long ones cut after four.
  private func wrapped(_ rows: [String], in style: TextStyle, within room: Double) -> [String] {
    rows.flatMap { ruler.rows(of: $0, in: style, within: room, atMost: 4) }
  }
}
