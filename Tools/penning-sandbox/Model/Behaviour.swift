import JSON
import Primitives

/// How the sandbox's banks and payers behave by themselves; set through `PUT /sandbox/behaviour`.
struct Behaviour: Sendable, Hashable {
  /// Days from a collection's start until it is paid or fails.
  var settleDays: Int64 = 2
  /// Days from paid until the payer takes the money back, where a rule says so.
  var chargebackDays: Int64 = 10
  /// Seconds until a payment that the payer put off ("later") is paid after all.
  var laterSeconds: Int64 = 3600
  /// Seconds that a call hangs whose answer is to be lost; the caller gives up before.
  var lostAnswerSeconds: Int64 = 20
  var rules: [Rule] = Rule.standard
  /// Days until a refund is out.
  var refundDays: Int64 = 1
  var refundRules: [RefundRule] = RefundRule.standard
  /// Whether the register of VAT numbers does not answer at all.
  var viesIsDown = false
  /// Numbers that are nobody's, with their country.
  var viesInvalid: [String] = []

  /// What becomes of a recurring payment that a rule catches.
  enum Effect: String, Sendable, CaseIterable {
    /// Fails instead of being paid, with the rule's code.
    case fail
    /// Is paid and taken back later, with the rule's code.
    case chargeBack
    /// Is made, and the answer to the call that made it never comes.
    case loseAnswer
    /// Stays pending for good.
    case hang
  }

  /// Catches a recurring payment by the cents of its amount, or by a part of its payer's name.
  struct Rule: Sendable, Hashable {
    /// The last two digits of the amount in minor units.
    var cents: Int64?
    var nameContains: String?
    var effect: Effect
    /// A SEPA reason code.
    var code: String

    /// x.13 fails, x.14 is taken back, x.15 loses its answer, x.16 hangs.
    static let standard = [
      Rule(cents: 13, nameContains: nil, effect: .fail, code: "AM04"),
      Rule(cents: 14, nameContains: nil, effect: .chargeBack, code: "MD06"),
      Rule(cents: 15, nameContains: nil, effect: .loseAnswer, code: ""),
      Rule(cents: 16, nameContains: nil, effect: .hang, code: ""),
    ]

    func matches(_ payment: SandboxPayment) -> Bool {
      let byAmount = cents.map { payment.amount.minorUnits % 100 == $0 } ?? true
      let byName = nameContains.map { payment.payer?.name.contains($0) == true } ?? true
      return byAmount && byName && (cents != nil || nameContains != nil)
    }
  }

  /// What becomes of a refund that a rule catches.
  enum RefundEffect: String, Sendable, CaseIterable {
    /// Comes back from the bank when it should be out.
    case fail
    /// Is made, and the answer to the call that made it never comes.
    case loseAnswer
    /// Is not made.
    case refuse
    /// Stays pending for good.
    case hang
  }

  /// Catches a refund by the cents of its amount.
  struct RefundRule: Sendable, Hashable {
    var cents: Int64
    var effect: RefundEffect

    /// x.17 fails, x.18 loses its answer, x.19 is refused, x.20 hangs.
    static let standard = [
      RefundRule(cents: 17, effect: .fail), RefundRule(cents: 18, effect: .loseAnswer),
      RefundRule(cents: 19, effect: .refuse), RefundRule(cents: 20, effect: .hang),
    ]
  }

  func rule(forRefund amount: Money) -> RefundRule? {
    refundRules.first { amount.minorUnits % 100 == $0.cents }
  }

  /// The first rule that catches a payment; only recurring ones are caught, since a payer who is
  /// present decides on the page.
  func rule(for payment: SandboxPayment) -> Rule? {
    payment.sequence == .recurring ? rules.first { $0.matches(payment) } : nil
  }

  /// What an amount makes of a card payment in test mode (mollie.md section 12).
  static let cardFailures: [Int64: String] = [
    100_100: "invalid_card_number", 100_200: "invalid_cvv", 100_300: "invalid_card_holder_name",
    100_400: "card_expired", 100_500: "invalid_card_type", 100_600: "refused_by_issuer",
    100_700: "insufficient_funds", 100_800: "inactive_card", 100_900: "possible_fraud",
    101_000: "authentication_failed", 101_100: "card_declined",
  ]
}

