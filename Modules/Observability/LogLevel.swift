/// How much an event asks of the reader.
package enum LogLevel: Int, Comparable, CaseIterable, Sendable {
  /// For whoever looks into a fault.
  case debug
  /// The normal course of things.
  case info
  /// Normal, yet worth a second look.
  case notice
  /// Something was refused or put right without help.
  case warning
  /// Someone has to act.
  case error

  /// `info`, as written in a log line and in `PENNING_LOG_LEVEL`.
  package var name: String { "\(self)" }

  package init?(name: String) {
    guard let level = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = level
  }

  package static func < (a: LogLevel, b: LogLevel) -> Bool { a.rawValue < b.rawValue }
}
