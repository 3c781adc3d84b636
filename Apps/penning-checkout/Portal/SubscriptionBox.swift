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
      a(.href(SafeURL(path: Links.subscription.path(portal.slug, subscription.id)))) {
        subscribed.plan
      }
      " "
      badge(portal(subscribed.standing.label), subscribed.standing.tone)
    }
    facts(terms)
    if portal.right.mayChange { actions }
  }

  private var terms: [(String, Markup)] {
    let count = subscription.quantity == 1 ? "" : " (\(subscription.quantity) x)"
    let rhythm = subscription.rhythm(language)
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
      linkButton(
        portal(Text.manage), SafeURL(path: Links.subscription.path(portal.slug, subscription.id)),
        .small)
      for act in subscribed.acts { link(to: act) }
      if subscribed.mayKeep {
        actionButton(
          portal(Text.keep), SafeURL(path: Links.keep.path(portal.slug, subscription.id)),
          portal.visit, .small)
      }
    }
  }

  private func link(to act: ChangeAct) -> Markup {
    linkButton(
      portal(act.name), SafeURL(path: act.link.path(portal.slug, subscription.id)), .small)
  }

  private enum Text {
    static let price = Phrase(nl: "Prijs", en: "Price")
    static let lastDay = Phrase(nl: "Loopt tot en met", en: "Runs until")
    static let manage = Phrase(nl: "Bekijken en wijzigen", en: "See and change")
    static let keep = Phrase(nl: "Toch doorgaan", en: "Keep it after all")
  }
}
