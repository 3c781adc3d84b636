import Catalog
import HTML
import HTTPServer
import Primitives
import Subscriptions
import Tenancy
import Web
import Workflows

/// `/subscriptions/{id}/…`: what the shop wants, what it would come to, and then just that. The
/// preview is the very call that makes the change.
enum SubscriptionChangePage {
  static func show(
    _ visit: StaffVisit, _ id: Subscription.ID, _ act: SubscriptionAct
  ) async throws -> HTTPResponse {
    let options = try await visit.read { try ChangeOptions(id, in: $0) }
    let form = SubscriptionForm(act: act, options: options, visit: visit)
    guard act.isOffered(options) else { return notOffered(form) }
    guard form.names.isEmpty, let wish = act.wish else { return page(form, form.start) }
    return try await preview(form, form.start, ChangeOrder(wish, of: id))
  }

  static func submit(
    _ visit: StaffVisit, _ id: Subscription.ID, _ act: SubscriptionAct
  ) async throws -> HTTPResponse {
    let options = try await visit.read { try ChangeOptions(id, in: $0) }
    guard act.isOffered(options) else { return refused(visit, id) }
    let form = SubscriptionForm(act: act, options: options, visit: visit)
    var reader = visit.visit.reader
    let wanted = form.read(&reader)
    let isConfirmed = reader.carried("step") == "confirm"
    let shown = reader.shownChange(options.subscription.price.currency)
    guard reader.isComplete(), let wanted else { return page(form, reader.state, status: 422) }
    var order = ChangeOrder(
      wanted.wish, of: id, timing: wanted.timing, unusedPart: wanted.unusedPart)
    do {
      guard isConfirmed, let shown else { return try await preview(form, reader.state, order) }
      order.shown = shown
      if wanted.unusedPart == .paidBack { try visit.scope.require(.managePayments) }
      let result = try await SubscriptionChange(visit.app.platform).make(order, as: visit.scope)
      return visit.visit.redirect(
        to: Links.subscription.path(id), notice: Notice(done(result, visit)))
    } catch let refusal as SubscriptionChangeRefusal where refusal.kind == .conflict {
      order.shown = nil
      return try await preview(form, reader.state, order, told: refusal.phrase)
    } catch let refusal as any Refusal where refusal.kind != .notFound {
      _ = try reader.checking(fields: SubscriptionForm.places) { throw refusal }
      return page(form, reader.state, status: HTTPStatus.of(refusal.kind))
    }
  }

  static func keep(_ visit: StaffVisit, _ id: Subscription.ID) async throws -> HTTPResponse {
    _ = try await Cancellation(visit.app.platform).withdraw(id, as: visit.scope)
    return visit.visit.redirect(
      to: Links.subscription.path(id),
      notice: Notice(visit("Het abonnement loopt door.", "The subscription goes on.")))
  }

  /// Bills a subscription again that was set aside.
  static func release(_ visit: StaffVisit, _ id: Subscription.ID) async throws -> HTTPResponse {
    try await visit.write { shop in
      let subscription = try shop.subscriptions.existing(id)
      _ = try shop.subscriptions.release(
        subscription, noticeDays: shop.settings.current().renewalNoticeDays)
      try shop.audit.record("subscription.released", id)
    }
    return visit.visit.redirect(
      to: Links.subscription.path(id),
      notice: Notice(
        visit(
          "Het abonnement wordt weer in rekening gebracht.",
          "The subscription is being billed again.")))
  }

  private static func done(_ result: ChangeResult, _ visit: StaffVisit) -> String {
    if result.isOver {
      return visit("Het abonnement is geëindigd.", "The subscription has ended.")
    }
    if let day = result.lastDay?.formatted(visit.language) {
      return visit(
        "Opgezegd: het abonnement loopt tot en met \(day).",
        "Cancelled: the subscription runs until \(day) inclusive.")
    }
    let day = result.from.formatted(visit.language)
    return result.isPlanned
      ? visit("Gewijzigd met ingang van \(day).", "Changed from \(day).")
      : visit("Het abonnement is gewijzigd.", "The subscription was changed.")
  }

  // MARK: Pages

  private static func page(
    _ form: SubscriptionForm, _ state: FormState, status: Int = 200
  ) -> HTTPResponse {
    let (visit, id) = (form.visit, form.options.subscription.id)
    return frame(form, status: status) {
      card {
        h1 { visit(form.act.name) }
        FormView(visit.visit, state, action: SafeURL(path: form.act.link.path(id))).markup { view in
          form.fields(view)
          view.submit(
            visit("Voorbeeld bekijken", "See the preview"),
            cancel: SafeURL(path: Links.subscription.path(id)))
        }
      }
    }
  }

