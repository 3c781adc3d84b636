import Cryptography
import Primitives
package import Storage

/// How often something may be tried: some attempts at once, then with a delay that doubles.
/// Never a lock for good, which would be a weapon against the real user (S-21).
package struct Throttle: Hashable, Sendable {
  /// Attempts without a delay.
  package let free: Int64
  /// Seconds of the first delay.
  package let base: Int64
  /// Seconds of the longest delay.
  package let cap: Int64
  /// Seconds of quiet after which all is forgotten.
  package let forget: Int64
  /// Whether it counts by the platform's time, as what is sent in an hour does. Guessing is
  /// measured by technical time: a demo's clock that stands still must lock nobody out.
  package let isByPlatformTime: Bool

  package init(
    free: Int64, base: Int64, cap: Int64, forget: Int64, isByPlatformTime: Bool = false
  ) {
    self.isByPlatformTime = isByPlatformTime
    self.free = free
    self.base = base
    self.cap = cap
    self.forget = forget
  }

  /// One address trying one account.
  package static let signInPair = Throttle(free: 5, base: 1, cap: 900, forget: 86_400)
  /// One address trying many accounts.
  package static let signInAddress = Throttle(free: 30, base: 1, cap: 900, forget: 86_400)
  /// Many addresses trying one account.
  package static let signInAccount = Throttle(free: 20, base: 1, cap: 10, forget: 86_400)
  /// Mails to one mailbox that somebody asked for: three an hour (S-38).
  package static let mailbox = Throttle(
    free: 3, base: 3600, cap: 3600, forget: 3600, isByPlatformTime: true)
  /// Mails that one address asks for.
  package static let mailsFromAddress = Throttle(
    free: 20, base: 60, cap: 3600, forget: 86_400, isByPlatformTime: true)

  /// Seconds to wait after so many attempts.
  package func delay(after attempts: Int64) -> Int64 {
    let over = attempts - free
    guard over >= 0 else { return 0 }
    return over >= 30 ? cap : min(cap, base << over)
  }
}

/// Something that is counted: what, and whose. Kept as a hash, for it names people and addresses.
package struct ThrottleKey: Hashable, Sendable {
  package let rule: Throttle
  let hash: [UInt8]

  /// - Parameter parts: what tells this key from others, such as `["link", shop, address]`.
  package init(_ rule: Throttle, _ parts: String...) {
    self.rule = rule
    hash = SHA256.hash(parts.map { "\($0.utf8.count):\($0)" }.joined())
  }
}

/// The counters of attempts: a table of the platform.
package struct ThrottleStore {
  let transaction: Transaction

  /// Counts one attempt against every key, or refuses with the longest time to wait and counts
  /// nothing. Counting before trying leaves no room for many at once.
  package func take(_ keys: [ThrottleKey]) throws {
    var states: [(key: ThrottleKey, attempts: Int64)] = []
    var wait: Int64 = 0
    for key in keys {
      let (state, now) = (try load(key), now(for: key.rule))
      wait = max(wait, state.nextAt.milliseconds - now.milliseconds)
      let isForgotten = now >= state.updatedAt.adding(seconds: key.rule.forget)
      states.append((key, isForgotten ? 0 : state.attempts))
    }
    guard wait <= 0 else { throw TenancyRefusal.tooManyAttempts((wait + 999) / 1000) }
    for (key, attempts) in states {
      try save(key, attempts: attempts + 1, wait: key.rule.delay(after: attempts + 1))
    }
  }

  /// Forgets the attempts against a key, and remembers that it succeeded.
  package func succeed(_ key: ThrottleKey) throws {
    try transaction.execute(
      """
      UPDATE throttles SET attempts = 0, next_at = 0, succeeded_at = \(now(for: key.rule))
      WHERE key_hash = \(key.hash)
      """)
  }

  /// Whether the key succeeded in the last days.
  func hasSucceeded(_ key: ThrottleKey, withinDays days: Int64) throws -> Bool {
    let at = try transaction.first(
      "SELECT succeeded_at FROM throttles WHERE key_hash = \(key.hash)"
    ) { row -> Instant? in try row(0) }
    return (at ?? nil).map { now(for: key.rule) < $0.adding(days: days) } ?? false
  }

  private func now(for rule: Throttle) -> Instant {
    rule.isByPlatformTime ? transaction.now : transaction.leaseTime
  }

  private func load(_ key: ThrottleKey) throws -> (
    attempts: Int64, nextAt: Instant, updatedAt: Instant
  ) {
    try transaction.first(
      "SELECT attempts, next_at, updated_at FROM throttles WHERE key_hash = \(key.hash)"
    ) { (try $0(0), try $0(1), try $0(2)) } ?? (0, Instant(milliseconds: 0), now(for: key.rule))
  }

  private func save(_ key: ThrottleKey, attempts: Int64, wait: Int64) throws {
    let now = now(for: key.rule)
    let next = now.adding(seconds: wait)
    try transaction.execute(
      """
      INSERT INTO throttles (key_hash, attempts, next_at, updated_at)
      VALUES (\(key.hash), \(attempts), \(next), \(now))
      ON CONFLICT (key_hash) DO UPDATE SET attempts = excluded.attempts,
        next_at = excluded.next_at, updated_at = excluded.updated_at
      """)
  }
}

extension Transaction {
  package var throttles: ThrottleStore { ThrottleStore(transaction: self) }
}

extension Database {
  /// Forgets counters that have been quiet for `days`.
  @discardableResult
  package func sweepThrottles(olderThan days: Int64 = 40, limit: Int = 1000) async throws -> Int {
    try await write { transaction in
      try transaction.execute(
        """
        DELETE FROM throttles WHERE key_hash IN (
          SELECT key_hash FROM throttles
          WHERE updated_at < \(transaction.leaseTime.adding(days: 0 - days))
          ORDER BY updated_at LIMIT \(limit))
        """)
    }
  }
}
