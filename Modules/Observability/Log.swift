package import Primitives

/// One thing that happened.
package struct LogEvent: Sendable, Hashable {
  package let at: Instant
  package let level: LogLevel
  package let message: String
  package let fields: LogFields
}

/// Takes events; called from any thread.
package protocol LogSink: Sendable {
  func write(_ event: LogEvent)
}

/// Writes what happened as a constant sentence with typed fields.
///
///     log.info("mail delivered", ["mail": .describing(id), "attempt": .count(3)])
///
/// The message is a `StaticString`: data can only travel in fields, where it is escaped.
package struct Log: Sendable {
  private let sink: any LogSink
  private let clock: LogClock
  /// Events below it are dropped.
  package let threshold: LogLevel

  package init(to sink: any LogSink, from threshold: LogLevel = .info, clock: LogClock = .system) {
    self.sink = sink
    self.clock = clock
    self.threshold = threshold
  }

  /// Drops everything.
  package static let none = Log(to: NoSink(), from: .error)

  package func debug(_ message: StaticString, _ fields: @autoclosure () -> LogFields = [:]) {
    write(.debug, message, fields)
  }

  package func info(_ message: StaticString, _ fields: @autoclosure () -> LogFields = [:]) {
    write(.info, message, fields)
  }

  package func notice(_ message: StaticString, _ fields: @autoclosure () -> LogFields = [:]) {
    write(.notice, message, fields)
  }

  package func warning(_ message: StaticString, _ fields: @autoclosure () -> LogFields = [:]) {
    write(.warning, message, fields)
  }

  package func error(_ message: StaticString, _ fields: @autoclosure () -> LogFields = [:]) {
    write(.error, message, fields)
  }

  private func write(_ level: LogLevel, _ message: StaticString, _ fields: () -> LogFields) {
    guard level >= threshold else { return }
    sink.write(
      LogEvent(
        at: clock.now(), level: level, message: message.description,
        fields: LogContext.fields.merging(fields())))
  }
}

private struct NoSink: LogSink {
  func write(_ event: LogEvent) {}
}
