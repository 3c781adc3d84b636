/// The head of the first page and the short one of those that follow.
extension PaperLayout {
  func writeHead(_ pen: inout Pen) {
    writeColourBar(&pen)
    writeLetterhead(&pen)
    writeTitle(&pen)
    writeParties(&pen)
    writeBanner(&pen)
  }

  func writeCarriedHead(_ pen: inout Pen) {
    writeColourBar(&pen)
    let top = Measure.margin - 18
    let number = ruler.rows(
      of: "\(paper.title) \(paper.number)", in: .strong, within: Measure.width / 2, atMost: 1)
    let shop = ruler.rows(
      of: paper.seller.name, in: .strong, within: Measure.width / 2 - Measure.gap,
      atMost: 1)
    pen.write(shop, x: Measure.left, top: top, TextStyle.strong.inked(accent))
    pen.y = pen.write(number, .right, x: Measure.right, top: top, .strong) + 8
  }

  private func writeColourBar(_ pen: inout Pen) {
    let bar = Box(x: 0, y: 0, width: Sheet.width, height: 7)
    pen.mark(.fill(bar, corner: 0, ink: accent))
  }

  /// The shop's name on the left, its address on the right.
  private func writeLetterhead(_ pen: inout Pen) {
    let nameStyle = TextStyle(face: .bold, size: 17, ink: accent)
    let addressStyle = TextStyle(face: .regular, size: 8.5, ink: Palette.quiet)
    let top = Measure.margin - 14
    let name = ruler.rows(
      of: paper.seller.name, in: nameStyle, within: Measure.width * 0.56, atMost: 3)
    let nameEnd = pen.write(name, x: Measure.left, top: top, nameStyle)
    let address = wrapped(
      paper.seller.rows, in: addressStyle, within: Measure.width * 0.40)
    let addressEnd = pen.write(address, .right, x: Measure.right, top: top + 5, addressStyle)
    pen.y = max(nameEnd, addressEnd) + 28
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
    let style = TextStyle(face: .bold, size: 13, ink: ink)
    let width = ruler.width(of: stamp.text, in: style) + 28
    let box = Box(x: Measure.right - width, y: top + 3, width: width, height: 29)
    pen.mark(.fill(box, corner: 5, ink: ink.tinted(percent: 88)))
    pen.mark(.frame(box, corner: 5, thickness: 1.2, ink: ink))
    let textTop = box.y + (box.height - style.leading) / 2
    pen.mark(pen.row(stamp.text, .left, x: box.x + 14, top: textTop, style))
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
    let labels = paper.facts.map { ruler.width(of: $0.label, in: .label) }
    let valueX = Measure.middle + (labels.max() ?? 0) + Measure.cellGap
    var top = top
    for fact in paper.facts {
      let style: TextStyle = fact.isStrong ? .strong : .body
      let rows = ruler.rows(of: fact.value, in: style, within: Measure.right - valueX, atMost: 4)
      // Label and value differ in size; one leading keeps them on one base line.
      pen.mark(pen.row(fact.label, .left, x: Measure.middle, top: top + 0.4, .label))
      top = pen.write(rows, x: valueX, top: top, style) + 2.2
    }
    return top
  }

  /// Rows wrapped each for itself, long ones cut after four.
  private func wrapped(_ rows: [String], in style: TextStyle, within room: Double) -> [String] {
    rows.flatMap { ruler.rows(of: $0, in: style, within: room, atMost: 4) }
  }
}

extension Paper.Stamp.Tone {
  var ink: Ink {
    switch self {
    case .due: Palette.due
    case .settled: Palette.settled
    case .ended: Palette.quiet
    }
  }
}
