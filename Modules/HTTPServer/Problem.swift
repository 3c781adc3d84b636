package import JSON
package import Primitives

/// An error as RFC 9457 tells it to programs.
package struct Problem: Sendable, Hashable {
  /// What is wrong with one field.
  package struct Field: Sendable, Hashable {
    /// A JSON pointer into the body: `/price/amount`; empty for the whole.
    package let pointer: String
    package let detail: String
    /// Stable and machine readable, where there is one.
    package let code: String?

    package init(pointer: String, detail: String, code: String? = nil) {
      self.pointer = pointer
      self.detail = detail
      self.code = code
    }
  }

  /// `about:blank`, or an URN that names the kind of error.
  package var type: String
  package var title: String
  package var status: Int
  package var detail: String?
  package var errors: [Field]
  /// The id that finds the request in the log.
  package var requestID: String?

  package init(
    status: Int, type: String = "about:blank", title: String? = nil, detail: String? = nil,
    errors: [Field] = [], requestID: String? = nil
  ) {
    self.type = type
    self.title = title ?? HTTPStatus.reason(status)
    self.status = status
    self.detail = detail
    self.errors = errors
    self.requestID = requestID
  }

  /// A refusal as a problem: 422, 404, 409, 403 or 429, with the field at fault marked.
  package init(_ refusal: any Refusal, language: Language = .en) {
    let detail = refusal.phrase(language)
    self.init(
      status: HTTPStatus.of(refusal.kind), type: "urn:penning:problem:\(refusal.code)",
      detail: detail,
      errors: refusal.pointer.map { [Field(pointer: $0, detail: detail, code: refusal.code)] }
        ?? [])
  }

  /// Bad fields of a JSON body (422).
  package init(_ fields: FieldProblems) {
    self.init(
      status: 422, type: "urn:penning:problem:validation",
      detail: fields.problems.count == 1
        ? "One field is not acceptable." : "\(fields.problems.count) fields are not acceptable.",
      errors: fields.problems.map {
        Field(pointer: $0.pointer, detail: $0.detail, code: $0.code)
      })
  }

  package var json: JSONValue {
    var object = JSONObject()
    object["type"] = .string(type)
    object["title"] = .string(title)
    object["status"] = .integer(Int64(status))
    if let detail { object["detail"] = .string(detail) }
    if let requestID { object["request_id"] = .string(requestID) }
    if !errors.isEmpty { object["errors"] = .array(errors.map(\.json)) }
    return .object(object)
  }

  package var response: HTTPResponse { .problem(self) }
}

extension Problem.Field {
  var json: JSONValue {
    var object = JSONObject()
    object["pointer"] = .string(pointer)
    if let code { object["code"] = .string(code) }
    object["detail"] = .string(detail)
    return .object(object)
  }
}
