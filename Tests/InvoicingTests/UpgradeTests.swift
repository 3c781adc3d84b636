import Ledger
import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

@testable import Invoicing

/// Documents from before treatments, as issue 2 wrote them, go on unchanged (I-18, I-19).
@Suite("An older shop's documents") struct UpgradeTests {
  struct Old {
    let id: Int64
    let kind: DocumentKind
    let number: Int64
    let state: String
    /// Amount and rate of each line, prices with VAT.
    let lines: [(Int64, VATRate)]
    var credited: Int64?
    var open: Int64 = 0
    var closed: Int64 = 0
  }

  static let rates = [
    VATRate.standard, .zero, VATRate(percent: "5.5"), VATRate(percent: "5.05"), .reducedNL,
    VATRate(percent: "12.34"),
  ].compactMap { $0 }

  static var documents: [Old] {
    let lines = rates.map { (Int64(1000), $0) }
    return [
      Old(id: 11, kind: .invoice, number: 1, state: "open", lines: lines, open: 6000),
      Old(id: 12, kind: .invoice, number: 2, state: "credited", lines: lines, closed: 6000),
      Old(
        id: 13, kind: .creditNote, number: 1, state: "issued", lines: lines, credited: 12,
        closed: 6000),
      Old(id: 14, kind: .proForma, number: 1, state: "open", lines: lines, open: 6000),
    ]
  }