  private static func preview(
    _ form: SubscriptionForm, _ state: FormState, _ order: ChangeOrder, told: Phrase? = nil
  ) async throws -> HTTPResponse {
    let visit = form.visit
    let result = try await SubscriptionChange(visit.app.platform)
      .make(order, .rehearsed, as: visit.scope)
    let outcome = try SubscriptionOutcome(result, visit)
    let fields = form.names.map { (name: $0, value: state.value($0)) } + outcome.fields
    return frame(form, status: told == nil ? 200 : 409) {
      let id = order.subscription
      if let told { notice(visit(told), .warn) }
      card {
        h1 { visit(form.act.name) }
        outcome.markup
        p(.class("muted")) { visit("De klant krijgt bericht.", "The customer is told.") }
        div(.class("actions")) {
          actionButton(
            visit(form.act.confirm), SafeURL(path: form.act.link.path(id)), visit.visit,
            form.act.isEnding ? .danger : .plain,
            fields: fields + [(name: "step", value: "confirm")])
          linkButton(
            visit.visit(WebText.cancel), SafeURL(path: Links.subscription.path(id)), .quiet)
        }
      }
    }
  }

  private static func frame(
    _ form: SubscriptionForm, status: Int, @MarkupBuilder content: () -> Markup
  ) -> HTTPResponse {
    let visit = form.visit
    let back = visit.crumb(
      "\(form.options.plan.name), \(form.options.customer.details.addressee)",
      Links.subscription.path(form.options.subscription.id))
    return visit.page(
      visit(form.act.name), in: .subscriptions, width: .narrow,
      crumbs: [visit.crumb(.subscriptions), back], status: status, content: content)
  }

  private static func notOffered(_ form: SubscriptionForm) -> HTTPResponse {
    let visit = form.visit
    return frame(form, status: 200) {
      card {
        h1 { visit(form.act.name) }
        p { visit(notNow) }
        linkButton(
          visit.visit(WebText.back),
          SafeURL(path: Links.subscription.path(form.options.subscription.id)), .quiet)
      }
    }
  }

  private static let notNow = Phrase(
    nl: "Dat kan nu niet: het abonnement staat er niet naar.",
    en: "That is not possible as the subscription stands now.")

  private static func refused(_ visit: StaffVisit, _ id: Subscription.ID) -> HTTPResponse {
    visit.visit.redirect(
      to: Links.subscription.path(id),
      notice: Notice(visit(notNow), .warn))
  }
}

extension SubscriptionAct {
  /// Of a change that needs no form.
  fileprivate var wish: ChangeWish? {
    switch self {
    case .resume: .resume
    case .restart: .restart
    case .planned: .dropPlanned
    case .plan, .quantity, .addOn, .pause, .day, .cancel, .withdraw: nil
    }
  }
}

extension FormReader {
  /// What the preview showed; nil where it is still to be shown.
  fileprivate mutating func shownChange(_ currency: Currency) -> ShownChange? {
    let toPay = carried("shownToPay").flatMap { try? Money(decimal: $0, currency: currency) }
    let back = carried("shownBack").flatMap { try? Money(decimal: $0, currency: currency) }
    let from = carried("shownFrom").flatMap { CivilDate($0) }
    guard let toPay, let back, let from else { return nil }
    return ShownChange(toPay: toPay, givenBack: back, from: from)
  }
}

/// What a change would come to.
struct SubscriptionOutcome {
  private let result: ChangeResult
  private let visit: StaffVisit
  private let shown: ShownChange
  private let creditsLeft: Money

  init(_ result: ChangeResult, _ visit: StaffVisit) throws {
    self.result = result
    self.visit = visit
    shown = try result.shown
    creditsLeft = try result.creditsLeft
  }

  var fields: [(name: String, value: String)] {
    [
      (name: "shownToPay", value: shown.toPay.decimal),
      (name: "shownBack", value: shown.givenBack.decimal),
      (name: "shownFrom", value: shown.from.description),
    ]
  }

  @MarkupBuilder var markup: Markup {
    if !result.lines.isEmpty {
      DataTable<ChangeLine>(
        visit("Berekening", "Calculation"),
        columns: [
          .init(visit("Omschrijving", "Description"), .rowHeader) { line in
            span {
              visit(line.description)
              if let words = line.explanation { span(.class("hint")) { visit(words) } }
            }
          },
          .init(visit(Texts.period)) { line in line.period.map { visit.show($0) } ?? Markup("") },
          .init(visit(Texts.amount), .number) { line in visit.show(line.amount) },
        ]
      ).markup(result.lines)
    }
    facts(outcome)
  }

  private var outcome: [(String, Markup)] {
    let receipt = result.receipt
    var pairs = [when]
    func add(_ term: String, _ amount: Money) {
      if amount.isPositive { pairs.append((term, visit.show(amount))) }
    }
    add(visit("Nieuw te betalen", "Newly to pay"), shown.toPay)
    add(visit("Wordt tegoed", "Becomes credits"), creditsLeft)
    add(visit("Wordt terugbetaald", "Is paid back"), receipt.paidBack)
    add(visit("Gaat af van wat openstaat", "Comes off what is open"), receipt.lowered)
    if let next = result.next {
      pairs.append(
        (
          visit("Volgende betaling", "Next payment"),
          Markup {
            visit.show(next.bill.asked)
            ", "
            visit.show(next.period.collectOn)
          }
        ))
    }
    return pairs
  }

  private var when: (String, Markup) {
    if result.isOver { return (visit("Eindigt", "Ends"), Markup(visit("meteen", "at once"))) }
    if let last = result.lastDay { return (visit("Laatste dag", "Last day"), visit.show(last)) }
    return (visit("Gaat in op", "Takes effect on"), visit.show(result.from))
  }
}
