import Catalog
import HTML
import HTTPServer
import Primitives
import Tenancy
import Web

/// What buyers of a plan are offered along with it: each other plan that fits can be chosen, in
/// which way, and where in the order it stands.
enum OffersPage {
  struct Model: Sendable {
    let plan: Plan
    /// Plans that fit in some way.
    let others: [Plan]
    let offers: [Offer]
  }

  static func show(_ visit: StaffVisit, _ id: Plan.ID) async throws -> HTTPResponse {
    let model = try await read(visit, id)
    var values: [String: String] = [:]
    for (index, offer) in model.offers.enumerated() {
      values["kind.\(offer.plan.id)"] = offer.kind.rawValue
      values["place.\(offer.plan.id)"] = "\(index + 1)"
    }
    return page(model, FormState(values: values), visit)
  }

  static func save(_ visit: StaffVisit, _ id: Plan.ID) async throws -> HTTPResponse {
    let model = try await read(visit, id)
    var form = visit.visit.reader
    var chosen: [(place: Int, draft: OfferDraft)] = []
    for (index, other) in model.others.enumerated() {
      let kind: Offer.Kind? = form.optionalChoice("kind.\(other.id)")
      let place = form.optionalInteger("place.\(other.id)", in: 1...99)
      if let kind { chosen.append((place ?? 100 + index, OfferDraft(kind, other.id))) }
    }
    guard form.isComplete() else { return page(model, form.state, visit, status: 422) }
    // Equal places keep the order of the list.
    let drafts = chosen.enumerated()
      .sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }
      .map(\.element.draft)
    do {
      try await visit.write { try $0.setPlanOffers(of: id, drafts) }
    } catch let refusal as CatalogRefusal where refusal != .planUnknown {
      var state = form.state
      state.note("", refusal.phrase)
      return page(model, state, visit, status: HTTPStatus.of(refusal.kind))
    }
    return visit.visit.redirect(to: Links.plan.path(id), notice: Notice(visit(Texts.saved)))
  }

  private static func read(_ visit: StaffVisit, _ id: Plan.ID) async throws -> Model {
    let first = try PageRequest(limit: 200)
    return try await visit.read { shop in
      let plan = try shop.catalog.existingPlan(id)
      let offers = try shop.catalog.offers(of: id)
      let all = try shop.catalog.plans(first, includingArchived: false).items
      let known = Set(all.map(\.id))
      let others = all + offers.map(\.plan).filter { !known.contains($0.id) }
      return Model(
        plan: plan,
        others: others.filter { other in
          Offer.Kind.allCases.contains { Offer.fits(other, $0, with: plan) }
        },
        offers: offers)
    }
  }

  private static func page(
    _ model: Model, _ state: FormState, _ visit: StaffVisit, status: Int = 200
  ) -> HTTPResponse {
    let title = visit("Erbij aangeboden", "Offered along")
    let plan = visit.crumb(model.plan.name, Links.plan.path(model.plan.id))
    return visit.page(
      title, in: .plans, width: .narrow, crumbs: [visit.crumb(.plans), plan], status: status
    ) {
      pageHead(title, lead: model.plan.name)
      if model.others.isEmpty { none(visit) } else { form(model, state, visit) }
    }
  }

  private static func none(_ visit: StaffVisit) -> Markup {
    emptyState(
      visit("Niets dat past", "Nothing that fits"),
      visit(
        "Maak een aanvulling van dezelfde termijn of iets eenmaligs.",
        "Make an add-on of the same interval, or something one-off.")
    ) {
      linkButton(visit("Nieuw aanbod", "New plan"), SafeURL(path: Links.newPlan.path()))
    }
  }

  private static func form(
    _ model: Model, _ state: FormState, _ visit: StaffVisit
  ) -> Markup {
    FormView(visit.visit, state, action: SafeURL(path: Links.planOffers.path(model.plan.id)))
      .markup { form in
        for other in model.others {
          card(other.name) {
            p(.class("muted")) { "\(other.kind.name(visit.language)) · \(other.priceWords(visit))" }
            form.select(
              "kind.\(other.id)", visit("Aanbieden als", "Offer as"), kinds(other, model, visit),
              FieldLook(isRequired: false))
            form.integer(
              "place.\(other.id)", visit("Plaats in de rij", "Place in the row"), in: 1...99,
              FieldLook(isRequired: false))
          }
        }
        form.submit(
          visit.visit(WebText.save), cancel: SafeURL(path: Links.plan.path(model.plan.id)))
      }
  }

  /// The ways in which a plan fits, and one that it has though it fits no more.
  private static func kinds(
    _ other: Plan, _ model: Model, _ visit: StaffVisit
  ) -> [FormView.Choice] {
    let has = model.offers.first { $0.plan.id == other.id }?.kind
    let fitting = Offer.Kind.allCases.filter {
      $0 == has || Offer.fits(other, $0, with: model.plan)
    }
    return [("", visit("niet", "not"))] + fitting.map { ($0.rawValue, visit($0.label)) }
  }
}
