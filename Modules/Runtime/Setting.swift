/// One thing that can be configured: a flag, its variable, and what holds without either.
package struct Setting: Sendable {
  /// Without the dashes: `database-url`.
  package let flag: String
  /// `PENNING_DATABASE_URL`.
  package let variable: String
  /// What holds when neither is given; nil where the program cannot run without it.
  package let standard: String?
  package let isSecret: Bool
  package let meaning: String

  package init(
    _ flag: String, _ variable: String, standard: String? = nil, isSecret: Bool = false,
    _ meaning: String
  ) {
    self.flag = flag
    self.variable = variable
    self.standard = standard
    self.isSecret = isSecret
    self.meaning = meaning
  }
}

/// A program's settings as they were given: the flag wins over the variable.
package struct Settings: Sendable {
  private let declared: [Setting]
  private let given: [String: String]

  init(_ declared: [Setting], arguments: Arguments, environment: [String: String]) {
    self.declared = declared
    var given: [String: String] = [:]
    for setting in declared {
      given[setting.flag] =
        arguments.options[setting.flag]
        ?? environment[setting.variable].flatMap { text in
          text.isEmpty ? nil : text
        }
    }
    self.given = given
  }

  /// The value of a setting; nil only where it has no standard and was not given.
  package subscript(_ setting: Setting) -> String? { given[setting.flag] ?? setting.standard }

  /// The value of a setting without which the program cannot run.
  /// - Throws: `WrongUse` naming the flag and the variable.
  package func required(_ setting: Setting) throws(WrongUse) -> String {
    guard let value = self[setting] else {
      throw WrongUse("--\(setting.flag) or \(setting.variable) is needed: \(setting.meaning)")
    }
    return value
  }

  /// The configuration as lines `VARIABLE=value`, secrets masked, as `--print-config` shows it.
  package var description: String {
    declared.map { setting in
      let value = self[setting].map { setting.isSecret ? "***" : Settings.masked($0) } ?? ""
      return "\(setting.variable)=\(value)\n"
    }.joined()
  }

  /// Hides a password within a URL.
  static func masked(_ text: String) -> String {
    guard let scheme = text.firstRange(of: "://"), let at = text.lastIndex(of: "@"),
      scheme.upperBound < at, let colon = text[scheme.upperBound..<at].firstIndex(of: ":")
    else { return text }
    return text[...colon] + "***" + text[at...]
  }
}

/// The program was called wrongly: one clear line on standard error, exit status 2.
package struct WrongUse: Error, Hashable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
