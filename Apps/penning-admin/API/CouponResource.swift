import Catalog
import HTTPServer
import JSON
import Primitives
import Tenancy
import Web

/// Codes that give a discount, and who used them.
enum CouponResource {
  static func declare(in api: inout APISurface) {
    declareReading(in: &api)
    declareWriting(in: &api)
  }

  private static func declareReading(in api: inout APISurface) {
    api.list(
      APILinks.coupons, About("Coupons, the newest first", tag: "coupons"), item: answer
    ) { call, page in
      try await call.database.read(as: call.scope) { try $0.coupons.list(page) }
    }
    api.get(APILinks.coupon, About("One coupon", tag: "coupons"), answer: answer) { call, id in
      try await call.database.read(as: call.scope) { try $0.coupons.existing(id) }
    }
    api.list(
      APILinks.couponRedemptions,
      About("The uses of a coupon, the newest first", tag: "coupons"), item: redemption
    ) { call, page, id in
      try await call.database.read(as: call.scope) { shop in
        _ = try shop.coupons.existing(id)
        return try shop.coupons.redemptions(of: id, page)
      }
    }
  }

  private static func declareWriting(in api: inout APISurface) {
    api.write(
      .post, APILinks.coupons, About("A new coupon", tag: "coupons", scope: .write),
      body: draft, answer: answer, status: 201
    ) { shop, draft in try shop.addCoupon(draft) }
    api.write(
      .patch, APILinks.coupon,
      About(
        "Changes label, last day and limit", tag: "coupons", scope: .write,
        detail: "What is left out is taken away. The discount itself stays as customers saw it."),
      body: change, answer: answer
    ) { shop, change, id in try shop.changeCoupon(id, change) }
    api.write(
      .post, APILinks.stopCoupon,
      About(
        "Nobody gets the discount any more; who has it keeps it", tag: "coupons", scope: .write),
      body: .nothing, answer: answer
    ) { shop, _, id in try shop.setCouponState(.stopped, of: id) }
    api.write(
      .post, APILinks.resumeCoupon,
      About("Can be used again", tag: "coupons", scope: .write), body: .nothing, answer: answer
    ) { shop, _, id in try shop.setCouponState(.active, of: id) }
  }
}

// MARK: - What is asked

extension CouponResource {
  private static let percent = Shape<Int>.integer(in: Discount.percents)
    .described("Hundredths of a percent: 1250 is 12.5 %.")

  private static let discount = Shape<Discount>.object(
    .optional("percentHundredths", percent), .optional("amount", .money(.positive)),
    .optional("periods", .integer(in: Discount.periods))
  ) { (percent, amount, periods) throws(ShapeFault) in
    switch (percent, amount) {
    case (let percent?, nil): return Discount(.percent(hundredths: percent), periods: periods)
    case (nil, let amount?): return Discount(.fixed(amount), periods: periods)
    default:
      throw ShapeFault(
        "choice", "must have either percentHundredths or amount", at: "/percentHundredths")
    }
  }.titled("Discount")

  private static let limit = Shape<Int>.integer(in: 1...1_000_000)

  private static let draft = Shape<CouponDraft>.object(
    .required("code", .text(most: 40)), .optional("label", .text(most: 80, least: 0), default: ""),
    .required("discount", discount), .optional("validFrom", Shape<CivilDate>.date),
    .optional("lastDay", Shape<CivilDate>.date), .optional("maximumRedemptions", limit),
    .optional("oncePerCustomer", .bool, default: false),
    .optional("planIds", .list(of: Shape<Plan.ID>.id, count: 0...200), default: [])
  ) { code, label, discount, from, last, maximum, once, plans in
    CouponDraft(
      code: code, label: label, discount: discount, validFrom: from, lastDay: last,
      maximumRedemptions: maximum, oncePerCustomer: once, plans: Set(plans))
  }.titled("NewCoupon")

  private static let change = Shape<CouponChange>.object(
    .optional("label", .text(most: 80, least: 0), default: ""),
    .optional("lastDay", Shape<CivilDate>.date), .optional("maximumRedemptions", limit)
  ) { CouponChange(label: $0, lastDay: $1, maximumRedemptions: $2) }.titled("CouponChange")
}

// MARK: - What is told

extension CouponResource {
  private static let answer = Answer<Coupon>.object(
    "Coupon",
    [
      .init("id", .id) { $0.id }, .init("code", .text) { $0.code.text },
      .init("label", .text) { $0.label },
      .init("percentHundredths", Answer<Int>.integer.orNull) { $0.discount.percent },
      .init("amount", Answer<Money>.money.orNull) { $0.discount.fixed },
      .init("periods", Answer<Int>.integer.orNull) { $0.discount.periods },
      .init("validFrom", .date) { $0.validFrom },
      .init("lastDay", Answer<CivilDate>.date.orNull) { $0.lastDay },
      .init("maximumRedemptions", Answer<Int>.integer.orNull) { $0.maximumRedemptions },
      .init("redeemed", .integer) { $0.redeemed },
      .init("oncePerCustomer", .bool) { $0.oncePerCustomer },
      .init("planIds", Answer<Plan.ID>.id.list) { $0.plans.sorted() },
      .init("state", Answer<Coupon.State>.choice()) { $0.state },
    ])

  private static let redemption = Answer<CouponRedemption>.object(
    "CouponRedemption",
    [
      .init("id", .id) { $0.id },
      .init("customerId", .id) { Customer.ID(rawValue: $0.customer) },
      .init("redeemedOn", .date) { $0.redeemedOn },
    ])
}

extension Discount {
  /// Hundredths of a percent; nil for an amount.
  var percent: Int? {
    if case .percent(let hundredths) = amount { hundredths } else { nil }
  }

  /// Nil for a percentage.
  var fixed: Money? {
    if case .fixed(let money) = amount { money } else { nil }
  }
}
