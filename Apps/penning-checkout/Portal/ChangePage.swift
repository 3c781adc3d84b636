import Catalog
import HTML
import HTTPServer
import Primitives
import Subscriptions
import Tenancy
import Web
import Workflows

/// `/{shop}/portal/subscriptions/{id}/…`: what is wanted, what it would come to, and then just
/// that. The preview is the very call that makes the change.
enum ChangePage {
  static func show(
    _ portal: PortalVisit, _ id: Subscription.ID, _ act: ChangeAct
  ) async throws -> HTTPResponse {
    let options = try await portal.options(of: id)
    guard act.isOffered(options) else { return refused(portal, id) }
    let form = ChangeForm(act: act, options: options, language: portal.visit.language)
    if act.hasForm { return page(portal, form, form.start) }
    guard let wish = form.wish else { return refused(portal, id) }
    let order = ChangeOrder(wish, of: id, by: portal.customer)
    return try await preview(portal, form, form.start, order)
  }

  static func submit(
    _ portal: PortalVisit, _ id: Subscription.ID, _ act: ChangeAct
  ) async throws -> HTTPResponse {
    let options = try await portal.options(of: id)
    guard act.isOffered(options) else { return refused(portal, id) }
    let form = ChangeForm(act: act, options: options, language: portal.visit.language)
    var reader = portal.visit.reader
    let wish = form.read(&reader)
    let isConfirmed = reader.carried("step") == "confirm"
    let shown = ShownFields.read(&reader, options.subscription.price.currency)
    guard reader.isComplete(), let wish else {
      return page(portal, form, reader.state, status: 422)
    }
    var order = ChangeOrder(wish, of: id, by: portal.customer)
    do {
      guard isConfirmed, let shown else {
        return try await preview(portal, form, reader.state, order)
      }
      order.shown = shown
      let result = try await SubscriptionChange(portal.shop.app.platform)
        .make(order, as: portal.scope)
      return portal.visit.redirect(
        to: Links.portal.path(portal.slug), notice: Notice(portal(act.done(result))))
    } catch let refusal as SubscriptionChangeRefusal where refusal.kind == .conflict {
      order.shown = nil
      return try await preview(portal, form, reader.state, order, told: refusal.phrase)
    } catch let refusal as any Refusal where refusal.kind != .notFound {
      _ = try reader.checking(fields: ChangeForm.places) { throw refusal }
      return page(portal, form, reader.state, status: HTTPStatus.of(refusal.kind))
    }
  }

  static func keep(_ portal: PortalVisit, _ id: Subscription.ID) async throws -> HTTPResponse {
    try portal.requireChange()
    _ = try await Cancellation(portal.shop.app.platform).withdraw(
      id, of: portal.customer, as: portal.scope)
    return portal.visit.redirect(
      to: Links.portal.path(portal.slug), notice: Notice(portal(Text.kept)))
  }

  // MARK: Pages

  private static func page(
    _ portal: PortalVisit, _ form: ChangeForm, _ state: FormState, status: Int = 200
  ) -> HTTPResponse {
    frame(portal, form, status: status) {
      let id = form.options.subscription.id
      card {
        h1 { "\(form.options.plan.name): \(portal(form.act.name))" }
        if form.act == .withdraw { p { portal(Text.withdrawal(form.options.subscription)) } }
        FormView(
          portal.visit, state, action: SafeURL(path: form.act.link.path(portal.slug, id))
        ).markup { view in
          form.fields(view)
          view.submit(
            portal(form.act == .withdraw ? form.act.name : Text.look),
            cancel: SafeURL(path: Links.subscription.path(portal.slug, id)))
        }
      }
    }
  }

