/// The band below the head: what is asked, until when and under which reference.
extension PaperLayout {
  func writeBanner(_ pen: inout Pen) {
    guard let banner = paper.banner else { return }
    let padding = 13.0
    let amountStyle = TextStyle(face: .bold, size: 16, ink: Palette.text)
    let amountWidth = ruler.width(of: banner.amount, in: amountStyle)
    let room = Measure.width - amountWidth - 3 * padding
    let headline = ruler.rows(of: banner.headline, in: .strong, within: room, atMost: 3)
    let rows = banner.rows.flatMap { ruler.rows(of: $0, in: .body, within: room, atMost: 3) }
    let textHeight =
      Double(headline.count) * TextStyle.strong.leading
      + Double(rows.count) * TextStyle.body.leading
    let height = max(textHeight, amountStyle.leading) + 2 * padding - 4
    let box = Box(x: Measure.left, y: pen.y, width: Measure.width, height: height)
    pen.mark(.fill(box, corner: 0, ink: accent.tinted(percent: 92)))
    let edge = Box(x: box.x, y: box.y, width: 4, height: height)
    pen.mark(.fill(edge, corner: 0, ink: accent))
    let top = box.y + (height - textHeight) / 2
    let end = pen.write(headline, x: box.x + padding + 2, top: top, .strong)
    pen.write(rows, x: box.x + padding + 2, top: end, .body)
    let amountTop = box.y + (height - amountStyle.leading) / 2
    pen.mark(
      pen.row(banner.amount, .right, x: Measure.right - padding, top: amountTop, amountStyle))
    pen.y = box.y + height + 20
  }
}
