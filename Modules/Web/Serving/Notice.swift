import Cryptography
package import Primitives

/// One message that the next page shows once: "Saved".
package struct Notice: Sendable, Hashable {
  package let tone: Tone
  package let text: String

  package init(_ text: String, _ tone: Tone = .good) {
    self.tone = tone
    self.text = String(text.prefix(300))
  }

  package init(_ phrase: Phrase, _ language: Language, _ tone: Tone = .good) {
    self.init(phrase(language), tone)
  }
}

/// Carries a notice over a redirect in a signed cookie, so that nobody can put words in our mouth.
struct NoticeCookie: Sendable {
  static let name = "penning_notice"
  private static let seconds: Int64 = 300
  private let signer: Signer

  init(masterKey: MasterKey) { signer = Signer(masterKey: masterKey, purpose: "web/notice") }

  func value(_ notice: Notice, at now: Instant) -> String {
    signer.sign("\(notice.tone.rawValue):\(notice.text)", expiry: now.adding(seconds: Self.seconds))
  }

  /// Nil for one that is forged, old or none: then there is simply nothing to show.
  func notice(_ value: String, at now: Instant) -> Notice? {
    guard let payload = try? signer.verify(value, at: now),
      let colon = payload.firstIndex(of: ":"), let tone = Tone(rawValue: String(payload[..<colon]))
    else { return nil }
    return Notice(String(payload[payload.index(after: colon)...]), tone)
  }
}
