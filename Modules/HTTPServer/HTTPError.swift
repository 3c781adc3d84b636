/// What is wrong with a request as HTTP, before any rule of billing is asked.
package enum HTTPError: Error, Sendable, Hashable {
  /// The request can't be read (400).
  case malformed(String)
  /// The body is not of a type that the route takes (415).
  case unsupportedType(expected: String)
  /// The body, or a part of it, is larger than allowed (413).
  case tooLarge
  /// JSON that breaks the grammar (400), with the place as far as it was read.
  case badJSON(pointer: String, detail: String)
}

extension HTTPError {
  package var status: Int {
    switch self {
    case .malformed, .badJSON: 400
    case .unsupportedType: 415
    case .tooLarge: 413
    }
  }

  /// The problem that tells it.
  package var problem: Problem {
    switch self {
    case .malformed(let detail): Problem(status: 400, detail: detail)
    case .unsupportedType(let expected):
      Problem(status: 415, detail: "The body must be \(expected).")
    case .tooLarge: Problem(status: 413, detail: "The request is larger than allowed.")
    case .badJSON(let pointer, let detail):
      Problem(
        status: 400, detail: "The body is not acceptable JSON.",
        errors: [Problem.Field(pointer: pointer, detail: detail)])
    }
  }
}
