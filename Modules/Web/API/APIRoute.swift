package import HTTPServer
package import JSON
import Primitives
package import Tenancy

/// What is said about a route besides its types.
package struct About: Sendable {
  package let summary: String
  /// The resource under which it is listed: "plans".
  package let tag: String
  /// What the key must have been given.
  package let scope: APIScope
  package let detail: String?

  package init(_ summary: String, tag: String, scope: APIScope = .read, detail: String? = nil) {
    self.summary = summary
    self.tag = tag
    self.scope = scope
    self.detail = detail
  }
}

/// One route of the API as it is described; what it does is registered beside it.
package struct APIRoute: Sendable {
  package let method: HTTPMethod
  /// `/api/v1/plans/{plan}`
  package let template: String
  package let about: About
  /// Name and schema of each value in the path.
  package let pathValues: [(name: String, schema: JSONValue)]
  /// The object whose fields are the query's names.
  package let query: JSONValue?
  package let body: JSONValue?
  /// Takes an `Idempotency-Key`.
  package let isWriting: Bool
  package let isPublic: Bool
  package let answers: APIAnswers

  /// What a good request gets.
  package struct APIAnswers: Sendable {
    package let status: Int
    package let type: String
    /// Nil where it is no JSON.
    package let schema: JSONValue?

    package init(status: Int = 200, type: String = "application/json", schema: JSONValue?) {
      self.status = status
      self.type = type
      self.schema = schema
    }
  }

  /// `POST /api/v1/plans`
  package var name: String { "\(method.rawValue) \(template)" }
}

/// A value of a path that knows its schema.
package protocol DescribedPathValue: PathValue {
  static var schema: JSONValue { get }
}

extension EntityID: DescribedPathValue {
  package static var schema: JSONValue { Shape<EntityID>.id.schema }
}

extension CivilDate: DescribedPathValue {
  package static var schema: JSONValue { Shape<CivilDate>.date.schema }
}

extension Int: DescribedPathValue {
  package static var schema: JSONValue { ["type": "integer"] }
}

/// The names in a template, with the schemas of the types that fill them.
func describePath<each Value: PathValue>(
  _ link: Link<repeat each Value>
) -> [(name: String, schema: JSONValue)] {
  let names = link.template.split(separator: "/").filter { $0.hasPrefix("{") && $0.hasSuffix("}") }
    .map { String($0.dropFirst().dropLast()) }
  var schemas: [JSONValue] = []
  for type in repeat (each Value).self {
    schemas.append((type as? any DescribedPathValue.Type)?.schema ?? ["type": "string"])
  }
  return zip(names, schemas).map { ($0, $1) }
}