  private static func preview(
    _ portal: PortalVisit, _ form: ChangeForm, _ state: FormState, _ order: ChangeOrder,
    told: Phrase? = nil
  ) async throws -> HTTPResponse {
    let result = try await SubscriptionChange(portal.shop.app.platform)
      .make(order, .rehearsed, as: portal.scope)
    let shown = try result.shown
    let summary = try ChangeSummary(result, portal)
    let fields =
      form.names.map { (name: $0, value: state.value($0)) } + ShownFields.fields(of: shown)
    return frame(portal, form, status: told == nil ? 200 : 409) {
      let id = order.subscription
      if let told { notice(portal(told), .warn) }
      card {
        h1 { "\(form.options.plan.name): \(portal(form.act.name))" }
        summary.explanation(of: form.act)
        summary.markup
        div(.class("actions")) {
          actionButton(
            portal(form.act.confirm), SafeURL(path: form.act.link.path(portal.slug, id)),
            portal.visit, form.act.isEnding ? .danger : .plain,
            fields: fields + [(name: "step", value: "confirm")])
          linkButton(
            portal(Text.back), SafeURL(path: Links.subscription.path(portal.slug, id)), .quiet)
        }
      }
    }
  }

  private static func frame(
    _ portal: PortalVisit, _ form: ChangeForm, status: Int,
    @MarkupBuilder content: () -> Markup
  ) -> HTTPResponse {
    let back = PageFrame.Item(
      form.options.plan.name,
      SafeURL(path: Links.subscription.path(portal.slug, form.options.subscription.id)))
    return portal.page(
      portal(form.act.name), width: .narrow, crumbs: [portal.home, back], status: status,
      content: content)
  }

  /// What is not offered any more leads back to what is.
  private static func refused(_ portal: PortalVisit, _ id: Subscription.ID) -> HTTPResponse {
    portal.visit.redirect(
      to: Links.subscription.path(portal.slug, id), notice: Notice(portal(Text.notNow), .warn))
  }

  private enum Text {
    static let look = Phrase(nl: "Bekijk wat dit betekent", en: "See what this means")
    static let back = Phrase(nl: "Nee, ga terug", en: "No, go back")
    static let notNow = Phrase(nl: "Dat kan nu niet.", en: "That is not possible now.")
    static let kept = Phrase(
      nl: "Uw abonnement loopt gewoon door.", en: "Your subscription simply goes on.")

    static func withdrawal(_ subscription: Subscription) -> Phrase {
      let day = subscription.withdrawableUntil
      return Phrase(
        nl: """
          U kunt deze overeenkomst zonder reden herroepen tot en met \(day.formatted(.nl)). Uw \
          abonnement eindigt dan meteen en u krijgt alles terug wat u ervoor betaalde.
          """,
        en: """
          You can withdraw from this contract without giving a reason until \
          \(day.formatted(.en)). Your subscription then ends at once, and you get back all that \
          you paid for it.
          """)
    }
  }
}

extension ChangeForm {
  /// Of a change that needs no form.
  var wish: ChangeWish? {
    switch act {
    case .resume: .resume
    case .restart: .restart
    case .planned: .dropPlanned
    case .plan, .quantity, .addOn, .pause, .day, .cancel, .withdraw: nil
    }
  }
}

/// What a preview showed, as fields of its confirmation.
enum ShownFields {
  static func fields(of shown: ShownChange) -> [(name: String, value: String)] {
    [
      (name: "shownToPay", value: shown.toPay.decimal),
      (name: "shownBack", value: shown.givenBack.decimal),
      (name: "shownFrom", value: shown.from.description),
    ]
  }

  /// Nil where a form comes without, and its preview is still to be shown.
  static func read(_ form: inout FormReader, _ currency: Currency) -> ShownChange? {
    let toPay = form.carried("shownToPay").flatMap { try? Money(decimal: $0, currency: currency) }
    let back = form.carried("shownBack").flatMap { try? Money(decimal: $0, currency: currency) }
    let from = form.carried("shownFrom").flatMap { CivilDate($0) }
    guard let toPay, let back, let from else { return nil }
    return ShownChange(toPay: toPay, givenBack: back, from: from)
  }
}

extension PortalVisit {
  /// - Throws: `WebRefusal.forbidden` for users who see or pay alone.
  func requireChange() throws(WebRefusal) {
    guard right.mayChange else { throw .forbidden }
  }

  /// A subscription of this customer, to be changed by who may.
  func options(of id: Subscription.ID) async throws -> ChangeOptions {
    try requireChange()
    let customer = customer
    return try await shop.app.platform.database.read(as: scope) { inside in
      try ChangeOptions(id, for: customer, in: inside)
    }
  }
}
