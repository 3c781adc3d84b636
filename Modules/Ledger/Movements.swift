import Primitives
import Storage
import Tenancy

/// What a batch of entries moves, per account, currency and day.
struct Movements {
  struct Key: Hashable {
    let account: LedgerAccount.ID
    let currency: Currency
    let day: CivilDate
  }

  struct Day {
    var debit: Int64 = 0
    var credit: Int64 = 0
    var first: JournalEntry.ID
    var last: JournalEntry.ID
  }

  struct Balance: Equatable {
    let account: LedgerAccount.ID
    let currency: Currency
    var change: Int64
  }

  private(set) var days: [Key: Day] = [:]

  mutating func add(
    _ line: JournalLine, to account: LedgerAccount.ID, of entry: JournalEntry,
    _ id: JournalEntry.ID
  ) throws(LedgerError) {
    let key = Key(account: account, currency: line.amount.currency, day: entry.bookedOn)
    var day = days[key] ?? Day(first: id, last: id)
    let units = line.amount.minorUnits
    let side: WritableKeyPath<Day, Int64> = units > 0 ? \.debit : \.credit
    let size = Int64(exactly: units.magnitude).map {
      day[keyPath: side].addingReportingOverflow($0)
    }
    guard let size, !size.overflow else { throw .outOfRange(entry.kind, source: entry.source) }
    day[keyPath: side] = size.partialValue
    day.first = min(day.first, id)
    day.last = max(day.last, id)
    days[key] = day
  }

  /// Always in the same order, so that two writers never wait for each other in a circle.
  var daysInLockOrder: [(key: Key, day: Day)] {
    days.map { (key: $0.key, day: $0.value) }.sorted { a, b in
      (a.key.account, a.key.currency.code, a.key.day)
        < (b.key.account, b.key.currency.code, b.key.day)
    }
  }

  /// The days of each account and currency together, in the same order; unmoved ones left out.
  func balances() throws(LedgerError) -> [Balance] {
    var balances: [Balance] = []
    for (key, day) in daysInLockOrder {
      let change = day.debit - day.credit
      if let last = balances.last, last.account == key.account, last.currency == key.currency {
        let (sum, overflow) = last.change.addingReportingOverflow(change)
        guard !overflow else { throw .outOfRange(EntryKind("batch"), source: "\(key.account)") }
        balances[balances.count - 1].change = sum
      } else {
        balances.append(Balance(account: key.account, currency: key.currency, change: change))
      }
    }
    return balances.filter { $0.change != 0 }
  }
}

extension LedgerStore {
  /// Rows of one statement; a batch moves a handful of accounts on one day.
  private var chunk: Int { 200 }

  func apply(_ movements: Movements) throws {
    let balances = try movements.balances().map { balance -> SQL in
      "(\(balance.account), \(balance.currency), \(shop.tenant), \(balance.change))"
    }
    for rows in balances.chunks(of: chunk) {
      try shop.execute(
        """
        INSERT INTO ledger_balances (account_id, currency, tenant_id, balance)
        VALUES \(rows.joined(separator: ", "))
        ON CONFLICT (account_id, currency, tenant_id)
        DO UPDATE SET balance = ledger_balances.balance + excluded.balance
        """)
    }
    let days = movements.daysInLockOrder.map { key, day -> SQL in
      """
      (\(key.account), \(key.day), \(key.currency), \(shop.tenant), \(day.debit), \(day.credit), \
      \(day.first), \(day.last))
      """
    }
    for rows in days.chunks(of: chunk) {
      try shop.execute(
        """
        INSERT INTO ledger_days (account_id, booked_on, currency, tenant_id, debit, credit,
          first_entry, last_entry)
        VALUES \(rows.joined(separator: ", "))
        ON CONFLICT (account_id, booked_on, currency, tenant_id)
        DO UPDATE SET debit = ledger_days.debit + excluded.debit,
          credit = ledger_days.credit + excluded.credit,
          first_entry = CASE WHEN excluded.first_entry < ledger_days.first_entry
            THEN excluded.first_entry ELSE ledger_days.first_entry END,
          last_entry = CASE WHEN excluded.last_entry > ledger_days.last_entry
            THEN excluded.last_entry ELSE ledger_days.last_entry END
        """)
    }
  }
}

extension Array {
  /// The elements in order, so many at a time.
  func chunks(of size: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
  }
}
