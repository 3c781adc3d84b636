import HTTPServer
import JSON
import Ledger
import Primitives
import Tenancy
import Web
import Workflows

/// The shop's books: debit positive, credit negative.
enum LedgerResource {
  static func declare(in api: inout APISurface, _ platform: Platform) {
    declareAccounts(in: &api)
    declareEntries(in: &api)
    declareDeferred(in: &api, platform)
  }

  private static func declareAccounts(in api: inout APISurface) {
    api.get(
      APILinks.ledgerAccounts, About("The chart with its balances", tag: "ledger"),
      answer: accounts
    ) { call in try await call.database.read(as: call.scope) { try $0.ledger.accounts() } }
    api.get(
      APILinks.ledgerAccount, About("One account with its balances", tag: "ledger"),
      answer: account
    ) { call, id in
      try await call.database.read(as: call.scope) { try $0.ledger.account(id) }
    }
    api.write(
      .put, APILinks.ledgerAccountLabel,
      About(
        "What the shop's accountant calls an account", tag: "ledger", scope: .write,
        detail: "Shown in pages and exports. Leave a field out for the platform's own."),
      body: label, answer: account
    ) { shop, label, id in
      try shop.label(id, label)
      return try shop.ledger.account(id)
    }
    api.get(
      APILinks.trialBalance,
      About("What each account moved over a range of days", tag: "ledger"), query: range,
      answer: trialBalance
    ) { call, range in
      try await call.database.read(as: call.scope) { shop in
        let period = try range.period(shop)
        let currency = range.currency ?? shop.currency
        return TrialBalance(
          period: period,
          rows: try shop.ledger.trialBalance(over: period, in: currency))
      }
    }
  }

  private static func declareEntries(in api: inout APISurface) {
    api.list(
      APILinks.ledgerEntries,
      About("Journal entries, the last booked day first", tag: "ledger"), filter: entryFilter,
      item: entry
    ) { call, page, filter in
      try await call.database.read(as: call.scope) { try $0.ledger.entries(page, matching: filter) }
    }
    api.list(
      APILinks.ledgerAccountEntries,
      About("The entries of an account, the last booked day first", tag: "ledger"),
      filter: accountFilter, item: entry
    ) { call, page, wanted, id in
      try await call.database.read(as: call.scope) { shop in
        _ = try shop.ledger.account(id)
        var filter = wanted.filter
        filter.account = EntryFilter.Account(id, in: wanted.currency ?? shop.currency)
        return try shop.ledger.entries(page, matching: filter)
      }
    }
    api.get(APILinks.ledgerEntry, About("One journal entry", tag: "ledger"), answer: entry) {
      call, id in
      try await call.database.read(as: call.scope) { try $0.ledger.entry(id) }
    }
    api.file(
      APILinks.ledgerCSV,
      About(
        "The entries of a year as CSV, a row for each line", tag: "ledger",
        detail: "Streamed. Text that a spreadsheet would take for a formula gets an apostrophe."),
      type: "text/csv"
    ) { call, year in
      try await LedgerExport.file(year, call.database, as: call.scope)
    }
  }

  private static func declareDeferred(in api: inout APISurface, _ platform: Platform) {
    api.get(
      APILinks.deferredRevenue,
      About("Revenue that is deferred, by the month that will release it", tag: "ledger"),
      answer: deferred
    ) { call in
      try await call.database.read(as: call.scope) { shop in
        Deferred(
          total: try shop.ledger.balance(of: .deferredRevenue, in: shop.currency).negated,
          months: try shop.ledger.deferred(in: shop.currency),
          next: try shop.ledger.nextReleaseMonth())
      }
    }
    api.perform(
      .post, APILinks.releaseRevenue,
      About(
        "Releases deferred revenue of all months that are over", tag: "ledger", scope: .write,
        detail: "What was released is not released again."),
      body: .nothing, answer: released
    ) { call, _ in
      try call.scope.require(.manageInvoices)
      let summary = try await DeferredRevenueRun(platform).releaseAll(as: call.scope)
      return try await call.once(released) { _ in summary }
    }
  }
}

// MARK: - What is asked

extension LedgerResource {
  private struct Range: Sendable {
    let from: CivilDate?
    let until: CivilDate?
    let currency: Currency?

    /// Where nothing is said, all days that anything is booked on, or the current month.
    func period(_ shop: ShopTransaction) throws -> Period {
      if let asked = LedgerResource.period(from, until) { return asked }
      if let books = try shop.ledger.bookedDays() { return books }
      return try BooksPeriod(QueryItems(), today: shop.today).period
    }
  }

  fileprivate struct AccountEntries: Sendable {
    let filter: EntryFilter
    let currency: Currency?
  }

  /// The days that are asked for; nil for all.
  fileprivate static func period(_ from: CivilDate?, _ until: CivilDate?) -> Period? {
    guard from != nil || until != nil else { return nil }
    return Period(from: from ?? .first, until: until ?? .last)
  }

  private static let date = Shape<CivilDate>.date
  private static let currency = Shape<Currency>.choice()

