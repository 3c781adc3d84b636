package import Ledger
package import Primitives
import Storage
package import Tenancy

/// How credits are booked.
package enum CreditsEntry {
  /// D goodwill (or where the money lay) / C customer credits.
  package static let granted = EntryKind("credit.granted")
  /// D customer credits / C receivable.
  package static let consumed = EntryKind("credit.consumed")
}

/// The credits of a shop's customers.
package struct CreditsStore {
  let shop: ShopTransaction
}

extension ShopTransaction {
  /// What customers may still use up.
  package var credits: CreditsStore { CreditsStore(shop: self) }
}

extension CreditsStore {
  /// Gives credits and books them.
  /// - Parameter account: what pays for them: goodwill, or `.prepayments` for what a customer had
  ///   paid on an invoice that was taken back.
  /// - Throws: `CreditsRefusal`.
  @discardableResult
  package func grant(
    _ credits: [NewCredit], from account: AccountCode = .goodwill
  ) throws -> [Credit.ID] {
    var rows = BulkRows(into: "credits", creditColumns)
    var entries: [JournalEntry] = []
    var ids: [Credit.ID] = []
    for credit in credits {
      try check(credit)
      let id = shop.newID(Credit.self)
      ids.append(id)
      let units = credit.amount.minorUnits
      rows.append(
        id, shop.tenant, credit.customer, credit.amount.currency, units, units, 0, 0,
        credit.reason, shop.today, credit.source)
      entries.append(
        try JournalEntry(
          kind: CreditsEntry.granted, source: id.description, bookedOn: shop.today,
          text: credit.reason,
          lines: [
            .debit(account, credit.amount, customer: account == .goodwill ? nil : credit.customer),
            .credit(.customerCredits, credit.amount, customer: credit.customer),
          ]))
    }
    do {
      try shop.insert(rows)
    } catch let error as StorageError
      where error.isUniqueViolation("credits", ["tenant_id", "source"])
    {
      throw CreditsRefusal.alreadyGranted
    }
    try shop.ledger.post(entries)
    return ids
  }

  /// What each of many customers may use, in one statement; customers without credits are left
  /// out.
  package func available(
    for customers: [Customer.ID], in currency: Currency
  ) throws -> [Customer.ID: Money] {
    var available: [Customer.ID: Money] = [:]
    try shop.each(
      """
      SELECT customer_id, CAST(SUM(available) AS BIGINT) FROM credits
      WHERE tenant_id = \(shop.tenant) AND customer_id IN (\(list: customers))
        AND currency = \(currency) AND available > 0
      GROUP BY customer_id
      """
    ) { row in
      available[try row.get(0)] = Money(minorUnits: try row.get(1), currency: currency)
    }
    return available
  }

  /// Holds credits for documents, the oldest first: no other document can have them (I-10).
  /// - Throws: `CreditsRefusal.notEnough` when a customer's credits do not cover the claims.
  package func reserve(_ claims: [CreditClaim]) throws {
    let claims = claims.filter { !$0.amount.isZero }
    guard !claims.isEmpty else { return }
    var purse = Purse(try lockedCredits(of: claims.map(\.customer)))
    var rows = BulkRows(into: "credit_uses", useColumns)
    for claim in claims {
      guard claim.amount.isPositive else { throw CreditsRefusal.amount }
      for part in try purse.reserve(claim) {
        rows.append(
          shop.newID(CreditUse.self), shop.tenant, part.credit, claim.document,
          part.amount.currency, part.amount.minorUnits, CreditUseState.reserved.rawValue)
      }
    }
    try shop.insert(rows)
    try save(purse)
  }

  /// Uses up what is reserved for documents, now that their invoices are issued, and books it.
  /// - Returns: how much settled each document; those without a reservation are left out.
  @discardableResult
  package func consume(
    for documents: [CreditedDocument.ID]
  ) throws -> [CreditedDocument.ID: Money] {
    let (uses, purse) = try finish(documents, by: .consume)
    var entries: [JournalEntry] = []
    var sums: [CreditedDocument.ID: Money] = [:]
    for use in uses {
      sums[use.document] = try (sums[use.document] ?? .zero(use.amount.currency)) + use.amount
      let customer = purse.customer(of: use.credit)
      entries.append(
        try JournalEntry(
          kind: CreditsEntry.consumed, source: use.id.description, bookedOn: shop.today,
          text: use.document.description,
          lines: [
            .debit(.customerCredits, use.amount, customer: customer),
            .credit(.receivable, use.amount, customer: customer),
          ]))
    }
    try shop.ledger.post(entries)
    return sums
  }

  /// Gives back what is reserved for documents that will not be settled, exactly once (I-10).
  /// - Returns: how much each document gave back.
  @discardableResult
  package func release(
    for documents: [CreditedDocument.ID]
  ) throws -> [CreditedDocument.ID: Money] {
    let (uses, _) = try finish(documents, by: .release)
    var sums: [CreditedDocument.ID: Money] = [:]
    for use in uses {
      sums[use.document] = try (sums[use.document] ?? .zero(use.amount.currency)) + use.amount
    }
    return sums
  }

  private func check(_ credit: NewCredit) throws(CreditsRefusal) {
    let most = Money.inputLimitUnits * credit.amount.currency.minorUnitsPerUnit
    guard credit.amount.isPositive, credit.amount.minorUnits <= most else { throw .amount }
    guard !credit.reason.isEmpty,
      credit.reason.unicodeScalars.count <= CreditsRefusal.maximumReason,
      !credit.reason.utf8.contains(0)
    else { throw .reason }
  }

  /// Moves every reserved use of the documents on, and their credits with them.
  private func finish(
    _ documents: [CreditedDocument.ID], by event: CreditUseState.Event
  ) throws -> (uses: [CreditUse], purse: Purse) {
    let uses = try uses(of: documents).filter { $0.state == .reserved }
    guard !uses.isEmpty else { return ([], Purse([])) }
    var purse = Purse(try lockedCredits(ids: Set(uses.map(\.credit)).sorted()))
    var rows = BulkRows(
      into: "credit_uses", [.integer("id"), .integer("tenant_id"), .text("state")])
    for use in uses {
      let state = try use.state.after(event)
      try purse.finish(use, by: event)
      rows.append(use.id, shop.tenant, state.rawValue)
    }
    try shop.update(rows, key: ["id", "tenant_id"])
    try save(purse)
    return (uses, purse)
  }
}
