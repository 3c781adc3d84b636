import HTTPServer
import JSON
import Tenancy

/// Reads what a program sent, strictly.
enum APIReading {
  /// The body, by its shape. One that needs no field may be left out.
  static func body<Input>(_ request: HTTPRequest, _ shape: Shape<Input>) throws -> Input {
    if request.body.isEmpty, request.headers["Content-Type"] == nil,
      shape.schema["type"] == "object", shape.schema["required"] == nil
    {
      return try shape.value(of: [:])
    }
    return try shape.value(of: try request.json())
  }

  /// A query that has these names and no others.
  static func query<Input>(
    _ items: QueryItems, _ shape: Shape<Input>
  ) throws(FieldProblems) -> Input {
    var problems: [FieldProblem] = []
    let value = read(items, shape, into: &problems)
    guard let value, problems.isEmpty else { throw FieldProblems(problems) }
    return value
  }

  /// A list's query: `limit`, `after`, and the filter's names.
  static func list<Filter>(
    _ items: QueryItems, _ filter: Shape<Filter>
  ) throws(FieldProblems) -> (page: PageRequest, filter: Filter) {
    var (paging, rest) = (QueryItems(), QueryItems())
    for item in items.items {
      if item.name == "limit" || item.name == "after" {
        paging.add(item.name, item.value)
      } else {
        rest.add(item.name, item.value)
      }
    }
    var problems: [FieldProblem] = []
    let page = read(paging, Shape<PageRequest>.page, into: &problems)
    let wanted = read(rest, filter, into: &problems)
    guard let page, let wanted, problems.isEmpty else { throw FieldProblems(problems) }
    return (page, wanted)
  }

  private static func read<Input>(
    _ items: QueryItems, _ shape: Shape<Input>, into problems: inout [FieldProblem]
  ) -> Input? {
    if let name = items.firstDuplicate {
      problems.note(
        JSONPointer.appending(String(name.prefix(100)), to: ""), "duplicate",
        "must be given once")
      return nil
    }
    let object = JSONObject(members: items.items.map { ($0.name, .string($0.value)) })
    return shape.read(.object(object), into: &problems)
  }
}
