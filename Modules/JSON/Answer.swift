/// How a value is told to the outside: renders it and describes itself as a schema, so that the
/// documentation can never differ from what is sent.
package struct Answer<Value>: Sendable {
  /// JSON Schema 2020-12, as OpenAPI 3.1 takes it.
  package let schema: JSONValue
  private let rendering: @Sendable (Value) -> JSONValue

  package init(schema: JSONValue, render: @escaping @Sendable (Value) -> JSONValue) {
    self.schema = schema
    rendering = render
  }

  package func render(_ value: Value) -> JSONValue { rendering(value) }
}

extension Answer {
  /// The same form for another type that holds such a value.
  package func from<Other>(_ part: @escaping @Sendable (Other) -> Value) -> Answer<Other> {
    Answer<Other>(schema: schema) { [rendering] in rendering(part($0)) }
  }

  /// The same form with more said in its schema.
  package func noting(_ key: String, _ note: JSONValue) -> Answer {
    guard var object = schema.objectValue else { return self }
    object[key] = note
    return Answer(schema: .object(object), render: rendering)
  }

  package func described(_ text: String) -> Answer { noting("description", .string(text)) }

  /// Null when there is no value.
  package var orNull: Answer<Value?> {
    Answer<Value?>(schema: ["anyOf": [schema, ["type": "null"]]]) { [rendering] in
      $0.map(rendering) ?? .null
    }
  }

  /// An array of such values.
  package var list: Answer<[Value]> {
    Answer<[Value]>(schema: ["type": "array", "items": schema]) { [rendering] in
      .array($0.map(rendering))
    }
  }

  /// One of the cases, by its raw value.
  package static func choice(of type: Value.Type = Value.self) -> Answer
  where Value: CaseIterable & RawRepresentable<String> & Sendable {
    let names = Value.allCases.map { JSONValue.string($0.rawValue) }
    return Answer(schema: ["type": "string", "enum": .array(names)]) { .string($0.rawValue) }
  }
}

extension Answer<String> {
  package static var text: Answer { Answer(schema: ["type": "string"]) { .string($0) } }
}

extension Answer<Int> {
  package static var integer: Answer { Answer(schema: ["type": "integer"]) { JSONValue($0) } }
}

extension Answer<Int64> {
  package static var integer: Answer { Answer(schema: ["type": "integer"]) { .integer($0) } }
}

extension Answer<Bool> {
  package static var bool: Answer { Answer(schema: ["type": "boolean"]) { .bool($0) } }
}

extension Answer<JSONValue> {
  /// Any JSON as it is.
  package static var any: Answer { Answer(schema: [:]) { $0 } }
}

extension Answer {
  /// One field of an object answer.
  package struct Part: Sendable {
    let name: String
    let schema: JSONValue
    let render: @Sendable (Value) -> JSONValue

    /// The field `name` shows what `part` takes out of the value.
    package init<Content>(
      _ name: String, _ answer: Answer<Content>, _ part: @escaping @Sendable (Value) -> Content
    ) {
      self.name = name
      schema = answer.schema
      render = { answer.render(part($0)) }
    }
  }

  /// An object with these fields, always all of them. A title makes it a component of the API's
  /// description.
  package static func object(_ title: String? = nil, _ parts: [Part]) -> Answer {
    var schema: JSONObject = [:]
    if let title { schema["title"] = .string(title) }
    schema["type"] = "object"
    schema["properties"] = .object(JSONObject(members: parts.map { ($0.name, $0.schema) }))
    schema["required"] = .array(parts.map { .string($0.name) })
    return Answer(schema: .object(schema)) { value in
      .object(JSONObject(members: parts.map { ($0.name, $0.render(value)) }))
    }
  }
}
