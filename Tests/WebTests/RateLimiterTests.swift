import Primitives
import Testing

@testable import Web

@Suite struct RateLimiterTests {
  private func at(_ milliseconds: Int64) -> Instant { Instant(milliseconds: milliseconds) }

  @Test func `a burst is allowed, then one per interval`() {
    let limiter = RateLimiter(RateLimit(burst: 3, perMinute: 60))
    #expect((0..<3).allSatisfy { _ in limiter.take("a", at: at(0)) == nil })
    #expect(limiter.take("a", at: at(0)) == 1)
    #expect(limiter.take("b", at: at(0)) == nil)
    #expect(limiter.take("a", at: at(999)) == 1)
    #expect(limiter.take("a", at: at(1000)) == nil)
    #expect(limiter.take("a", at: at(1000)) == 1)
    #expect((0..<3).allSatisfy { _ in limiter.take("a", at: at(60_000)) == nil })
  }

  @Test func `a clock that steps back does no harm`() {
    let limiter = RateLimiter(RateLimit(burst: 1, perMinute: 60))
    #expect(limiter.take("a", at: at(100_000)) == nil)
    #expect(limiter.take("a", at: at(0)) == 101)
  }

  @Test func `memory stays bounded whatever the keys`() {
    let limiter = RateLimiter(RateLimit(burst: 5, perMinute: 60), capacity: 100)
    for index in 0..<5000 { _ = limiter.take("key\(index)", at: at(Int64(index))) }
    #expect(limiter.count <= 100)
    // One that is over its limit is not forgotten for newcomers.
    for _ in 0..<5 { _ = limiter.take("busy", at: at(6000)) }
    for index in 0..<90 { _ = limiter.take("new\(index)", at: at(6000)) }
    #expect(limiter.take("busy", at: at(6000)) != nil)
  }
}
