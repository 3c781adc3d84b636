import JSON
import Ledger
import Primitives
import Tenancy
import Web

/// The shop's books: debit positive, credit negative.
enum LedgerResource {
  static func declare(in api: inout APISurface) {
    api.get(
      APILinks.ledgerAccounts, About("The chart with its balances", tag: "ledger"),
      answer: accounts
    ) { call in try await call.database.read(as: call.scope) { try $0.ledger.accounts() } }
    api.list(
      APILinks.ledgerEntries, About("Journal entries, the newest first", tag: "ledger"),
      item: entry
    ) { call, page in
      try await call.database.read(as: call.scope) { try $0.ledger.entries(page) }
    }
  }

  private static let accounts = Answer<[LedgerAccount]>.object(
    "LedgerAccounts", [.init("items", account.list) { $0 }])

  private static let account = Answer<LedgerAccount>.object(
    "LedgerAccount",
    [
      .init("code", .text) { $0.code.text },
      .init("kind", Answer<AccountKind>.choice()) { $0.kind },
      .init("name", .phrase) { $0.name },
      .init("balances", Answer<Money>.money.list) { $0.balances },
    ])

  private static let entry = Answer<PostedEntry>.object(
    "JournalEntry",
    [
      .init("id", .id) { $0.id }, .init("kind", .text) { $0.entry.kind.text },
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
}
