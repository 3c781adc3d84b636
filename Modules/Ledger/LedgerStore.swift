package import Primitives
import Storage
package import Tenancy

/// The books of one shop.
package struct LedgerStore {
  let shop: ShopTransaction
}

extension ShopTransaction {
  /// The shop's books: chart, entries, balances.
  package var ledger: LedgerStore { LedgerStore(shop: self) }
}

extension LedgerStore {
  /// Books entries, all or nothing: their rows in bulk, and what they move once for each account.
  ///
  /// Booking the same (source, kind) a second time fails on the unique key, and with it the whole
  /// transaction.
  /// - Returns: the ids, in the order of the entries.
  /// - Throws: `LedgerError.unknownAccount`, `.outOfRange`; storage errors.
  @discardableResult
  package func post(_ entries: [JournalEntry]) throws -> [JournalEntry.ID] {
    guard !entries.isEmpty else { return [] }
    let accounts = try accounts(for: entries)
    var entryRows = BulkRows(into: "ledger_entries", entryColumns)
    var lineRows = BulkRows(into: "ledger_lines", lineColumns)
    var movements = Movements()
    var ids: [JournalEntry.ID] = []
    ids.reserveCapacity(entries.count)
    for entry in entries {
      let id = shop.newID(JournalEntry.self)
      ids.append(id)
      entryRows.append(
        id, shop.tenant, entry.kind.text, entry.source, entry.bookedOn, shop.now, entry.text,
        entry.reverses)
      for (ordinal, line) in entry.lines.enumerated() {
        guard let account = accounts[line.account] else {
          throw LedgerError.unknownAccount(line.account)
        }
        lineRows.append(
          id, ordinal, shop.tenant, account, line.amount.minorUnits, line.amount.currency,
          line.customer)
        try movements.add(line, to: account, of: entry, id)
      }
    }
    try shop.insert(entryRows)
    try shop.insert(lineRows)
    try apply(movements)
    return ids
  }

  private var entryColumns: [Column] {
    [
      .integer("id"), .integer("tenant_id"), .text("kind"), .text("source"), .text("booked_on"),
      .integer("posted_at"), .text("text"), .integer("reverses"),
    ]
  }

  private var lineColumns: [Column] {
    [
      .integer("entry_id"), .integer("ordinal"), .integer("tenant_id"), .integer("account_id"),
      .integer("amount"), .text("currency"), .integer("customer_id"),
    ]
  }
}
