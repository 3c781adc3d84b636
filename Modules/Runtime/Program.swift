import Foundation

/// What a program says of itself and understands.
package struct Program: Sendable {
  package static let version = "0.1.0"

  package let name: String
  /// One sentence.
  package let purpose: String
  /// Each verb with its meaning, in the order of the help text.
  package let verbs: [(name: String, meaning: String)]
  /// Settings with a variable.
  package let settings: [Setting]
  /// Options without one.
  package let options: [(name: String, meaning: String)]
  package let switches: [(name: String, meaning: String)]

  package init(
    name: String, purpose: String, verbs: [(name: String, meaning: String)] = [],
    settings: [Setting], options: [(name: String, meaning: String)] = [],
    switches: [(name: String, meaning: String)] = []
  ) {
    self.name = name
    self.purpose = purpose
    self.verbs = verbs
    self.settings = settings
    self.options = options
    self.switches = switches
  }

  /// Reads the command line, answers `--help`, `--version` and `--print-config`, else runs the
  /// body; turns what it throws into the exit status: 0 done, 1 failed, 2 wrong use.
  package func run(
    _ arguments: [String], environment: [String: String],
    _ body: (Arguments, Settings) async throws -> Void
  ) async -> Int32 {
    do {
      let read = try Arguments(
        Array(arguments.dropFirst()), verbs: Set(verbs.map(\.name)),
        options: Set(settings.map(\.flag) + options.map(\.name)),
        switches: Set(switches.map(\.name) + ["help", "version", "print-config"]))
      let given = Settings(settings, arguments: read, environment: environment)
      if read.switches.contains("help") {
        Console.out(help)
      } else if read.switches.contains("version") {
        Console.out("\(name) \(Program.version)\n")
      } else if read.switches.contains("print-config") {
        Console.out(given.description)
      } else {
        try await body(read, given)
      }
      return 0
    } catch let error as WrongUse {
      Console.error("\(name): \(error). See \(name) --help.\n")
      return 2
    } catch let error as ProgramFailed {
      Console.error("\(name): \(error)\n")
      return 1
    } catch {
      Console.error("\(name): \(error)\n")
      return 1
    }
  }

  /// The text of `--help`.
  package var help: String {
    var text = "\(name): \(purpose)\n\nUsage: \(name)"
    text += verbs.isEmpty ? " [OPTION ...]\n" : " [VERB] [OPTION ...]\n"
    if !verbs.isEmpty { text += "\nVerbs\n" + lines(verbs.map { ($0.name, $0.meaning) }) }
    text += "\nOptions\n"
    text += lines(
      options.map { ("--\($0.name) VALUE", $0.meaning) }
        + switches.map { ("--\($0.name)", $0.meaning) }
        + [
          ("--print-config", "print the configuration, secrets masked"),
          ("--version", "print the version"), ("--help", "print this"),
        ])
    if !settings.isEmpty {
      text += "\nSettings (the option wins over the variable)\n"
      text += lines(
        settings.map { setting in
          let standard = setting.standard.map { " [\($0)]" } ?? ""
          return ("--\(setting.flag), \(setting.variable)", setting.meaning + standard)
        })
    }
    return text + "\nExit status: 0 done, 1 failed, 2 wrong use.\n"
  }

  private func lines(_ entries: [(String, String)]) -> String {
    entries.map { "  \($0.0)\n      \($0.1)\n" }.joined()
  }
}

/// A failure that is explained to the operator in one line; exit status 1.
package struct ProgramFailed: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

/// Standard output and error, unbuffered.
package enum Console {
  package static func out(_ text: String) { write(text, to: .standardOutput) }
  package static func error(_ text: String) { write(text, to: .standardError) }

  private static func write(_ text: String, to handle: FileHandle) {
    // Nobody is left to tell when standard output is closed.
    try? handle.write(contentsOf: Array(text.utf8))
  }
}
