import Ledger
package import Primitives
package import Storage
package import Tenancy

// MARK: - Lapsing

extension Database {
  /// Shops with credits whose time ran out, those that wait longest first.
  package func shopsWithLapsedCredits(limit: Int) async throws -> [Shop.ID] {
    try await read { transaction in
      let rows: [Shop.ID] = try transaction.all(
        """
        SELECT tenant_id FROM credits
        WHERE lapses_at IS NOT NULL AND available > 0 AND lapses_at <= \(transaction.now)
        ORDER BY lapses_at, tenant_id, id LIMIT \(limit * 20)
        """
      ) { try $0(0) }
      var seen: Set<Shop.ID> = []
      return Array(rows.filter { seen.insert($0).inserted }.prefix(limit))
    }
  }

  /// When the next credit lapses; nil when none will.
  package func nextCreditLapse() async throws -> Instant? {
    try await read { transaction in
      try transaction.first(
        """
        SELECT lapses_at FROM credits WHERE lapses_at IS NOT NULL AND available > 0
        ORDER BY lapses_at LIMIT 1
        """
      ) { try $0(0) }
    }
  }
}

extension CreditsStore {
  /// Ends what is left of credits whose time ran out, so many at a time: three statements and one
  /// booking for all. What is reserved stays; it lapses when it is released.
  /// - Returns: how many ended; to be repeated until it is zero.
  @discardableResult
  package func lapse(limit: Int = 500) throws -> Int {
    let due = try credits(
      """
      AND lapses_at IS NOT NULL AND available > 0 AND lapses_at <= \(shop.now)
      ORDER BY lapses_at, id LIMIT \(limit)\(shop.transaction.dialect.forUpdate)
      """)
    try end(due)
    return due.count
  }

  /// Ends what is left of one credit, whatever its time.
  /// - Returns: how much of it ended.
  /// - Throws: `CreditsRefusal.unknown`, `.nothingLeft`.
  @discardableResult
  package func lapse(_ id: Credit.ID) throws -> Money {
    guard let credit = try lockedCredits(ids: [id]).first else { throw CreditsRefusal.unknown }
    guard credit.available.isPositive else { throw CreditsRefusal.nothingLeft }
    try end([credit])
    return credit.available
  }

  /// Gives a credit another last day, or none.
  /// - Parameter day: the first day on which it can no longer be used.
  /// - Throws: `CreditsRefusal.unknown`, `.expiry` for a day that is not after today.
  package func setExpiry(of id: Credit.ID, on day: CivilDate?) throws {
    if let day, day <= shop.today { throw CreditsRefusal.expiry }
    let changed = try shop.execute(
      """
      UPDATE credits SET expires_on = \(day),
        lapses_at = \(day.map { shop.scope.zone.startOfDay($0) })
      WHERE id = \(id) AND tenant_id = \(shop.tenant)
      """)
    guard changed == 1 else { throw CreditsRefusal.unknown }
  }

  private func end(_ credits: [Credit]) throws {
    guard !credits.isEmpty else { return }
    var purse = Purse(credits)
    var rows = BulkRows(into: "credit_uses", useColumns)
    var entries: [JournalEntry] = []
    for credit in credits {
      let id = shop.newID(CreditUse.self)
      try purse.take(credit.available, of: credit.id)
      rows.append(
        id, shop.tenant, credit.id, CreditedDocument.ID(rawValue: 0), credit.amount.currency,
        credit.available.minorUnits, CreditUseState.consumed.rawValue,
        CreditUse.Purpose.lapse.rawValue, shop.today, shop.today)
      entries.append(
        try JournalEntry(
          kind: CreditsEntry.lapsed, source: id.description, bookedOn: shop.today,
          text: credit.reason,
          lines: CreditsPosting.lapsed(
            credit.available, of: credit.customer, paidFrom: credit.paidFrom)))
    }
    try shop.insert(rows)
    try save(purse)
    try shop.ledger.post(entries)
  }
}

// MARK: - Paying out

extension CreditsStore {
  /// Takes credits off a customer who gets money for them, the oldest first, and books it. Sending
  /// the money is another's.
  /// - Throws: `CreditsRefusal.amount`, `.reason`, `.notEnough`, `.alreadyPaidOut`.
  @discardableResult
  package func payOut(_ payout: NewPayout) throws -> Payout {
    try check(payout.amount, payout.reason)
    let id = shop.newID(Payout.self)
    var purse = Purse(try usableCredits(of: [payout.customer]))
    let parts = try purse.take(payout.amount, from: payout.customer)
    try insert(payout, id)
    var rows = BulkRows(into: "credit_uses", useColumns)
    for part in parts {
      rows.append(
        shop.newID(CreditUse.self), shop.tenant, part.credit,
        CreditedDocument.ID(rawValue: id.rawValue), part.amount.currency, part.amount.minorUnits,
        CreditUseState.consumed.rawValue, CreditUse.Purpose.payout.rawValue, shop.today,
        shop.today)
    }
    try shop.insert(rows)
    try save(purse)
    try shop.ledger.post([
      try JournalEntry(
        kind: CreditsEntry.paidOut, source: id.description, bookedOn: shop.today,
        text: payout.reason,
        lines: CreditsPosting.paidOut(
          payout.amount, to: payout.customer, from: payout.account))
    ])
    return Payout(id: id, customer: payout.customer, amount: payout.amount)
  }

  private func insert(_ payout: NewPayout, _ id: Payout.ID) throws {
    do {
      try shop.execute(
        """
        INSERT INTO credit_payouts (id, tenant_id, customer_id, currency, amount, account, reason,
          source, paid_on)
        VALUES (\(id), \(shop.tenant), \(payout.customer), \(payout.amount.currency),
          \(payout.amount.minorUnits), \(payout.account.text), \(payout.reason),
          \(payout.source), \(shop.today))
        """)
    } catch let error as StorageError
      where error.isUniqueViolation("credit_payouts", ["tenant_id", "source"])
    {
      throw CreditsRefusal.alreadyPaidOut
    }
  }
}
