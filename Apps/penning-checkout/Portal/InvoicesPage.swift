import HTML
import HTTPServer
import Invoicing
import Primitives
import Tenancy
import Web
import Workflows

/// `/{shop}/portal/invoices`: every document of the account, newest first, page by page.
enum InvoicesPage {
  static func show(_ portal: PortalVisit) async throws -> HTTPResponse {
    let after = try portal.visit.request.query["after"].map { text in
      guard let cursor = Cursor(text) else { throw WebRefusal.notFound }
      return cursor
    }
    let request = try PageRequest(limit: 50, after: after)
    let filter = DocumentFilter(customer: portal.customer)
    let (page, today) = try await portal.shop.app.platform.database.read(as: portal.scope) { shop in
      (try shop.invoicing.page(request, filter: filter), shop.today)
    }
    return portal.page(portal(heading), crumbs: [portal.home]) {
      pageHead(portal(heading))
      DocumentTable(portal, today: today)
        .markup(page.items.filter { !$0.isFollowedByInvoice }, caption: portal(heading))
      pager(page.next, portal.visit)
    }
  }

  private static let heading = Phrase(nl: "Alle documenten", en: "All documents")
}
