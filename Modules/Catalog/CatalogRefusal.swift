package import Primitives

/// Why the catalog says no. A `field` is the JSON pointer of the one at fault.
package enum CatalogRefusal: Refusal, Hashable {
  case planUnknown
  case planArchived
  case productUnknown
  case slugTaken
  case priceOutOfRange(field: String = "/price")
  case currencyNotOfShop(Currency, field: String = "/price")
  case trialOutOfRange
  case introductionOutOfRange
  case instalmentsOutOfRange
  /// A term that this kind of plan does not have.
  case termNotOfKind(field: String)

  /// An offer of something that cannot come along with the plan.
  case offerDoesNotFit
  case offerTwice
  case tooManyOffers
  /// Shown after a purchase and taken before.
  case offerTaken

  /// Nothing of the shop has this code.
  case couponUnknown
  /// Nor this id.
  case couponMissing
  case couponNotYet(CivilDate)
  case couponExpired
  case couponUsedUp
  case couponUsedBefore
  case couponNotForPlan
  case couponCodeMalformed
  case couponCodeTaken
  case couponLimitOutOfRange
  case couponDatesReversed
  case discountOutOfRange

  case riseUnknown
  case riseUnderWay
  /// Not a higher price than the one it replaces.
  case riseNotHigher
  /// The first day that the notice allows.
  case riseTooSoon(CivilDate)
  /// Announced already, withdrawn, or in force: it cannot be changed so any more.
  case riseSettled

  package var kind: RefusalKind {
    switch self {
    case .planUnknown, .productUnknown, .couponMissing, .riseUnknown: .notFound
    case .planArchived, .slugTaken, .offerTaken, .couponCodeTaken, .couponUsedUp, .couponUsedBefore,
      .riseUnderWay, .riseSettled:
      .conflict
    default: .invalid
    }
  }

  package var code: String {
    switch self {
    case .planUnknown: "plan.unknown"
    case .planArchived: "plan.archived"
    case .productUnknown: "product.unknown"
    case .slugTaken: "plan.slugTaken"
    case .priceOutOfRange: "plan.priceOutOfRange"
    case .currencyNotOfShop: "plan.currencyNotOfShop"
    case .trialOutOfRange: "plan.trialOutOfRange"
    case .introductionOutOfRange: "plan.introductionOutOfRange"
    case .instalmentsOutOfRange: "plan.instalmentsOutOfRange"
    case .termNotOfKind: "plan.termNotOfKind"
    case .offerDoesNotFit: "offer.doesNotFit"
    case .offerTwice: "offer.twice"
    case .tooManyOffers: "offer.tooMany"
    case .offerTaken: "offer.taken"
    case .couponUnknown, .couponMissing: "coupon.unknown"
    case .couponNotYet: "coupon.notYet"
    case .couponExpired: "coupon.expired"
    case .couponUsedUp: "coupon.usedUp"
    case .couponUsedBefore: "coupon.usedBefore"
    case .couponNotForPlan: "coupon.notForPlan"
    case .couponCodeMalformed: "coupon.codeMalformed"
    case .couponCodeTaken: "coupon.codeTaken"
    case .couponLimitOutOfRange: "coupon.limitOutOfRange"
    case .couponDatesReversed: "coupon.datesReversed"
    case .discountOutOfRange: "discount.outOfRange"
    case .riseUnknown: "priceRise.unknown"
    case .riseUnderWay: "priceRise.underWay"
    case .riseNotHigher: "priceRise.notHigher"
    case .riseTooSoon: "priceRise.tooSoon"
    case .riseSettled: "priceRise.settled"
    }
  }

  package var pointer: String? {
    switch self {
    case .planUnknown, .planArchived: "/planId"
    case .productUnknown: "/productId"
    case .slugTaken: "/slug"
    case .priceOutOfRange(let field): "\(field)/amount"
    case .currencyNotOfShop(_, let field): "\(field)/currency"
    case .trialOutOfRange: "/trialDays"
    case .introductionOutOfRange: "/introduction/periods"
    case .instalmentsOutOfRange: "/instalments"
    case .termNotOfKind(let field): field
    case .offerDoesNotFit, .offerTwice, .tooManyOffers, .offerTaken: "/offers"
    case .couponUnknown, .couponNotYet, .couponExpired, .couponUsedUp, .couponUsedBefore,
      .couponNotForPlan:
      "/coupon"
    case .couponCodeMalformed, .couponCodeTaken: "/code"
    case .couponLimitOutOfRange: "/maximumRedemptions"
    case .couponDatesReversed: "/lastDay"
    case .discountOutOfRange: "/discount"
    case .couponMissing, .riseUnknown, .riseUnderWay, .riseSettled: nil
    case .riseNotHigher: "/price/amount"
    case .riseTooSoon: "/effectiveFrom"
    }
  }
}
