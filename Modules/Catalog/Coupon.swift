package import Primitives
import Storage

/// What a person types to get a discount: 3 to 40 of `A-Z 0-9 -`, in any case.
package struct CouponCode: Hashable, Sendable, CustomStringConvertible {
  package static let lengths = 3...40

  /// In capitals.
  package let text: String

  /// Nil for anything else; blanks around it do not count.
  package init?(_ text: String) {
    guard text.utf8.count <= 200 else { return nil }
    var bytes = text.utf8[...]
    while let first = bytes.first, first == CouponCode.blank { bytes.removeFirst() }
    while let last = bytes.last, last == CouponCode.blank { bytes.removeLast() }
    let code = bytes.map { (97...122).contains($0) ? $0 - 32 : $0 }
    guard CouponCode.lengths.contains(code.count), code.allSatisfy(CouponCode.isAllowed) else {
      return nil
    }
    self.text = String(decoding: code, as: UTF8.self)
  }

  package var description: String { text }

  private static let blank = UInt8(ascii: " ")

  private static func isAllowed(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || (65...90).contains(byte) || (48...57).contains(byte)
  }
}

/// A code that gives a discount, within its limits.
package struct Coupon: Entity, Hashable, Sendable {
  package static let idPrefix = "cpn"

  package enum State: String, CaseIterable, Hashable, Sendable, SQLBindable, SQLReadable {
    case active
    /// Who has the discount keeps it; nobody else gets it.
    case stopped
  }

  package let id: Coupon.ID
  package let code: CouponCode
  /// What lines and mails call it.
  package let label: String
  package let discount: Discount
  package let validFrom: CivilDate
  /// The last day on which it can be used; nil without end.
  package let lastDay: CivilDate?
  /// Nil without a limit.
  package let maximumRedemptions: Int?
  /// Purchases that have it; those given up do not count.
  package let redeemed: Int
  package let oncePerCustomer: Bool
  /// The plans it is for; empty is all.
  package let plans: Set<Plan.ID>
  package let state: State

  /// What stands in the way of its use, as far as the coupon alone says.
  package func refusal(for plan: Plan.ID, on date: CivilDate) -> CatalogRefusal? {
    if state == .stopped { return .couponExpired }
    if date < validFrom { return .couponNotYet(validFrom) }
    if let lastDay, lastDay < date { return .couponExpired }
    if !plans.isEmpty, !plans.contains(plan) { return .couponNotForPlan }
    if let maximumRedemptions, redeemed >= maximumRedemptions { return .couponUsedUp }
    return nil
  }
}

/// What the shop fills in for a new coupon.
package struct CouponDraft: Hashable, Sendable {
  package var code: String
  package var label: String
  package var discount: Discount
  /// Today where it is left out.
  package var validFrom: CivilDate?
  package var lastDay: CivilDate?
  package var maximumRedemptions: Int?
  package var oncePerCustomer: Bool
  package var plans: Set<Plan.ID>

  package init(
    code: String, label: String = "", discount: Discount, validFrom: CivilDate? = nil,
    lastDay: CivilDate? = nil, maximumRedemptions: Int? = nil, oncePerCustomer: Bool = false,
    plans: Set<Plan.ID> = []
  ) {
    self.code = code
    self.label = label
    self.discount = discount
    self.validFrom = validFrom
    self.lastDay = lastDay
    self.maximumRedemptions = maximumRedemptions
    self.oncePerCustomer = oncePerCustomer
    self.plans = plans
  }
}

/// One use of a coupon.
package struct CouponRedemption: Entity, Hashable, Sendable {
  package static let idPrefix = "red"

  package let id: CouponRedemption.ID
  package let customer: Int64
  /// The raw id of the subscription, or whatever else was bought with it.
  package let purchase: Int64
  package let redeemedOn: CivilDate
}
