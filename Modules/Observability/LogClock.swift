package import Primitives

/// Where log lines take their moment from: the machine, also when the platform's own time is
/// moved by hand; tests put a constant here.
package struct LogClock: Sendable {
  package let now: @Sendable () -> Instant

  package init(now: @escaping @Sendable () -> Instant) { self.now = now }

  package static let system = LogClock { SystemTime.now() }
}
