import Catalog
import HTML
import HTTPServer
import Primitives
import Subscriptions
import Tenancy
import Web
import Workflows

/// One subscription: how it stands, what was charged, what comes next and how it is computed.
enum SubscriptionPage {
  struct Model: Sendable {
    let options: ChangeOptions
    let charges: [RecordedCharge]
    let quotes: [Quote]

    var subscription: Subscription { options.subscription }
  }

  static func show(_ visit: StaffVisit, _ id: Subscription.ID) async throws -> HTTPResponse {
    let model = try await visit.read { shop in
      Model(
        options: try ChangeOptions(id, in: shop), charges: try shop.subscriptions.charges(of: id),
        quotes: try shop.subscriptions.quotes(of: id))
    }
    return visit.page(
      model.options.plan.name, in: .subscriptions, crumbs: [visit.crumb(.subscriptions)]
    ) { view(model, visit) }
  }

  @MarkupBuilder private static func view(_ model: Model, _ visit: StaffVisit) -> Markup {
    let options = model.options
    pageHead(options.plan.name, lead: options.customer.details.addressee) {
      if visit.may(.manageSubscriptions), options.rights.mayKeep {
        actionButton(
          visit("Opzegging intrekken", "Withdraw the cancellation"),
          SafeURL(path: Links.keepSubscription.path(options.subscription.id)), visit.visit)
      }
    }
    parked(model, visit)
    planned(options, visit)
    div(.class("columns")) {
      card(visit("Hoe het staat", "How it stands")) {
        facts(SubscriptionFacts(options, visit).pairs)
      }
      if visit.may(.manageSubscriptions) { acts(options, visit) }
    }
    upcoming(options, visit)
    charged(model, visit)
  }

  @MarkupBuilder private static func parked(_ model: Model, _ visit: StaffVisit) -> Markup {
    if let reason = model.subscription.parked {
      card(visit("Wacht op u", "Waiting for you")) {
        p { "\(visit(reason.phrase)). " }
        if reason == .quoteDiffers {
          for quote in model.quotes where quote.state == .differs {
            p {
              visit("Getoond voor ", "Shown for ")
              visit.show(quote.periodFrom)
              ": "
              visit.show(quote.amount)
              " (\(quote.calculation))"
            }
          }
        }
        if visit.may(.manageSubscriptions) {
          actionButton(
            visit("Weer in rekening brengen", "Bill it again"),
            SafeURL(path: Links.releaseSubscription.path(model.subscription.id)), visit.visit)
        }
      }
    }
  }

  @MarkupBuilder private static func planned(
    _ options: ChangeOptions, _ visit: StaffVisit
  ) -> Markup {
    if let planned = options.planned {
      let day = planned.change.effectiveFrom.formatted(visit.language)
      let name = "\(planned.change.terms.quantity) x \(planned.plan.name)"
      notice(visit("Vanaf \(day): \(name).", "From \(day): \(name)."), .info)
    }
  }

  private static func acts(_ options: ChangeOptions, _ visit: StaffVisit) -> Markup {
    let offered = SubscriptionAct.allCases.filter { $0.isOffered(options) }
    return card(visit("Wijzigen", "Change")) {
      if offered.isEmpty {
        p(.class("muted")) { visit("Er is nu niets te wijzigen.", "Nothing to change now.") }
      }
      ul {
        for act in offered {
          li { visit.link(visit(act.name), act.link.path(options.subscription.id)) }
        }
      }
    }
  }

  private static func upcoming(_ options: ChangeOptions, _ visit: StaffVisit) -> Markup {
    DataTable<Foresight.Next>(
      visit("Komende periodes", "Periods to come"),
      columns: [
        .init(visit(Texts.period), .rowHeader) { next in visit.show(next.period.period) },
        .init(visit("Incasso op", "Collection on")) { next in visit.show(next.period.collectOn) },
        .init(visit("Berekening", "Calculation")) { next in
          ul(.class("plain")) {
            for line in next.bill.lines {
              li {
                "\(line.description): \(line.amount.formatted(visit.language))"
                if let words = line.explanation { span(.class("hint")) { words } }
              }
            }
          }
        },
        .init(visit(Texts.amount), .number) { next in visit.show(next.bill.asked) },
      ]
    ).markup(
      options.next,
      empty: emptyState(
        visit("Er komt niets meer", "Nothing more will come"),
        visit(
          "Dit abonnement brengt geen nieuwe periodes in rekening.",
          "This subscription charges no further periods.")))
  }

