import HTML
import HTTPServer
import Ledger
import Primitives
import Tenancy
import Web

/// One account over a month or a year: where it began, what moved it, where it ended. Each entry
/// leads to the document behind it.
enum LedgerAccountPage {
  struct Model: Sendable {
    let account: LedgerAccount
    let movement: AccountMovement
    let entries: Page<PostedEntry>
    let books: Period?
  }

  static func show(_ visit: StaffVisit, _ id: LedgerAccount.ID) async throws -> HTTPResponse {
    let query = visit.visit.request.query
    let request = try visit.visit.pageRequest()
    let (period, model) = try await visit.read { shop in
      let period = try BooksPeriod(query, today: shop.today)
      return (period, try load(id, period.period, request, shop))
    }
    let account = model.account
    return visit.page(
      "\(account.shownCode) \(account.shownName(visit.language))", in: .ledger,
      crumbs: [visit.crumb(.ledger)]
    ) { view(model, period, visit) }
  }

  private static func load(
    _ id: LedgerAccount.ID, _ period: Period, _ request: PageRequest, _ shop: ShopTransaction
  ) throws -> Model {
    let account = try shop.ledger.account(id)
    let filter = EntryFilter(
      account: EntryFilter.Account(id, in: shop.currency), period: period)
    return Model(
      account: account,
      movement: try shop.ledger.movement(of: account, over: period, in: shop.currency),
      entries: try shop.ledger.entries(request, matching: filter),
      books: try shop.ledger.bookedDays())
  }

  @MarkupBuilder private static func view(
    _ model: Model, _ period: BooksPeriod, _ visit: StaffVisit
  ) -> Markup {
    let account = model.account
    pageHead(
      "\(account.shownCode) \(account.shownName(visit.language))",
      lead: "\(visit(account.kind.label)) · \(period.label(visit.language))"
    ) {
      if visit.may(.manageSettings) {
        linkButton(
          visit("Code en naam", "Code and name"),
          SafeURL(path: Links.labelAccount.path(account.id)), .quiet)
      }
    }
    period.chooser(visit, books: model.books, base: Links.ledgerAccount.path(account.id))
    card {
      facts([
        (visit("Beginsaldo", "Opening balance"), visit.sided(model.movement.opening)),
        (visit("Debet", "Debit"), visit.plain(model.movement.debit)),
        (visit("Credit", "Credit"), visit.plain(model.movement.credit)),
        (visit("Eindsaldo", "Closing balance"), visit.closing(of: model.movement)),
      ])
    }
    table(account, visit).markup(
      model.entries.items,
      empty: emptyState(
        visit("Geen boekingen", "No entries"),
        visit(
          "In deze periode is op deze rekening niets geboekt.",
          "Nothing was booked on this account in this period.")))
    pager(model.entries.next, visit.visit)
  }

  private static func table(
    _ account: LedgerAccount, _ visit: StaffVisit
  ) -> DataTable<PostedEntry> {
    DataTable(
      visit("Boekingen", "Entries"), showsCaption: false,
      columns: [
        .init(visit(Texts.date)) { item in visit.show(item.entry.bookedOn) },
        .init(visit("Boeking", "Entry"), .rowHeader) { item in
          visit.link(visit(item.entry.kind.label), Links.ledgerEntry.path(item.id))
        },
        .init(visit("Waarvan", "Of what")) { item in visit.origin(of: item.entry) },
        .init(visit("Debet", "Debit"), .number) { item in
          visit.plain(item.entry.sum(on: account.code, .debit, visit.shop.currency))
        },
        .init(visit("Credit", "Credit"), .number) { item in
          visit.plain(item.entry.sum(on: account.code, .credit, visit.shop.currency))
        },
      ])
  }
}

extension JournalEntry {
  enum Side: Sendable { case debit, credit }

  /// What an entry puts on one side of an account, above zero.
  func sum(on code: AccountCode, _ side: Side, _ currency: Currency) -> Money {
    lines.sum(side, currency) { $0.account == code }
  }
}

extension [JournalLine] {
  /// What the lines put on one side, above zero; of one currency, since nothing is ever added over
  /// currencies. Lines of one entry fit together: they were checked when it was made.
  func sum(
    _ side: JournalEntry.Side, _ currency: Currency, where isMeant: (JournalLine) -> Bool
  ) -> Money {
    let amounts = filter { line in
      isMeant(line) && line.amount.currency == currency
        && line.amount.isNegative == (side == .credit)
    }.map { side == .credit ? $0.amount.negated : $0.amount }
    return (try? amounts.total(in: currency)) ?? .zero(currency)
  }
}
