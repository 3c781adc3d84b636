import Credits
import HTML
import HTTPServer
import Invoicing
import Ledger
import Payments
import Primitives
import Tenancy
import Web

// What the pages of the books share.

/// The pages of the books, as tabs.
enum LedgerTab: CaseIterable {
  case accounts, entries, credits, deferred, codes, proof

  var label: Phrase {
    switch self {
    case .accounts: Phrase(nl: "Rekeningen", en: "Accounts")
    case .entries: Phrase(nl: "Boekingen", en: "Entries")
    case .credits: Phrase(nl: "Tegoeden", en: "Credits")
    case .deferred: Phrase(nl: "Vooruit gefactureerd", en: "Deferred revenue")
    case .codes: Phrase(nl: "Codes", en: "Codes")
    case .proof: Phrase(nl: "Boeken die zichzelf bewijzen", en: "Books that prove themselves")
    }
  }

  private var path: String {
    switch self {
    case .accounts: Links.ledger.path()
    case .entries: Links.ledgerEntries.path()
    case .credits: Links.credits.path()
    case .deferred: Links.deferredRevenue.path()
    case .codes: Links.ledgerCodes.path()
    case .proof: Links.proof.path()
    }
  }

  /// The heading and tabs of a page of the books.
  @MarkupBuilder func head(
    _ visit: StaffVisit, lead: String? = nil, @MarkupBuilder actions: () -> Markup = { .empty }
  ) -> Markup {
    pageHead(visit(label), lead: lead, actions: actions)
    tabs(
      visit("Onderdelen van het grootboek", "Parts of the ledger"),
      LedgerTab.allCases.map { tab in
        PageFrame.Item(visit(tab.label), SafeURL(path: tab.path), isCurrent: tab == self)
      })
  }
}

/// Which days a page of the books shows: a month or a year, told by the address.
struct BooksPeriod: Hashable, Sendable {
  let period: Period
  let isYear: Bool

  /// `year=2026` or `month=2026-11`; without either the current month.
  /// - Throws: `WebRefusal.notFound` for what is neither.
  init(_ query: QueryItems, today: CivilDate) throws {
    if let text = query["year"] {
      guard let year = Int(text), "\(year)" == text, let period = BooksPeriod.year(year) else {
        throw WebRefusal.notFound
      }
      self.init(period, isYear: true)
    } else {
      let month = query["month"].map { CivilDate($0 + "-01") } ?? today.firstOfMonth
      guard let month, let period = BooksPeriod.month(month) else { throw WebRefusal.notFound }
      self.init(period, isYear: false)
    }
  }

  private init(_ period: Period, isYear: Bool) {
    self.period = period
    self.isYear = isYear
  }

  static func year(_ year: Int) -> Period? {
    guard (1...9998).contains(year), let from = CivilDate(year: year, month: 1, day: 1),
      let until = CivilDate(year: year + 1, month: 1, day: 1)
    else { return nil }
    return Period(from: from, until: until)
  }

  private static func month(_ first: CivilDate) -> Period? {
    Period(from: first, until: first.firstOfNextMonth)
  }

  /// The address' part that says it.
  var item: (name: String, value: String) {
    isYear
      ? ("year", "\(period.from.year)") : ("month", String(period.from.description.prefix(7)))
  }

  func path(_ base: String) -> String {
    var query = QueryItems()
    query.add(item.name, item.value)
    return query.appended(to: base)
  }

  func label(_ language: Language) -> String {
    if isYear { return "\(period.from.year)" }
    let words = period.from.formatted(language).split(separator: " ").dropFirst()
    return words.joined(separator: " ")
  }

  /// Links to the years of the books and to the months of the year that is shown.
  @MarkupBuilder func chooser(
    _ visit: StaffVisit, books: Period?, base: String, with others: QueryItems = [:]
  ) -> Markup {
    tabs(visit("Jaar", "Year"), years(books, base, others))
    tabs(visit("Maand", "Month"), months(visit, base, others))
  }

  private func years(_ books: Period?, _ base: String, _ others: QueryItems) -> [PageFrame.Item] {
    let shown = period.from.year
    let (first, last) = (books?.from.year ?? shown, books?.lastDay.year ?? shown)
    return (max(min(first, shown), max(last, shown) - 9)...max(last, shown)).compactMap { year in
      guard let period = BooksPeriod.year(year) else { return nil }
      let choice = BooksPeriod(period, isYear: true)
      return PageFrame.Item(
        choice.label(.nl), choice.url(base, others), isCurrent: isYear && year == shown)
    }
  }

