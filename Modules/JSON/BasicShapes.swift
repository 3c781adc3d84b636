extension Shape {
  fileprivate static func refuse(
    _ value: JSONValue, _ expected: String, at pointer: String,
    into problems: inout [FieldProblem]
  ) -> Value? {
    problems.note(pointer, "type", "must be \(expected), not \(value.kindInWords)")
    return nil
  }
}

extension Shape where Value == String {
  /// A text by the rule: length in Unicode scalars, control characters refused.
  package static func text(_ rule: TextRule) -> Shape {
    let schema: JSONValue = [
      "type": "string", "minLength": JSONValue(rule.least), "maxLength": JSONValue(rule.most),
    ]
    return Shape(schema: schema) { value, pointer, problems in
      guard case .string(let text) = value else {
        return refuse(value, "a string", at: pointer, into: &problems)
      }
      guard let fault = rule.fault(in: text) else { return text }
      problems.note(pointer, fault.code, fault.detail)
      return nil
    }
  }

  /// One line of text, from 1 to `most` characters unless told otherwise.
  package static func text(most: Int, least: Int = 1) -> Shape {
    text(TextRule(most: most, least: least))
  }

  /// A decimal number in a string: "15.00", "-3", at most `fraction` digits after the point and
  /// 15 before it.
  package static func decimal(fraction: Int) -> Shape {
    let tail = fraction > 0 ? "(\\.[0-9]{1,\(fraction)})?" : ""
    let pattern = "^-?(0|[1-9][0-9]{0,14})\(tail)$"
    let example = fraction > 0 ? "15." + String(repeating: "0", count: fraction) : "15"
    return text(most: 40, least: 1).noting("pattern", .string(pattern))
      .noting("examples", [.string(example)])
      .refined { (text) throws(ShapeFault) in
        guard isDecimal(text, fraction: fraction) else {
          throw ShapeFault("format", "must be a decimal number in a string, such as \"\(example)\"")
        }
        return text
      }
  }

  private static func isDecimal(_ text: String, fraction: Int) -> Bool {
    var digits = text.utf8[...]
    if digits.first == UInt8(ascii: "-") { digits = digits.dropFirst() }
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let areDigits = parts.allSatisfy { part in
      !part.isEmpty && part.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
    guard areDigits, (1...2).contains(parts.count), let whole = parts.first, whole.count <= 15
    else { return false }
    if whole.count > 1, whole.first == UInt8(ascii: "0") { return false }
    return parts.count == 1 || (parts.last?.count ?? 0) <= fraction
  }
}

extension Shape where Value == Int64 {
  /// A whole number within the range; numbers with a fraction or an exponent are refused.
  package static func integer(in range: ClosedRange<Int64>) -> Shape {
    let schema: JSONValue = [
      "type": "integer", "minimum": JSONValue(range.lowerBound),
      "maximum": JSONValue(range.upperBound),
    ]
    return Shape(schema: schema) { value, pointer, problems in
      let detail = "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
      switch value {
      case .integer(let number) where range.contains(number): return number
      case .integer: problems.note(pointer, "range", detail)
      case .number: problems.note(pointer, "type", detail)
      default: return refuse(value, "an integer", at: pointer, into: &problems)
      }
      return nil
    }
  }
}

extension Shape where Value == Int {
  package static func integer(in range: ClosedRange<Int>) -> Shape {
    Shape<Int64>.integer(in: Int64(range.lowerBound)...Int64(range.upperBound)).map { Int($0) }
  }
}

extension Shape where Value == Bool {
  package static var bool: Shape {
    Shape(schema: ["type": "boolean"]) { value, pointer, problems in
      value.boolValue ?? refuse(value, "true or false", at: pointer, into: &problems)
    }
  }
}

extension Shape where Value == JSONValue {
  /// Any value, within the reader's limits.
  package static var any: Shape { Shape(schema: [:]) { value, _, _ in value } }
}

extension Shape {
  /// One of the named values.
  package static func choice(_ values: [(name: String, value: Value)]) -> Shape {
    let names = values.map(\.name)
    let schema: JSONValue = [
      "type": "string", "enum": .array(names.map(JSONValue.string)),
    ]
    return Shape(schema: schema) { value, pointer, problems in
      guard case .string(let text) = value else {
        return refuse(value, "a string", at: pointer, into: &problems)
      }
      if let match = values.first(where: { $0.name == text }) { return match.value }
      problems.note(pointer, "choice", "must be one of " + names.joined(separator: ", "))
      return nil
    }
  }

  /// One of the cases, by its raw value.
  package static func choice(of type: Value.Type = Value.self) -> Shape
  where Value: CaseIterable & RawRepresentable<String> {
    choice(Value.allCases.map { ($0.rawValue, $0) })
  }

  /// An array of a limited length.
  package static func list<Item: Sendable>(
    of item: Shape<Item>, count range: ClosedRange<Int>
  ) -> Shape where Value == [Item] {
    let schema: JSONValue = [
      "type": "array", "items": item.schema, "minItems": JSONValue(range.lowerBound),
      "maxItems": JSONValue(range.upperBound),
    ]
    return Shape(schema: schema) { value, pointer, problems in
      guard case .array(let items) = value else {
        return refuse(value, "an array", at: pointer, into: &problems)
      }
      guard range.contains(items.count) else {
        let detail = "must have from \(range.lowerBound) to \(range.upperBound) items"
        problems.note(pointer, "length", detail)
        return nil
      }
      var read: [Item] = []
      for (index, value) in items.enumerated() where !problems.isFull {
        if let value = item.read(value, at: "\(pointer)/\(index)", into: &problems) {
          read.append(value)
        }
      }
      return read.count == items.count ? read : nil
    }
  }
}
