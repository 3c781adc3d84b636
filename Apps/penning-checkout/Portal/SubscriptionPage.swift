import Catalog
import HTML
import HTTPServer
import Primitives
import Subscriptions
import Tenancy
import Web
import Workflows

/// `/{shop}/portal/subscriptions/{id}`: one subscription, what comes next, and what can be done.
enum SubscriptionPage {
  static func show(_ portal: PortalVisit, _ id: Subscription.ID) async throws -> HTTPResponse {
    let customer = portal.customer
    let options = try await portal.shop.app.platform.database.read(as: portal.scope) { inside in
      try ChangeOptions(id, for: customer, in: inside)
    }
    return portal.page(options.plan.name, crumbs: [portal.home]) {
      SubscriptionView(options, portal).page
    }
  }
}

/// Draws one subscription.
struct SubscriptionView {
  private let options: ChangeOptions
  private let portal: PortalVisit

  init(_ options: ChangeOptions, _ portal: PortalVisit) {
    self.options = options
    self.portal = portal
  }

  private var language: Language { portal.visit.language }
  private var subscription: Subscription { options.subscription }

  @MarkupBuilder var page: Markup {
    pageHead(options.plan.name)
    if let planned = options.planned { notice(portal(Text.planned(planned)), .info) }
    if subscription.parked != nil { notice(portal(Text.parked), .warn) }
    div(.class("columns")) {
      card(portal(Text.standing)) { facts(terms) }
      if portal.right.mayChange { card(portal(Text.actions)) { actions } }
    }
    upcoming
  }

  private var terms: [(String, Markup)] {
    let standing = subscription.standing(on: options.today)
    let count = subscription.quantity == 1 ? "" : " (\(subscription.quantity) x)"
    let rhythm = subscription.rhythm(language)
    var terms: [(String, Markup)] = [
      (portal(Texts.status), badge(portal(standing.label), standing.tone)),
      (portal(Text.price), Markup("\(subscription.price.formatted(language)) \(rhythm)\(count)")),
      (portal(Text.since), day(subscription.purchasedOn, language)),
    ]
    if let introduction = subscription.introduction, introduction.periodsLeft > 0 {
      let words = Text.introduction(introduction)
      terms.append((portal(Text.introductionTerm), Markup(portal(words))))
    }
    for item in options.addOns {
      let name = item.addOn.quantity == 1 ? "" : "\(item.addOn.quantity) x "
      terms.append(
        (
          portal(Text.addOn),
          Markup("\(name)\(item.plan.name) · \(item.addOn.price.formatted(language))")
        ))
    }
    for discount in options.discounts {
      terms.append((portal(Text.discount), Markup(portal(Text.words(discount)))))
    }
    if let instalments = subscription.instalments {
      let words = Text.instalments(instalments)
      terms.append((portal(Text.instalmentsTerm), Markup(portal(words))))
    }
    if let own = subscription.collectionDay {
      terms.append((portal(Text.day), Markup("\(own)")))
    }
    if let trialUntil = subscription.trialUntil, options.today < trialUntil {
      terms.append((portal(Text.freeUntil), day(trialUntil.adding(days: -1), language)))
    }
    if options.rights.isResting, let pause = subscription.pause {
      terms.append((portal(Text.pause), Markup(pause.period.formatted(language))))
    }
    if let end = subscription.state.endsOn {
      terms.append((portal(Text.lastDay), day(end.adding(days: -1), language)))
    }
    return terms
  }

  @MarkupBuilder private var actions: Markup {
    if options.rights.mayKeep {
      actionButton(
        portal(Text.keep), SafeURL(path: Links.keep.path(portal.slug, subscription.id)),
        portal.visit)
    }
    let offered = ChangeAct.allCases.filter { $0.isOffered(options) }
    if offered.isEmpty && !options.rights.mayKeep { p(.class("muted")) { portal(Text.nothing) } }
    ul {
      for act in offered {
        li {
          a(.href(SafeURL(path: act.link.path(portal.slug, subscription.id)))) {
            portal(act.name)
          }
        }
      }
    }
  }

  private var upcoming: Markup {
    DataTable<Foresight.Next>(
      portal(Text.upcoming),
      columns: [
        .init(portal(Text.period), .rowHeader) { next in next.period.period.formatted(language) },
        .init(portal(Texts.collectOn)) { next in day(next.period.collectOn, language) },
        .init(portal(Text.calculation)) { next in calculation(of: next) },
        .init(portal(Texts.amount), .number) { next in money(next.bill.asked, language) },
      ]
    ).markup(
      options.next,
      empty: emptyState(portal(Text.nothingMore), portal(Text.nothingMoreHint)))
  }

