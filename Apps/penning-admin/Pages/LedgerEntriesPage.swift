import HTML
import HTTPServer
import Ledger
import Primitives
import Tenancy
import Web

/// What was booked, the last day first: all, of one journal, or of one source such as an invoice.
enum LedgerEntriesPage {
  struct Wanted: Sendable {
    let journal: Journal?
    let source: String?
  }

  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let query = visit.visit.request.query
    let request = try visit.visit.pageRequest()
    let wanted = try wanted(query)
    let (period, books, page) = try await visit.read { shop in
      let period = try BooksPeriod(query, today: shop.today)
      let filter = EntryFilter(
        period: wanted.source == nil ? period.period : nil, journal: wanted.journal,
        source: wanted.source)
      return (
        period, try shop.ledger.bookedDays(), try shop.ledger.entries(request, matching: filter)
      )
    }
    return visit.page(visit(LedgerTab.entries.label), in: .ledger) {
      LedgerTab.entries.head(visit, lead: wanted.source == nil ? period.label(visit.language) : nil)
      if wanted.source == nil {
        journals(wanted.journal, period, visit)
        period.chooser(
          visit, books: books, base: Links.ledgerEntries.path(), with: others(wanted.journal))
      }
      table(visit).markup(page.items, empty: nothing(visit))
      pager(page.next, visit.visit)
    }
  }

  private static func wanted(_ query: QueryItems) throws -> Wanted {
    let journal = try query["journal"].map { text in
      guard let journal = Journal(name: text) else { throw WebRefusal.notFound }
      return journal
    }
    let source = query["source"]
    guard (source?.utf8.count ?? 1) <= 200, !(source ?? "").utf8.contains(0) else {
      throw WebRefusal.notFound
    }
    return Wanted(journal: journal, source: source)
  }

  private static func others(_ journal: Journal?) -> QueryItems {
    var query = QueryItems()
    if let journal { query.add("journal", journal.name) }
    return query
  }

  private static func journals(
    _ current: Journal?, _ period: BooksPeriod, _ visit: StaffVisit
  ) -> Markup {
    let all = [nil] + Journal.allCases.map { $0 as Journal? }
    return tabs(
      visit("Dagboek", "Journal"),
      all.map { journal in
        var query = others(journal)
        query.add(period.item.name, period.item.value)
        return PageFrame.Item(
          journal.map { visit($0.label) } ?? visit("Alle dagboeken", "All journals"),
          SafeURL(path: query.appended(to: Links.ledgerEntries.path())),
          isCurrent: journal == current)
      })
  }

  private static func nothing(_ visit: StaffVisit) -> Markup {
    emptyState(
      visit("Geen boekingen", "No entries"),
      visit("Hier is niets geboekt.", "Nothing was booked here."))
  }

  private static func table(_ visit: StaffVisit) -> DataTable<PostedEntry> {
    DataTable(
      visit("Boekingen", "Entries"), showsCaption: false,
      columns: [
        .init(visit(Texts.date)) { item in visit.show(item.entry.bookedOn) },
        .init(visit("Boeking", "Entry"), .rowHeader) { item in
          visit.link(visit(item.entry.kind.label), Links.ledgerEntry.path(item.id))
        },
        .init(visit("Waarvan", "Of what")) { item in visit.origin(of: item.entry) },
        .init(visit("Dagboek", "Journal")) { item in
          Markup(visit(item.entry.kind.journal.label))
        },
        .init(visit("Rekeningen", "Accounts")) { item in
          Markup(item.entry.lines.map(\.account.text).joined(separator: ", "))
        },
        .init(visit(Texts.amount), .number) { item in
          visit.plain(item.entry.lines.sum(.debit, visit.shop.currency) { _ in true })
        },
      ])
  }
}

/// One entry with its lines.
enum LedgerEntryPage {
  struct Model: Sendable {
    let entry: PostedEntry
    let accounts: [AccountCode: LedgerAccount]
    let customers: [Customer.ID: Customer]
  }

  static func show(_ visit: StaffVisit, _ id: JournalEntry.ID) async throws -> HTTPResponse {
    let model = try await visit.read { shop in
      let entry = try shop.ledger.entry(id)
      let accounts = try shop.ledger.accounts()
      return Model(
        entry: entry, accounts: Dictionary(accounts.map { ($0.code, $0) }) { first, _ in first },
        customers: try shop.customers.find(Array(Set(entry.entry.lines.compactMap(\.customer)))))
    }
    let title = visit(model.entry.entry.kind.label)
    return visit.page(
      title, in: .ledger,
      crumbs: [
        visit.crumb(.ledger),
        visit.crumb(visit(LedgerTab.entries.label), Links.ledgerEntries.path()),
      ]
    ) { view(model, visit) }
  }

  @MarkupBuilder private static func view(_ model: Model, _ visit: StaffVisit) -> Markup {
    let entry = model.entry.entry
    pageHead(visit(entry.kind.label), lead: entry.bookedOn.formatted(visit.language))
    card {
      facts(
        [
          (visit("Waarvan", "Of what"), visit.origin(of: entry)),
          (visit("Dagboek", "Journal"), Markup(visit(entry.kind.journal.label))),
          (visit("Geboekt om", "Posted at"), visit.show(model.entry.postedAt)),
          (visit("Nummer", "Number"), Markup { code { model.entry.id.description } }),
          (
            visit("Alles van deze bron", "All of this source"),
            visit.link(
              entry.source,
              QueryItems(dictionaryLiteral: ("source", entry.source))
                .appended(to: Links.ledgerEntries.path()))
          ),
        ]
          + (entry.reverses.map {
            [
              (
                visit("Draait terug", "Reverses"),
                visit.link($0.description, Links.ledgerEntry.path($0))
              )
            ]
          } ?? []))
    }
    lines(model, visit)
    notice(
      visit(
        "Een boeking wordt nooit gewijzigd of verwijderd; een correctie is een nieuwe boeking.",
        "An entry is never changed or deleted; a correction is a new entry."), .info)
  }

  private static func lines(_ model: Model, _ visit: StaffVisit) -> Markup {
    let lines = model.entry.entry.lines
    let currency = visit.shop.currency
    return DataTable<JournalLine>(
      visit("Regels", "Lines"), showsCaption: false,
      columns: [
        .init(visit("Rekening", "Account"), .rowHeader) { line in
          guard let account = model.accounts[line.account] else {
            return Markup(line.account.text)
          }
          return visit.link(
            "\(account.shownCode) \(account.shownName(visit.language))",
            Links.ledgerAccount.path(account.id))
        },
        .init(visit(Texts.customer)) { line in
          guard let customer = line.customer else { return Markup("–") }
          return visit.link(
            model.customers[customer]?.details.addressee ?? customer.description,
            Links.customer.path(customer))
        },
        .init(visit("Debet", "Debit"), .number) { line in
          line.amount.isPositive ? visit.show(line.amount) : Markup("–")
        },
        .init(visit("Credit", "Credit"), .number) { line in
          line.amount.isNegative ? visit.show(line.amount.negated) : Markup("–")
        },
      ],
      totals: [
        Markup(visit(Texts.total)), .empty,
        visit.plain(lines.sum(.debit, currency) { _ in true }),
        visit.plain(lines.sum(.credit, currency) { _ in true }),
      ]
    ).markup(lines)
  }
}
