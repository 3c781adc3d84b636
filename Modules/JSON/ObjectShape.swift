/// One field of an object shape, with the name under which it stands in the object.
package struct Field<Value: Sendable>: Sendable {
  let name: String
  let isRequired: Bool
  let schema: JSONValue
  /// What the field is when it is absent; nil when it must be there.
  let absent: Value?
  private let reading: Shape<Value>.Reading

  init(_ name: String, _ shape: Shape<Value>, isRequired: Bool, absent: Value?) {
    self.name = name
    self.isRequired = isRequired
    schema = shape.schema
    self.absent = absent
    reading = { shape.read($0, at: $1, into: &$2) }
  }

  func read(
    from object: JSONObject, at pointer: String, into problems: inout [FieldProblem]
  ) -> Value? {
    let place = JSONPointer.appending(name, to: pointer)
    if let value = object[name] { return reading(value, place, &problems) }
    if let absent { return absent }
    problems.note(place, "missing", "must be given")
    return nil
  }
}

extension Field {
  /// A field that must be there.
  package static func required(_ name: String, _ shape: Shape<Value>) -> Field {
    Field(name, shape, isRequired: true, absent: nil)
  }

  /// A field that may be left out, and then has this value.
  package static func optional(
    _ name: String, _ shape: Shape<Value>, default value: Value
  ) -> Field {
    Field(name, shape, isRequired: false, absent: value)
  }

  /// A field that may be left out, and then is nil. Null is refused: leaving out says it.
  package static func optional<Wrapped: Sendable>(_ name: String, _ shape: Shape<Wrapped>) -> Field
  where Value == Wrapped? {
    Field(
      name, Shape<Value>(schema: shape.schema) { shape.read($0, at: $1, into: &$2).map { $0 } },
      isRequired: false, absent: .some(nil))
  }
}

extension Shape {
  /// An object with exactly these fields: missing, unknown and ill-formed ones are all named.
  package static func object<each Part: Sendable>(
    _ fields: repeat Field<each Part>,
    make: @escaping @Sendable (repeat each Part) throws(ShapeFault) -> Value
  ) -> Shape {
    let described = describe(repeat each fields)
    let names = described.names
    return Shape(schema: described.schema) { value, pointer, problems in
      guard case .object(let object) = value else {
        problems.note(pointer, "type", "must be an object, not \(value.kindInWords)")
        return nil
      }
      let unknown = object.members.contains { !names.contains($0.key) }
      if unknown { noteUnknown(in: object, names, pointer, &problems) }
      let read = (repeat (each fields).read(from: object, at: pointer, into: &problems))
      guard let parts = allPresent(repeat each read), !unknown else { return nil }
      do throws(ShapeFault) { return try make(repeat each parts) } catch {
        problems.note(pointer + error.pointer, error.code, error.detail)
        return nil
      }
    }
  }

  private static func noteUnknown(
    in object: JSONObject, _ names: [String], _ pointer: String,
    _ problems: inout [FieldProblem]
  ) {
    let known = names.isEmpty ? "no fields" : names.joined(separator: ", ")
    for member in object.members where !names.contains(member.key) {
      let place = JSONPointer.appending(String(member.key.prefix(100)), to: pointer)
      problems.note(place, "unknown", "is not a field here; known: \(known)")
      if problems.isFull { return }
    }
  }

  private static func describe<each Part>(
    _ fields: repeat Field<each Part>
  ) -> (schema: JSONValue, names: [String]) {
    var properties = JSONObject()
    var required: [JSONValue] = []
    for field in repeat each fields {
      properties[field.name] = field.schema
      if field.isRequired { required.append(.string(field.name)) }
    }
    var schema: JSONObject = ["type": "object", "properties": .object(properties)]
    if !required.isEmpty { schema["required"] = .array(required) }
    schema["additionalProperties"] = false
    return (.object(schema), properties.keys)
  }
}

private struct Absent: Error {}

/// All or nothing over a pack of optionals.
private func allPresent<each Part>(_ parts: repeat (each Part)?) -> (repeat each Part)? {
  func present<One>(_ part: One?) throws(Absent) -> One {
    guard let part else { throw Absent() }
    return part
  }
  do throws(Absent) { return (repeat try present(each parts)) } catch { return nil }
}

extension Shape {
  /// One case of a shape that is told apart by a field.
  package struct Variant: Sendable {
    let name: String
    let shape: Shape

    package init(_ name: String, _ shape: Shape) {
      self.name = name
      self.shape = shape
    }
  }

  /// One of several objects, told apart by a text field that each of them has beside its own.
  package static func oneOf(_ discriminator: String, _ variants: [Variant]) -> Shape {
    let names = variants.map(\.name)
    let kind = Shape<String>.choice(names.map { ($0, $0) })
    let schema: JSONValue = [
      "oneOf": .array(variants.map { $0.schema(named: discriminator) })
    ]
    return Shape(schema: schema) { value, pointer, problems in
      guard case .object(let object) = value else {
        problems.note(pointer, "type", "must be an object, not \(value.kindInWords)")
        return nil
      }
      let field = Field<String>.required(discriminator, kind)
      guard let name = field.read(from: object, at: pointer, into: &problems),
        let variant = variants.first(where: { $0.name == name })
      else { return nil }
      let rest = JSONValue.object(object.removing(discriminator))
      return variant.shape.read(rest, at: pointer, into: &problems)
    }
  }
}

extension Shape.Variant {
  /// The case's own schema with the discriminator as its first field.
  fileprivate func schema(named discriminator: String) -> JSONValue {
    guard var schema = shape.schema.objectValue else { return shape.schema }
    var properties: JSONObject = [discriminator: ["const": .string(name)]]
    for member in schema["properties"]?.objectValue ?? [:] {
      properties[member.key] = member.value
    }
    schema["properties"] = .object(properties)
    schema["required"] = .array([.string(discriminator)] + (schema["required"]?.arrayValue ?? []))
    return .object(schema)
  }
}