  @Test("keep their hash and get their treatments", arguments: TestDatabase.kinds)
  func upgrades(kind: DatabaseKind) async throws {
    let old = LedgerMigrations.all + InvoicingMigrations.all.prefix(2)
    let new = TenancyMigrations.all + LedgerMigrations.all + InvoicingMigrations.all
    try await kind.withShop(old) { shop in
      let bench = InvoicingBench(shop: shop, piet: try await shop.customer())
      try await bench.write { shop in
        for document in Self.documents { try Self.insert(document, bench.piet.id, in: shop) }
      }
      try await shop.database.migrate(new)
      let checks = try await bench.write { try $0.invoicing.verify() }
      for check in checks where !["I-03", "I-20"].contains(check.invariant) {
        #expect(check.holds, "\(check.invariant) \(check.breaks)")
      }
      let document = try await bench.find(Invoice.ID(rawValue: 11))
      #expect(document.lines.map(\.treatment) == Self.rates.map(VATTreatment.taxed))
      #expect(Set(document.rates.map(\.rate)) == Set(Self.rates))
      await #expect(throws: ImpossibleTransition.self) {
        try await bench.credit(Invoice.ID(rawValue: 12), [(0, 1)])
      }
      let part = try await bench.credit(Invoice.ID(rawValue: 11), [(2, 400), (3, 400)])
      #expect(part.invoice.toPay == .eur(5200) && part.creditNote.number == "CN2026-00002")
      let paid = try await bench.pay("pay_1", 6000, on: [(Invoice.ID(rawValue: 14), 6000)])
      #expect(paid.paid.map(\.number) == ["2026-00003"])
      let after = try await bench.write { try $0.invoicing.verify() }
      for check in after where check.invariant != "I-03" && check.invariant != "I-04" {
        #expect(check.holds, "\(check.invariant) \(check.breaks)")
      }
    }
  }

  private static func insert(
    _ old: Old, _ customer: Customer.ID, in shop: ShopTransaction
  ) throws {
    let party = try self.party(in: shop)
    let document = try stored(old, customer, party)
    let marks = IssuedMarks(
      number: document.head.number, issuedOn: document.head.issuedOn,
      reference: document.head.reference, seller: party.hash, buyer: party.hash)
    let hash = try #require(document.content.firstDigest(marks))
    let head = document.head
    let series = String(head.number.dropLast(old.kind == .proForma ? 6 : 5))
    try shop.execute(
      """
      INSERT INTO number_series (id, tenant_id, series, kind, last_number, last_issued_on)
      VALUES (\(old.id), \(shop.tenant), \(series), \(old.kind.rawValue), \(old.number),
        \(head.issuedOn))
      ON CONFLICT (tenant_id, series) DO UPDATE SET last_number = excluded.last_number
      """)
    try shop.execute(
      """
      INSERT INTO invoices (id, tenant_id, kind, series, number, number_text, customer_id,
        seller_id, buyer_id, issued_on, due_on, state, language, currency, prices_include_vat,
        total, paid, credits, open_amount, closed_amount, reference, credited_id, content_hash,
        issued_at, version)
      VALUES (\(old.id), \(shop.tenant), \(old.kind.rawValue), \(series), \(old.number),
        \(head.number), \(customer), \(party.id), \(party.id), \(head.issuedOn), \(head.dueOn),
        \(old.state), 'nl', 'EUR', 1, \(head.total.minorUnits), 0, 0, \(old.open),
        \(old.closed), \(head.reference.text), \(old.credited), \(hash), \(shop.now), 1)
      """)
    for (ordinal, line) in document.lines.enumerated() {
      try shop.execute(
        """
        INSERT INTO invoice_lines (invoice_id, ordinal, tenant_id, description, quantity,
          unit_price, amount, net, vat_rate)
        VALUES (\(old.id), \(Int64(ordinal)), \(shop.tenant), \(line.description), 1,
          \(line.unitPrice.minorUnits), \(line.amount.minorUnits), \(line.net.minorUnits),
          \(Int64(line.treatment.rate.hundredthsOfPercent)))
        """)
    }
    for rate in old.kind == .proForma ? [] : document.rates {
      try shop.execute(
        """
        INSERT INTO invoice_rates (invoice_id, vat_rate, tenant_id, net, vat)
        VALUES (\(old.id), \(Int64(rate.rate.hundredthsOfPercent)), \(shop.tenant),
          \(rate.net.minorUnits), \(rate.vat.minorUnits))
        """)
    }
  }

  private static func party(in shop: ShopTransaction) throws -> StoredParty {
    let snapshot = PartySnapshot(Party(shop.scope.shop))
    let stored = try PartyArchive(shop: shop).store([snapshot])
    return try #require(stored[snapshot.hash])
  }

  private static func stored(
    _ old: Old, _ customer: Customer.ID, _ party: StoredParty
  ) throws -> StoredDocument {
    let calculation = try VATCalculation(
      lines: old.lines.map {
        VATCalculation.Line(quantity: .one, unitPrice: .eur($0.0), rate: $0.1)
      }, pricesIncludeVAT: true, currency: .eur)
    let prefix: [DocumentKind: String] = [
      .proForma: "PF00000", .invoice: "2026-0000", .creditNote: "CN2026-0000",
    ]
    let id = Invoice.ID(rawValue: old.id)
    let head = DocumentHead(
      id: id, kind: old.kind, number: "\(prefix[old.kind, default: ""])\(old.number)",
      customer: customer, issuedOn: try day("2026-11-10"), dueOn: try day("2026-11-20"),
      collectOn: nil, paidOn: nil, state: .creditNote, language: .nl, total: calculation.gross,
      paid: .eur(0), creditsUsed: .eur(0), toPay: .eur(old.open), closed: .eur(old.closed),
      reference: PaymentReference(for: id), proForma: nil,
      credited: old.credited.map(Invoice.ID.init(rawValue:)), creditedAmount: .eur(0),
      source: nil, customerReference: nil, note: nil, attachments: 0, sentAgain: 0, version: 1)
    return StoredDocument(
      head: head, pricesIncludeVAT: true, seller: party, buyer: party, hash: [],
      lines: zip(old.lines, calculation.shares).map { line, share in
        DocumentContent.Line(
          description: "Basis", explanation: nil, period: nil, quantity: 1,
          unitPrice: .eur(line.0), amount: share.amount, net: share.net,
          treatment: .taxed(line.1), source: nil, component: nil)
      }, rates: calculation.rates)
  }
}
