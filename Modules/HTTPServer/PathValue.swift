package import Primitives

/// A value that can stand for one segment of a path.
package protocol PathValue: Sendable {
  /// Reads the decoded segment; nil when it is none of these values, so that the route does not
  /// match.
  init?(pathSegment: String)

  /// The segment, not yet percent-encoded.
  var pathSegment: String { get }

  /// True when knowing the value gives access, as a token in a mailed link does; the access log
  /// then shows `***` in its place (S-52).
  static var isSecretInPath: Bool { get }
}

extension PathValue {
  package static var isSecretInPath: Bool { false }
}

extension String: PathValue {
  package init?(pathSegment: String) {
    guard !pathSegment.isEmpty else { return nil }
    self = pathSegment
  }

  package var pathSegment: String { self }
}

extension Int: PathValue {
  /// Digits with an optional minus, in the one way that Swift prints them.
  package init?(pathSegment: String) {
    guard let value = Int(pathSegment), "\(value)" == pathSegment else { return nil }
    self = value
  }

  package var pathSegment: String { "\(self)" }
}

extension EntityID: PathValue {
  package init?(pathSegment: String) { self.init(pathSegment) }
  package var pathSegment: String { description }
}

extension CivilDate: PathValue {
  package init?(pathSegment: String) { self.init(pathSegment) }
  package var pathSegment: String { description }
}

/// A segment that is a key by itself: the token of a mailed link or of a webhook address.
package struct PathToken: PathValue, Hashable {
  package let text: String

  package init(_ text: String) { self.text = text }

  /// Letters, digits, `-` and `_`, at most 200 of them.
  package init?(pathSegment: String) {
    let bytes = pathSegment.utf8
    guard (1...200).contains(bytes.count),
      bytes.allSatisfy({ $0.isAlphanumeric || "-_".utf8.contains($0) })
    else { return nil }
    text = pathSegment
  }

  package var pathSegment: String { text }
  package static var isSecretInPath: Bool { true }
}
