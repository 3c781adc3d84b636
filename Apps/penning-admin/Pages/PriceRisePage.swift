import Catalog
import HTML
import HTTPServer
import Primitives
import Subscriptions
import Tenancy
import Web
import Workflows

/// One planned price rise: whom it meets, before anyone is told, and then the telling.
enum PriceRisePage {
  struct Model: Sendable {
    let rise: PriceRise
    let plan: Plan
    let preview: PriceRiseRun.Preview
    let customers: [Customer.ID: String]
    let today: CivilDate
  }

  static func show(_ visit: StaffVisit, _ id: PriceRise.ID) async throws -> HTTPResponse {
    let model = try await read(visit, id)
    let title = visit("Prijsverhoging", "Price rise")
    let rises = visit.crumb(visit("Prijsverhogingen", "Price rises"), Links.priceRises.path())
    return visit.page(title, in: .plans, crumbs: [visit.crumb(.plans), rises]) {
      view(model, visit)
    }
  }

  static func askToAnnounce(
    _ visit: StaffVisit, _ id: PriceRise.ID
  ) async throws -> HTTPResponse {
    let model = try await read(visit, id)
    let title = visit("Prijsverhoging aankondigen", "Announce the price rise")
    let met = model.preview.met
    return visit.page(title, in: .plans, width: .narrow, crumbs: [visit.crumb(.plans)]) {
      confirmation(
        title,
        visit(
          "\(met) klanten krijgen nu een e-mail. Nieuwe klanten betalen meteen de nieuwe prijs. "
            + "Intrekken kan tot \(model.rise.effectiveFrom.formatted(.nl)).",
          "\(met) customers get an e-mail now. New customers pay the new price at once. It can be "
            + "withdrawn until \(model.rise.effectiveFrom.formatted(.en))."),
        confirm: visit("Aankondigen", "Announce"),
        action: SafeURL(path: Links.announceRise.path(id)),
        back: SafeURL(path: Links.priceRise.path(id)), visit.visit)
    }
  }

  static func announce(_ visit: StaffVisit, _ id: PriceRise.ID) async throws -> HTTPResponse {
    let told = try await PriceRiseRun(visit.app.platform).announce(id, as: visit.scope)
    return visit.visit.redirect(
      to: Links.priceRise.path(id),
      notice: Notice(
        visit(
          "Aangekondigd; \(told) klanten krijgen bericht.",
          "Announced; \(told) customers are told.")))
  }

  static func askToWithdraw(
    _ visit: StaffVisit, _ id: PriceRise.ID
  ) async throws -> HTTPResponse {
    _ = try await visit.read { try $0.priceRises.existing(id) }
    let title = visit("Prijsverhoging intrekken", "Withdraw the price rise")
    return visit.page(title, in: .plans, width: .narrow, crumbs: [visit.crumb(.plans)]) {
      confirmation(
        title,
        visit(
          "Wie het abonnement heeft, houdt zijn prijs. Voor nieuwe klanten blijft de nieuwe prijs "
            + "gelden tot u andere voorwaarden maakt.",
          "Who has the plan keeps the price. For new customers the new price stays until you make "
            + "other terms."),
        confirm: visit("Intrekken", "Withdraw"),
        action: SafeURL(path: Links.withdrawRise.path(id)),
        back: SafeURL(path: Links.priceRise.path(id)), visit.visit)
    }
  }

  static func withdraw(_ visit: StaffVisit, _ id: PriceRise.ID) async throws -> HTTPResponse {
    _ = try await PriceRiseRun(visit.app.platform).withdraw(id, as: visit.scope)
    return visit.visit.redirect(
      to: Links.priceRise.path(id), notice: Notice(visit("Ingetrokken.", "Withdrawn.")))
  }

  private static func read(_ visit: StaffVisit, _ id: PriceRise.ID) async throws -> Model {
    let preview = try await PriceRiseRun(visit.app.platform).preview(id, as: visit.scope)
    return try await visit.read { shop in
      let rise = try shop.priceRises.existing(id)
      let met = Set(preview.examples.map(\.subscription.customerID))
      return Model(
        rise: rise, plan: try shop.catalog.existingPlan(rise.planID), preview: preview,
        customers: try shop.customers.find(met).mapValues(\.details.addressee),
        today: shop.today)
    }
  }

