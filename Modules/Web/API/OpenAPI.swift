import HTTPServer
package import JSON
import Primitives
import Tenancy

extension APISurface {
  /// OpenAPI 3.1: every route with its parameters, bodies, answers and errors.
  package func document(describedAt place: String) -> JSONValue {
    var parts = SchemaComponents()
    var paths = JSONObject()
    for route in routes {
      var item = paths[route.template]?.objectValue ?? [:]
      item[route.method.rawValue.lowercased()] = OpenAPI.operation(route, &parts)
      paths[route.template] = .object(item)
    }
    paths[place] = ["get": OpenAPI.ownRoute]
    let problem = parts.hoisting(OpenAPI.problem)
    var components: JSONObject = ["schemas": .object(parts.schemas)]
    components["responses"] = OpenAPI.responses(problem)
    components["parameters"] = ["IdempotencyKey": OpenAPI.idempotencyKey]
    components["securitySchemes"] = ["apiKey": OpenAPI.bearer]
    let tags = routes.map(\.about.tag).reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    return [
      "openapi": "3.1.0",
      "info": [
        "title": .string(title), "version": .string(version),
        "license": ["name": "Apache 2.0", "identifier": "Apache-2.0"],
      ],
      "servers": [["url": .string(origin.description)]],
      "security": [["apiKey": []]],
      "tags": .array(tags.map { ["name": .string($0)] }),
      "paths": .object(paths),
      "components": .object(components),
    ]
  }
}

/// The pieces of the description.
enum OpenAPI {
  static func operation(_ route: APIRoute, _ parts: inout SchemaComponents) -> JSONValue {
    var operation: JSONObject = [
      "operationId": .string(operationID(route)),
      "summary": .string(route.about.summary),
      "tags": [.string(route.about.tag)],
    ]
    if let detail = route.about.detail { operation["description"] = .string(detail) }
    operation["x-required-scope"] = .string(route.about.scope.rawValue)
    let parameters = parameters(route, &parts)
    if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
    if let body = route.body {
      operation["requestBody"] = [
        "required": .bool(body["required"] != nil || body["oneOf"] != nil),
        "content": ["application/json": ["schema": parts.hoisting(body)]],
      ]
    }
    operation["responses"] = answers(route, &parts)
    return .object(operation)
  }

  private static func parameters(_ route: APIRoute, _ parts: inout SchemaComponents) -> [JSONValue]
  {
    var list: [JSONValue] = route.pathValues.map {
      ["name": .string($0.name), "in": "path", "required": true, "schema": $0.schema]
    }
    let required = route.query?["required"]?.arrayValue ?? []
    for field in route.query?["properties"]?.objectValue ?? [:] {
      list.append([
        "name": .string(field.key), "in": "query",
        "required": .bool(required.contains(.string(field.key))),
        "schema": parts.hoisting(field.value),
      ])
    }
    if route.isWriting { list.append(["$ref": "#/components/parameters/IdempotencyKey"]) }
    return list
  }

  private static func answers(_ route: APIRoute, _ parts: inout SchemaComponents) -> JSONValue {
    var content: JSONObject = [:]
    content["schema"] = route.answers.schema.map { parts.hoisting($0) } ?? [:]
    var good: JSONObject = [
      "description": .string(HTTPStatus.reason(route.answers.status)),
      "content": .object([route.answers.type: .object(content)]),
    ]
    if route.answers.schema?["properties"]?["next"] != nil {
      good["headers"] = [
        "Link": ["description": "The next page, rel=\"next\".", "schema": ["type": "string"]]
      ]
    }
    var answers: JSONObject = [String(route.answers.status): .object(good)]
    for status in failures(of: route) {
      answers[String(status)] = ["$ref": .string("#/components/responses/Problem\(status)")]
    }
    return .object(answers)
  }

  private static func failures(of route: APIRoute) -> [Int] {
    var statuses = [400, 401, 403, 422, 429, 500]
    if !route.pathValues.isEmpty || route.body != nil { statuses.append(404) }
    if route.isWriting { statuses.append(409) }
    if route.body != nil { statuses += [413, 415] }
    return statuses.sorted()
  }