  private static let range = Shape<Range>.object(
    .optional("from", date.described("The first day.")),
    .optional("until", date.described("The day after the last.")),
    .optional("currency", currency)
  ) { (from, until, currency) throws(ShapeFault) in
    try inOrder(from, until)
    return Range(from: from, until: until, currency: currency)
  }

  private static let journal = Shape<Journal>.choice(
    Journal.allCases.map { (name: $0.name, value: $0) })

  private static let entryFilter = Shape<EntryFilter>.object(
    .optional("from", date.described("The first day.")),
    .optional("until", date.described("The day after the last.")),
    .optional("journal", journal),
    .optional(
      "source", Shape<String>.text(most: 200).described("What was booked, such as an invoice's id.")
    )
  ) { (from, until, journal, source) throws(ShapeFault) in
    try inOrder(from, until)
    return EntryFilter(period: period(from, until), journal: journal, source: source)
  }

  private static let accountFilter = Shape<AccountEntries>.object(
    .optional("from", date.described("The first day.")),
    .optional("until", date.described("The day after the last.")),
    .optional("journal", journal), .optional("currency", currency)
  ) { (from, until, journal, currency) throws(ShapeFault) in
    try inOrder(from, until)
    return AccountEntries(
      filter: EntryFilter(period: period(from, until), journal: journal), currency: currency)
  }

  private static func inOrder(
    _ from: CivilDate?, _ until: CivilDate?
  ) throws(ShapeFault) {
    guard let until else { return }
    guard from ?? .first < until else {
      throw ShapeFault("order", "must be after from", at: "/until")
    }
  }

  private static let label = Shape<AccountLabel>.object(
    .optional("code", .text(most: 35)), .optional("name", .text(most: 50)),
    .optional("referenceCode", .text(most: 13))
  ) { (code, name, reference) throws(ShapeFault) in
    do throws(LedgerRefusal) {
      return try AccountLabel(code: code, name: name, referenceCode: reference)
    } catch {
      throw ShapeFault("format", error.phrase(.en), at: error.pointer ?? "")
    }
  }.titled("AccountLabel")
}

// MARK: - What is told

extension LedgerResource {
  private struct TrialBalance: Sendable {
    let period: Period
    let rows: [AccountMovement]
  }

  private struct Deferred: Sendable {
    let total: Money
    let months: [DeferredMonth]
    let next: CivilDate?
  }

  private static let accounts = Answer<[LedgerAccount]>.object(
    "LedgerAccounts", [.init("items", account.list) { $0 }])

  private static let account = Answer<LedgerAccount>.object(
    "LedgerAccount",
    [
      .init("id", .id) { $0.id }, .init("code", .text) { $0.code.text },
      .init("kind", Answer<AccountKind>.choice()) { $0.kind },
      .init("name", .phrase) { $0.name },
      .init("ownCode", Answer<String>.text.orNull) { $0.label.code },
      .init("ownName", Answer<String>.text.orNull) { $0.label.name },
      .init("referenceCode", Answer<String>.text.orNull) { $0.referenceCode },
      .init("balances", Answer<Money>.money.list) { $0.balances },
    ])

  private static let trialBalance = Answer<TrialBalance>.object(
    "TrialBalance",
    [
      .init("period", .period) { $0.period }, .init("items", movement.list) { $0.rows },
    ])

  private static let movement = Answer<AccountMovement>.object(
    "AccountMovement",
    [
      .init("accountId", .id) { $0.account }, .init("code", .text) { $0.code.text },
      .init("opening", .money) { $0.opening }, .init("debit", .money) { $0.debit },
      .init("credit", .money) { $0.credit },
      // Balances are kept within their bounds, so the three fit together.
      .init("closing", .money) { (try? $0.closing) ?? $0.opening },
    ])

  private static let entry = Answer<PostedEntry>.object(
    "JournalEntry",
    [
      .init("id", .id) { $0.id }, .init("kind", .text) { $0.entry.kind.text },
      .init("journal", .text) { $0.entry.kind.journal.name },
      .init("source", .text) { $0.entry.source }, .init("text", .text) { $0.entry.text },
      .init("bookedOn", .date) { $0.entry.bookedOn },
      .init("postedAt", .instant) { $0.postedAt },
      .init("reverses", Answer<JournalEntry.ID>.id.orNull) { $0.entry.reverses },
      .init("lines", line.list) { $0.entry.lines },
    ])

  private static let line = Answer<JournalLine>.object(
    "JournalLine",
    [
      .init("account", .text) { $0.account.text }, .init("amount", .money) { $0.amount },
      .init("customerId", Answer<Customer.ID>.id.orNull) { $0.customer },
    ])

  private static let deferred = Answer<Deferred>.object(
    "DeferredRevenue",
    [
      .init("total", .money) { $0.total },
      .init("nextMonth", Answer<CivilDate>.date.orNull) { $0.next },
      .init("months", month.list) { $0.months },
    ])

  private static let month = Answer<DeferredMonth>.object(
    "DeferredMonth", [.init("month", .date) { $0.month }, .init("amount", .money) { $0.amount }])

  private static let released = Answer<DeferredRevenueRun.Summary>.object(
    "ReleasedRevenue",
    [
      .init("months", Answer<CivilDate>.date.list) { $0.months },
      .init("shares", Answer<Int>.integer) { $0.shares },
    ])
}
