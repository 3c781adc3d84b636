package import JSON
package import Primitives

/// What a run came to.
package struct SimulationReport: Sendable {
  /// A month's days sales outstanding, in tenths of a day: what was open at its end against what
  /// was asked in it.
  package struct Month: Hashable, Sendable {
    package let month: String
    package let claimed: Money
    package let open: Money
    package let tenthsOfDays: Int64
  }

  /// The invariant that broke, and where to look.
  package struct Failure: Hashable, Sendable {
    package let invariant: String
    package let detail: String
    /// Counted from 1: happenings and looks of the worker.
    package let step: Int
    /// Counted from 1.
    package let day: Int
  }

  package let input: SimulationInput
  package internal(set) var faults: [Fault]
  /// Definitive invoices, VAT included.
  package internal(set) var invoiced: Money
  /// Received, less what was taken back.
  package internal(set) var collected: Money
  /// Open on claims, unpaid checkouts left out.
  package internal(set) var outstanding: Money
  package internal(set) var writtenOff: Money
  /// Dunning fees charged.
  package internal(set) var fees: Money
  package internal(set) var months: [Month] = []
  package internal(set) var subscriptions = 0
  package internal(set) var documents = 0
  package internal(set) var mails = 0
  package internal(set) var letters = 0
  package internal(set) var stornos = 0
  /// Of the shops' own; those of checkouts that were given up are left out.
  package internal(set) var creditNotes = 0
  package internal(set) var refunds = 0
  package internal(set) var pauses = 0
  package internal(set) var planChanges = 0
  package internal(set) var stornoAmount: Money
  package internal(set) var invariantsChecked: Int64 = 0
  package internal(set) var simulatedDays = 0
  package internal(set) var steps = 0
  package internal(set) var failure: Failure?
  /// Hundredths of a second of the machine's time; the only thing that differs between two runs.
  package internal(set) var wallHundredths: Int64?

  init(_ input: SimulationInput) {
    let nothing = Money.zero(.eur)
    self.input = input
    faults = Fault.allCases.filter { input.faults.contains($0) }
    (invoiced, collected, outstanding) = (nothing, nothing, nothing)
    (writtenOff, fees, stornoAmount) = (nothing, nothing, nothing)
  }

  /// Leaves nothing that could differ between two runs.
  package mutating func forgetWallTime() { wallHundredths = nil }

  package var invariantsBroken: Int { failure == nil ? 0 : 1 }

  /// One line for the operator: what broke, and how to see it again.
  package var complaint: String? {
    failure.map { failure in
      "\(failure.invariant) broke on day \(failure.day), step \(failure.step): \(failure.detail). "
        + "Replay: penning-simulate --months \(input.months) --customers \(input.customers) "
        + "--seed \(input.seed)" + (input.scenario == Scenario() ? "" : " --scenario FILE")
    }
  }
}

// MARK: - As JSON

extension SimulationReport {
  package var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("scenario", .string(input.scenario.name)), ("seed", .integer(Int64(clamping: input.seed))),
      ("months", .integer(Int64(input.months))), ("customers", .integer(Int64(input.customers))),
      ("faults", .array(faults.map { .string($0.rawValue) })),
      ("invoiced", SimulationReport.json(invoiced)),
      ("collected", SimulationReport.json(collected)),
      ("outstanding", SimulationReport.json(outstanding)),
      ("writtenOff", SimulationReport.json(writtenOff)), ("fees", SimulationReport.json(fees)),
      ("dsoByMonth", .array(months.map(\.json))),
      ("subscriptions", .integer(Int64(subscriptions))),
      ("documents", .integer(Int64(documents))), ("mails", .integer(Int64(mails))),
      ("letters", .integer(Int64(letters))), ("storno", .integer(Int64(stornos))),
      ("stornoAmount", SimulationReport.json(stornoAmount)),
      ("invariantsChecked", .integer(invariantsChecked)),
      ("invariantsBroken", .integer(Int64(invariantsBroken))),
      ("simulatedDays", .integer(Int64(simulatedDays))), ("steps", .integer(Int64(steps))),
    ]
    if let failure { members.append(("failure", failure.json)) }
    if let wallHundredths {
      members.append(("wallSeconds", .number(SimulationReport.decimal(wallHundredths, 100))))
    }
    return .object(JSONObject(members: members))
  }

  static func json(_ money: Money) -> JSONValue {
    ["amount": .string(money.decimal), "currency": .string(money.currency.code)]
  }

  /// `12.3` of 123 tenths, `4.05` of 405 hundredths.
  static func decimal(_ value: Int64, _ parts: Int64) -> String {
    let rest = "\(value % parts)"
    let width = "\(parts)".utf8.count - 1
    return "\(value / parts)." + String(repeating: "0", count: width - rest.utf8.count) + rest
  }
}

extension SimulationReport.Month {
  var days: String { SimulationReport.decimal(tenthsOfDays, 10) }

  fileprivate var json: JSONValue {
    [
      "month": .string(month), "claimed": SimulationReport.json(claimed),
      "open": SimulationReport.json(open), "days": .number(days),
    ]
  }
}

extension SimulationReport.Failure {
  fileprivate var json: JSONValue {
    [
      "invariant": .string(invariant), "detail": .string(detail), "step": .integer(Int64(step)),
      "day": .integer(Int64(day)),
    ]
  }
}

// MARK: - As text

extension SimulationReport {
  package var text: String {
    var lines: [(String, String)] = [
      ("Scenario", input.scenario.name), ("Seed", "\(input.seed)"),
      ("Months", "\(input.months)"), ("Customers", "\(input.customers)"),
      ("Faults", faults.isEmpty ? "none" : faults.map(\.rawValue).joined(separator: " ")),
      ("Invoiced", invoiced.description), ("Collected", collected.description),
      ("Outstanding", outstanding.description), ("Written off", writtenOff.description),
      ("Fees", fees.description),
    ]
    lines += months.map { ("DSO \($0.month)", "\($0.days) days, open \($0.open)") }
    lines += [
      ("Subscriptions", "\(subscriptions)"), ("Documents", "\(documents)"), ("Mails", "\(mails)"),
      ("Letters", "\(letters)"), ("Storno", "\(stornos), \(stornoAmount)"),
      ("Invariants checked", "\(invariantsChecked)"),
      ("Invariants broken", "\(invariantsBroken)"), ("Simulated days", "\(simulatedDays)"),
      ("Steps", "\(steps)"),
    ]
    if let wallHundredths {
      lines.append(("Wall seconds", SimulationReport.decimal(wallHundredths, 100)))
    }
    return lines.map { name, value in
      name + String(repeating: " ", count: max(20 - name.utf8.count, 1)) + value + "\n"
    }.joined()
  }
}