  private static func charged(_ model: Model, _ visit: StaffVisit) -> Markup {
    DataTable<RecordedCharge>(
      visit("In rekening gebracht", "Charged so far"),
      columns: [
        .init(visit(Texts.period), .rowHeader) { charge in visit.show(charge.period) },
        .init(visit("Onderdeel", "Part")) { charge in Markup(visit(charge.component.label)) },
        .init(visit("Berekening", "Calculation")) { charge in explanation(of: charge, visit) },
        .init(visit(Texts.amount), .number) { charge in visit.show(charge.amount) },
        .init(visit("Teruggegeven", "Given back"), .number) { charge in
          charge.givenBack.isZero ? Markup("–") : visit.show(charge.givenBack)
        },
      ]
    ).markup(
      model.charges,
      empty: emptyState(
        visit("Nog niets in rekening gebracht", "Nothing charged yet"),
        visit("De eerste periode volgt.", "The first period follows.")))
  }

  /// The same words as on the invoice.
  private static func explanation(of charge: RecordedCharge, _ visit: StaffVisit) -> Markup {
    // What was charged once can be computed again; if not, the amount stands there all the same.
    let words = (try? charge.explanation).flatMap { $0 }
    return Markup(words.map { visit($0) } ?? visit("hele periode", "whole period"))
  }
}

/// What stands beside a subscription's name.
struct SubscriptionFacts {
  private let options: ChangeOptions
  private let visit: StaffVisit

  init(_ options: ChangeOptions, _ visit: StaffVisit) {
    self.options = options
    self.visit = visit
  }

  private var subscription: Subscription { options.subscription }

  var pairs: [(String, Markup)] { standing + price + extras + dates }

  private var standing: [(String, Markup)] {
    [
      (visit(Texts.status), badge(visit(subscription.state.label), subscription.state.tone)),
      (
        visit(Texts.customer),
        visit.link(options.customer.details.addressee, Links.customer.path(options.customer.id))
      ),
      (visit(Texts.plan), visit.link(options.plan.name, Links.plan.path(options.plan.id))),
    ]
  }

  private var price: [(String, Markup)] {
    let vat =
      subscription.pricesIncludeVAT
      ? visit("btw inbegrepen", "VAT included") : visit("zonder btw", "without VAT")
    return [
      (
        visit(Texts.price),
        Markup {
          visit.show(subscription.price)
          " \(subscription.rhythm(visit.language)), \(vat)"
        }
      ),
      (visit("Aantal", "Quantity"), Markup("\(subscription.quantity)")),
    ]
  }

  private var extras: [(String, Markup)] {
    var pairs: [(String, Markup)] = []
    if let introduction = subscription.introduction, introduction.periodsLeft > 0 {
      pairs.append(
        (
          visit("Introductieprijs", "Introductory price"),
          Markup {
            visit.show(introduction.price)
            visit(", nog \(introduction.periodsLeft) keer", ", \(introduction.periodsLeft) more")
          }
        ))
    }
    for item in options.addOns {
      let text = "\(item.addOn.quantity) x \(item.plan.name), "
      pairs.append(
        (visit("Aanvulling", "Add-on"), Markup(text) + visit.show(item.addOn.price)))
    }
    for discount in options.discounts {
      let left = discount.periodsLeft.map { visit(", nog \($0) keer", ", \($0) more") } ?? ""
      let amount = discount.amount.formatted(visit.language)
      pairs.append(
        (visit("Korting", "Discount"), Markup("\(discount.label): \(amount)\(left)")))
    }
    if let instalments = subscription.instalments {
      pairs.append(
        (
          visit("Termijnen", "Instalments"),
          Markup("\(instalments.charged) / \(instalments.total)")
        ))
    }
    return pairs
  }

  private var dates: [(String, Markup)] {
    var pairs = [(visit("Gekocht op", "Bought on"), visit.show(subscription.purchasedOn))]
    if let day = subscription.trialUntil {
      pairs.append((visit("Betaald vanaf", "Paid from"), visit.show(day)))
    }
    pairs.append(
      (visit("Hele periodes vanaf", "Whole periods from"), visit.show(subscription.schedule.anchor))
    )
    if let day = subscription.collectionDay {
      pairs.append((visit("Eigen incassodag", "Own collection day"), Markup("\(day)")))
    }
    if let pause = subscription.pause {
      pairs.append((visit("Pauze", "Pause"), visit.show(pause.period)))
    }
    if let end = subscription.state.endsOn {
      pairs.append((visit("Laatste dag", "Last day"), visit.show(end.adding(days: -1))))
    }
    pairs.append((visit("Nummer", "Id"), code { subscription.id.description }))
    return pairs
  }
}

extension ChargeComponent {
  fileprivate var label: Phrase {
    switch self {
    case .plan: Phrase(nl: "Plan", en: "Plan")
    case .addOn: Phrase(nl: "Aanvulling", en: "Add-on")
    case .setup: Phrase(nl: "Eenmalige kosten", en: "Set-up fee")
    case .discount: Phrase(nl: "Korting", en: "Discount")
    }
  }
}