  @MarkupBuilder private static func view(_ model: Model, _ visit: StaffVisit) -> Markup {
    let rise = model.rise
    pageHead(
      model.plan.name,
      lead: visit(
        "Van \(rise.from.price.formatted(.nl)) naar \(rise.newPrice.formatted(.nl))",
        "From \(rise.from.price.formatted(.en)) to \(rise.newPrice.formatted(.en))")
    ) {
      badge(visit(rise.label(on: model.today)), rise.tone(on: model.today))
      if visit.may(.editCatalog) { buttons(model, visit) }
    }
    tiles([
      Tile(visit("Klanten die het treft", "Customers met"), "\(model.preview.met)"),
      Tile(
        visit("Blijven erbuiten", "Not met"), "\(model.preview.spared)",
        note: visit(
          "Zeggen op, betalen in termijnen of betalen al zoveel.",
          "Leave, pay in instalments or pay as much already.")),
      Tile(
        visit("Meer per jaar", "More a year"), model.preview.yearly.formatted(visit.language)),
    ])
    card(visit("Wanneer", "When")) { dates(model, visit) }
    table(model, visit).markup(model.preview.examples, empty: nobody(visit))
  }

  @MarkupBuilder private static func buttons(_ model: Model, _ visit: StaffVisit) -> Markup {
    let rise = model.rise
    if rise.state == .draft {
      linkButton(
        visit("Aankondigen…", "Announce…"), SafeURL(path: Links.announceRise.path(rise.id)))
    }
    if rise.state == .draft || (rise.state == .announced && model.today < rise.effectiveFrom) {
      linkButton(
        visit("Intrekken…", "Withdraw…"), SafeURL(path: Links.withdrawRise.path(rise.id)), .quiet)
    }
  }

  private static func dates(_ model: Model, _ visit: StaffVisit) -> Markup {
    facts([
      (visit("Geldt vanaf", "Holds from"), visit.show(model.rise.effectiveFrom)),
      (visit("Aangekondigd op", "Announced on"), visit.show(model.rise.announcedOn)),
      (visit("Eerste nieuwe termijn", "First new period"), visit.show(model.preview.first)),
      (visit("Laatste klant over", "Last customer moved"), visit.show(model.preview.last)),
    ])
  }

  private static func table(
    _ model: Model, _ visit: StaffVisit
  ) -> DataTable<PriceRiseRun.Met> {
    DataTable(
      visit("Zoals bij deze klanten", "As for these customers"),
      columns: [
        .init(visit(Texts.customer), .rowHeader) { met in
          let id = met.subscription.customerID
          return visit.link(
            model.customers[id] ?? id.description, Links.subscription.path(met.subscription.id))
        },
        .init(visit("Vanaf", "From")) { met in visit.show(met.from) },
        .init(visit("Nu", "Now"), .number) { met in visit.show(met.oldPrice) },
        .init(visit("Dan", "Then"), .number) { met in visit.show(met.newPrice) },
      ])
  }

  private static func nobody(_ visit: StaffVisit) -> Markup {
    emptyState(
      visit("Treft niemand", "Meets nobody"),
      visit(
        "Niemand heeft dit abonnement voor een lagere prijs.",
        "Nobody has this plan at a lower price."))
  }
}

extension PriceRise {
  func label(on today: CivilDate) -> Phrase {
    switch state {
    case .draft: Phrase(nl: "Concept", en: "Draft")
    case .announced where today < effectiveFrom: Phrase(nl: "Aangekondigd", en: "Announced")
    case .announced: Phrase(nl: "Van kracht", en: "In force")
    case .withdrawn: Phrase(nl: "Ingetrokken", en: "Withdrawn")
    }
  }

  func tone(on today: CivilDate) -> Tone {
    switch state {
    case .draft: .info
    case .announced: today < effectiveFrom ? .warn : .good
    case .withdrawn: .neutral
    }
  }
}
