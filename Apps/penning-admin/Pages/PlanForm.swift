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
      "kind": PlanKind.subscription.rawValue, "vatCategory": VATCategory.standard.rawValue,
      "unit": CalendarInterval.Unit.month.rawValue, "count": "1", "pricesIncludeVAT": "on",
    ])
    return try await page(visit, state)
  }

  static func create(_ visit: StaffVisit) async throws -> HTTPResponse {
    var form = visit.visit.reader
    let draft = draft(&form, visit)
    guard form.isComplete(), let draft else {
      return try await page(visit, form.state, status: 422)
    }
    do {
      let plan = try await visit.write { try $0.addPlan(draft) }
      return visit.visit.redirect(
        to: Links.plan.path(plan.id),
        notice: Notice(
          plan.isSoldAlone
            ? visit("Het aanbod staat online.", "The plan is online.")
            : visit(
              "De aanvulling is er. Bied haar aan bij een abonnement.",
              "The add-on is there. Offer it along with a subscription.")))
    } catch let refusal as any Refusal {
      var state = form.state
      state.note(refusal, fields: FormState.termFields)
      return try await page(visit, state, status: HTTPStatus.of(refusal.kind))
    }
  }

  private static func draft(_ form: inout FormReader, _ visit: StaffVisit) -> PlanDraft? {
    let kind: PlanKind? = form.choice("kind")
    let name = form.text("name", most: 120)
    let slug = form.parsed("slug", most: 40, slugFault, Slug.init)
    let summary = form.paragraph("summary", most: 2000)
    let product = form.optionalParsed("product", most: 40, FormText.unknownChoice) {
      Product.ID($0)
    }
    let tax = form.productTax()
    let mode: InvoiceMode? = form.optionalChoice("invoiceMode")
    let terms = form.planTerms(in: visit.shop.currency)
    guard let kind, let name, let slug, let tax, let terms else { return nil }
    return PlanDraft(
      name: name, slug: slug, summary: summary ?? "", kind: kind, product: product,
      vatCategory: tax.category, exemption: tax.exemption, invoiceMode: mode, terms: terms)
  }

  private static let slugFault = Phrase(
    nl: "Gebruik 2 tot en met 40 kleine letters, cijfers en enkele streepjes.",
    en: "Use 2 to 40 lower-case letters, digits and single hyphens.")

  private static func page(
    _ visit: StaffVisit, _ state: FormState, status: Int = 200
  ) async throws -> HTTPResponse {
    let first = try PageRequest(limit: 200)
    let products = try await visit.read { try $0.catalog.products(first).items }
    let title = visit("Nieuw aanbod", "New plan")
    return visit.page(
      title, in: .plans, width: .narrow, crumbs: [visit.crumb(.plans)], status: status
    ) {
      pageHead(title)
      FormView(visit.visit, state, action: SafeURL(path: Links.newPlan.path())).markup { form in
        card { texts(form, visit) }
        card(visit(Texts.price)) { form.termFields(visit) }
        card(visit("Alleen bij een abonnement", "Of a subscription only")) {
          form.subscriptionFields(visit)
        }
        card(visit("Btw en factuur", "VAT and invoice")) { tax(form, products, visit) }
        form.submit(visit("Online zetten", "Put online"), cancel: MenuPart.plans.url)
      }
    }
  }

  @MarkupBuilder private static func texts(_ form: FormView, _ visit: StaffVisit) -> Markup {
    form.radios(
      "kind", visit("Soort", "Kind"),
      PlanKind.allCases.map { ($0.rawValue, $0.name(visit.language), visit($0.hint)) })
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
  }

  @MarkupBuilder private static func tax(
    _ form: FormView, _ products: [Product], _ visit: StaffVisit
  ) -> Markup {
    if !products.isEmpty {
      form.select(
        "product", visit("Product", "Product"),
        [("", visit("een nieuw product", "a new product"))]
          + products.map { ($0.id.description, $0.name) },
        FieldLook(
          hint: visit(
            "Van een bestaand product gelden btw en factuur van dat product.",
            "Of an existing product its own VAT and invoice hold."), isRequired: false))
    }
    form.productTaxFields(visit)
    form.invoiceModeField(visit)
  }
}

extension PlanKind {
  fileprivate var hint: Phrase {
    switch self {
    case .subscription:
      Phrase(nl: "Loopt door tot het wordt opgezegd.", en: "Goes on until it is cancelled.")
    case .addOn:
      Phrase(
        nl: "Loopt mee met een abonnement van dezelfde termijn.",
        en: "Goes along with a subscription of the same interval.")
    case .oneOff:
      Phrase(
        nl: "Wordt een keer betaald; de termijn zegt dan niets.",
        en: "Is paid once; the interval then says nothing.")
    }
  }
}
