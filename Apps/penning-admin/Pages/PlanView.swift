import Catalog
import HTML
import HTTPServer
import Primitives
import Subscriptions
import Tenancy
import Web
import Workflows

/// The parts of a plan's page.
enum PlanView {
  @MarkupBuilder static func whole(
    _ model: PlanPage.Model, _ state: FormState, _ visit: StaffVisit
  ) -> Markup {
    let plan = model.plan
    pageHead(plan.name, lead: plan.summary.isEmpty ? nil : plan.summary) {
      badge(visit(plan.state.label), plan.state.tone)
      if visit.may(.editCatalog) {
        linkButton(
          visit("Naam wijzigen", "Rename"), SafeURL(path: Links.planTexts.path(plan.id)), .quiet)
        stateButton(plan, visit)
      }
    }
    div(.class("columns")) {
      card(visit("Gegevens", "Details")) { details(model, visit) }
      if let quote = model.quote {
        card(visit("Wie vandaag koopt", "Who buys today")) { purchase(quote, model, visit) }
      }
    }
    if plan.isSoldAlone { offers(model, visit) }
    if model.versions.count > 1 { versions(model, visit) }
    if visit.may(.editCatalog) { termsForm(plan, state, visit) }
  }

  private static func stateButton(_ plan: Plan, _ visit: StaffVisit) -> Markup {
    switch plan.state {
    case .active:
      linkButton(
        visit("Archiveren", "Archive"), SafeURL(path: Links.archivePlan.path(plan.id)), .quiet)
    case .archived:
      actionButton(
        visit("Weer verkopen", "Sell again"), SafeURL(path: Links.reopenPlan.path(plan.id)),
        visit.visit)
    }
  }

  private static func details(_ model: PlanPage.Model, _ visit: StaffVisit) -> Markup {
    let plan = model.plan
    var pairs: [(String, Markup)] = [
      (visit("Soort", "Kind"), Markup(plan.kind.name(visit.language)))
    ]
    if plan.isSoldAlone {
      let address = visit.app.platform.checkoutAddress(of: plan, in: visit.shop)
      let link = SafeURL(external: address).map { url in a(.href(url)) { address } }
      pairs.append((visit("Verkooppagina", "Checkout page"), link ?? code { address }))
    }
    let included =
      plan.version.pricesIncludeVAT
      ? visit("btw inbegrepen", "VAT included") : visit("zonder btw", "without VAT")
    pairs.append((visit(Texts.price), Markup("\(plan.priceWords(visit)), \(included)")))
    for words in plan.version.words(visit) {
      pairs.append((visit("Ook", "Also"), Markup(words)))
    }
    pairs.append((visit("Product", "Product"), product(model.product, visit)))
    pairs.append((visit("Btw", "VAT"), Markup(plan.vatCategory.name(visit.language))))
    pairs.append((visit("Eerst", "First"), Markup(visit(plan.invoiceMode.label))))
    pairs.append((visit("Versie", "Version"), Markup("\(plan.version.number)")))
    pairs.append((visit("Sinds", "Since"), visit.show(plan.version.createdAt)))
    pairs.append((visit("Nummer", "Id"), code { plan.id.description }))
    return facts(pairs)
  }

  private static func product(_ product: Product, _ visit: StaffVisit) -> Markup {
    visit.may(.editCatalog)
      ? visit.link(product.name, Links.product.path(product.id)) : Markup(product.name)
  }

  /// What the checkout would ask, by the same rules.
  @MarkupBuilder private static func purchase(
    _ quote: CheckoutQuote, _ model: PlanPage.Model, _ visit: StaffVisit
  ) -> Markup {
    if model.plan.kind == .subscription {
      // The shop's day works on plans of one month; others follow the purchase.
      let follows = model.plan.version.interval.isOneMonth ? model.policy : .purchaseDate
      p(.class("muted")) { visit(follows.label) }
    }
    if let from = quote.paidFrom {
      p {
        visit("Vandaag niets; betaald vanaf ", "Nothing today; paid from ")
        visit.show(from)
        "."
      }
    }
    ul {
      if let bill = quote.todaysBill {
        li {
          visit("Vandaag: ", "Today: ")
          amounts(bill, visit)
        }
      }
      for (period, bill) in quote.later {
        li {
          visit.show(period.collectOn)
          ": "
          amounts(bill, visit)
        }
      }
    }
  }

  @MarkupBuilder private static func amounts(
    _ bill: QuotedBill, _ visit: StaffVisit
  ) -> Markup {
    strong { visit.show(bill.asked) }
    for line in bill.lines {
      if let explanation = line.explanation {
        " "
        small { "(\(explanation))" }
      }
    }
  }

  private static func offers(_ model: PlanPage.Model, _ visit: StaffVisit) -> Markup {
    card(visit("Erbij aangeboden", "Offered along")) {
      if model.offers.isEmpty {
        p(.class("muted")) {
          visit(
            "Nog niets. Een aanvulling, een extra bij de bestelling of een aanbod na betaling.",
            "Nothing yet. An add-on, an extra on the order form or an offer after payment.")
        }
      } else {
        ul {
          for offer in model.offers {
            li {
              visit.link(offer.plan.name, Links.plan.path(offer.plan.id))
              " · \(visit(offer.kind.label)) · \(offer.plan.priceWords(visit))"
              if offer.plan.state == .archived {
                " "
                badge(visit(offer.plan.state.label), offer.plan.state.tone)
              }
            }
          }
        }
      }
      if visit.may(.editCatalog) {
        linkButton(
          visit("Kiezen wat erbij hoort", "Choose what goes along"),
          SafeURL(path: Links.planOffers.path(model.plan.id)), .quiet)
      }
    }
  }

  private static func versions(_ model: PlanPage.Model, _ visit: StaffVisit) -> Markup {
    DataTable<PlanVersion>(
      visit("Versies", "Versions"),
      columns: [
        .init(visit("Versie", "Version"), .rowHeader) { version in Markup("\(version.number)") },
        .init(visit("Sinds", "Since")) { version in visit.show(version.createdAt) },
        .init(visit("Voorwaarden", "Terms")) { version in
          Markup(version.words(visit).joined(separator: ", "))
        },
        .init(visit(Texts.price), .number) { version in
          Markup(
            "\(version.price.formatted(visit.language)) "
              + version.interval.formatted(visit.language))
        },
      ]
    ).markup(model.versions)
  }

  private static func termsForm(
    _ plan: Plan, _ state: FormState, _ visit: StaffVisit
  ) -> Markup {
    card(visit("Nieuwe voorwaarden", "New terms")) {
      p {
        visit(
          "Een nieuwe versie geldt voor wie vanaf nu koopt. Lopende abonnementen houden hun prijs.",
          "A new version holds for who buys from now on. Running subscriptions keep their price.")
      }
      FormView(visit.visit, state, action: SafeURL(path: Links.planPrice.path(plan.id)))
        .markup { form in
          form.termFields(visit)
          if plan.kind == .subscription { form.subscriptionFields(visit) }
          form.submit(visit("Nieuwe versie maken", "Make a new version"))
        }
    }
  }
}

extension Offer.Kind {
  var label: Phrase {
    switch self {
    case .addOn: Phrase(nl: "aanvulling, elke termijn", en: "add-on, every period")
    case .bump: Phrase(nl: "extra op het bestelformulier", en: "extra on the order form")
    case .upsell: Phrase(nl: "aanbod na betaling", en: "offer after payment")
    }
  }
}
