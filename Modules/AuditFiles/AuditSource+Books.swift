import Ledger
import Primitives
package import Storage
package import Tenancy

extension AuditSource {
  /// The books of a shop over a calendar year.
  package static func books(
    of scope: TenantScope, year: Int, in database: Database,
    software: (name: String, version: String)
  ) -> AuditSource {
    AuditSource(
      head: {
        try await database.read(as: scope) { shop throws in
          try AuditHead(year, in: shop, software)
        }
      },
      customers: { request in
        try await database.read(as: scope) { shop throws in try shop.customers.page(request) }
      },
      entries: { journal, position in
        guard let period = AuditHead.period(of: year) else { return [] }
        return try await database.read(as: scope) { shop throws in
          try shop.ledger.entries(booked: period, in: journal, after: position)
        }
      })
  }
}

extension AuditHead {
  static func period(of year: Int) -> Period? {
    guard (1900...9998).contains(year), let from = CivilDate(year: year, month: 1, day: 1),
      let until = CivilDate(year: year + 1, month: 1, day: 1)
    else { return nil }
    return Period(from: from, until: until)
  }

  /// - Throws: `AuditFileRefusal`.
  init(_ year: Int, in shop: ShopTransaction, _ software: (name: String, version: String)) throws {
    let profile = try shop.profile.current()
    let accounts = try shop.ledger.accounts()
    guard let period = AuditHead.period(of: year), year <= shop.today.year else {
      throw AuditFileRefusal.year(year)
    }
    guard profile.legal.vatNumber != nil || profile.legal.registration != nil else {
      throw AuditFileRefusal.noTaxNumber
    }
    guard profile.currency.minorDigits <= 2 else {
      throw AuditFileRefusal.currency(profile.currency)
    }
    let currencies = Set(accounts.flatMap(\.balances).map(\.currency))
    guard currencies.isSubset(of: [profile.currency]) else {
      throw AuditFileRefusal.mixedCurrencies
    }
    let labels = try shop.ledger.labels()
    self.year = year
    self.shop = profile
    createdOn = shop.today
    self.software = software
    self.accounts = accounts.map { Account($0, profile.language) }
    vatCodes = labels.compactMap(VATCode.init)
    books = labels.compactMap(Book.init)
    openings = []
    totals = try shop.ledger.totals(booked: period, currency: profile.currency)
    last = shop.newID()
    try open(try shop.ledger.trialBalance(over: period, in: profile.currency))
  }

  /// The balances at the first day. What earlier years earned stands together on one account of the
  /// balance, since profit and loss begin a year at zero.
  private mutating func open(_ movements: [AccountMovement]) throws(MoneyError) {
    let byCode = Dictionary(accounts.map { ($0.code, $0) }) { first, _ in first }
    var earned = Money.zero(currency)
    for movement in movements where !movement.opening.isZero {
      guard let account = byCode[movement.code] else { continue }
      if account.isBalance {
        openings.append(Opening(account: account.id, amount: movement.opening))
      } else {
        earned = try earned + movement.opening
      }
    }
    guard !earned.isZero else { return }
    let account = Account.earlierYears(besides: accounts, shop.language)
    accounts.append(account)
    openings.append(Opening(account: account.id, amount: earned))
  }
}

extension AuditHead.Account {
  init(_ account: LedgerAccount, _ language: Language) {
    self.init(
      code: account.code, id: account.shownCode, name: account.shownName(language),
      isBalance: account.kind.isCarriedOver, reference: account.referenceCode)
  }

  /// The account of the audit file alone that the result of earlier years stands on, under a code
  /// that no account of the shop has.
  static func earlierYears(
    besides others: [AuditHead.Account], _ language: Language
  ) -> AuditHead.Account {
    let taken = Set(others.map(\.id))
    let free = (500...599).map { "0\($0)" }.first { !taken.contains($0) } ?? "0500-penning"
    let name = Phrase(nl: "Resultaat voorgaande jaren", en: "Result of earlier years")
    return AuditHead.Account(
      code: AccountCode(free), id: free, name: name(language), isBalance: true,
      reference: "BEivOreRvh")
  }
}

extension AuditHead.VATCode {
  init?(_ label: LedgerLabel) {
    guard case .vat(let treatment) = label.subject else { return nil }
    self.init(id: label.code, name: label.name, treatment: treatment)
  }
}

extension AuditHead.Book {
  init?(_ label: LedgerLabel) {
    guard case .journal(let journal) = label.subject else { return nil }
    self.init(journal: journal, id: label.code, name: label.name)
  }
}
