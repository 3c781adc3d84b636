import Cryptography
import HTTPServer
import Primitives

/// Remembers for an hour what was answered to a POST, by its idempotency key (mollie.md section 6).
struct KeptAnswers: Sendable {
  static let lifetime: Int64 = 3600
  static let limit = 20_000

  private struct Kept: Sendable {
    let fingerprint: [UInt8]
    let at: Instant
    /// Absent while the first call is still running.
    var answer: Answer?
  }

  struct Answer: Sendable, Hashable {
    let status: Int
    let body: [UInt8]
  }

  enum Verdict: Sendable, Hashable {
    /// Do it, and tell by `finish` what came of it.
    case proceed
    case replay(Answer)
    /// 400: the key was used for something else.
    case otherRequest
    /// 409: the first call is still running.
    case inFlight
  }

  private var kept: [String: Kept] = [:]

  /// - Parameter request: method, path and body.
  mutating func begin(_ key: String, request: String, body: [UInt8], at now: Instant) -> Verdict {
    let fingerprint = SHA256.hash(Array(request.utf8) + [0] + body)
    if kept.count >= Self.limit { kept = kept.filter { isFresh($0.value, now) } }
    if kept.count >= Self.limit { kept.removeAll() }
    if let known = kept[key], isFresh(known, now) {
      guard known.fingerprint == fingerprint else { return .otherRequest }
      return known.answer.map(Verdict.replay) ?? .inFlight
    }
    kept[key] = Kept(fingerprint: fingerprint, at: now)
    return .proceed
  }

  /// Keeps a success and a refusal of the data alike; an error of this server frees the key.
  mutating func finish(_ key: String, _ answer: Answer) {
    if answer.status >= 500 { kept[key] = nil } else { kept[key]?.answer = answer }
  }

  private func isFresh(_ entry: Kept, _ now: Instant) -> Bool {
    now < entry.at.adding(seconds: Self.lifetime)
  }
}
