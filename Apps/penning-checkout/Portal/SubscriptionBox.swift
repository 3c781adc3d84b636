import HTML
import HTTPServer
import Primitives
import Subscriptions
import Tenancy
import Web

/// One subscription on the overview: what it costs, when the next payment is, how it stands.
struct SubscriptionBox {
  private let subscribed: Overview.Subscribed
  private let portal: PortalVisit

  init(_ subscribed: Overview.Subscribed, _ portal: PortalVisit) {
    self.subscribed = subscribed
    self.portal = portal
  }

  private var language: Language { portal.visit.language }
  private var subscription: Subscription { subscribed.subscription }

  @MarkupBuilder var markup: Markup {
    h3 {
      subscribed.plan
      " "
      badge(portal(subscription.state.label), subscription.state.tone)
    }
    facts(terms)
    if portal.right.mayChange { actions }
  }

  private var terms: [(String, Markup)] {
    let count = subscription.quantity == 1 ? "" : " (\(subscription.quantity) x)"
    let rhythm = subscribed.interval?.formatted(language) ?? ""
    var terms = [
      (
        portal(Text.price),
        Markup("\(subscription.price.formatted(language)) \(rhythm)\(count)")
      )
    ]
    if let next = subscribed.next {
      terms.append(
        (
          portal(Texts.nextCollection),
          day(next.day, language) + Markup(" · ") + money(next.amount, language)
        ))
    }
    if case .active(endsOn: .some(let end)) = subscription.state {
      terms.append((portal(Text.lastDay), day(end.adding(days: -1), language)))
    }
    return terms
  }

  private var actions: Markup {
    div(.class("actions")) {
      switch subscription.state {
      case .active(endsOn: nil):
        linkButton(
          portal(Text.cancel), SafeURL(path: Links.cancel.path(portal.slug, subscription.id)),
          .small)
      case .active(endsOn: .some):
        actionButton(
          portal(Text.keep), SafeURL(path: Links.keep.path(portal.slug, subscription.id)),
          portal.visit, .small)
      case .pending, .ended, .abandoned: Markup.empty
      }
    }
  }

  private enum Text {
    static let price = Phrase(nl: "Prijs", en: "Price")
    static let lastDay = Phrase(nl: "Loopt tot en met", en: "Runs until")
    static let cancel = Phrase(nl: "Opzeggen", en: "Cancel subscription")
    static let keep = Phrase(nl: "Toch doorgaan", en: "Keep it after all")
  }
}

extension SubscriptionState {
  fileprivate var label: Phrase {
    switch self {
    case .pending: Phrase(nl: "Wacht op eerste betaling", en: "Waiting for the first payment")
    case .active(endsOn: nil): Phrase(nl: "Actief", en: "Active")
    case .active(endsOn: .some): Phrase(nl: "Opgezegd", en: "Cancelled")
    case .ended: Phrase(nl: "Beëindigd", en: "Ended")
    case .abandoned: Phrase(nl: "Niet doorgegaan", en: "Did not go ahead")
    }
  }

  fileprivate var tone: Tone {
    switch self {
    case .pending: .warn
    case .active(endsOn: nil): .good
    case .active(endsOn: .some): .info
    case .ended, .abandoned: .neutral
    }
  }
}
