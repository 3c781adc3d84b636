import Primitives
import Storage
import Tenancy

/// Stores each party's snapshot once, however many documents show it.
struct PartyArchive {
  let shop: ShopTransaction

  /// The stored form of each snapshot, in one look-up and one insert for all.
  func store(_ snapshots: [PartySnapshot]) throws -> [[UInt8]: StoredParty] {
    var wanted: [[UInt8]: PartySnapshot] = [:]
    for snapshot in snapshots { wanted[snapshot.hash] = snapshot }
    guard !wanted.isEmpty else { return [:] }
    var stored: [[UInt8]: StoredParty] = [:]
    try shop.each(
      """
      SELECT id, content_hash FROM invoice_parties
      WHERE tenant_id = \(shop.tenant) AND content_hash IN (\(list: wanted.keys))
      """
    ) { row in
      let party = StoredParty(id: try row.get(0), hash: try row.get(1))
      stored[party.hash] = party
    }
    var rows = BulkRows(
      into: "invoice_parties",
      [.integer("id"), .integer("tenant_id"), .bytes("content_hash"), .text("content")])
    // In the order of the documents, so that the same run makes the same rows.
    for snapshot in snapshots where stored[snapshot.hash] == nil {
      let party = StoredParty(id: shop.newID(StoredParty.Row.self), hash: snapshot.hash)
      rows.append(party.id, shop.tenant, party.hash, snapshot.text)
      stored[snapshot.hash] = party
    }
    try shop.insert(rows)
    return stored
  }

  func find(_ ids: [StoredParty.Row.ID]) throws -> [StoredParty.Row.ID: PartySnapshot] {
    var found: [StoredParty.Row.ID: PartySnapshot] = [:]
    try shop.each(
      """
      SELECT id, content FROM invoice_parties
      WHERE tenant_id = \(shop.tenant) AND id IN (\(list: ids))
      """
    ) { row in
      let id: StoredParty.Row.ID = try row.get(0)
      guard let snapshot = PartySnapshot(stored: try row.get(1)) else {
        throw InvoicingDamage.unreadable(table: "invoice_parties", id: id.rawValue)
      }
      found[id] = snapshot
    }
    return found
  }
}
