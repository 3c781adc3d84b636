/// Gathers the rules that are broken.
struct RuleCheck {
  private(set) var problems: [EInvoiceProblem] = []

  /// Notes the rule when it does not hold.
  mutating func require(
    _ holds: Bool, _ rule: String, _ term: String, nl: @autoclosure () -> String,
    en: @autoclosure () -> String
  ) {
    if !holds { problems.append(EInvoiceProblem(rule, term, nl: nl(), en: en())) }
  }
}

extension String {
  /// Nothing but white space: an empty element in a file (PEPPOL-EN16931-R008).
  var isBlank: Bool { allSatisfy(\.isWhitespace) }
}

extension String? {
  var isBlank: Bool { self?.isBlank ?? true }
}
