import Payments
import Primitives
import Tenancy

/// Somebody who will come by; what they do is drawn from their own stream.
struct SimulatedCustomer: Sendable {
  let index: Int
  let shop: Int
  let dice: Dice
  let details: CustomerDetails
  let method: PaymentMethod
  /// Known once they bought something.
  var id: Customer.ID?
  var subscriptions: [Int64] = []
  var grants = 0

  init(_ index: Int, input: SimulationInput) throws {
    self.index = index
    shop = index % input.scenario.shops
    dice = Dice(seed: input.seed, "customer", index)
    method =
      dice.pick([(70, PaymentMethod.ideal), (15, .bancontact), (15, .creditcard)]) ?? .ideal
    let name = SimulatedCustomer.names[dice.within(0...SimulatedCustomer.names.count - 1)]
    details = try CustomerDetails(
      name: name, email: try known(EmailAddress("klant\(index)@example.nl")),
      address: try World.address(), language: dice.chance(300) ? .en : .nl)
  }

  /// The customer behind a mailbox.
  static func index(_ mailbox: String) -> Int? {
    guard mailbox.hasPrefix("klant"), let at = mailbox.firstIndex(of: "@") else { return nil }
    return Int(mailbox[..<at].dropFirst(5))
  }

  /// Names as people have them, and as attackers give them (F-47).
  private static let names = [
    "Piet Jansen", "Łukasz Şahin-Đorđević", "Zoë de Vries-'t Hooft", "Ελένη Παπαδοπούλου",
    "Юрий Гагарин", "محمد علي", "=cmd|' /C calc'!A0", "<img src=x onerror=alert(1)>", "{{7*7}}",
    "O'Brien & Zn.", "李小龍", String(repeating: "Lang ", count: 23),
  ]
}
