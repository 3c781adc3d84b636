/// Why a text is no reference of its scheme.
package enum ReferenceFault: Refusal, Hashable {
  case empty
  /// Something else than letters, digits and the usual separators.
  case characters
  /// What it is the length of, and the length that it must have, if there is one.
  case length(String, Int?)
  /// The form that it must have: 9 stands for a digit, A for a letter, X for either.
  case form(String)
  /// No country of the scheme begins so.
  case country(String)
  case checkDigits

  package var kind: RefusalKind { .invalid }
  package var pointer: String? { "/value" }

  package var code: String {
    switch self {
    case .empty: "reference.empty"
    case .characters: "reference.characters"
    case .length: "reference.length"
    case .form: "reference.form"
    case .country: "reference.country"
    case .checkDigits: "reference.checkDigits"
    }
  }

  package var phrase: Phrase {
    switch self {
    case .empty: Phrase(nl: "Er staat niets in.", en: "It is empty.")
    case .characters:
      Phrase(
        nl: "Alleen letters, cijfers en de gewone scheidingstekens zijn toegestaan.",
        en: "Only letters, digits and the usual separators are allowed.")
    case .length(let what, let length?):
      Phrase(
        nl: "De lengte klopt niet: \(what) heeft \(length) tekens.",
        en: "The length is wrong: \(what) has \(length) characters.")
    case .length(let what, nil):
      Phrase(
        nl: "De lengte klopt niet voor \(what).", en: "The length is wrong for \(what).")
    case .form(let form):
      Phrase(
        nl: "De vorm klopt niet; verwacht: \(form) (9 is een cijfer, A een letter).",
        en: "The form is wrong; expected \(form) (9 is a digit, A a letter).")
    case .country(let code):
      Phrase(
        nl: "\(code) is hier geen landcode.", en: "\(code) is not a country code here.")
    case .checkDigits:
      Phrase(
        nl: "De controlecijfers kloppen niet; is er een teken verkeerd getypt?",
        en: "The check digits are wrong; is a character mistyped?")
    }
  }
}
