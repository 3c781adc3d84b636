/// The order in which the characters of one row stand from left to right: Hebrew and Arabic run the
/// other way, numbers inside them do not. The simple part of the Unicode bidirectional algorithm,
/// for rows that begin at the left; embeddings cannot occur, since `printable` takes them out.
enum VisualOrder {
  static func of(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isRightToLeft) else { return text }
    let characters = Array(text)
    var ordered: [Character] = []
    var index = 0
    while index < characters.count {
      guard runsLeft(characters[index]) else {
        ordered.append(characters[index])
        index += 1
        continue
      }
      let end = endOfStretch(characters, from: index)
      ordered.append(contentsOf: reversed(characters[index..<end]))
      index = end
    }
    return String(ordered)
  }

  /// Up to the last character that runs left, before one that runs right.
  private static func endOfStretch(_ characters: [Character], from start: Int) -> Int {
    var end = start + 1
    for index in start..<characters.count {
      if runsLeft(characters[index]) {
        end = index + 1
      } else if characters[index].isLetter {
        break
      }
    }
    return end
  }

  /// Back to front, but each number as it was, and brackets turned round.
  private static func reversed(_ stretch: ArraySlice<Character>) -> [Character] {
    var result: [Character] = []
    var number: [Character] = []
    for character in stretch.reversed() {
      if character.isNumber {
        number.append(character)
        continue
      }
      result.append(contentsOf: number.reversed())
      number = []
      result.append(mirrored[character] ?? character)
    }
    return result + number.reversed()
  }

  private static let mirrored: [Character: Character] = [
    "(": ")", ")": "(", "[": "]", "]": "[", "{": "}", "}": "{", "<": ">", ">": "<", "«": "»",
    "»": "«",
  ]

  private static func runsLeft(_ character: Character) -> Bool {
    character.unicodeScalars.first.map(isRightToLeft) ?? false
  }

  /// The blocks of Hebrew, Arabic, Syriac, Thaana, N'Ko and their presentation forms.
  private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0660...0x0669, 0x06F0...0x06F9: false
    case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x1_0800...0x1_0FFF,
      0x1_E800...0x1_EFFF:
      true
    default: false
    }
  }
}