  private func months(
    _ visit: StaffVisit, _ base: String, _ others: QueryItems
  ) -> [PageFrame.Item] {
    let names = MonthNames.short[visit.language] ?? []
    return names.indices.compactMap { index in
      guard let first = CivilDate(year: period.from.year, month: index + 1, day: 1),
        let month = BooksPeriod.month(first)
      else { return nil }
      let choice = BooksPeriod(month, isYear: false)
      return PageFrame.Item(
        names[index], choice.url(base, others), isCurrent: !isYear && month == period)
    }
  }

  private func url(_ base: String, _ others: QueryItems) -> SafeURL {
    var query = QueryItems()
    for other in others.items { query.add(other.name, other.value) }
    query.add(item.name, item.value)
    return SafeURL(path: query.appended(to: base))
  }
}

extension StaffVisit {
  /// Debit or credit, the side told in words: an accountant reads "12.00 C", not "-12.00".
  func sided(_ amount: Money) -> Markup {
    guard !amount.isZero else { return Markup("–") }
    let size = amount.isNegative ? amount.negated : amount
    return span {
      show(size)
      " "
      small { amount.isNegative ? self("credit", "credit") : self("debet", "debit") }
    }
  }

  /// An amount in a column of its own side; nothing where it is none.
  func plain(_ amount: Money) -> Markup { amount.isZero ? Markup("–") : show(amount) }

  /// Where an entry comes from, as a link where that has a page.
  func origin(of entry: JournalEntry) -> Markup {
    let id = String(entry.source.prefix { $0 != ":" })
    let text = entry.text.isEmpty ? id : entry.text
    if let document = Invoice.ID(id) { return link(text, Links.invoice.path(document)) }
    if let payment = Payment.ID(id) {
      return link(self("Betaling", "Payment"), Links.payment.path(payment))
    }
    if let credit = Credit.ID(id) { return link(text, Links.credit.path(credit)) }
    if let document = Invoice.ID(entry.text) {
      return link(self("Document", "Document"), Links.invoice.path(document))
    }
    return Markup(text)
  }
}

extension EntryKind {
  /// What the entry books, for people; a kind that has no words yet is shown as it is.
  var label: Phrase { EntryKind.labels[text] ?? Phrase(nl: text, en: text) }

  private static let labels: [String: Phrase] = [
    "invoice.issued": Phrase(nl: "Factuur", en: "Invoice"),
    "invoice.writtenOff": Phrase(nl: "Afgeboekt", en: "Written off"),
    "creditNote.issued": Phrase(nl: "Creditnota", en: "Credit note"),
    "payment.received": Phrase(nl: "Betaling ontvangen", en: "Payment received"),
    "payment.allocated": Phrase(nl: "Betaling toegewezen", en: "Payment allocated"),
    "payment.returned": Phrase(nl: "Betaling teruggehaald", en: "Payment returned"),
    "payment.lost": Phrase(nl: "Verlies door terugboeking", en: "Chargeback loss"),
    "payment.recovered": Phrase(nl: "Verlies hersteld", en: "Loss recovered"),
    "refund.held": Phrase(nl: "Terugbetaling gereserveerd", en: "Refund held"),
    "refund.released": Phrase(nl: "Terugbetaling afgerond", en: "Refund settled"),
    "credit.granted": Phrase(nl: "Tegoed gegeven", en: "Credit granted"),
    "credit.consumed": Phrase(nl: "Tegoed gebruikt", en: "Credit used"),
    "credit.lapsed": Phrase(nl: "Tegoed vervallen", en: "Credit lapsed"),
    "credit.paidOut": Phrase(nl: "Tegoed uitbetaald", en: "Credit paid out"),
    "revenue.released": Phrase(nl: "Omzet vrijgevallen", en: "Revenue released"),
  ]
}

extension Journal {
  var label: Phrase {
    switch self {
    case .sales: Phrase(nl: "Verkoop", en: "Sales")
    case .bank: Phrase(nl: "Bank", en: "Bank")
    case .memorial: Phrase(nl: "Memoriaal", en: "Memorial")
    }
  }

  /// As it stands in addresses.
  var name: String {
    switch self {
    case .sales: "sales"
    case .bank: "bank"
    case .memorial: "memorial"
    }
  }

  init?(name: String) {
    guard let journal = Journal.allCases.first(where: { $0.name == name }) else { return nil }
    self = journal
  }
}

extension AccountKind {
  var label: Phrase {
    switch self {
    case .asset: Phrase(nl: "Bezittingen", en: "Assets")
    case .liability: Phrase(nl: "Schulden", en: "Liabilities")
    case .revenue: Phrase(nl: "Opbrengsten", en: "Revenue")
    case .expense: Phrase(nl: "Kosten", en: "Expenses")
    }
  }
}