  static func responses(_ problem: JSONValue) -> JSONValue {
    var responses = JSONObject()
    for status in [400, 401, 403, 404, 409, 413, 415, 422, 429, 500] {
      var response: JSONObject = [
        "description": .string(HTTPStatus.reason(status)),
        "content": ["application/problem+json": ["schema": problem]],
      ]
      if status == 429 {
        response["headers"] = [
          "Retry-After": ["description": "Seconds to wait.", "schema": ["type": "integer"]]
        ]
      }
      if status == 401 {
        response["headers"] = ["WWW-Authenticate": ["schema": ["type": "string"]]]
      }
      responses["Problem\(status)"] = .object(response)
    }
    return .object(responses)
  }

  /// `POST /api/v1/plans/{plan}/versions` becomes `postPlansPlanVersions`.
  private static func operationID(_ route: APIRoute) -> String {
    let words = route.template.split { !$0.isLetter && !$0.isNumber }
      .drop { $0 == "api" || $0 == "v1" }
    return route.method.rawValue.lowercased()
      + words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  /// Two object schemas as one.
  static func merging(_ first: JSONValue, _ second: JSONValue) -> JSONValue {
    guard var object = first.objectValue else { return second }
    var properties = object["properties"]?.objectValue ?? [:]
    for field in second["properties"]?.objectValue ?? [:] { properties[field.key] = field.value }
    object["properties"] = .object(properties)
    let required = (first["required"]?.arrayValue ?? []) + (second["required"]?.arrayValue ?? [])
    if !required.isEmpty { object["required"] = .array(required) }
    return .object(object)
  }

  static let problem: JSONValue = [
    "title": "Problem", "type": "object", "description": "RFC 9457.",
    "properties": [
      "type": ["type": "string", "format": "uri-reference"],
      "title": ["type": "string"],
      "status": ["type": "integer"],
      "detail": ["type": "string"],
      "request_id": ["type": "string"],
      "errors": [
        "type": "array",
        "items": [
          "type": "object",
          "properties": [
            "pointer": ["type": "string", "description": "RFC 6901 pointer to the field."],
            "code": ["type": "string"], "detail": ["type": "string"],
          ],
          "required": ["pointer", "detail"],
        ],
      ],
    ],
    "required": ["type", "title", "status"],
  ]

  static let idempotencyKey: JSONValue = [
    "name": "Idempotency-Key", "in": "header", "required": false,
    "description":
      "The same key and body get the same answer; the same key with another body is a 409.",
    "schema": ["type": "string", "minLength": 1, "maxLength": 255],
  ]

  static let bearer: JSONValue = [
    "type": "http", "scheme": "bearer",
    "description": "An API key of one shop, pk_…, with the scope read or write.",
  ]

  static let ownRoute: JSONValue = [
    "operationId": "getOpenAPI", "summary": "This description", "tags": [], "security": [],
    "responses": ["200": ["description": "OK", "content": ["application/json": ["schema": [:]]]]],
  ]
}

/// Takes schemas that have a title out into components, so that each is described once.
struct SchemaComponents {
  private(set) var schemas = JSONObject()

  mutating func hoisting(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let items): return .array(items.map { hoisting($0) })
    case .object(let object):
      var result = JSONObject()
      for member in object {
        let isLiteral = ["enum", "const", "examples", "default"].contains(member.key)
        result[member.key] = isLiteral ? member.value : hoisting(member.value)
      }
      return reference(to: result) ?? .object(result)
    default: return value
    }
  }

  /// Two different schemas of one title stay where they are.
  private mutating func reference(to schema: JSONObject) -> JSONValue? {
    guard let title = schema["title"]?.stringValue, !title.isEmpty,
      title.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isLetter })
    else { return nil }
    if let known = schemas[title], known != .object(schema) { return nil }
    schemas[title] = .object(schema)
    return ["$ref": .string("#/components/schemas/\(title)")]
  }
}