/// Why a behaviour cannot be what it is asked to be.
struct BehaviourError: Error {
  let field: String
}

extension Behaviour {
  var json: JSONValue {
    [
      "settleDays": .integer(settleDays), "chargebackDays": .integer(chargebackDays),
      "refundDays": .integer(refundDays),
      "refundRules": .array(
        refundRules.map { ["cents": .integer($0.cents), "effect": .string($0.effect.rawValue)] }),
      "viesIsDown": .bool(viesIsDown),
      "viesInvalid": .array(viesInvalid.map(JSONValue.string)),
      "laterSeconds": .integer(laterSeconds), "lostAnswerSeconds": .integer(lostAnswerSeconds),
      "rules": .array(
        rules.map { rule in
          [
            "cents": rule.cents.map(JSONValue.integer) ?? .null,
            "nameContains": JSONValue(rule.nameContains),
            "effect": .string(rule.effect.rawValue), "code": .string(rule.code),
          ]
        }),
    ]
  }

  /// Takes over what the object names; the rest stays.
  func changed(by object: JSONObject) throws(BehaviourError) -> Behaviour {
    var next = self
    for member in object {
      switch member.key {
      case "settleDays": next.settleDays = try number(member, 0...400)
      case "chargebackDays": next.chargebackDays = try number(member, 0...400)
      case "laterSeconds": next.laterSeconds = try number(member, 0...10_000_000)
      case "lostAnswerSeconds": next.lostAnswerSeconds = try number(member, 0...300)
      case "refundDays": next.refundDays = try number(member, 0...400)
      case "rules": next.rules = try rules(member.value)
      case "refundRules": next.refundRules = try refundRules(member.value)
      case "viesIsDown": next.viesIsDown = try isSet(member)
      case "viesInvalid": next.viesInvalid = try numbers(member)
      default: throw BehaviourError(field: member.key)
      }
    }
    return next
  }

  private func number(
    _ member: JSONObject.Member, _ range: ClosedRange<Int64>
  ) throws(BehaviourError) -> Int64 {
    guard let value = member.value.integerValue, range.contains(value) else {
      throw BehaviourError(field: member.key)
    }
    return value
  }

  private func isSet(_ member: JSONObject.Member) throws(BehaviourError) -> Bool {
    guard let value = member.value.boolValue else { throw BehaviourError(field: member.key) }
    return value
  }

  private func numbers(_ member: JSONObject.Member) throws(BehaviourError) -> [String] {
    guard let items = member.value.arrayValue, items.count <= 100 else {
      throw BehaviourError(field: member.key)
    }
    let texts = items.compactMap(\.stringValue).filter { (4...15).contains($0.utf8.count) }
    guard texts.count == items.count else { throw BehaviourError(field: member.key) }
    return texts
  }

  private func refundRules(_ value: JSONValue) throws(BehaviourError) -> [RefundRule] {
    guard let items = value.arrayValue, items.count <= 100 else {
      throw BehaviourError(field: "refundRules")
    }
    var rules: [RefundRule] = []
    for item in items {
      guard let effect = item["effect"]?.stringValue.flatMap(RefundEffect.init(rawValue:)),
        let cents = item["cents"]?.integerValue, (0...99).contains(cents)
      else { throw BehaviourError(field: "refundRules") }
      rules.append(RefundRule(cents: cents, effect: effect))
    }
    return rules
  }

  private func rules(_ value: JSONValue) throws(BehaviourError) -> [Rule] {
    guard let items = value.arrayValue, items.count <= 100 else {
      throw BehaviourError(field: "rules")
    }
    var rules: [Rule] = []
    for item in items {
      guard let effect = item["effect"]?.stringValue.flatMap(Effect.init(rawValue:)) else {
        throw BehaviourError(field: "effect")
      }
      rules.append(
        Rule(
          cents: item["cents"]?.integerValue, nameContains: item["nameContains"]?.stringValue,
          effect: effect, code: item["code"]?.stringValue ?? ""))
    }
    return rules
  }
}
