package import Ledger
package import Primitives
package import Tenancy

/// What an audit file says before its customers and transactions: read in one snapshot.
package struct AuditHead: Sendable {
  package struct Account: Hashable, Sendable {
    package var code: AccountCode
    /// The shop's own code where it has one.
    package var id: String
    package var name: String
    /// A balance account; the others are profit and loss.
    package var isBalance: Bool
    /// RGS.
    package var reference: String?
  }

  package struct VATCode: Hashable, Sendable {
    package var id: String
    package var name: String
    package var treatment: VATTreatment
  }

  package struct Book: Hashable, Sendable {
    package var journal: Journal
    package var id: String
    package var name: String
  }

  package struct Opening: Hashable, Sendable {
    /// As in `Account.id`.
    package var account: String
    /// Debit positive, never zero.
    package var amount: Money
  }

  package var year: Int
  package var shop: Shop
  package var createdOn: CivilDate
  /// Name and version of the program.
  package var software: (name: String, version: String)
  package var accounts: [Account]
  package var vatCodes: [VATCode]
  package var books: [Book]
  /// They add up to zero.
  package var openings: [Opening]
  /// What the transactions will hold.
  package var totals: EntryTotals
  /// Entries with a greater id came after the snapshot and are left out.
  package var last: JournalEntry.ID

  var currency: Currency { shop.currency }
}

/// Where an audit file comes from: pages are asked for as they are written, so that memory stays
/// flat for any year.
package struct AuditSource: Sendable {
  /// - Throws: `AuditFileRefusal`.
  package var head: @Sendable () async throws -> AuditHead
  package var customers: @Sendable (PageRequest) async throws -> Page<Customer>
  /// In order of day and id, at most 500; empty at the end.
  package var entries: @Sendable (Journal, EntryPosition?) async throws -> [PostedEntry]

  package init(
    head: @escaping @Sendable () async throws -> AuditHead,
    customers: @escaping @Sendable (PageRequest) async throws -> Page<Customer>,
    entries: @escaping @Sendable (Journal, EntryPosition?) async throws -> [PostedEntry]
  ) {
    self.head = head
    self.customers = customers
    self.entries = entries
  }
}
