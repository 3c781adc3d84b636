package import Primitives

/// The value of one field of an event. It keeps its type, so that a JSON line carries numbers as
/// numbers, and a secret is masked because of what it is, not because someone thought of it.
package enum LogValue: Sendable, Hashable {
  case text(String)
  case integer(Int64)
  case boolean(Bool)
  /// Written in milliseconds with three decimals.
  case duration(Duration)
  /// Written as `***`.
  case secret

  /// Anything that prints itself: an id, a date, an amount.
  package static func describing(_ value: some CustomStringConvertible) -> LogValue {
    .text(value.description)
  }

  package static func describing<Value>(_ value: Secret<Value>) -> LogValue { .secret }

  /// An error by its type and case, without what it carries from outside.
  package static func failure(_ error: any Error) -> LogValue {
    guard let refusal = error as? any Refusal else { return .text("\(type(of: error)): \(error)") }
    return .text(refusal.code)
  }
}

extension LogValue: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral
{
  package init(stringLiteral value: String) { self = .text(value) }
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(booleanLiteral value: Bool) { self = .boolean(value) }

  package static func count(_ value: Int) -> LogValue { .integer(Int64(value)) }
}

/// Named values in the order they were given: `["shop": .describing(id), "count": .count(n)]`.
package struct LogFields: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  package struct Field: Sendable, Hashable {
    package let name: String
    package let value: LogValue
  }

  package private(set) var all: [Field] = []

  package init() {}

  package init(dictionaryLiteral elements: (String, LogValue)...) {
    for (name, value) in elements { self[name] = value }
  }

  package subscript(name: String) -> LogValue? {
    get { all.first { $0.name == name }?.value }
    set {
      let index = all.firstIndex { $0.name == name }
      switch (index, newValue) {
      case (let index?, let value?): all[index] = Field(name: name, value: value)
      case (let index?, nil): all.remove(at: index)
      case (nil, let value?): all.append(Field(name: name, value: value))
      case (nil, nil): break
      }
    }
  }

  /// These fields with `others` after them; a name that both have keeps the value of `others`.
  package func merging(_ others: LogFields) -> LogFields {
    var merged = self
    for field in others.all { merged[field.name] = field.value }
    return merged
  }
}
