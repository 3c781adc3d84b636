import HTML
import HTTPServer
import Primitives
import Subscriptions
import Tenancy
import Web
import Workflows

/// Where the shop cancels a subscription at the end of what was billed, or takes that back.
enum CancelPage {
  static func show(_ visit: StaffVisit, _ id: Subscription.ID) async throws -> HTTPResponse {
    // The very call that cancels, undone: so the day shown is the day that will hold.
    let ended = try await Cancellation(visit.app.platform)
      .cancel(id, outcome: .rehearsed, as: visit.scope)
    let back = Links.subscription.path(id)
    let title = visit("Abonnement opzeggen", "Cancel the subscription")
    return visit.page(
      title, in: .subscriptions, width: .narrow,
      crumbs: [visit.crumb(.subscriptions), visit.crumb(visit(Texts.subscription), back)]
    ) {
      confirmation(
        title, explanation(ended, visit), confirm: visit("Opzeggen", "Cancel it"),
        action: SafeURL(path: Links.cancelSubscription.path(id)), back: SafeURL(path: back),
        visit.visit)
    }
  }

  static func cancel(_ visit: StaffVisit, _ id: Subscription.ID) async throws -> HTTPResponse {
    var form = visit.visit.reader
    guard form.isComplete() else { throw WebRefusal.forbidden }
    let ended = try await Cancellation(visit.app.platform).cancel(id, as: visit.scope)
    return visit.visit.redirect(
      to: Links.subscription.path(id), notice: Notice(explanation(ended, visit)))
  }

  static func keep(_ visit: StaffVisit, _ id: Subscription.ID) async throws -> HTTPResponse {
    _ = try await Cancellation(visit.app.platform).withdraw(id, as: visit.scope)
    return visit.visit.redirect(
      to: Links.subscription.path(id),
      notice: Notice(visit("Het abonnement loopt door.", "The subscription goes on.")))
  }

  private static func explanation(_ ended: Subscription, _ visit: StaffVisit) -> String {
    guard case .active(endsOn: .some(let end)) = ended.state else {
      return visit("Het abonnement eindigt.", "The subscription ends.")
    }
    let day = end.formatted(visit.language)
    return visit(
      "Het abonnement loopt tot \(day): zo lang is er al in rekening gebracht. Daarna wordt "
        + "niets meer in rekening gebracht; er wordt niets terugbetaald. De klant krijgt bericht.",
      "The subscription runs until \(day), as far as it has been billed. Nothing is charged "
        + "after that, and nothing is given back. The customer is told.")
  }
}
