import HTTPServer
import Primitives

/// Which language a person reads: what they chose, else what their browser asks for.
enum LanguageChoice {
  static let cookie = "penning_lang"
  static let query = "lang"

  /// What was chosen with this very request, `?lang=en`.
  static func chosen(in request: HTTPRequest) -> Language? {
    request.query[query].flatMap(Language.init(rawValue:))
  }

  static func language(
    of request: HTTPRequest, isSecure: Bool, otherwise fallback: Language
  ) -> Language {
    if let chosen = chosen(in: request) { return chosen }
    let remembered = request.cookies[Cookie.fullName(cookie, secure: isSecure)]
    if let language = remembered.flatMap(Language.init(rawValue:)) { return language }
    return request.headers["Accept-Language"].flatMap(best) ?? fallback
  }

  /// The best of ours in `nl-NL,nl;q=0.9,en;q=0.8`; nil when none is in it.
  static func best(_ header: String) -> Language? {
    var best: (language: Language, weight: Int)?
    for part in header.prefix(500).split(separator: ",").prefix(20) {
      let pieces = part.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
      guard let tag = pieces.first?.lowercased(),
        let language = Language(rawValue: String(tag.prefix { $0 != "-" }))
      else { continue }
      let weight = pieces.dropFirst().compactMap(thousandths).first ?? 1000
      if weight > (best?.weight ?? 0) { best = (language, weight) }
    }
    return best?.language
  }

  /// `q=0.85` in thousandths; nil when it is no weight.
  private static func thousandths(_ parameter: String) -> Int? {
    guard parameter.hasPrefix("q="), parameter.utf8.count <= 7 else { return nil }
    let digits = parameter.dropFirst(2).split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = digits.first.flatMap({ Int($0) }), (0...1).contains(whole) else { return nil }
    let fraction = digits.count > 1 ? (digits[1] + "000").prefix(3) : "000"
    return Int(fraction).map { min(whole * 1000 + max($0, 0), 1000) }
  }
}
