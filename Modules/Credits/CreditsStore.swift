package import Ledger
package import Primitives
import Storage
package import Tenancy

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
        credit.reason, shop.today, credit.source, credit.expiresOn,
        credit.expiresOn.map { shop.scope.zone.startOfDay($0) }, account.text)
      entries.append(
        try JournalEntry(
          kind: CreditsEntry.granted, source: id.description, bookedOn: shop.today,
          text: credit.reason,
          lines: CreditsPosting.granted(credit.amount, to: credit.customer, from: account)))
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
        AND currency = \(currency) AND available > 0 AND \(isUsable)
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
    _ = try hold(claims, needsAll: true)
  }

  /// Holds for each document as much of its claim as the customer's credits cover, in the order of
  /// the claims.
  /// - Returns: how much each claim got.
  package func reserveUpTo(_ claims: [CreditClaim]) throws -> [Money] {
    try hold(claims, needsAll: false)
  }

  private func hold(_ claims: [CreditClaim], needsAll: Bool) throws -> [Money] {
    guard claims.contains(where: { !$0.amount.isZero }) else { return claims.map(\.amount) }
    var purse = Purse(try usableCredits(of: claims.map(\.customer)))
    var rows = BulkRows(into: "credit_uses", useColumns)
    var held: [Money] = []
    for claim in claims {
      guard !claim.amount.isNegative else { throw CreditsRefusal.amount }
      let plan = try purse.reserve(claim)
      guard plan.missing.isZero || !needsAll else { throw CreditsRefusal.notEnough }
      for part in plan.parts {
        rows.append(
          shop.newID(CreditUse.self), shop.tenant, part.credit, claim.document,
          part.amount.currency, part.amount.minorUnits, CreditUseState.reserved.rawValue,
          CreditUse.Purpose.document.rawValue, shop.today, nil as CivilDate?)
      }
      held.append(try claim.amount - plan.missing)
    }
    guard !rows.isEmpty else { return held }
    try shop.insert(rows)
    try save(purse)
    return held
  }

  /// Uses up what is reserved for documents, now that their invoices are issued, and books it.
  /// - Returns: how much settled each document; those without a reservation are left out.
  @discardableResult
  package func consume(
    for documents: [CreditedDocument.ID]
  ) throws -> [CreditedDocument.ID: Money] {
    let (uses, purse) = try finish(documents, by: .consume)
    let entries = try uses.map { use in
      try JournalEntry(
        kind: CreditsEntry.consumed, source: use.id.description, bookedOn: shop.today,
        text: use.document.description,
        lines: CreditsPosting.consumed(use.amount, of: purse.customer(of: use.credit)))
    }
    try shop.ledger.post(entries)
    return try sums(of: uses)
  }

  /// Gives back what is reserved for documents that will not be settled, exactly once (I-10).
  /// - Returns: how much each document gave back.
  @discardableResult
  package func release(
    for documents: [CreditedDocument.ID]
  ) throws -> [CreditedDocument.ID: Money] {
    try sums(of: finish(documents, by: .release).uses)
  }

  private func sums(of uses: [CreditUse]) throws -> [CreditedDocument.ID: Money] {
    var sums: [CreditedDocument.ID: Money] = [:]
    for use in uses {
      sums[use.document] = try (sums[use.document] ?? .zero(use.amount.currency)) + use.amount
    }
    return sums
  }

  private func check(_ credit: NewCredit) throws(CreditsRefusal) {
    try check(credit.amount, credit.reason)
    if let day = credit.expiresOn, day <= shop.today { throw .expiry }
  }

  func check(_ amount: Money, _ reason: String) throws(CreditsRefusal) {
    let most = Money.inputLimitUnits * amount.currency.minorUnitsPerUnit
    guard amount.isPositive, amount.minorUnits <= most else { throw .amount }
    guard !reason.isEmpty, reason.unicodeScalars.count <= CreditsRefusal.maximumReason,
      !reason.utf8.contains(0)
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
      into: "credit_uses",
      [.integer("id"), .integer("tenant_id"), .text("state"), .text("ended_on")])
    for use in uses {
      let state = try use.state.after(event)
      try purse.finish(use, by: event)
      rows.append(use.id, shop.tenant, state.rawValue, shop.today)
    }
    try shop.update(rows, key: ["id", "tenant_id"])
    try save(purse)
    return (uses, purse)
  }
}
