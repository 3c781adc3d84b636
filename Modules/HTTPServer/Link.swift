/// An address declared once that works both ways: it prints the path for a page and gives a
/// handler its typed values.
///
///     static let invoice = Link<Invoice.ID>("/invoices/{invoice}")
///     invoice.path(id)                      // "/invoices/inv_0c5…"
///     router.get(invoice) { request, id in … }
///
/// A constant path is `Link("/invoices")`. A route whose value can't be read from the segment does
/// not match.
package struct Link<each Value: PathValue>: Sendable {
  /// `/invoices/{invoice}`, as declared.
  package let template: String
  let parts: [LinkPart]

  /// The template begins with `/` and names one `{value}` per type; anything else is a mistake
  /// in the program, told at its start.
  package init(_ template: StaticString) {
    self.template = template.description
    parts = LinkPart.parts(of: template.description)
    var declared = 0
    for _ in repeat (each Value).self { declared += 1 }
    precondition(
      self.template.hasPrefix("/") && parts.count { $0 == .value } == declared,
      "link \(template): one {value} per type")
  }

  /// The same with the types given as values, so that they need not be written before: above all
  /// `Link("/invoices")`, a constant path.
  package init(_ template: StaticString, _ types: repeat (each Value).Type) {
    self.init(template)
  }

  /// The percent-encoded path.
  package func path(_ values: repeat each Value) -> String {
    var segments: [String] = []
    for value in repeat each values { segments.append(value.pathSegment) }
    return printed(segments)
  }

  /// The values in an encoded path (no query); nil when it is another path.
  package func match(_ path: String) -> (repeat each Value)? {
    guard path.utf8.first == UInt8(ascii: "/"),
      let segments = RequestTarget.segments(Array(path.utf8)), segments.count == parts.count
    else { return nil }
    var captured: [String] = []
    for (part, segment) in zip(parts, segments) {
      switch part {
      case .constant(let text): guard text == segment else { return nil }
      case .value: captured.append(segment)
      }
    }
    return values(from: captured)
  }

  /// The values of the captured segments; nil when one can't be read.
  func values(from captured: [String]) -> (repeat each Value)? {
    var rest = captured[...]
    func next<T: PathValue>(_ type: T.Type) throws(NoValue) -> T {
      guard let segment = rest.popFirst(), let value = T(pathSegment: segment) else {
        throw NoValue()
      }
      return value
    }
    do {
      return (repeat try next((each Value).self))
    } catch {
      return nil
    }
  }

  /// For each value whether it is a secret.
  var secrets: [Bool] {
    var secrets: [Bool] = []
    for type in repeat (each Value).self { secrets.append(type.isSecretInPath) }
    return secrets
  }

  private func printed(_ segments: [String]) -> String {
    var rest = segments[...]
    return parts.map { part in
      switch part {
      case .constant(let text): "/" + PercentCoding.encode(text)
      case .value: "/" + PercentCoding.encode(rest.popFirst() ?? "")
      }
    }.joined()
  }
}

/// The type of a constant path. It has a name because `swift format` can't write an empty list of
/// types in a way that compiles.
// swift-format-ignore
package typealias FixedLink = Link< >

private struct NoValue: Error {}

/// One segment of a link.
enum LinkPart: Sendable, Hashable {
  case constant(String)
  case value

  static func parts(of template: String) -> [LinkPart] {
    template.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { segment in
      segment.hasPrefix("{") && segment.hasSuffix("}") ? .value : .constant(String(segment))
    }
  }
}
