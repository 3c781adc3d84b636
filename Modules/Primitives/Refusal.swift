/// What kind of no it is; a surface turns it into a status.
package enum RefusalKind: Hashable, Sendable {
  /// The input breaks a rule (422).
  case invalid
  /// No such thing for this shop (404).
  case notFound
  /// The state does not allow it (409).
  case conflict
  /// The asker may not (403).
  case forbidden
  /// Too often (429).
  case tooMany
}

/// An error that a person or program outside caused and can mend.
///
/// Every surface shows any refusal as a problem or a marked form field without knowing its type.
package protocol Refusal: Error, Sendable {
  var kind: RefusalKind { get }
  /// Stable and machine readable: `plan.unknown`.
  var code: String { get }
  /// The JSON pointer of the field at fault, `/price/amount`, where there is one.
  var pointer: String? { get }
  /// What is wrong and what would be right, for people.
  var phrase: Phrase { get }
}

extension Refusal {
  package var pointer: String? { nil }
}
