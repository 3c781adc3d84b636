/// What a part of a body must look like: reads it into a value and describes itself as a schema,
/// so that the documentation can never differ from what is accepted.
package struct Shape<Value: Sendable>: Sendable {
  /// Reads the value found at `pointer`; nil after noting at least one problem.
  package typealias Reading =
    @Sendable (_ value: JSONValue, _ pointer: String, _ problems: inout [FieldProblem]) -> Value?

  /// JSON Schema 2020-12, as OpenAPI 3.1 takes it.
  package let schema: JSONValue
  private let reading: Reading

  package init(schema: JSONValue, read: @escaping Reading) {
    self.schema = schema
    reading = read
  }

  /// Reads a value; nil after noting what is wrong with it, each problem at its own pointer.
  package func read(
    _ value: JSONValue, at pointer: String = "", into problems: inout [FieldProblem]
  ) -> Value? {
    reading(value, pointer, &problems)
  }

  /// Reads a whole body, or throws everything that is wrong with it.
  package func value(of body: JSONValue) throws(FieldProblems) -> Value {
    var problems: [FieldProblem] = []
    if let value = read(body, into: &problems), problems.isEmpty { return value }
    if problems.isEmpty { problems.note("", "invalid", "must be valid") }
    throw FieldProblems(problems)
  }
}

/// Why a value that has the right form is still refused; the detail reads as "must ...".
package struct ShapeFault: Error, Sendable, Hashable {
  package let code: String
  package let detail: String
  /// Pointer from the refused value to the guilty part: "" or "/until".
  package let pointer: String

  package init(_ code: String, _ detail: String, at pointer: String = "") {
    self.code = code
    self.detail = detail
    self.pointer = pointer
  }
}

extension Shape {
  /// The same form, read on into another type, which may refuse it.
  package func refined<Refined: Sendable>(
    _ transform: @escaping @Sendable (Value) throws(ShapeFault) -> Refined
  ) -> Shape<Refined> {
    Shape<Refined>(schema: schema) { [self] json, pointer, problems in
      guard let value = read(json, at: pointer, into: &problems) else { return nil }
      do throws(ShapeFault) { return try transform(value) } catch {
        problems.note(pointer + error.pointer, error.code, error.detail)
        return nil
      }
    }
  }

  /// The same form, read on into another type that takes every value.
  package func map<Mapped: Sendable>(
    _ transform: @escaping @Sendable (Value) -> Mapped
  ) -> Shape<Mapped> {
    refined { (value) throws(ShapeFault) in transform(value) }
  }

  /// The same shape with more said in its schema ("title", "description", "example", "format").
  package func noting(_ key: String, _ note: JSONValue) -> Shape {
    guard var object = schema.objectValue else { return self }
    object[key] = note
    return Shape(schema: .object(object), read: reading)
  }

  /// Named shapes become components of the API's description.
  package func titled(_ title: String) -> Shape { noting("title", .string(title)) }

  package func described(_ text: String) -> Shape { noting("description", .string(text)) }

  /// Takes null too, as nil: for fields that can be emptied.
  package var orNull: Shape<Value?> {
    Shape<Value?>(schema: ["anyOf": [schema, ["type": "null"]]]) { [self] json, pointer, problems in
      if json.isNull { return .some(nil) }
      return read(json, at: pointer, into: &problems).map(Optional.some)
    }
  }
}
