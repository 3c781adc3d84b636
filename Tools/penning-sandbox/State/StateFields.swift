import JSON
import Primitives

/// What a member of the saved state must be, and how it is read.
struct StateKind<Value: Sendable>: Sendable {
  let words: String
  let read: @Sendable (JSONValue) -> Value?
}

extension StateKind where Value == String {
  static let text = StateKind(words: "a text") { $0.stringValue }
}

extension StateKind where Value == [String] {
  static let texts = StateKind(words: "a list of texts") { value in
    let texts = value.arrayValue?.compactMap(\.stringValue)
    return texts?.count == value.arrayValue?.count ? texts : nil
  }
}

extension StateKind where Value == Int64 {
  static func number(_ range: ClosedRange<Int64>) -> StateKind {
    StateKind(words: "a whole number from \(range.lowerBound) to \(range.upperBound)") { value in
      value.integerValue.flatMap { range.contains($0) ? $0 : nil }
    }
  }
}

extension StateKind where Value == UInt64 {
  /// As a text, since it may be more than a number of JSON is read as.
  static let wideNumber = StateKind(words: "a number as text") { value in
    value.stringValue.flatMap { UInt64($0) }
  }
}

extension StateKind where Value == Instant {
  static let instant = StateKind(words: "milliseconds since 1970") { value in
    value.integerValue.map { Instant(milliseconds: $0) }
  }
}

extension StateKind where Value == CivilDate {
  static let day = StateKind(words: "a day") { $0.stringValue.flatMap { CivilDate($0) } }
}

extension StateKind where Value == [UInt8] {
  static let bytes = StateKind(words: "a text") { value in
    value.stringValue.map { Array($0.utf8) }
  }
}

extension StateKind where Value == JSONValue {
  static let any = StateKind(words: "anything") { $0 }
}

extension StateKind where Value == JSONObject {
  static let object = StateKind(words: "an object") { $0.objectValue }
}

extension StateKind where Value: RawRepresentable, Value.RawValue == String {
  static var word: StateKind {
    StateKind(words: "one of the known words") { $0.stringValue.flatMap(Value.init(rawValue:)) }
  }
}

/// Reads one object of the saved state: what is missing, of another kind or unknown is refused,
/// with its place.
struct StateReader {
  private let object: JSONObject
  private let pointer: String
  private var found = 0

  /// Reads a whole object; every member must have been asked for.
  static func read<Value>(
    _ value: JSONValue, at pointer: String,
    _ body: (inout StateReader) throws(StateFault) -> Value
  ) throws(StateFault) -> Value {
    guard let object = value.objectValue else {
      throw StateFault("\(pointer.isEmpty ? "it" : pointer) must be an object")
    }
    var reader = StateReader(object: object, pointer: pointer)
    let value = try body(&reader)
    guard reader.found == object.count else { throw reader.fault("", "has an unknown member") }
    return value
  }

  private init(object: JSONObject, pointer: String) {
    self.object = object
    self.pointer = pointer
  }

  mutating func callAsFunction<Value>(
    _ name: String, _ kind: StateKind<Value>
  ) throws(StateFault) -> Value {
    guard let value = try ifAny(name, kind) else { throw fault(name, "is missing") }
    return value
  }

  mutating func ifAny<Value>(
    _ name: String, _ kind: StateKind<Value>
  ) throws(StateFault) -> Value? {
    guard let member = object[name] else { return nil }
    found += 1
    guard let value = kind.read(member) else { throw fault(name, "must be \(kind.words)") }
    return value
  }

  /// An object within; nil when it is absent.
  mutating func objectIfAny<Value>(
    _ name: String, _ body: (inout StateReader) throws(StateFault) -> Value
  ) throws(StateFault) -> Value? {
    guard let member = object[name] else { return nil }
    found += 1
    return try StateReader.read(member, at: "\(pointer)/\(name)", body)
  }

  /// A list of objects; empty when it is absent.
  mutating func list<Value>(
    _ name: String, _ body: (inout StateReader) throws(StateFault) -> Value
  ) throws(StateFault) -> [Value] {
    guard let member = object[name] else { return [] }
    found += 1
    guard let items = member.arrayValue else { throw fault(name, "must be a list") }
    var values: [Value] = []
    values.reserveCapacity(items.count)
    for (index, item) in items.enumerated() {
      values.append(try StateReader.read(item, at: "\(pointer)/\(name)/\(index)", body))
    }
    return values
  }

  func fault(_ name: String, _ reason: String) -> StateFault {
    let place = name.isEmpty ? pointer : "\(pointer)/\(name)"
    return StateFault("\(place.isEmpty ? "it" : place) \(reason)")
  }
}

/// Builds one object of the saved state; what is absent or empty is left out.
struct StateWriter {
  private var object = JSONObject()

  var value: JSONValue { .object(object) }

  mutating func put(_ name: String, _ value: JSONValue?) {
    if let value, !value.isNull { object[name] = value }
  }

  mutating func put(_ name: String, _ text: String?) { put(name, text.map(JSONValue.string)) }

  mutating func put(_ name: String, _ number: Int64?) { put(name, number.map(JSONValue.integer)) }

  mutating func put(_ name: String, _ moment: Instant?) { put(name, moment?.milliseconds) }

  mutating func put(_ name: String, _ texts: [String]) {
    put(name, JSONValue.array(texts.map(JSONValue.string)))
  }

  mutating func put(_ name: String, _ items: [JSONValue]) {
    if !items.isEmpty { put(name, JSONValue.array(items)) }
  }
}
