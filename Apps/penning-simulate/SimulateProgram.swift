import Foundation
import JSON
import Primitives
import Runtime
import Simulation
import Storage

/// Months of a platform in seconds: customers, banks and mail that behave by a seed.
@main
struct SimulateProgram {
  static let program = Program(
    name: "penning-simulate",
    purpose: "runs the platform through months of customers, banks and mail that behave by a seed.",
    settings: [],
    options: [
      ("months", "how many months, 1 to 120 [12]"),
      ("customers", "how many customers, 1 to 1000000 [1000]"),
      ("seed", "what decides everything that happens, 0 or more [7]"),
      ("scenario", "a JSON file with rates and faults"),
      ("database", "an empty database, sqlite:PATH or postgres://... [sqlite::memory:]"),
    ],
    switches: [
      ("json", "print the report as JSON"),
      ("no-wall-time", "leave out the time the run took, the only thing that differs"),
    ])

  static func main() async {
    let status = await program.run(CommandLine.arguments, environment: [:]) { arguments, _ in
      try await run(arguments)
    }
    exit(status)
  }

  private static func run(_ arguments: Arguments) async throws {
    let input = SimulationInput(
      months: try arguments.number("months", in: 1...120, standard: 12),
      customers: try arguments.number("customers", in: 1...1_000_000, standard: 1000),
      seed: UInt64(try arguments.number("seed", in: 0...Int.max, standard: 7)),
      scenario: try arguments.options["scenario"].map(scenario) ?? Scenario())
    var report = try await simulate(input, on: arguments.options["database"])
    if arguments.switches.contains("no-wall-time") { report.forgetWallTime() }
    Console.out(arguments.switches.contains("json") ? report.json.text + "\n" : report.text)
    if let complaint = report.complaint { throw ProgramFailed(complaint) }
  }

  private static func simulate(
    _ input: SimulationInput, on url: String?
  ) async throws -> SimulationReport {
    let database: DatabaseURL
    do {
      database = try url.map { text in try DatabaseURL(text) } ?? .memory
    } catch let error as StorageError {
      throw WrongUse("--database: \(error.message)")
    }
    do {
      return try await SimulationRun.run(input, database: database)
    } catch let refusal as SimulationRefusal {
      throw WrongUse("--database: \(refusal)")
    } catch let error as StorageError {
      throw ProgramFailed("the database cannot be used: \(error.message)")
    }
  }

  /// Reads a scenario file strictly: one line that names what is wrong and where.
  private static func scenario(_ path: String) throws -> Scenario {
    let bytes: [UInt8]
    do {
      bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw WrongUse("--scenario: \(path) cannot be read")
    }
    do {
      return try Scenario.shape.value(of: try JSONValue(parsing: bytes))
    } catch let error as JSONError {
      throw WrongUse("--scenario: \(path) is not JSON: \(error)")
    } catch let error as FieldProblems {
      let lines = error.problems.map { "\($0.pointer.isEmpty ? "it" : $0.pointer) \($0.detail)" }
      throw WrongUse("--scenario: \(lines.joined(separator: "; "))")
    }
  }
}
