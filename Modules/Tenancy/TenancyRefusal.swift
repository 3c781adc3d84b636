package import Primitives

/// What is wrong with one field of input.
package enum FieldFault: Hashable, Sendable {
  case missing
  case malformed
  case tooShort(Int)
  case tooLong(Int)
  case outOfRange(Int, Int)
  /// Text with control characters, such as a line break that would reach a mail header.
  case controlCharacter
  case commonPassword

  var code: String {
    switch self {
    case .missing: "missing"
    case .malformed: "malformed"
    case .tooShort: "tooShort"
    case .tooLong: "tooLong"
    case .outOfRange: "outOfRange"
    case .controlCharacter: "controlCharacter"
    case .commonPassword: "commonPassword"
    }
  }

  var phrase: Phrase {
    switch self {
    case .missing: Phrase(nl: "Vul dit in.", en: "Please fill this in.")
    case .malformed: Phrase(nl: "Dit is niet goed geschreven.", en: "This is not well-formed.")
    case .tooShort(let least):
      Phrase(nl: "Gebruik minstens \(least) tekens.", en: "Use at least \(least) characters.")
    case .tooLong(let most):
      Phrase(nl: "Gebruik hoogstens \(most) tekens.", en: "Use at most \(most) characters.")
    case .outOfRange(let least, let most):
      Phrase(nl: "Kies \(least) tot en met \(most).", en: "Choose \(least) to \(most).")
    case .controlCharacter:
      Phrase(nl: "Gebruik geen regeleinden of stuurtekens.", en: "Use no line breaks or controls.")
    case .commonPassword:
      Phrase(nl: "Dit wachtwoord is te gewoon.", en: "This password is too common.")
    }
  }
}

/// What this module holds one of.
package enum Subject: String, Sendable {
  case shop, account, staff, customer, customerUser, apiKey, setting

  var name: Phrase {
    switch self {
    case .shop: Phrase(nl: "Deze winkel", en: "This shop")
    case .account: Phrase(nl: "Dit account", en: "This account")
    case .staff: Phrase(nl: "Deze medewerker", en: "This member of staff")
    case .customer: Phrase(nl: "Deze klant", en: "This customer")
    case .customerUser: Phrase(nl: "Deze gebruiker", en: "This user")
    case .apiKey: Phrase(nl: "Deze API-sleutel", en: "This API key")
    case .setting: Phrase(nl: "Deze instelling", en: "This setting")
    }
  }
}

/// A no of this module that its asker caused and can mend.
package enum TenancyRefusal: Refusal, Hashable {
  /// A field, by its JSON pointer (`/address/city`), and what is wrong with it.
  case field(String, FieldFault)
  /// Something of that value is there already.
  case taken(String)
  /// No such thing in this shop; the same answer as for another shop's (I-41).
  case unknown(Subject)
  /// Someone else changed it since it was read.
  case stale(Subject)
  case notAllowed(Permission)
  case notInPackage(Feature)
  /// A shop needs one owner who can sign in.
  case lastOwner
  /// E-mail or password wrong; never says which.
  case signInFailed
  /// Too many attempts; seconds to wait.
  case tooManyAttempts(Int64)
  /// The idempotency key was used before with another request.
  case idempotencyKeyReused

  package var kind: RefusalKind {
    switch self {
    case .field: .invalid
    case .unknown: .notFound
    case .taken, .stale, .lastOwner, .idempotencyKeyReused: .conflict
    case .notAllowed, .notInPackage, .signInFailed: .forbidden
    case .tooManyAttempts: .tooMany
    }
  }

  package var code: String {
    switch self {
    case .field(_, let problem): "field.\(problem.code)"
    case .taken: "field.taken"
    case .unknown(let subject): "\(subject.rawValue).unknown"
    case .stale(let subject): "\(subject.rawValue).stale"
    case .notAllowed: "permission.missing"
    case .notInPackage: "package.feature"
    case .lastOwner: "staff.lastOwner"
    case .signInFailed: "signIn.failed"
    case .tooManyAttempts: "signIn.tooMany"
    case .idempotencyKeyReused: "idempotencyKey.reused"
    }
  }

  package var pointer: String? {
    switch self {
    case .field(let pointer, _), .taken(let pointer): pointer
    default: nil
    }
  }

  package var phrase: Phrase {
    switch self {
    case .field(_, let problem): problem.phrase
    case .taken: Phrase(nl: "Dit is al in gebruik.", en: "This is in use already.")
    case .unknown(let subject):
      Phrase(
        nl: "\(subject.name(.nl)) bestaat niet.", en: "\(subject.name(.en)) does not exist.")
    case .stale(let subject):
      Phrase(
        nl: "\(subject.name(.nl)) is intussen gewijzigd. Laad opnieuw en probeer het nog eens.",
        en: "\(subject.name(.en)) was changed meanwhile. Load it again and retry.")
    case .notAllowed: Phrase(nl: "U mag dit niet doen.", en: "You are not allowed to do this.")
    case .notInPackage(let feature):
      Phrase(
        nl: "Het pakket van deze winkel bevat \(feature.name(.nl)) niet.",
        en: "This shop's package does not include \(feature.name(.en)).")
    case .lastOwner:
      Phrase(nl: "Een winkel houdt minstens één eigenaar.", en: "A shop keeps at least one owner.")
    case .signInFailed:
      Phrase(
        nl: "E-mailadres of wachtwoord klopt niet.", en: "E-mail address or password is wrong.")
    case .tooManyAttempts(let seconds):
      Phrase(
        nl: "Te veel pogingen. Probeer het over \(seconds) seconden opnieuw.",
        en: "Too many attempts. Try again in \(seconds) seconds.")
    case .idempotencyKeyReused:
      Phrase(
        nl: "Deze Idempotency-Key is al gebruikt voor een ander verzoek.",
        en: "This Idempotency-Key was used for a different request.")
    }
  }
}

/// Damage that nobody outside caused: a row that cannot be read as what it should be.
package enum TenancyDamage: Error, Hashable, Sendable {
  case unreadable(table: String, id: Int64, column: String)
  /// The hash chain of a shop's audit log does not hold at this sequence number.
  case auditChainBroken(shop: Int64, sequence: Int64)
}
