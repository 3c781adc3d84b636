import EInvoices
import Exports
import HTTPServer
import Invoicing
import Primitives
import Runtime
import Storage
import Tenancy
import Web
import Workflows

extension Links {
  // What a shop takes away.
  static let exports = FixedLink("/exports")
  static let exportDocuments = FixedLink("/exports/documents")
  static let exportBooks = FixedLink("/exports/audit-file")
  static let invoiceUBL = Link<Invoice.ID>("/invoices/{invoice}/ubl")
}

extension APILinks {
  static let exportedDocuments = FixedLink("/api/v1/exports/documents.zip")
  static let exportedDocumentTable = FixedLink("/api/v1/exports/documents.csv")
  static let exportedLineTable = FixedLink("/api/v1/exports/lines.csv")
  static let exportedBooks = Link<Int>("/api/v1/exports/audit-files/{year}")
  static let invoiceUBL = Link<Invoice.ID>("/api/v1/invoices/{invoice}/ubl")
}

extension AdminApp {
  /// Files to take away.
  func declareExports(in routes: inout AdminRoutes) {
    routes.get(Links.exports, needs: .exportData, ExportsPage.show)
    routes.post(Links.exportDocuments, needs: .exportData, ExportsPage.documents)
    routes.post(Links.exportBooks, needs: .exportData, ExportsPage.books)
    routes.get(Links.invoiceUBL) { visit, id in
      try await platform.eInvoice(of: id, as: visit.scope)
    }
  }
}

extension Platform {
  /// The exports of a shop, for who asks.
  func exports(as scope: TenantScope) -> Exports {
    Exports(
      database: database, scope: scope, version: Program.version, renderPDF: outside.renderPDF)
  }

  /// A document's electronic form.
  /// - Throws: `EInvoiceRefusal`, which says what lacks.
  func eInvoice(of id: Invoice.ID, as scope: TenantScope) async throws -> HTTPResponse {
    let exported = try await database.read(as: scope) { shop in try shop.exported(id) }
    let bytes = try exported.eInvoice().ubl()
    return .file(
      .bytes(bytes), name: "\(exported.document.number).xml", type: "application/xml")
  }
}

extension ExportFile {
  /// Handed out piece by piece as the peer takes it.
  var response: HTTPResponse { .file(.stream(next), name: name, type: type) }
}
