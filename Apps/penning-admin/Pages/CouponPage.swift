import Catalog
import HTML
import HTTPServer
import Primitives
import Tenancy
import Web

/// One coupon: what it gives, who used it, and what of it may still change.
enum CouponPage {
  struct Model: Sendable {
    let coupon: Coupon
    let plans: [Plan]
    let redemptions: Page<CouponRedemption>
    let customers: [Customer.ID: String]
    let today: CivilDate
  }

  static func show(_ visit: StaffVisit, _ id: Coupon.ID) async throws -> HTTPResponse {
    try await page(visit, id, nil)
  }

  static func save(_ visit: StaffVisit, _ id: Coupon.ID) async throws -> HTTPResponse {
    var form = visit.visit.reader
    let label = form.optionalText("label", most: 80)
    let lastDay = form.optionalDate("lastDay")
    let maximum = form.optionalInteger("maximumRedemptions", in: 1...1_000_000)
    guard form.isComplete() else { return try await page(visit, id, form.state, 422) }
    let change = CouponChange(
      label: label ?? "", lastDay: lastDay, maximumRedemptions: maximum)
    do {
      try await visit.write { try $0.changeCoupon(id, change) }
    } catch let refusal as CatalogRefusal where refusal != .couponMissing {
      var state = form.state
      state.note(refusal)
      return try await page(visit, id, state, HTTPStatus.of(refusal.kind))
    }
    return visit.visit.redirect(to: Links.coupon.path(id), notice: Notice(visit(Texts.saved)))
  }

  static func askToStop(_ visit: StaffVisit, _ id: Coupon.ID) async throws -> HTTPResponse {
    let coupon = try await visit.read { try $0.coupons.existing(id) }
    let title = visit("\(coupon.code) stoppen", "Stop \(coupon.code)")
    return visit.page(title, in: .plans, width: .narrow, crumbs: [visit.crumb(.plans)]) {
      confirmation(
        title,
        visit(
          "Niemand krijgt de korting dan nog. Wie haar heeft, houdt haar.",
          "Nobody gets the discount any more. Whoever has it keeps it."),
        confirm: visit("Stoppen", "Stop"), action: SafeURL(path: Links.stopCoupon.path(id)),
        back: SafeURL(path: Links.coupon.path(id)), visit.visit)
    }
  }

  static func stop(_ visit: StaffVisit, _ id: Coupon.ID) async throws -> HTTPResponse {
    try await visit.write { try $0.setCouponState(.stopped, of: id) }
    return visit.visit.redirect(
      to: Links.coupon.path(id), notice: Notice(visit("Gestopt.", "Stopped.")))
  }

  static func resume(_ visit: StaffVisit, _ id: Coupon.ID) async throws -> HTTPResponse {
    try await visit.write { try $0.setCouponState(.active, of: id) }
    return visit.visit.redirect(
      to: Links.coupon.path(id), notice: Notice(visit("Weer te gebruiken.", "Usable again.")))
  }

  private static func page(
    _ visit: StaffVisit, _ id: Coupon.ID, _ state: FormState?, _ status: Int = 200
  ) async throws -> HTTPResponse {
    let request = try visit.visit.pageRequest()
    let model = try await visit.read { shop in
      let coupon = try shop.coupons.existing(id)
      let redemptions = try shop.coupons.redemptions(of: id, request)
      let ids = redemptions.items.map { Customer.ID(rawValue: $0.customer) }
      return Model(
        coupon: coupon, plans: try shop.catalog.plans(coupon.plans).values.sorted { $0.id < $1.id },
        redemptions: redemptions,
        customers: try shop.customers.find(Set(ids)).mapValues(\.details.addressee),
        today: shop.today)
    }
    let coupons = visit.crumb(visit("Kortingscodes", "Coupons"), Links.coupons.path())
    return visit.page(
      model.coupon.code.text, in: .plans, crumbs: [visit.crumb(.plans), coupons], status: status
    ) { view(model, state ?? values(of: model.coupon), visit) }
  }

