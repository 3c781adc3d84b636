import EInvoices
import Exports
import HTML
import HTTPServer
import Invoicing
import Payments
import Primitives
import Tenancy
import Web
import Workflows

/// `/{shop}/portal/invoices/{id}`: one document with its lines, its payments and what happened;
/// with `.pdf` the document itself, with `.xml` its e-invoice.
enum InvoicePage {
  struct Model: Sendable {
    let head: DocumentHead
    let document: IssuedDocument
    /// What happened on the document and on the request that it came from, oldest first.
    let payments: [Payment]
    let planned: Payment?
    let isUnderWay: Bool
    let proForma: DocumentHead?
    /// The definitive invoice of a request that was paid.
    let invoice: DocumentHead?
    let today: CivilDate
    let zone: CivilZone
  }

  static func show(_ portal: PortalVisit, _ address: InvoiceAddress) async throws -> HTTPResponse {
    let customer = portal.customer
    let platform = portal.shop.app.platform
    let model = try await platform.database.read(as: portal.scope) { shop in
      try Model(address.id, of: customer, in: shop)
    }
    switch address.form {
    case .page: break
    case .pdf:
      let pdf = try await platform.outside.renderPDF(model.document)
      return .file(.bytes(pdf), name: "\(model.head.number).pdf", type: "application/pdf")
    case .ubl:
      let exported = try await platform.database.read(as: portal.scope) { shop in
        try shop.exported(address.id)
      }
      return .file(
        .bytes(try exported.eInvoice().ubl()), name: "\(model.head.number).xml",
        type: "application/xml")
    }
    let title = "\(model.document.title(portal.visit.language)) \(model.head.number)"
    return portal.page(title, crumbs: [portal.home]) { InvoiceView(model, portal).page }
  }
}

extension InvoicePage.Model {
  /// - Throws: `InvoicingRefusal.unknownDocument`, for another customer's as for none (I-42).
  init(_ id: Invoice.ID, of customer: Customer.ID, in shop: ShopTransaction) throws {
    let head = try shop.invoicing.head(id)
    guard head.customer == customer else { throw InvoicingRefusal.unknownDocument }
    self.head = head
    document = try shop.invoicing.find(id)
    proForma = try head.proForma.map { try shop.invoicing.head($0) }
    let claims = [head.proForma, id].compactMap(\.self)
    payments = try claims.flatMap { try shop.payments.history(of: $0) }
      .filter { $0.state != .planned }
    planned = try shop.payments.plannedCollections(for: [id])[id]
    let live = try shop.payments.liveAttempts(for: [id])[id]
    isUnderWay = live.map { !$0.sequence.isHosted || $0.state.isInTransit } ?? false
    invoice = head.isFollowedByInvoice ? try shop.invoicing.invoice(from: id) : nil
    today = shop.today
    zone = shop.scope.zone
  }
}
