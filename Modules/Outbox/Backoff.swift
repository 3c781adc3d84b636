package import Primitives

/// When something that failed is tried again: delays that double, up to a longest, each spread by
/// up to a fifth, so that many that failed together do not come back together.
package struct Backoff: Hashable, Sendable {
  /// Seconds before the second attempt.
  package let first: Int64
  /// Seconds at most between two attempts, before they are spread.
  package let longest: Int64
  /// Attempts in all; after the last it is parked.
  package let attempts: Int64

  package init(first: Int64, longest: Int64, attempts: Int64) {
    self.first = first
    self.longest = longest
    self.attempts = attempts
  }

  /// Payment providers and the like: soon again, for about a day.
  package static let gateway = Backoff(first: 10, longest: 3600, attempts: 32)
  /// Mail: greylisting lets in after some minutes; given up after three days (I-38).
  package static let mail = Backoff(first: 300, longest: 6 * 3600, attempts: 17)

  /// Milliseconds to wait after so many attempts; nil when it was the last.
  package func delay(after attempts: Int64, from random: any RandomSource) -> Int64? {
    guard attempts < self.attempts else { return nil }
    let doublings = min(max(attempts - 1, 0), 40)
    let (grown, overflow) = first.multipliedReportingOverflow(by: 1 << doublings)
    let milliseconds = (overflow ? longest : min(grown, longest)) * 1000
    return milliseconds + Int64(random.below(UInt64(max(milliseconds / 5, 1))))
  }
}
