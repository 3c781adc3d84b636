/// A JSON document or a part of one.
///
/// Integers that fit `Int64` are `.integer`; every other number keeps its exact text, so that
/// nothing is ever rounded on the way through.
package enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case integer(Int64)
  /// The exact text of a number with a fraction, an exponent or more digits than `Int64` holds.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)
}

extension JSONValue {
  /// The member of an object; nil when missing or when this is no object.
  package subscript(key: String) -> JSONValue? { objectValue?[key] }

  /// The item of an array; nil when out of bounds or when this is no array.
  package subscript(index: Int) -> JSONValue? {
    guard case .array(let items) = self, items.indices.contains(index) else { return nil }
    return items[index]
  }

  package var stringValue: String? { if case .string(let text) = self { text } else { nil } }
  package var boolValue: Bool? { if case .bool(let value) = self { value } else { nil } }
  package var integerValue: Int64? { if case .integer(let value) = self { value } else { nil } }
  /// The integer as `Int`; nil for any other kind of value.
  package var intValue: Int? { integerValue.flatMap(Int.init(exactly:)) }
  package var arrayValue: [JSONValue]? { if case .array(let items) = self { items } else { nil } }
  package var objectValue: JSONObject? {
    if case .object(let object) = self { object } else { nil }
  }
  package var isNull: Bool { self == .null }

  /// What the value is, in words fit for an error: "a string", "an object".
  package var kindInWords: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .integer: "an integer"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByStringInterpolation,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(nilLiteral: ()) { self = .null }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(stringLiteral value: String) { self = .string(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(JSONObject(members: elements))
  }
}

extension JSONValue {
  package init(_ value: Bool) { self = .bool(value) }
  package init(_ value: Int) { self = .integer(Int64(value)) }
  package init(_ value: Int64) { self = .integer(value) }
  package init(_ value: String) { self = .string(value) }
  package init(_ value: [JSONValue]) { self = .array(value) }
  package init(_ value: JSONObject) { self = .object(value) }
  /// The string, or null when there is none.
  package init(_ value: String?) { self = value.map(JSONValue.string) ?? .null }
}
