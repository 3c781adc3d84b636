import HTML
import HTTPServer
import Ledger
import Primitives
import Tenancy
import Web

/// The accounts with what they moved in a month or a year: the trial balance, each line of which
/// leads to its entries.
enum LedgerPage {
  struct Row: Sendable {
    let account: LedgerAccount
    let movement: AccountMovement
  }

  struct Model: Sendable {
    let rows: [Row]
    /// Over all accounts: equal, or the books are broken.
    let debit: Money
    let credit: Money
    let books: Period?
    let currency: Currency
  }

  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let query = visit.visit.request.query
    let (period, model) = try await visit.read { shop in
      let period = try BooksPeriod(query, today: shop.today)
      return (period, try load(period.period, shop))
    }
    return visit.page(visit(LedgerTab.accounts.label), in: .ledger) { view(model, period, visit) }
  }

  static func load(_ period: Period, _ shop: ShopTransaction) throws -> Model {
    let accounts = try shop.ledger.accounts()
    let moved = try shop.ledger.trialBalance(over: period, in: shop.currency)
    let byID = Dictionary(moved.map { ($0.account, $0) }) { first, _ in first }
    return Model(
      rows: accounts.compactMap { account in
        byID[account.id].map { Row(account: account, movement: $0) }
      },
      debit: try moved.map(\.debit).total(in: shop.currency),
      credit: try moved.map(\.credit).total(in: shop.currency),
      books: try shop.ledger.bookedDays(), currency: shop.currency)
  }

  @MarkupBuilder private static func view(
    _ model: Model, _ period: BooksPeriod, _ visit: StaffVisit
  ) -> Markup {
    LedgerTab.accounts.head(visit, lead: period.label(visit.language)) {
      if visit.may(.exportData) {
        linkButton(
          visit("CSV van \(period.period.from.year)", "CSV of \(period.period.from.year)"),
          SafeURL(path: Links.ledgerCSV.path(period.period.from.year)), .quiet)
      }
    }
    period.chooser(visit, books: model.books, base: Links.ledger.path())
    table(model, period, visit).markup(
      model.rows,
      empty: emptyState(
        visit("Nog niets geboekt", "Nothing booked yet"),
        visit(
          "Er is tot en met deze periode niets geboekt. De boekingen komen vanzelf met de eerste "
            + "factuur.",
          "Nothing was booked up to this period. Entries come by themselves with the first "
            + "invoice.")))
    if !model.rows.isEmpty { balanced(model, visit) }
  }

  private static func table(
    _ model: Model, _ period: BooksPeriod, _ visit: StaffVisit
  ) -> DataTable<Row> {
    DataTable(
      visit("Proef- en saldibalans", "Trial balance"), showsCaption: false,
      columns: [
        .init(visit("Rekening", "Account"), .rowHeader) { row in
          visit.link(
            "\(row.account.shownCode) \(row.account.shownName(visit.language))",
            period.path(Links.ledgerAccount.path(row.account.id)))
        },
        .init(visit("Soort", "Kind")) { row in Markup(visit(row.account.kind.label)) },
        .init(visit("Begin", "Opening"), .number) { row in visit.sided(row.movement.opening) },
        .init(visit("Debet", "Debit"), .number) { row in visit.plain(row.movement.debit) },
        .init(visit("Credit", "Credit"), .number) { row in visit.plain(row.movement.credit) },
        .init(visit("Eind", "Closing"), .number) { row in visit.closing(of: row.movement) },
      ],
      totals: [
        Markup(visit(Texts.total)), .empty, .empty, visit.show(model.debit),
        visit.show(model.credit), .empty,
      ])
  }

  private static func balanced(_ model: Model, _ visit: StaffVisit) -> Markup {
    model.debit == model.credit
      ? notice(
        visit("Debet is gelijk aan credit.", "Debit equals credit."), .good)
      : notice(
        visit("Debet en credit verschillen.", "Debit and credit differ."), .bad)
  }
}

extension StaffVisit {
  /// Kept within the bounds, opening and movements fit together.
  func closing(of movement: AccountMovement) -> Markup {
    (try? movement.closing).map { sided($0) } ?? Markup("–")
  }
}
