import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// Where the platform takes its time from. Rules and stores never ask it: a transaction carries
/// its moment.
package enum PlatformClock: Sendable {
  /// The machine's clock.
  case system
  /// A row in the database, moved by `penning-worker advance-clock`: for demos and rehearsals.
  case database
  /// A clock that a test or the simulation moves.
  case manual(ManualClock)
}

/// A clock that stands still until it is moved.
package final class ManualClock: Sendable {
  private let moment: Mutex<Instant>

  package init(_ start: Instant) { moment = Mutex(start) }

  package var now: Instant { moment.withLock { $0 } }

  /// Moves the clock; a step back is ignored, for the business clock never goes back (I-16).
  package func set(_ instant: Instant) {
    moment.withLock { $0 = max($0, instant) }
  }

  package func advance(seconds: Int64) {
    moment.withLock { $0 = $0.adding(seconds: seconds) }
  }
}

/// The machine's own clock; the one place that reads it.
package enum SystemTime {
  package static func now() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }

  /// Nanoseconds of a clock that never steps, for measuring.
  package static func monotonicNanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
  }
}
