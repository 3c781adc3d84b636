import Primitives
import Storage
import Tenancy

extension InvoicingStore {
  /// I-04 and I-19 in one pass: every document's hash, VAT and total are computed anew.
  func checkContents() throws -> [InvariantCheck] {
    var checked: Int64 = 0
    var altered: [String] = []
    var wrong: [String] = []
    var last = Invoice.ID(rawValue: 0)
    while true {
      let ids: [Invoice.ID] = try shop.all(
        """
        SELECT id FROM invoices WHERE tenant_id = \(shop.tenant) AND id > \(last)
        ORDER BY id LIMIT 256
        """
      ) { row in try row.get(0) }
      guard let end = ids.last else { break }
      last = end
      for document in try documents(ids) {
        checked += 1
        if document.currentHash != document.hash {
          altered.append("\(document.head.number) is not what was issued")
        }
        if try !document.addsUp { wrong.append("\(document.head.number) does not add up") }
      }
      try checkParties(ids, &altered)
    }
    let limit = Int(InvariantCheck.limit)
    return [
      InvariantCheck(
        "I-19", "issued documents are unchanged", checked: checked,
        breaks: Array(altered.prefix(limit))),
      InvariantCheck(
        "I-04", "lines, VAT and total agree", checked: checked,
        breaks: Array(wrong.prefix(limit))),
    ]
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
  /// Whether lines, rates and total are what the rule makes of quantities and prices.
  fileprivate var addsUp: Bool {
    get throws {
      let calculation = try calculation()
      let shares = calculation.shares
      return calculation.gross == head.total
        && (head.kind == .proForma ? rates.isEmpty : rates == calculation.rates)
        && lines.map(\.amount) == shares.map(\.amount) && lines.map(\.net) == shares.map(\.net)
    }
  }
}
