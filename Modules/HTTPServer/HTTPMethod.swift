/// The methods that routes can have; anything else is answered 501.
package enum HTTPMethod: String, Sendable, CaseIterable, Hashable {
  case get = "GET"
  case head = "HEAD"
  case post = "POST"
  case put = "PUT"
  case patch = "PATCH"
  case delete = "DELETE"
  case options = "OPTIONS"

  /// True when the method must not change anything (S-13).
  package var isSafe: Bool { self == .get || self == .head || self == .options }
}
