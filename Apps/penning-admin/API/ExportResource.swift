import AuditFiles
import Exports
import HTTPServer
import JSON
import Primitives
import Tenancy
import Web
import Workflows

/// Files to take away, handed out while they are made.
enum ExportResource {
  static func declare(in api: inout APISurface, _ platform: Platform) {
    api.file(
      APILinks.exportedDocuments,
      About(
        "Invoices and credit notes of a period as ZIP", tag: "exports",
        detail: "Each as PDF and as e-invoice (UBL). Those that have no e-invoice are listed in "
          + "without-e-invoice.csv with the reason. \(limits)"), query: period,
      type: "application/zip"
    ) { call, period in
      try await platform.exports(as: call.scope).documents(period).response
    }
    api.file(
      APILinks.exportedDocumentTable,
      About(
        "Documents of a period as CSV, pro formas too", tag: "exports", detail: limits),
      query: period, type: "text/csv"
    ) { call, period in
      try await platform.exports(as: call.scope).documentTable(period).response
    }
    api.file(
      APILinks.exportedLineTable,
      About("Lines of the documents of a period as CSV", tag: "exports", detail: limits),
      query: period, type: "text/csv"
    ) { call, period in
      try await platform.exports(as: call.scope).lineTable(period).response
    }
    api.file(
      APILinks.exportedBooks,
      About(
        "The books of a calendar year as XML Auditfile Financieel", tag: "exports",
        detail: "Version 3.2 unless 4.0 is asked for."), query: version, type: "application/xml"
    ) { call, version, year in
      try await platform.exports(as: call.scope).auditFile(year, version ?? .xaf32).response
    }
    api.file(
      APILinks.invoiceUBL,
      About(
        "The document as e-invoice: UBL 2.1 by Peppol BIS Billing 3.0", tag: "invoices",
        detail: "Plain EN 16931 where a party has no electronic address. A pro forma has none."),
      type: "application/xml"
    ) { call, id in try await platform.eInvoice(of: id, as: call.scope) }
  }

  private static let limits =
    "The first day is in it, the day of until is not; at most 366 days. Streamed."

  private static let period = Shape<Period>.object(
    .required("from", Shape<CivilDate>.date), .required("until", Shape<CivilDate>.date)
  ) { from, until throws(ShapeFault) in
    guard let period = Period(from: from, until: until) else {
      throw ShapeFault("range", "must be after from", at: "/until")
    }
    return period
  }

  private static let version = Shape<AuditFileVersion?>.object(
    .optional("version", Shape<AuditFileVersion>.choice())
  ) { version in version }
}
