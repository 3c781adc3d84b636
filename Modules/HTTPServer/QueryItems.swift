/// Named texts in the order they came, as in a query or a form. A name may come more than once;
/// whoever reads decides whether that is a list or a fault (`firstDuplicate`).
package struct QueryItems: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  package struct Item: Sendable, Hashable {
    package let name: String
    package let value: String
  }

  package private(set) var items: [Item] = []

  package init() {}

  package init(dictionaryLiteral elements: (String, String)...) {
    for (name, value) in elements { add(name, value) }
  }

  /// Reads `a=1&b=2` as browsers write it (`+` is a blank). Nil for a broken escape, broken UTF-8,
  /// NUL, raw bytes outside ASCII, or more than `limit` items.
  init?(urlEncoded bytes: some Collection<UInt8>, limit: Int = 1000) {
    guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    let parts = bytes.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: true)
    guard parts.count <= limit else { return nil }
    for part in parts {
      let pair = part.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentCoding.decode(pair[0], plusIsSpace: true),
        let value = pair.count > 1 ? PercentCoding.decode(pair[1], plusIsSpace: true) : ""
      else { return nil }
      add(name, value)
    }
  }

  /// The first value of that name.
  package subscript(name: String) -> String? { items.first { $0.name == name }?.value }

  /// All values of that name, in order.
  package func values(of name: String) -> [String] {
    items.filter { $0.name == name }.map(\.value)
  }

  /// A name that came more than once.
  package var firstDuplicate: String? {
    var seen: Set<String> = []
    return items.first { !seen.insert($0.name).inserted }?.name
  }

  package var names: [String] { items.map(\.name) }
  package var isEmpty: Bool { items.isEmpty }

  package mutating func add(_ name: String, _ value: String) {
    items.append(Item(name: name, value: value))
  }

  /// `a=1&b=2`, every byte outside letters, digits and `-._~` escaped.
  package var encoded: String {
    items.map { "\(PercentCoding.encode($0.name))=\(PercentCoding.encode($0.value))" }
      .joined(separator: "&")
  }

  /// `path` followed by these items as its query: for links.
  package func appended(to path: String) -> String {
    isEmpty ? path : "\(path)\(path.utf8.contains(UInt8(ascii: "?")) ? "&" : "?")\(encoded)"
  }
}
