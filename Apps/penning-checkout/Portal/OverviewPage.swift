import HTML
import HTTPServer
import Invoicing
import Payments
import Primitives
import Tenancy
import Web
import Workflows

/// `/{shop}/portal`: what is to be paid first of all, then everything else.
enum OverviewPage {
  static func show(_ portal: PortalVisit) async throws -> HTTPResponse {
    let overview = try await read(portal)
    return page(portal, overview, start(overview, portal))
  }

  /// Pays the chosen documents at once.
  static func pay(_ portal: PortalVisit) async throws -> HTTPResponse {
    guard portal.right.mayPay else { throw WebRefusal.forbidden }
    var form = portal.visit.reader
    let documents = form.choices("document") { Invoice.ID($0) }
    let method = form.choice("method") { text in
      portal.shop.door.methods.first { $0.rawValue == text }
    }
    if documents.isEmpty { form.refuse("document", chooseOne) }
    guard form.isComplete(), let method else {
      return page(portal, try await read(portal), form.state, status: 422)
    }
    do {
      let platform = portal.shop.app.platform
      let id = try await PortalPayment(platform).start(
        documents, of: portal.customer, by: method, as: portal.scope)
      return try await portal.shop.handOver(
        HostedPayment(platform).open(id, as: portal.scope))
    } catch let refusal as any Refusal {
      form.refuse("", refusal.phrase)
      let status = HTTPStatus.of(refusal.kind)
      return page(portal, try await read(portal), form.state, status: status)
    }
  }

  private static func read(_ portal: PortalVisit) async throws -> Overview {
    let customer = portal.customer
    return try await portal.shop.app.platform.database.read(as: portal.scope) { shop in
      try Overview(of: customer, in: shop)
    }
  }

  /// What can be paid is ticked, but for orders that were never finished.
  private static func start(_ overview: Overview, _ portal: PortalVisit) -> FormState {
    let all = overview.due.filter { $0.canBePaid && !$0.isUnfinishedOrder }
      .map(\.document.id.description)
    return FormState(values: [
      "document": all.joined(separator: "\n"),
      "method": portal.shop.door.methods.first?.rawValue ?? "",
    ])
  }

  private static func page(
    _ portal: PortalVisit, _ overview: Overview, _ form: FormState, status: Int = 200
  ) -> HTTPResponse {
    portal.page(portal(Texts.myAccount), status: status) {
      OverviewView(overview, portal, form).page
    }
  }

  private static let chooseOne = Phrase(
    nl: "Kies minstens één document om te betalen.", en: "Choose at least one document to pay.")
}
