import Foundation
import JSON

/// What was measured, in the order in which it is told: a line of JSON, or a line each.
struct Figures {
  private var list: [(name: String, value: JSONValue)] = []

  init(_ benchmark: String) { list.append(("benchmark", .string(benchmark))) }

  mutating func add(_ name: String, _ value: JSONValue) { list.append((name, value)) }

  mutating func add(_ name: String, text: String) { add(name, .string(text)) }

  mutating func add(_ name: String, _ count: Int) { add(name, .integer(Int64(count))) }

  mutating func add(_ name: String, _ number: Double, _ digits: Int) {
    let text = String(format: "%.\(digits)f", number)
    add(name, Int64(text).map { .integer($0) } ?? .number(text))
  }

  var json: String {
    JSONValue.object(JSONObject(members: list.map { ($0.name, $0.value) })).text + "\n"
  }

  var text: String {
    let width = list.map(\.name.count).max() ?? 0
    return list.map { name, value in
      let label = name.replacingOccurrences(of: "_", with: " ")
      return label.padding(toLength: width + 2, withPad: " ", startingAt: 0)
        + (value.stringValue ?? value.text) + "\n"
    }.joined()
  }
}