  private func calculation(of next: Foresight.Next) -> Markup {
    ul(.class("plain")) {
      for line in next.bill.lines {
        li {
          "\(line.description): \(line.amount.formatted(language))"
          if let words = line.explanation { span(.class("hint")) { words } }
        }
      }
    }
  }
}

extension SubscriptionView {
  private enum Text {
    static let standing = Phrase(nl: "Hoe het staat", en: "How it stands")
    static let actions = Phrase(nl: "Wat u kunt doen", en: "What you can do")
    static let nothing = Phrase(nl: "Nu is er niets te wijzigen.", en: "Nothing to change now.")
    static let price = Phrase(nl: "Prijs", en: "Price")
    static let since = Phrase(nl: "Gekocht op", en: "Bought on")
    static let introductionTerm = Phrase(nl: "Introductieprijs", en: "Introductory price")
    static let addOn = Phrase(nl: "Aanvulling", en: "Add-on")
    static let discount = Phrase(nl: "Korting", en: "Discount")
    static let instalmentsTerm = Phrase(nl: "Termijnen", en: "Instalments")
    static let day = Phrase(nl: "Eigen incassodag", en: "Your collection day")
    static let freeUntil = Phrase(nl: "Gratis tot en met", en: "Free until")
    static let pause = Phrase(nl: "Pauze", en: "Pause")
    static let lastDay = Phrase(nl: "Loopt tot en met", en: "Runs until")
    static let keep = Phrase(nl: "Toch doorgaan", en: "Keep it after all")
    static let upcoming = Phrase(nl: "Wat er komt", en: "What comes next")
    static let period = Phrase(nl: "Periode", en: "Period")
    static let calculation = Phrase(nl: "Berekening", en: "Calculation")
    static let nothingMore = Phrase(nl: "Er komt niets meer", en: "Nothing more will come")
    static let nothingMoreHint = Phrase(
      nl: "Voor dit abonnement wordt niets meer in rekening gebracht.",
      en: "Nothing more will be charged for this subscription.")
    static let parked = Phrase(
      nl: "De volgende rekening wacht op een medewerker van de winkel.",
      en: "The next bill waits for a member of the shop's staff.")

    static func planned(_ planned: (change: PlannedChange, plan: Plan)) -> Phrase {
      let day = planned.change.effectiveFrom
      let name = planned.plan.name
      let count = planned.change.terms.quantity == 1 ? "" : "\(planned.change.terms.quantity) x "
      return Phrase(
        nl: "Vanaf \(day.formatted(.nl)): \(count)\(name).",
        en: "From \(day.formatted(.en)): \(count)\(name).")
    }

    static func introduction(_ introduction: RunningIntroduction) -> Phrase {
      let left = introduction.periodsLeft
      return Phrase(
        nl: "\(introduction.price.formatted(.nl)), nog \(left) keer",
        en: "\(introduction.price.formatted(.en)), \(left) more")
    }

    static func words(_ discount: RunningDiscount) -> Phrase {
      let (nl, en) = (discount.amount.formatted(.nl), discount.amount.formatted(.en))
      guard let left = discount.periodsLeft else {
        return Phrase(nl: "\(discount.label): \(nl)", en: "\(discount.label): \(en)")
      }
      return Phrase(
        nl: "\(discount.label): \(nl), nog \(left) keer",
        en: "\(discount.label): \(en), \(left) more")
    }

    static func instalments(_ instalments: Instalments) -> Phrase {
      Phrase(
        nl: "\(instalments.charged) van \(instalments.total) in rekening gebracht",
        en: "\(instalments.charged) of \(instalments.total) charged")
    }
  }
}

extension Subscription {
  /// How it stands on a day, in a customer's words.
  func standing(on day: CivilDate) -> (label: Phrase, tone: Tone) {
    switch state {
    case .pending:
      return (Phrase(nl: "Wacht op eerste betaling", en: "Waiting for the first payment"), .warn)
    case .active(endsOn: .some) where instalments?.isPaid != true:
      return (Phrase(nl: "Opgezegd", en: "Cancelled"), .info)
    case .active:
      if isPaused(on: day) { return (Phrase(nl: "Gepauzeerd", en: "Paused"), .info) }
      if isInTrial(on: day) { return (Phrase(nl: "Proefperiode", en: "Trial"), .good) }
      return (Phrase(nl: "Actief", en: "Active"), .good)
    case .ended: return (Phrase(nl: "Beëindigd", en: "Ended"), .neutral)
    case .abandoned: return (Phrase(nl: "Niet doorgegaan", en: "Did not go ahead"), .neutral)
    }
  }
}
