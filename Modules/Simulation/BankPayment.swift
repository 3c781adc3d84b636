import Payments
import Primitives

/// A payment as the bank knows it: the truth that the books are held against.
struct BankPayment: Sendable {
  /// Its place in the bank's list; the id says the same.
  let index: Int
  let shop: Int64
  let reference: Payment.ID
  let amount: Money
  let description: String
  let method: PaymentMethod
  let sequence: PaymentSequence
  let customer: String?
  let webhook: String?
  let createdAt: Instant
  var mandate: String?
  var status: GatewayStatus
  var paidAt: Instant?
  /// When it was paid, failed or expired.
  var finalAt: Instant?
  var chargedBackAt: Instant?
  var reasonCode: String?
  var refunds: [BankRefund] = []

  var id: String { BankPayment.id(index) }
  var isCharged: Bool { paidAt != nil }

  static func id(_ index: Int) -> String { "tr_\(index)" }

  static func index(_ id: String) -> Int? {
    guard id.hasPrefix("tr_"), let index = Int(id.dropFirst(3)), index >= 0 else { return nil }
    return index
  }

  /// As the provider tells it.
  var told: GatewayPayment {
    var told = GatewayPayment(id: id, status: status, amount: amount, paidAt: paidAt)
    if chargedBackAt != nil { told.chargedBack = amount }
    told.reasonCode = reasonCode
    told.refunds = refunds.map(\.told)
    told.method = method
    told.checkoutURL = sequence.isHosted && status == .open ? "https://bank.sim/\(id)" : nil
    told.customer = customer
    told.mandate = mandate
    told.reference = reference
    if sequence == .first {
      told.payer = GatewayPayer(name: "Rekeninghouder", account: "NL91ABNA0417164300")
    }
    return told
  }
}

/// A part of a payment on its way back.
struct BankRefund: Sendable {
  let id: String
  let reference: Refund.ID
  let amount: Money
  let createdAt: Instant
  var isDone = false

  var told: GatewayRefund {
    GatewayRefund(
      id: id, status: isDone ? .refunded : .pending, amount: amount, reference: reference)
  }
}
