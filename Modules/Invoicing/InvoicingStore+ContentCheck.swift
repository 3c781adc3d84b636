import Primitives
import Storage
import Tenancy

/// What the pass over all documents finds.
private struct ContentFindings {
  var checked: Int64 = 0
  var altered: [String] = []
  var parties: [String] = []
  var wrong: [String] = []
  var credited: [String] = []

  mutating func add(_ document: StoredDocument) throws {
    let number = document.head.number
    checked += 1
    if !document.isAsIssued { altered.append("\(number) is not what was issued") }
    if try !document.addsUp { wrong.append("\(number) does not add up") }
    if try !document.creditsAddUp { credited.append("\(number): credited amounts do not add up") }
  }

  var checks: [InvariantCheck] {
    [
      check("I-19", "issued documents are unchanged", altered),
      check("I-18", "parties are as they were issued", parties),
      check("I-04", "lines, VAT and total agree", wrong),
      check("I-07", "lines, VAT groups and invoices agree on what is credited", credited),
    ]
  }

  private func check(_ invariant: String, _ name: String, _ breaks: [String]) -> InvariantCheck {
    InvariantCheck(
      invariant, name, checked: checked,
      breaks: Array(breaks.prefix(Int(InvariantCheck.limit))))
  }
}

extension InvoicingStore {
  /// I-04, I-07, I-18 and I-19 in one pass: every document's hash, VAT and total are computed
  /// anew.
  func checkContents() throws -> [InvariantCheck] {
    var findings = ContentFindings()
    var place = ArchivePlace(issuedOn: .first, id: Invoice.ID(rawValue: 0))
    while true {
      let next: [ArchivePlace] = try shop.all(
        """
        SELECT issued_on, id FROM invoices
        WHERE tenant_id = \(shop.tenant) AND (issued_on, id) > (\(place.issuedOn), \(place.id))
        ORDER BY issued_on, id LIMIT 256
        """
      ) { row in ArchivePlace(issuedOn: try row.get(0), id: try row.get(1)) }
      guard let last = next.last else { return findings.checks }
      place = last
      for document in try documents(next.map(\.id)) { try findings.add(document) }
      try checkParties(next.map(\.id), &findings.parties)
    }
  }

  /// A party's text still has its hash.
  private func checkParties(_ ids: [Invoice.ID], _ altered: inout [String]) throws {
    var parties: Set<StoredParty.Row.ID> = []
    try shop.each(
      """
      SELECT seller_id, buyer_id FROM invoices
      WHERE tenant_id = \(shop.tenant) AND id IN (\(list: ids))
      """
    ) { row in
      parties.insert(try row.get(0))
      parties.insert(try row.get(1))
    }
    try shop.each(
      """
      SELECT id, content, content_hash FROM invoice_parties
      WHERE tenant_id = \(shop.tenant) AND id IN (\(list: parties.sorted()))
      """
    ) { row in
      let text: String = try row.get(1)
      if PartySnapshot.hash(of: text) != (try row.get(2) as [UInt8]) {
        let id: StoredParty.Row.ID = try row.get(0)
        altered.append("party \(id) is not what was issued")
      }
    }
  }
}

extension StoredDocument {
  /// Whether lines, groups and total are what the rule makes of quantities and prices. A credit
  /// note has the VAT of what is credited so far less that of the ones before it: its invoice's
  /// `creditsAddUp` proves it, here its parts must agree.
  fileprivate var addsUp: Bool {
    get throws {
      if head.kind == .creditNote { return try noteAddsUp }
      let calculation = try calculation()
      let shares = calculation.shares
      return calculation.gross == head.total
        && (head.kind == .proForma ? rates.isEmpty : rates == calculation.rates)
        && lines.map(\.amount) == shares.map(\.amount) && lines.map(\.net) == shares.map(\.net)
    }
  }

  private var noteAddsUp: Bool {
    get throws {
      let currency = head.total.currency
      for line in lines where try line.unitPrice.times(line.quantity) != line.amount {
        return false
      }
      for group in rates {
        let net = try lines.filter { $0.treatment == group.treatment }.map(\.net)
          .total(in: currency)
        guard net == group.net else { return false }
      }
      let sum = try (rates.map(\.net) + rates.map(\.vat)).total(in: currency)
      return sum == head.total
        && Set(lines.map(\.treatment)) == Set(rates.map(\.treatment))
    }
  }

  /// Whether what is credited of lines makes what is credited of groups, and those what is
  /// credited of the invoice, all of it within the invoice.
  fileprivate var creditsAddUp: Bool {
    get throws {
      guard head.kind == .invoice else {
        return head.creditedAmount.isZero && creditedLines.allSatisfy(\.isZero)
      }
      for group in creditedRates {
        guard try group == creditedTotal(of: group.treatment) else { return false }
      }
      let sum = try (creditedRates.map(\.net) + creditedRates.map(\.vat))
        .total(in: head.total.currency)
      let isCredited = head.state == .invoice(.credited)
      return sum == head.creditedAmount && sum.minorUnits <= head.closed.minorUnits
        && (!isCredited || head.closed == head.total)
    }
  }
}
