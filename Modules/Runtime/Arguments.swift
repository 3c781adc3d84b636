/// A command line taken apart: a verb, long options, switches.
///
/// Options are `--name=value` or `--name value`, each at most once; nothing is abbreviated.
package struct Arguments: Sendable, Hashable {
  package let verb: String?
  package let options: [String: String]
  package let switches: Set<String>

  /// - Parameters:
  ///   - words: the arguments without the program's name.
  ///   - verbs: the words that may stand first; empty where a program has none.
  ///   - options: the names that take a value.
  ///   - switches: the names that take none.
  /// - Throws: `WrongUse` for anything that is not declared, repeated, or lacks its value.
  package init(
    _ words: [String], verbs: Set<String> = [], options names: Set<String>,
    switches switchNames: Set<String>
  ) throws(WrongUse) {
    var verb: String?
    var options: [String: String] = [:]
    var switches: Set<String> = []
    var rest = words[...]
    while let word = rest.popFirst() {
      guard word.hasPrefix("--") else {
        guard verb == nil, verbs.contains(word) else { throw WrongUse("unknown word '\(word)'") }
        verb = word
        continue
      }
      let parts = word.dropFirst(2).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts.first ?? "")
      if switchNames.contains(name) {
        guard parts.count == 1 else { throw WrongUse("--\(name) takes no value") }
        guard switches.insert(name).inserted else { throw WrongUse("--\(name) is given twice") }
      } else if names.contains(name) {
        guard options[name] == nil else { throw WrongUse("--\(name) is given twice") }
        let value = parts.count == 2 ? String(parts[1]) : rest.popFirst()
        guard let value else { throw WrongUse("--\(name) needs a value") }
        options[name] = value
      } else {
        throw WrongUse("unknown option '--\(name)'")
      }
    }
    self.verb = verb
    self.options = options
    self.switches = switches
  }

  /// The whole number of an option.
  /// - Throws: `WrongUse` when it is not one, or lies outside the range.
  package func number(
    _ name: String, in range: ClosedRange<Int>, standard: Int
  ) throws(WrongUse) -> Int {
    guard let text = options[name] else { return standard }
    guard let value = Int(text), range.contains(value) else {
      throw WrongUse(
        "--\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }
}
