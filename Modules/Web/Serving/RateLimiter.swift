package import Primitives
import Synchronization

/// How often something may happen: so many at once, refilled evenly.
package struct RateLimit: Sendable, Hashable {
  package let burst: Int
  package let perMinute: Int

  /// Both at least 1.
  package init(burst: Int, perMinute: Int) {
    self.burst = max(burst, 1)
    self.perMinute = max(perMinute, 1)
  }

  /// Milliseconds in which one more is allowed.
  var interval: Int64 { max(60_000 / Int64(perMinute), 1) }
}

/// Token buckets by key, in memory: per address, per account, per mailbox.
///
/// A bucket is one number: the moment at which it is full again. Memory is bounded: full buckets
/// are forgotten, and when too many keys are busy at once, those nearest to full. It protects one
/// process; limits that must hold over processes are `Throttle`s in the database.
package final class RateLimiter: Sendable {
  package let limit: RateLimit
  private let capacity: Int
  private let fullAt = Mutex<[String: Int64]>([:])

  package init(_ limit: RateLimit, capacity: Int = 10_000) {
    self.limit = limit
    self.capacity = max(capacity, 16)
  }

  /// Takes one from the key's bucket. Nil when it may happen, else the whole seconds to wait.
  package func take(_ key: String, at now: Instant) -> Int64? {
    let now = now.milliseconds
    let span = limit.interval * Int64(limit.burst)
    return fullAt.withLock { buckets in
      let current = max(buckets[key] ?? now, now)
      let next = current + limit.interval
      if next - now > span { return (next - now - span + 999) / 1000 }
      if buckets[key] == nil, buckets.count >= capacity {
        Self.makeRoom(in: &buckets, now: now, capacity: capacity)
      }
      buckets[key] = next
      return nil
    }
  }

  /// Keys that are being counted now.
  var count: Int { fullAt.withLock { $0.count } }

  private static func makeRoom(in buckets: inout [String: Int64], now: Int64, capacity: Int) {
    buckets = buckets.filter { $0.value > now }
    guard buckets.count >= capacity else { return }
    let cut = buckets.values.sorted()[buckets.count / 4]
    buckets = buckets.filter { $0.value > cut }
  }
}
