import JSON
import Outbox
package import Primitives
import Subscriptions
package import Tenancy

/// Asks the register of the member states about customers' VAT numbers and keeps the proof.
///
/// Only what was asked and found valid is relied on: while the register does not answer VAT is
/// charged, and after a day of trying a person is told. A proof is renewed while the customer
/// subscribes.
package struct VATNumberCheck: Sendable {
  /// How old a proof may grow before the register is asked again.
  package static let daysTrusted: Int64 = 30

  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// What the register says of a number, on behalf of a shop. Keeps nothing: for a page on which
  /// somebody is still typing.
  package func ask(_ number: VATNumber, for shop: Shop) async -> VATAnswer {
    await platform.outside.vatRegister.check(number, for: shop.legal.vatNumber)
  }

  /// Asks about a customer's number now, and keeps what the register says.
  /// - Returns: nil for a customer without a number.
  package func check(
    _ id: Customer.ID, as scope: TenantScope
  ) async throws -> VATAnswer? {
    let customer = try await platform.database.read(as: scope) { try $0.customers.find(id) }
    guard let number = customer.details.vatNumber else { return nil }
    let answer = await ask(number, for: scope.shop)
    try await platform.database.write(as: scope) { shop in
      try VATNumberCheck.keep(answer, of: customer, in: shop)
    }
    return answer
  }

  /// Keeps an answer that was asked for before the transaction, such as at the checkout, and
  /// orders its renewal. Where the register did not answer it is asked again by itself.
  static func keep(
    _ answer: VATAnswer, of customer: Customer, in shop: ShopTransaction
  ) throws {
    guard let number = customer.details.vatNumber else { return }
    switch answer {
    case .valid(let entry):
      let wasRelied = try shop.vatChecks.valid(of: [customer]).contains(customer.id)
      if !wasRelied { try dropQuotes(of: customer, in: shop) }
      try shop.vatChecks.record(
        NewVATCheck(
          number: number.text, outcome: .valid, name: entry.name, address: entry.address,
          consultation: entry.consultation, answerHash: entry.answerHash),
        of: customer.id)
    case .invalid(let hash):
      try shop.vatChecks.record(
        NewVATCheck(number: number.text, outcome: .invalid, answerHash: hash), of: customer.id)
    case .unavailable:
      try order(for: customer, in: shop)
      return
    }
    let again = shop.now.adding(days: daysTrusted)
    try shop.outbox.put(VATCheckOrder.message(customer.id, number, isFirst: false, at: again))
  }

  /// From now on less is asked than was shown, the VAT being the customer's own affair. Where a
  /// number turns out to be nobody's, more would be asked: that stays stopped for a person.
  private static func dropQuotes(of customer: Customer, in shop: ShopTransaction) throws {
    guard needsCheck(customer, of: shop.scope.shop) else { return }
    for subscription in try shop.subscriptions.of(customer.id) {
      try shop.subscriptions.dropQuotes(of: subscription.id)
    }
  }

  /// Has a customer's number asked about soon, where a reverse charge could hang on it: for whoever
  /// makes or changes a customer. Ordered twice on a day it is one question.
  static func order(for customer: Customer, in shop: ShopTransaction) throws {
    guard needsCheck(customer, of: shop.scope.shop), let number = customer.details.vatNumber
    else { return }
    try shop.outbox.put(VATCheckOrder.message(customer.id, number, isFirst: true, at: shop.now))
  }

  /// A business in another member state, with a number that the register can hold.
  package static func needsCheck(_ customer: Customer, of shop: Shop) -> Bool {
    guard let number = customer.details.vatNumber else { return false }
    return customer.kind == .business && number.isInRegister
      && customer.details.address.country != shop.country
  }
}

// MARK: - As ordered

/// The outbox row that has a number asked about.
struct VATCheckOrder: Hashable, Sendable {
  static let outboxKind = "vat.check"

  let customer: Customer.ID
  let number: String
  /// Asked for the first time; a renewal is left out once nobody needs it any more.
  let isFirst: Bool

  static func message(
    _ customer: Customer.ID, _ number: VATNumber, isFirst: Bool, at moment: Instant
  ) -> OutboxMessage {
    let day = moment.milliseconds / 86_400_000
    return OutboxMessage(
      kind: outboxKind, key: "\(customer):\(number):\(day)",
      payload: [
        "customer": .string(customer.description), "number": .string(number.text),
        "isFirst": .bool(isFirst),
      ],
      dueAt: moment)
  }

  init?(_ payload: JSONValue) {
    guard let customer = payload["customer"]?.stringValue.flatMap({ Customer.ID($0) }),
      let number = payload["number"]?.stringValue, let isFirst = payload["isFirst"]?.boolValue
    else { return nil }
    self.customer = customer
    self.number = number
    self.isFirst = isFirst
  }
}

extension VATNumberCheck {
  /// Delivers an order: a number that was changed meanwhile, or whose customer left, is let be.
  func deliver(_ order: VATCheckOrder, as scope: TenantScope) async throws -> DeliveryResult {
    let customer = try await platform.database.read(as: scope) { shop -> Customer? in
      let customer = try shop.customers.find(order.customer)
      guard customer.details.vatNumber?.text == order.number,
        VATNumberCheck.needsCheck(customer, of: scope.shop)
      else { return nil }
      let isWanted = try order.isFirst || VATNumberCheck.isCustomer(customer.id, in: shop)
      return isWanted ? customer : nil
    }
    guard let customer, let number = customer.details.vatNumber else { return .done }
    let answer = await ask(number, for: scope.shop)
    if case .unavailable(let reason) = answer { return .later(reason, seconds: nil) }
    try await platform.database.write(as: scope) { shop in
      try VATNumberCheck.keep(answer, of: customer, in: shop)
    }
    return .done
  }

  private static func isCustomer(_ id: Customer.ID, in shop: ShopTransaction) throws -> Bool {
    try shop.subscriptions.of(id).contains { subscription in
      switch subscription.state {
      case .active, .pending: true
      case .ended, .abandoned: false
      }
    }
  }
}
