import Catalog
import HTML
import HTTPServer
import Primitives
import Tenancy
import Web

/// The codes that give a discount.
enum CouponsPage {
  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let request = try visit.visit.pageRequest()
    let (page, today) = try await visit.read { (try $0.coupons.list(request), $0.today) }
    return visit.page(visit("Kortingscodes", "Coupons"), in: .plans) {
      catalogHead(.coupons, visit) { newButton(visit) }
      table(today, visit).markup(page.items, empty: none(visit))
      pager(page.next, visit.visit)
    }
  }

  @MarkupBuilder private static func newButton(_ visit: StaffVisit) -> Markup {
    if visit.may(.editCatalog) {
      linkButton(visit("Nieuwe code", "New coupon"), SafeURL(path: Links.newCoupon.path()))
    }
  }

  private static func table(_ today: CivilDate, _ visit: StaffVisit) -> DataTable<Coupon> {
    DataTable(
      visit("Kortingscodes", "Coupons"), showsCaption: false,
      columns: [
        .init(visit("Code", "Code"), .rowHeader) { coupon in
          visit.link(coupon.code.text, Links.coupon.path(coupon.id))
        },
        .init(visit(Texts.status)) { coupon in
          let status = coupon.status(on: today)
          return badge(visit(status.text), status.tone)
        },
        .init(visit("Korting", "Discount")) { coupon in
          Markup(coupon.discount.formatted(visit.language))
        },
        .init(visit("Laatste dag", "Last day")) { coupon in visit.show(coupon.lastDay) },
        .init(visit("Gebruikt", "Used"), .number) { coupon in Markup(coupon.uses) },
      ])
  }

  private static func none(_ visit: StaffVisit) -> Markup {
    emptyState(
      visit("Nog geen kortingscodes", "No coupons yet"),
      visit(
        "Een code geeft korting op het bestelformulier, zo vaak en zo lang als u wilt.",
        "A code gives a discount on the order form, as often and as long as you like.")
    ) { newButton(visit) }
  }
}

extension Coupon {
  /// "12 / 100", or "12" without a limit.
  var uses: String { maximumRedemptions.map { "\(redeemed) / \($0)" } ?? "\(redeemed)" }

  /// Whether it can be used today, and why not.
  func status(on today: CivilDate) -> (text: Phrase, tone: Tone) {
    if state == .stopped { return (Phrase(nl: "Gestopt", en: "Stopped"), .neutral) }
    if today < validFrom { return (Phrase(nl: "Nog niet geldig", en: "Not valid yet"), .info) }
    if let lastDay, lastDay < today { return (Phrase(nl: "Verlopen", en: "Expired"), .neutral) }
    if let maximumRedemptions, redeemed >= maximumRedemptions {
      return (Phrase(nl: "Op", en: "Used up"), .warn)
    }
    return (Phrase(nl: "Geldig", en: "Valid"), .good)
  }
}
