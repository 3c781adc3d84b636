import Catalog
import HTML
import HTTPServer
import Primitives
import Tenancy
import Web

/// Where a coupon is made.
enum CouponForm {
  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    try await page(visit, FormState(values: ["amountKind": "percent"]))
  }

  static func create(_ visit: StaffVisit) async throws -> HTTPResponse {
    var form = visit.visit.reader
    let code = form.text("code", most: 40)
    let label = form.optionalText("label", most: 80)
    let discount = discount(&form, visit.shop.currency)
    let from = form.optionalDate("validFrom")
    let last = form.optionalDate("lastDay")
    let maximum = form.optionalInteger("maximumRedemptions", in: 1...1_000_000)
    let once = form.checkbox("oncePerCustomer")
    let plans = form.choices("plans") { Plan.ID($0) }
    guard form.isComplete(), let code, let discount else {
      return try await page(visit, form.state, status: 422)
    }
    let draft = CouponDraft(
      code: code, label: label ?? "", discount: discount, validFrom: from, lastDay: last,
      maximumRedemptions: maximum, oncePerCustomer: once, plans: Set(plans))
    do {
      let coupon = try await visit.write { try $0.addCoupon(draft) }
      return visit.visit.redirect(
        to: Links.coupon.path(coupon.id),
        notice: Notice(visit("De code is er.", "The coupon is there.")))
    } catch let refusal as CatalogRefusal {
      var state = form.state
      state.note(refusal, fields: ["/discount": "percent", "/discount/amount": "amount"])
      return try await page(visit, state, status: HTTPStatus.of(refusal.kind))
    }
  }

  private enum AmountKind: String { case percent, amount }

  private static func discount(_ form: inout FormReader, _ currency: Currency) -> Discount? {
    let kind: AmountKind? = form.choice("amountKind")
    let percent = form.optionalParsed("percent", most: 8, percentFault, hundredths)
    let amount = form.optionalMoney("amount", currency)
    let periods = form.optionalInteger("periods", in: Discount.periods)
    switch kind {
    case .percent:
      if let percent { return Discount(.percent(hundredths: percent), periods: periods) }
      if form.state.fault("percent") == nil { form.refuse("percent", FormText.missing) }
    case .amount:
      if let amount { return Discount(.fixed(amount), periods: periods) }
      if form.state.fault("amount") == nil { form.refuse("amount", FormText.missing) }
    case nil: break
    }
    return nil
  }

  private static let percentFault = Phrase(
    nl: "Vul 0,01 tot 100 in, met hoogstens twee cijfers achter de komma.",
    en: "Enter 0.01 to 100, with at most two decimals.")

  /// `12,5` is 1250; nil for what is no percentage from 0.01 to 100.
  private static func hundredths(_ text: String) -> Int? {
    let plain = text.replacing("%", with: "").replacing(",", with: ".").filter { $0 != " " }
    guard let percent = VATRate(percent: plain) else { return nil }
    return Discount.percents.contains(percent.hundredthsOfPercent)
      ? percent.hundredthsOfPercent : nil
  }

  private static func page(
    _ visit: StaffVisit, _ state: FormState, status: Int = 200
  ) async throws -> HTTPResponse {
    let first = try PageRequest(limit: 100)
    let plans = try await visit.read {
      try $0.catalog.plans(first, includingArchived: false).items.filter { $0.kind != .addOn }
    }
    let title = visit("Nieuwe kortingscode", "New coupon")
    let coupons = visit.crumb(visit("Kortingscodes", "Coupons"), Links.coupons.path())
    return visit.page(
      title, in: .plans, width: .narrow, crumbs: [visit.crumb(.plans), coupons], status: status
    ) {
      pageHead(title)
      FormView(visit.visit, state, action: SafeURL(path: Links.newCoupon.path()))
        .markup { form in
          card { codeFields(form, visit) }
          card(visit("Korting", "Discount")) { discountFields(form, visit) }
          card(visit("Grenzen", "Limits")) { limitFields(form, plans, visit) }
          form.submit(
            visit("Code maken", "Make the coupon"), cancel: SafeURL(path: Links.coupons.path()))
        }
    }
  }

  @MarkupBuilder private static func codeFields(_ form: FormView, _ visit: StaffVisit) -> Markup {
    form.text(
      "code", visit("Code", "Code"),
      FieldLook(
        hint: visit(
          "3 tot 40 letters, cijfers en streepjes; hoofdletters maken niet uit.",
          "3 to 40 letters, digits and hyphens; case does not matter.")), most: 40, isShort: true)
    form.text(
      "label", visit("Naam op de factuur", "Name on the invoice"),
      FieldLook(
        hint: visit("Leeg: de code zelf.", "Empty: the code itself."), isRequired: false),
      most: 80)
  }

  @MarkupBuilder private static func discountFields(
    _ form: FormView, _ visit: StaffVisit
  ) -> Markup {
    form.radios(
      "amountKind", visit("Hoeveel", "How much"),
      [
        ("percent", visit("een percentage", "a percentage"), nil),
        (
          "amount", visit("een bedrag", "an amount"),
          visit("Per hele termijn.", "For each whole period.")
        ),
      ])
    form.text(
      "percent", visit("Percentage", "Percentage"), FieldLook(isRequired: false), most: 8,
      inputmode: "decimal", isShort: true)
    form.money(
      "amount", visit(Texts.amount), visit.shop.currency, FieldLook(isRequired: false))
    form.integer(
      "periods", visit("Voor hoeveel termijnen", "For how many periods"), in: Discount.periods,
      FieldLook(
        hint: visit("Leeg: voor altijd. 1: eenmalig.", "Empty: for ever. 1: once."),
        isRequired: false))
  }

  @MarkupBuilder private static func limitFields(
    _ form: FormView, _ plans: [Plan], _ visit: StaffVisit
  ) -> Markup {
    form.date(
      "validFrom", visit("Geldig vanaf", "Valid from"),
      FieldLook(hint: visit("Leeg: vandaag.", "Empty: today."), isRequired: false))
    form.date("lastDay", visit("Laatste dag", "Last day"), FieldLook(isRequired: false))
    form.integer(
      "maximumRedemptions", visit("Hoe vaak te gebruiken", "How often to be used"),
      in: 1...1_000_000,
      FieldLook(hint: visit("Leeg: zonder grens.", "Empty: no limit."), isRequired: false))
    form.checkbox("oncePerCustomer", visit("Een keer per klant", "Once per customer"))
    if !plans.isEmpty { planBoxes(form, plans, visit) }
  }

  private static func planBoxes(
    _ form: FormView, _ plans: [Plan], _ visit: StaffVisit
  ) -> Markup {
    let chosen = Set(form.state.value("plans").split(separator: "\n").map(String.init))
    return fieldset(.class("field"), .id("f-plans"), .tabindex(-1)) {
      legend { visit("Alleen voor", "Only for") }
      span(.class("hint")) { visit("Niets gekozen: voor alles.", "None chosen: for all.") }
      if let fault = form.state.fault("plans") { span(.class("error")) { visit(fault) } }
      for plan in plans {
        div(.class("check")) {
          input(
            .type("checkbox"), .id("plan-\(plan.id)"), .name("plans"),
            .value(plan.id.description),
            chosen.contains(plan.id.description) ? .checked : nil)
          label(.for("plan-\(plan.id)")) { plan.name }
        }
      }
    }
  }
}
