package import Primitives
package import Tenancy

/// A customer's standing consent to collect. It belongs to the shop, not to the provider: its
/// reference, its proof and its history stay when the shop moves elsewhere.
package struct Mandate: Entity, Hashable, Sendable {
  package static let idPrefix = "mdt"

  package let id: Mandate.ID
  package let customer: Customer.ID
  package let gateway: GatewayName
  /// The provider's ids of the customer and of the mandate.
  package let gatewayCustomerID: String
  package let gatewayMandateID: String
  /// Unique per shop, at most 35 characters that a bank accepts.
  package let reference: String
  package let status: MandateStatus
  package let method: PaymentMethod
  package let holderName: String?
  /// Enough for the holder to know it again, too little for anyone else: `NL91 •••• 4300`.
  package let accountMasked: String?
  package let signedOn: CivilDate
  /// The proof: the payment by which the customer consented.
  package let firstPayment: Payment.ID?

  static func reference(of id: Mandate.ID) -> String {
    id.description.replacing("_", with: "-")
  }
}

/// Whether a mandate can be charged.
package enum MandateStatus: String, CaseIterable, Sendable {
  case pending
  case valid
  /// The bank or the provider refuses it.
  case invalid
  /// Withdrawn by the customer or the shop.
  case revoked

  package var isChargeable: Bool { self == .valid }
}

/// Hides the middle of an account number (I-44).
package enum AccountMask {
  /// The first and the last four characters of an IBAN, the last four of anything else.
  package static func mask(_ account: String) -> String? {
    let plain = account.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.uppercased()
    guard plain.utf8.count >= 4 else { return nil }
    let tail = plain.suffix(4)
    guard plain.utf8.count >= 15 else { return "•••• \(tail)" }
    return "\(plain.prefix(4)) •••• \(tail)"
  }
}
