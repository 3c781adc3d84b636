import AuditFiles
import EInvoices
import Exports
import Invoicing
import Notifications
import Payments
import Primitives
import Tenancy
import TestSupport
import Testing

/// What a shop's documents and books are to others.
@Suite struct ExportScenarios {
  @Test(arguments: Stage.each)
  func `R-16: a shop that asks for it sends the e-invoice along, and never with a pro forma`(
    stage: Stage
  ) async throws {
    try await World.with(
      stage,
      settings: {
        $0.collectionPolicy = .fixedDay(1)
        $0.attachesUBL = true
      }
    ) { world in
      try await world.offers()
      _ = try await world.buys("Anna")
      try await world.day("2026-12-01")
      try await world.everyCollectionSucceeds()
      let sent = Set(world.post.mails.map { $0.attachments.map(\.fileName) })
      #expect(sent.contains(["2026-00002.pdf", "2026-00002.xml"]))
      #expect(sent.contains(["PF000002.pdf"]))
      #expect(!sent.contains { $0.contains { $0.hasPrefix("PF") && $0.hasSuffix(".xml") } })
    }
  }

  @Test(arguments: Stage.each)
  func `R-16, R-17: months of business go out as e-invoices and as an audit file that adds up`(
    stage: Stage
  ) async throws {
    try await World.with(stage, settings: { $0.collectionPolicy = .fixedDay(1) }) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      _ = try await world.buys("Bas")
      try await world.day("2026-12-01")
      try await world.everyCollectionSucceeds()
      try await world.day("2027-01-01")
      try await world.everyCollectionSucceeds()
      try await world.grants("5.00", to: anna, because: "sorry")
      for year in [2026, 2027] {
        let file = AuditFile(
          .books(
            of: world.scope, year: year, in: world.database, software: (name: "x", version: "1")))
        var size = 0
        while let piece = try await file.next() { size += piece.count }
        #expect(size > 5_000)
      }
      let documents = try await world.database.read(as: world.scope) { shop throws in
        try shop.invoicing.documents(
          issuedFrom: try #require(CivilDate("2026-11-01")),
          until: try #require(CivilDate("2027-02-01"))
        ).documents
      }
      #expect(documents.count >= 6)
      for exported in try await world.database.read(
        as: world.scope, { shop throws in try shop.exported(documents) })
      {
        let invoice = try exported.eInvoice()
        #expect(invoice.totals.gross == exported.document.total)
        #expect(invoice.totals.vat == exported.document.vat)
        #expect(invoice.totals.payable == exported.document.toPay)
      }
    }
  }
}
