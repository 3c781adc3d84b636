package import JSON
import Primitives

extension Scenario {
  /// A scenario file: an object of which every field may be left out; an unknown or ill-formed
  /// one is named by its pointer.
  package static let shape = Shape<Scenario>(schema: ["type": "object"]) { value, at, problems in
    guard let object = value.objectValue else {
      problems.note(at, "type", "must be an object, not \(value.kindInWords)")
      return nil
    }
    var scenario = Scenario()
    scenario.name = "file"
    let before = problems.count
    for member in object {
      let place = JSONPointer.appending(String(member.key.prefix(100)), to: at)
      guard let field = fields.first(where: { $0.name == member.key }) else {
        let known = fields.map(\.name).joined(separator: ", ")
        problems.note(place, "unknown", "is not a field here; known: \(known)")
        continue
      }
      field.read(member.value, place, &scenario, &problems)
    }
    return problems.count == before ? scenario : nil
  }

  /// One field of the file, and where its value goes.
  private struct Entry: Sendable {
    let name: String
    let read: @Sendable (JSONValue, String, inout Scenario, inout [FieldProblem]) -> Void

    init<Value: Sendable>(
      _ name: String, _ path: any WritableKeyPath<Scenario, Value> & Sendable,
      _ shape: Shape<Value>
    ) {
      self.name = name
      read = { value, place, scenario, problems in
        guard let value = shape.read(value, at: place, into: &problems) else { return }
        scenario[keyPath: path] = value
      }
    }

    static func rate(
      _ name: String, _ path: any WritableKeyPath<Scenario, Int> & Sendable
    ) -> Entry {
      Entry(name, path, .integer(in: 0...1000))
    }
  }

  private static let fields: [Entry] = [
    Entry("name", \.name, .text(most: 60)), Entry("startDate", \.startDate, date),
    Entry("shops", \.shops, .integer(in: 1...8)),
    Entry("workerEveryMinutes", \.workerEveryMinutes, .integer(in: 1...1440)),
    Entry("faults", \.faults, faults.map { $0 }),
    .rate("failedDebitPerMille", \.rates.failedDebitPerMille),
    .rate("chargebackPerMille", \.rates.chargebackPerMille),
    .rate("failedCheckoutPerMille", \.rates.failedCheckoutPerMille),
    .rate("abandonPerMille", \.rates.abandonPerMille),
    .rate("retryPerMille", \.rates.retryPerMille),
    .rate("cancelPerMille", \.rates.cancelPerMille),
    .rate("withdrawPerMille", \.rates.withdrawPerMille),
    .rate("payFailedPerMille", \.rates.payFailedPerMille),
    .rate("creditPerMille", \.rates.creditPerMille),
    .rate("withoutMandatePerMille", \.rates.withoutMandatePerMille),
    .rate("secondPlanPerMille", \.rates.secondPlanPerMille),
    .rate("couponPerMille", \.rates.couponPerMille),
    .rate("pausePerMille", \.rates.pausePerMille),
    .rate("changePlanPerMille", \.rates.changePlanPerMille),
    .rate("creditNotePerMille", \.rates.creditNotePerMille),
    .rate("paidBackPerMille", \.rates.paidBackPerMille),
    .rate("faultPerMille", \.rates.faultPerMille),
  ]

  private static let faults = Shape<[Fault]>
    .list(of: .choice(of: Fault.self), count: 0...Fault.allCases.count)

  private static let date = Shape<String>.text(most: 10, least: 10)
    .refined { (text) throws(ShapeFault) in
      guard let date = CivilDate(text), (2020...2100).contains(date.year) else {
        throw ShapeFault("format", "must be a date such as 2027-11-01, from 2020 to 2100")
      }
      return date
    }
}
