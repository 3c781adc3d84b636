import JSON
import Primitives

/// A payment at the sandbox, in the words of the interface that it speaks.
struct SandboxPayment: Sendable {
  enum Status: String, Sendable, CaseIterable {
    case open, pending, paid, failed, canceled, expired

    var isFinal: Bool { self != .open && self != .pending }
  }

  enum Sequence: String, Sendable {
    case oneoff, first, recurring
  }

  let id: String
  let sequence: Sequence
  let amount: Money
  var description: String
  /// What may be chosen on the page; one method, several, or all when empty.
  let offered: [String]
  /// What is used; absent until the payer has chosen.
  var method: String?
  var redirectURL: String?
  var cancelURL: String?
  var webhookURL: String?
  var metadata: JSONValue
  let locale: String?
  let customer: String?
  var mandate: String?
  var status: Status = .open
  let createdAt: Instant
  var expiresAt: Instant?
  var paidAt: Instant?
  var canceledAt: Instant?
  var expiredAt: Instant?
  var failedAt: Instant?
  /// A SEPA reason code or a card failure, as its kind has it.
  var failureCode: String?
  var payer: SandboxPayer?
  /// Of the mandate that a collection is made on.
  var mandateReference: String?
  /// The day on which a direct debit is taken.
  var dueDate: CivilDate?
  var refunds: [SandboxRefund] = []
  var chargebacks: [SandboxChargeback] = []

  /// Everything refunded, also what is under way.
  var amountRefunded: Money { sum(refunds.filter(\.status.counts).map(\.amount)) }
  var amountChargedBack: Money { sum(chargebacks.map(\.amount)) }
  /// What can still be refunded.
  var amountRemaining: Money {
    let back = chargebacks.filter { $0.reversedAt == nil }.map(\.amount)
    let units = amount.minorUnits - amountRefunded.minorUnits - sum(back).minorUnits
    return Money(minorUnits: max(units, 0), currency: amount.currency)
  }

  /// Amounts here were checked to add up to no more than the payment.
  private func sum(_ amounts: [Money]) -> Money {
    Money(minorUnits: amounts.reduce(0) { $0 &+ $1.minorUnits }, currency: amount.currency)
  }

  var isDirectDebit: Bool { method == "directdebit" }
}

/// Who pays, as the bank tells.
struct SandboxPayer: Sendable {
  let name: String
  let iban: String
  let bic: String
}

struct SandboxRefund: Sendable {
  enum Status: String, Sendable {
    case queued, pending, processing, refunded, failed, canceled

    /// Its money is not the shop's any more.
    var counts: Bool { self != .failed && self != .canceled }
    var isOpen: Bool { self == .queued || self == .pending || self == .processing }
  }

  let id: String
  let amount: Money
  let description: String
  let metadata: JSONValue
  var status: Status = .pending
  let createdAt: Instant
}

struct SandboxChargeback: Sendable {
  let id: String
  let amount: Money
  let reason: String
  let createdAt: Instant
  var reversedAt: Instant?
}

struct SandboxCustomer: Sendable {
  let id: String
  var name: String?
  var email: String?
  var locale: String?
  var metadata: JSONValue
  let createdAt: Instant
  var payments: [String] = []
  var mandates: [String] = []
}

struct SandboxMandate: Sendable {
  enum Status: String, Sendable { case valid, pending, invalid }

  let id: String
  let customer: String
  /// As the payer's method gives it; settled once that is known.
  var method: String
  let reference: String
  let signatureDate: CivilDate
  let createdAt: Instant
  var status: Status
  var payer: SandboxPayer
}
