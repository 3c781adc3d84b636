import Primitives
import Tenancy

/// What the register said of VAT numbers a moment ago: a form is sent more than once, and the
/// register is slow. The proof that is kept with a customer is such an answer too.
actor VATAnswers {
  private var answers: [String: (answer: VATAnswer, at: Instant)] = [:]
  private var order: [String] = []
  private static let remembered = 2000
  /// Seconds that an answer is good for; one that could not be given is asked for again sooner.
  private static let trusted: Int64 = 900
  private static let retried: Int64 = 30

  func known(_ key: String, at now: Instant) -> VATAnswer? {
    guard let (answer, at) = answers[key] else { return nil }
    let age = now.seconds(since: at)
    if case .unavailable = answer { return age < Self.retried ? answer : nil }
    return age < Self.trusted ? answer : nil
  }

  func keep(_ answer: VATAnswer, _ key: String, at now: Instant) {
    if answers.updateValue((answer, now), forKey: key) == nil { order.append(key) }
    if order.count > Self.remembered { answers[order.removeFirst()] = nil }
  }
}
