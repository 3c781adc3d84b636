import Catalog
import HTML
import HTTPServer
import Primitives
import Tenancy
import Web

/// Where a plan is made.
enum PlanForm {
  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let state = FormState(values: [
      "vatCategory": VATCategory.standard.rawValue, "unit": CalendarInterval.Unit.month.rawValue,
      "count": "1", "pricesIncludeVAT": "on",
    ])
    return page(visit, state)
  }

  static func create(_ visit: StaffVisit) async throws -> HTTPResponse {
    var form = visit.visit.reader
    let name = form.text("name", most: 120)
    let slug = form.parsed("slug", most: 40, slugFault, Slug.init)
    let summary = form.paragraph("summary", most: 2000)
    let category: VATCategory? = form.choice("vatCategory")
    let terms = form.planTerms(in: visit.shop.currency)
    guard form.isComplete(), let name, let slug, let category, let terms else {
      return page(visit, form.state, status: 422)
    }
    let draft = PlanDraft(
      name: name, slug: slug, summary: summary ?? "", vatCategory: category, terms: terms)
    do {
      let plan = try await visit.write { try $0.addPlan(draft) }
      return visit.visit.redirect(
        to: Links.plan.path(plan.id),
        notice: Notice(visit("Het aanbod staat online.", "The plan is online.")))
    } catch let refusal as any Refusal {
      var state = form.state
      state.note(refusal, fields: ["/price/amount": "price"])
      return page(visit, state, status: HTTPStatus.of(refusal.kind))
    }
  }

  private static let slugFault = Phrase(
    nl: "Gebruik 2 tot en met 40 kleine letters, cijfers en enkele streepjes.",
    en: "Use 2 to 40 lower-case letters, digits and single hyphens.")

  private static func page(
    _ visit: StaffVisit, _ state: FormState, status: Int = 200
  ) -> HTTPResponse {
    let title = visit("Nieuw aanbod", "New plan")
    return visit.page(
      title, in: .plans, width: .narrow, crumbs: [visit.crumb(.plans)], status: status
    ) {
      pageHead(title)
      card {
        FormView(visit.visit, state, action: SafeURL(path: Links.newPlan.path())).markup { form in
          fields(form, visit)
          form.submit(visit("Online zetten", "Put online"), cancel: MenuPart.plans.url)
        }
      }
    }
  }

  @MarkupBuilder private static func fields(_ form: FormView, _ visit: StaffVisit) -> Markup {
    form.text(
      "name", visit(Texts.name),
      FieldLook(hint: visit("Zoals op de factuur.", "As on the invoice.")), most: 120)
    form.text(
      "slug", visit("Adres", "Address"),
      FieldLook(
        hint: visit(
          "Laatste deel van de verkooppagina, zoals koffie-compleet.",
          "Last part of the checkout page, such as coffee-box.")), most: 40)
    form.paragraph(
      "summary", visit("Omschrijving", "Description"), FieldLook(isRequired: false), most: 2000)
    form.termFields(visit)
    form.select(
      "vatCategory", visit("Btw", "VAT"),
      VATCategory.allCases.map { ($0.rawValue, $0.name(visit.language)) })
  }
}

// Price and rhythm, asked for by two forms.

extension FormReader {
  mutating func planTerms(in currency: Currency) -> PlanTerms? {
    let price = money("price", currency)
    let includesVAT = checkbox("pricesIncludeVAT")
    let unit: CalendarInterval.Unit? = choice("unit")
    let most = CalendarInterval.Unit.allCases.map(CalendarInterval.maximum).max() ?? 1
    let count = integer("count", in: 1...most)
    guard let price, let unit, let count else { return nil }
    guard let interval = CalendarInterval(unit: unit, count: count) else {
      refuse("count", FormText.range(1...CalendarInterval.maximum(unit)))
      return nil
    }
    return PlanTerms(price: price, pricesIncludeVAT: includesVAT, interval: interval)
  }
}

extension FormView {
  @MarkupBuilder func termFields(_ visit: StaffVisit) -> Markup {
    money("price", visit(Texts.price), visit.shop.currency)
    checkbox("pricesIncludeVAT", visit("Btw is inbegrepen", "VAT is included"))
    integer("count", visit("Elke", "Every"), in: 1...104)
    select(
      "unit", visit("Eenheid", "Unit"),
      [
        ("week", visit("week", "week")), ("month", visit("maand", "month")),
        ("year", visit("jaar", "year")),
      ])
  }
}
