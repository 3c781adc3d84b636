import Cryptography
import HTTPServer
import JSON
import Primitives

/// Remembers for an hour what was answered to a POST, by its idempotency key (mollie.md section 6).
struct KeptAnswers: Sendable {
  static let lifetime: Int64 = 3600
  static let limit = 20_000
  /// How many of them outlive the process.
  static let savedLimit = 2000

  struct Kept: Sendable {
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

  private var kept = Shelf<Kept>(limit: KeptAnswers.limit)

  /// - Parameter request: method, path and body.
  mutating func begin(_ key: String, request: String, body: [UInt8], at now: Instant) -> Verdict {
    let fingerprint = SHA256.hash(Array(request.utf8) + [0] + body)
    if let known = kept[key], isFresh(known, now) {
      guard known.fingerprint == fingerprint else { return .otherRequest }
      return known.answer.map(Verdict.replay) ?? .inFlight
    }
    kept[key] = nil
    kept[key] = Kept(fingerprint: fingerprint, at: now)
    return .proceed
  }

  /// Keeps a success and a refusal of the data alike; an error of this server frees the key.
  mutating func finish(_ key: String, _ answer: Answer) {
    if answer.status >= 500 { kept[key] = nil } else { kept[key]?.answer = answer }
  }

  func state(at now: Instant) -> [JSONValue] {
    kept.order.suffix(Self.savedLimit).compactMap { key in
      guard let entry = kept[key], isFresh(entry, now), let answer = entry.answer else {
        return nil
      }
      var fields = StateWriter()
      fields.put("key", key)
      fields.put("fingerprint", Hex.encode(entry.fingerprint))
      fields.put("at", entry.at)
      fields.put("status", Int64(answer.status))
      fields.put("body", String(decoding: answer.body, as: UTF8.self))
      return fields.value
    }
  }

  static func entry(
    from state: inout StateReader
  ) throws(StateFault) -> (key: String, kept: Kept) {
    guard let fingerprint = Hex.decode(try state("fingerprint", .text)) else {
      throw state.fault("fingerprint", "must be hexadecimal")
    }
    let answer = Answer(
      status: Int(try state("status", .number(100...599))), body: try state("body", .bytes))
    let kept = Kept(fingerprint: fingerprint, at: try state("at", .instant), answer: answer)
    return (try state("key", .text), kept)
  }

  mutating func restore(_ key: String, _ entry: Kept) { kept[key] = entry }

  mutating func forget(allButNewest count: Int) { kept.forget(allButNewest: count) }

  private func isFresh(_ entry: Kept, _ now: Instant) -> Bool {
    now < entry.at.adding(seconds: Self.lifetime)
  }
}
