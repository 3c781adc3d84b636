/// One thing that is wrong with one field of a body, for the caller to mend.
package struct FieldProblem: Error, Sendable, Hashable {
  /// RFC 6901 pointer into the body: "/price/amount", "" for the whole.
  package let pointer: String
  /// Stable name for programs: "missing", "unknown", "type", "length", "range", ...
  package let code: String
  /// A sentence in English.
  package let detail: String

  package init(pointer: String, code: String, detail: String) {
    self.pointer = pointer
    self.code = code
    self.detail = detail
  }
}

/// A body that cannot be read: every problem found, the first fifty at most.
package struct FieldProblems: Error, Sendable, Hashable {
  package let problems: [FieldProblem]

  package init(_ problems: [FieldProblem]) { self.problems = problems }
}

extension [FieldProblem] {
  private static var most: Int { 50 }

  /// Notes a problem, unless enough are known: a hostile body must not cost a long answer.
  package mutating func note(_ pointer: String, _ code: String, _ detail: String) {
    guard count < Self.most else { return }
    append(FieldProblem(pointer: pointer, code: code, detail: detail))
  }

  var isFull: Bool { count >= Self.most }
}
