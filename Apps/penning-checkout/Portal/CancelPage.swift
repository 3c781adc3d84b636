import Catalog
import HTML
import HTTPServer
import Primitives
import Subscriptions
import Tenancy
import Web
import Workflows

/// `/{shop}/portal/subscriptions/{id}/cancel`: says what cancelling means, asks once more, and
/// lets it be taken back until the last day.
enum CancelPage {
  static func show(_ portal: PortalVisit, _ id: Subscription.ID) async throws -> HTTPResponse {
    try portal.requireChange()
    let platform = portal.shop.app.platform
    let preview = try await Cancellation(platform).cancel(
      id, of: portal.customer, outcome: .rehearsed, as: portal.scope)
    let plan = try await platform.database.read(as: portal.scope) { shop in
      try shop.catalog.existingPlan(preview.planID).name
    }
    return portal.page(portal(Text.heading(plan)), width: .narrow, crumbs: [portal.home]) {
      card {
        h1 { portal(Text.heading(plan)) }
        p { portal(Text.meaning(preview.lastDay)) }
        div(.class("actions")) {
          actionButton(
            portal(Text.confirm), SafeURL(path: Links.cancel.path(portal.slug, id)), portal.visit,
            .danger)
          linkButton(portal(Text.back), SafeURL(path: Links.portal.path(portal.slug)), .quiet)
        }
      }
    }
  }

  static func cancel(_ portal: PortalVisit, _ id: Subscription.ID) async throws -> HTTPResponse {
    try portal.requireChange()
    let ended = try await Cancellation(portal.shop.app.platform).cancel(
      id, of: portal.customer, as: portal.scope)
    return portal.visit.redirect(
      to: Links.portal.path(portal.slug), notice: Notice(portal(Text.done(ended.lastDay))))
  }

  static func keep(_ portal: PortalVisit, _ id: Subscription.ID) async throws -> HTTPResponse {
    try portal.requireChange()
    _ = try await Cancellation(portal.shop.app.platform).withdraw(
      id, of: portal.customer, as: portal.scope)
    return portal.visit.redirect(
      to: Links.portal.path(portal.slug), notice: Notice(portal(Text.kept)))
  }

  private enum Text {
    static let confirm = Phrase(nl: "Ja, zeg op", en: "Yes, cancel it")
    static let back = Phrase(nl: "Nee, ga terug", en: "No, go back")
    static let kept = Phrase(
      nl: "Uw abonnement loopt gewoon door.", en: "Your subscription simply goes on.")

    static func heading(_ plan: String) -> Phrase {
      Phrase(nl: "\(plan) opzeggen?", en: "Cancel \(plan)?")
    }

    static func meaning(_ lastDay: CivilDate?) -> Phrase {
      let (nl, en) = (lastDay?.formatted(.nl) ?? "", lastDay?.formatted(.en) ?? "")
      return Phrase(
        nl: "Uw abonnement loopt dan tot en met \(nl): tot zover is het in rekening gebracht. "
          + "Daarna wordt er niets meer afgeschreven. U krijgt een bevestiging per e-mail, en tot "
          + "de laatste dag kunt u zich nog bedenken.",
        en: "Your subscription then runs until \(en), as far as it has been charged. After that "
          + "nothing more is collected. You get a confirmation by e-mail, and until the last day "
          + "you can change your mind.")
    }

    static func done(_ lastDay: CivilDate?) -> Phrase {
      let (nl, en) = (lastDay?.formatted(.nl) ?? "", lastDay?.formatted(.en) ?? "")
      return Phrase(
        nl: "Opgezegd. Uw abonnement loopt tot en met \(nl).",
        en: "Cancelled. Your subscription runs until \(en).")
    }
  }
}

extension PortalVisit {
  /// - Throws: `WebRefusal.forbidden` for users who see or pay alone.
  fileprivate func requireChange() throws(WebRefusal) {
    guard right.mayChange else { throw .forbidden }
  }
}

extension Subscription {
  /// The last day of one that was cancelled.
  fileprivate var lastDay: CivilDate? {
    guard case .active(endsOn: .some(let end)) = state else { return nil }
    return end.adding(days: -1)
  }
}
