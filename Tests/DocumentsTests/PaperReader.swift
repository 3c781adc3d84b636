@testable import Documents

/// A ruler that needs no font: every character is six tenths of its size wide.
struct EvenRuler: TextRuler {
  func width(of text: String, in style: TextStyle) -> Double {
    Double(text.count) * style.size * 0.6
  }
}

/// Reads sheets as a person would: the texts of one base line, from left to right.
extension Sheet {
  var rows: [String] {
    var rows: [(y: Double, cells: [(x: Double, text: String)])] = []
    for case .text(let text, let point, _) in marks {
      if let index = rows.firstIndex(where: { abs($0.y - point.y) < 1.5 }) {
        rows[index].cells.append((point.x, text))
      } else {
        rows.append((point.y, [(point.x, text)]))
      }
    }
    return rows.sorted { $0.y < $1.y }.map { row in
      row.cells.sorted { $0.x < $1.x }.map(\.text).joined(separator: " | ")
    }
  }

  var texts: [String] {
    marks.compactMap { mark in
      guard case .text(let text, _, _) = mark else { return nil }
      return text
    }
  }

  /// The marks that leave the paper, or its margins in case of text.
  func strays(_ ruler: some TextRuler) -> [Mark] {
    marks.filter { mark in
      switch mark {
      case .text(let text, let point, let style):
        let end = point.x + ruler.width(of: text, in: style)
        return point.x < Measure.left - 0.01 || end > Measure.right + 0.01
          || point.y < 0 || point.y > Sheet.height - 20
      case .rule(let start, let end, _, _):
        return start.x < 0 || end.x > Sheet.width || end.y > Sheet.height
      case .stroke(let points, _, _):
        return points.contains { $0.x < 0 || $0.x > Sheet.width || $0.y > Sheet.height }
      case .fill(let box, _, _), .frame(let box, _, _, _), .code(_, let box, _),
        .picture(let box):
        return box.x < 0 || box.y < 0 || box.x + box.width > Sheet.width
          || box.y + box.height > Sheet.height
      }
    }
  }
}

extension SampleDocument {
  /// The sheets as the even ruler sets them.
  func sheets() throws -> [Sheet] {
    try PaperLayout(paper: Paper(issued()), ruler: EvenRuler()).sheets()
  }

  /// All words on all pages, with plain spaces.
  func words() throws -> String {
    try sheets().flatMap(\.rows).joined(separator: "\n").replacing("\u{A0}", with: " ")
  }
}
