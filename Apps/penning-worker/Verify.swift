import JSON
import Primitives
import Runtime
import Storage
import Tenancy
import Workflows

/// Checks every invariant over the whole database, shop by shop; exit 1 when one breaks.
struct Verify: Sendable {
  let running: RunningPlatform

  init(_ running: RunningPlatform) { self.running = running }

  func run(asJSON: Bool) async throws {
    var totals = Totals()
    let damage = try await running.database.integrityCheck()
    totals.add(InvariantCheck("I-46", "the database is whole", checked: 1, breaks: damage))
    let verification = Verification(running.platform)
    try await running.database.forEachShop { scope in
      let report = try await verification.verify(as: scope)
      for check in report.checks { totals.add(check, of: report.shop) }
    }
    Console.out(asJSON ? totals.json.text + "\n" : totals.text)
    guard totals.holds else {
      throw ProgramFailed("\(totals.breaks.count) rows break an invariant")
    }
  }
}

/// The checks of all shops, added up by what was tried.
struct Totals {
  private(set) var order: [String] = []
  private(set) var checked: [String: Int64] = [:]
  private(set) var breaks: [String] = []

  var holds: Bool { breaks.isEmpty }

  mutating func add(_ check: InvariantCheck, of shop: Shop? = nil) {
    let key = "\(check.invariant) \(check.name)"
    if checked[key] == nil { order.append(key) }
    checked[key, default: 0] += check.checked
    let place = shop.map { "\($0.slug): " } ?? ""
    breaks += check.breaks.map { "\(check.invariant) \(place)\($0)" }
  }

  var text: String {
    order.sorted().map { "\(checked[$0] ?? 0)\t\($0)\n" }.joined()
      + (holds ? "all hold\n" : breaks.map { "BROKEN \($0)\n" }.joined())
  }

  var json: JSONValue {
    [
      "holds": .bool(holds),
      "checks": .array(
        order.sorted().map { ["name": .string($0), "checked": .integer(checked[$0] ?? 0)] }),
      "breaks": .array(breaks.map { .string($0) }),
    ]
  }
}
