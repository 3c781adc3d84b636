import Dunning
import HTML
import HTTPServer
import Invoicing
import Outbox
import Payments
import Primitives
import Tenancy
import Web

/// What waits for a person.
struct Decisions: Sendable {
  /// Messages that could not be delivered, however often it was tried.
  let parked: [ParkedMessage]
  /// Of the newest payments: collections that failed, money that was taken back.
  let failed: [Payment]
  /// Documents that went through the whole follow-up and are still unpaid.
  let unpaid: [DunningCase]

  init(of shop: ShopTransaction) throws {
    parked = try shop.outbox.parked(PageRequest(limit: 50)).items
    failed = try shop.payments.page(PageRequest(limit: 200)).items.filter(\.needsDecision)
    unpaid = try shop.dunning.page(PageRequest(limit: 50), at: .reminder).items.filter {
      if case .parked = $0.state { true } else { false }
    }
  }

  var isEmpty: Bool { parked.isEmpty && failed.isEmpty && unpaid.isEmpty }

  func parkedText(_ visit: StaffVisit) -> String {
    visit(
      "\(parked.count) berichten die niet bezorgd konden worden",
      "\(parked.count) messages that could not be delivered")
  }

  func failedText(_ visit: StaffVisit) -> String {
    visit(
      "\(failed.count) mislukte of gestorneerde betalingen",
      "\(failed.count) payments that failed or were charged back")
  }

  func unpaidText(_ visit: StaffVisit) -> String {
    visit(
      "\(unpaid.count) onbetaalde documenten na de laatste herinnering",
      "\(unpaid.count) unpaid documents after the last reminder")
  }
}

extension Payment {
  fileprivate var needsDecision: Bool {
    state == .chargedBack || state == .failed && sequence == .recurring
  }
}

enum DecisionsPage {
  struct Model: Sendable {
    let decisions: Decisions
    let customers: [Customer.ID: Customer]
    let documents: [Invoice.ID: DocumentHead]
  }

  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let model = try await visit.read { shop in
      let decisions = try Decisions(of: shop)
      return Model(
        decisions: decisions,
        customers: try shop.customers.find(
          decisions.failed.map(\.customer) + decisions.unpaid.map(\.customer)),
        documents: try shop.invoicing.heads(decisions.unpaid.map(\.document)))
    }
    return visit.page(visit("Beslissingen", "Decisions"), in: .dashboard) { view(model, visit) }
  }

  static func retry(_ visit: StaffVisit, _ message: OutboxMessage.ID) async throws -> HTTPResponse {
    do {
      try await visit.write { try $0.outbox.revive(message) }
    } catch is OutboxError {
      throw WebRefusal.notFound
    }
    return visit.visit.redirect(
      to: Links.decisions.path(),
      notice: Notice(
        visit("Het bericht wordt opnieuw geprobeerd.", "The message will be tried again.")))
  }

  @MarkupBuilder private static func view(_ model: Model, _ visit: StaffVisit) -> Markup {
    pageHead(
      visit("Wacht op een beslissing", "Needs a decision"),
      lead: visit(
        "Wat het platform niet zelf kan afronden.", "What the platform cannot finish by itself."))
    if model.decisions.isEmpty {
      card {
        emptyState(
          visit("Alles is afgehandeld", "All is dealt with"),
          visit("Er is nu niets dat op u wacht.", "Nothing is waiting for you now."))
      }
    }
    if !model.decisions.unpaid.isEmpty { unpaid(model, visit) }
    if !model.decisions.failed.isEmpty { failed(model, visit) }
    if !model.decisions.parked.isEmpty { parked(model.decisions.parked, visit) }
  }

  private static func unpaid(_ model: Model, _ visit: StaffVisit) -> Markup {
    DataTable<DunningCase>(
      visit("Onbetaald na de laatste herinnering", "Unpaid after the last reminder"),
      columns: [
        .init(visit("Document", "Document"), .rowHeader) { item in
          visit.link(
            model.documents[item.document]?.number ?? item.document.description,
            Links.invoice.path(item.document))
        },
        .init(visit(Texts.customer)) { item in
          visit.link(
            model.customers[item.customer]?.details.addressee ?? "–",
            Links.customer.path(item.customer))
        },
        .init(visit(Texts.dueOn)) { item in visit.show(item.dueOn) },
        .init(visit(Texts.open), .number) { item in
          model.documents[item.document].map { visit.show($0.toPay) } ?? .empty
        },
      ]
    ).markup(model.decisions.unpaid)
  }

  private static func failed(_ model: Model, _ visit: StaffVisit) -> Markup {
    DataTable<Payment>(
      visit("Mislukte en gestorneerde betalingen", "Failed and charged-back payments"),
      columns: [
        .init(visit("Betaling", "Payment"), .rowHeader) { payment in
          visit.link(payment.description, Links.payment.path(payment.id))
        },
        .init(visit(Texts.customer)) { payment in
          visit.link(
            model.customers[payment.customer]?.details.addressee ?? "–",
            Links.customer.path(payment.customer))
        },
        .init(visit(Texts.status)) { payment in
          badge(visit(payment.state.label), payment.state.tone)
        },
        .init(visit("Reden", "Reason")) { payment in Markup(payment.reasonCode ?? "–") },
        .init(visit(Texts.amount), .number) { payment in visit.show(payment.amount) },
      ]
    ).markup(model.decisions.failed)
  }

  private static func parked(_ messages: [ParkedMessage], _ visit: StaffVisit) -> Markup {
    DataTable<ParkedMessage>(
      visit("Niet bezorgd", "Not delivered"),
      columns: [
        .init(visit("Bericht", "Message"), .rowHeader) { message in
          Markup { code { message.kind } }
        },
        .init(visit("Sinds", "Since")) { message in visit.show(message.parkedAt) },
        .init(visit("Pogingen", "Attempts"), .number) { message in Markup("\(message.attempts)") },
        .init(visit("Reden", "Reason")) { message in Markup(message.reason) },
        .init(visit("Actie", "Action")) { message in
          guard visit.may(.manageSettings) else { return .empty }
          return actionButton(
            visit("Opnieuw proberen", "Try again"),
            SafeURL(path: Links.retryMessage.path(message.id)), visit.visit, .small)
        },
      ]
    ).markup(messages)
  }
}
