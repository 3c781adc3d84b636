/// Names of files as every system takes them, whatever a person typed (S-41).
package enum FileName {
  /// Longest name that is given out, in bytes of UTF-8: every file system takes it.
  package static let maximumLength = 150

  /// A name without path, control characters, and what Windows reserves.
  package static func cleaned(_ name: String) -> String {
    let (stem, ending) = split(
      String(String.UnicodeScalarView(name.unicodeScalars.compactMap(clean))))
    let suffix = ending.isEmpty ? "" : "." + ending
    var short = trimmed(prefix(of: stem, bytes: maximumLength - suffix.utf8.count))
    if short.isEmpty { short = "file" }
    if isReserved(short) { short = "_" + short }
    return short + suffix
  }

  /// The part before the last dot, and the ending after it: at most 10 letters and digits.
  static func split(_ name: String) -> (stem: String, ending: String) {
    guard let dot = name.lastIndex(of: ".") else { return (name, "") }
    let ending = name[name.index(after: dot)...]
    let isEnding =
      (1...10).contains(ending.utf8.count)
      && ending.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
      }
    return isEnding ? (String(name[..<dot]), String(ending)) : (name, "")
  }

  /// Nil leaves a character out: what cannot be seen, or turns the text around it about.
  private static func clean(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .unassigned, .privateUse: return nil
    case .lineSeparator, .paragraphSeparator, .spaceSeparator: return " "
    default: return #"/\:*?"<>|"#.unicodeScalars.contains(scalar) ? "-" : scalar
    }
  }

  private static func trimmed(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    while let last = scalars.last, last == " " || last == "." { scalars.removeLast() }
    while let first = scalars.first, first == " " || first == "." { scalars.removeFirst() }
    return String(scalars)
  }

  private static func prefix(of text: String, bytes limit: Int) -> String {
    var short = ""
    var length = 0
    for character in text {
      length += character.utf8.count
      guard length <= limit else { break }
      short.append(character)
    }
    return short
  }

  private static func isReserved(_ stem: String) -> Bool {
    let base = stem.split(separator: ".").first.map(String.init) ?? stem
    let name = trimmed(base).uppercased()
    if ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(name) { return true }
    guard name.hasPrefix("COM") || name.hasPrefix("LPT") else { return false }
    return ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³"]
      .contains(name.dropFirst(3))
  }
}

/// The names of one archive: no two are the same on any system.
struct FileNames {
  private var taken: Set<String> = []

  /// The cleaned name, numbered when it is taken: "a.pdf", "a (2).pdf".
  mutating func claim(_ name: String) -> String {
    let clean = FileName.cleaned(name)
    if taken.insert(clean.lowercased()).inserted { return clean }
    let (stem, ending) = FileName.split(clean)
    var number = 2
    while true {
      let numbered = "\(stem) (\(number))" + (ending.isEmpty ? "" : "." + ending)
      if taken.insert(numbered.lowercased()).inserted { return numbered }
      number += 1
    }
  }
}