  private static func values(of coupon: Coupon) -> FormState {
    FormState(values: [
      "label": coupon.label, "lastDay": coupon.lastDay?.description ?? "",
      "maximumRedemptions": coupon.maximumRedemptions.map(String.init) ?? "",
    ])
  }

  @MarkupBuilder private static func view(
    _ model: Model, _ state: FormState, _ visit: StaffVisit
  ) -> Markup {
    let status = model.coupon.status(on: model.today)
    pageHead(model.coupon.code.text, lead: model.coupon.discount.formatted(visit.language)) {
      badge(visit(status.text), status.tone)
      if visit.may(.editCatalog) { stateButton(model.coupon, visit) }
    }
    div(.class("columns")) {
      card(visit("Gegevens", "Details")) { details(model, visit) }
      if visit.may(.editCatalog) {
        card(visit("Wijzigen", "Change")) { changeForm(model.coupon, state, visit) }
      }
    }
    table(model, visit).markup(model.redemptions.items, empty: unused(visit))
    pager(model.redemptions.next, visit.visit)
  }

  private static func stateButton(_ coupon: Coupon, _ visit: StaffVisit) -> Markup {
    switch coupon.state {
    case .active:
      linkButton(
        visit("Stoppen", "Stop"), SafeURL(path: Links.stopCoupon.path(coupon.id)), .quiet)
    case .stopped:
      actionButton(
        visit("Weer toestaan", "Allow again"), SafeURL(path: Links.resumeCoupon.path(coupon.id)),
        visit.visit)
    }
  }

  private static func details(_ model: Model, _ visit: StaffVisit) -> Markup {
    let coupon = model.coupon
    let plans =
      model.plans.isEmpty
      ? visit("alles", "everything") : model.plans.map(\.name).joined(separator: ", ")
    return facts([
      (visit("Op de factuur", "On the invoice"), Markup(coupon.label)),
      (visit("Geldig vanaf", "Valid from"), visit.show(coupon.validFrom)),
      (visit("Laatste dag", "Last day"), visit.show(coupon.lastDay)),
      (visit("Gebruikt", "Used"), Markup(coupon.uses)),
      (
        visit("Per klant", "Per customer"),
        Markup(
          coupon.oncePerCustomer
            ? visit("een keer", "once") : visit("zonder grens", "without limit"))
      ),
      (visit("Geldt voor", "Valid for"), Markup(plans)),
    ])
  }

  private static func changeForm(
    _ coupon: Coupon, _ state: FormState, _ visit: StaffVisit
  ) -> Markup {
    FormView(visit.visit, state, action: SafeURL(path: Links.coupon.path(coupon.id)))
      .markup { form in
        form.text(
          "label", visit("Naam op de factuur", "Name on the invoice"),
          FieldLook(isRequired: false), most: 80)
        form.date("lastDay", visit("Laatste dag", "Last day"), FieldLook(isRequired: false))
        form.integer(
          "maximumRedemptions", visit("Hoe vaak te gebruiken", "How often to be used"),
          in: 1...1_000_000, FieldLook(isRequired: false))
        form.submit(visit.visit(WebText.save))
      }
  }

  private static func table(
    _ model: Model, _ visit: StaffVisit
  ) -> DataTable<CouponRedemption> {
    DataTable(
      visit("Gebruikt door", "Used by"),
      columns: [
        .init(visit(Texts.customer), .rowHeader) { use in
          let id = Customer.ID(rawValue: use.customer)
          return visit.link(model.customers[id] ?? id.description, Links.customer.path(id))
        },
        .init(visit(Texts.date)) { use in visit.show(use.redeemedOn) },
      ])
  }

  private static func unused(_ visit: StaffVisit) -> Markup {
    emptyState(
      visit("Nog niet gebruikt", "Not used yet"),
      visit(
        "Klanten vullen de code in op het bestelformulier.",
        "Customers enter the code on the order form."))
  }
}
