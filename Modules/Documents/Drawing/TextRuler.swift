/// Tells how wide a text stands; the layout asks it and so needs no font of its own.
protocol TextRuler {
  /// The advance of the text in points.
  func width(of text: String, in style: TextStyle) -> Double
}

extension TextRuler {
  /// Breaks a text into rows that fit: at spaces, behind hyphens and slashes, and inside a word
  /// only where the word alone is too wide. Never gives an empty list.
  func rows(of text: String, in style: TextStyle, within limit: Double) -> [String] {
    var rows: [String] = []
    var row = ""
    for piece in pieces(of: text) {
      let longer = row + piece
      if width(of: trimmed(longer), in: style) <= limit {
        row = longer
        continue
      }
      if !trimmed(row).isEmpty { rows.append(trimmed(row)) }
      row = ""
      for part in split(trimmed(piece), in: style, within: limit) {
        if !row.isEmpty { rows.append(row) }
        row = part
      }
      if piece.last == " " { row += " " }
    }
    let rest = trimmed(row)
    return rest.isEmpty && !rows.isEmpty ? rows : rows + [rest]
  }

  /// As `rows`, but of at most so many rows; the last one then ends in an ellipsis.
  func rows(
    of text: String, in style: TextStyle, within limit: Double, atMost count: Int
  ) -> [String] {
    let all = rows(of: text, in: style, within: limit)
    guard all.count > count, count > 0 else { return all }
    var last = all[count - 1]
    while !last.isEmpty, width(of: last + "…", in: style) > limit { last.removeLast() }
    return all.prefix(count - 1) + [trimmed(last) + "…"]
  }

  /// The places where a text may break: each piece keeps its space, hyphen or slash at its end.
  private func pieces(of text: String) -> [String] {
    var pieces: [String] = []
    var piece = ""
    for character in text {
      piece.append(character)
      if character == " " || character == "-" || character == "/" {
        pieces.append(piece)
        piece = ""
      }
    }
    if !piece.isEmpty { pieces.append(piece) }
    return pieces
  }

  /// Cuts one over-long word into parts that fit; a character wider than the room stands alone.
  private func split(_ word: String, in style: TextStyle, within limit: Double) -> [String] {
    var parts: [String] = []
    var part = ""
    var taken = 0.0
    for character in word {
      let own = width(of: String(character), in: style)
      if !part.isEmpty, taken + own > limit {
        parts.append(part)
        part = ""
        taken = 0
      }
      part.append(character)
      taken += own
    }
    return part.isEmpty ? parts : parts + [part]
  }

  private func trimmed(_ text: String) -> String {
    var rest = Substring(text)
    while rest.last == " " { rest.removeLast() }
    while rest.first == " " { rest.removeFirst() }
    return String(rest)
  }
}
