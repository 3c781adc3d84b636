package import Ledger
package import Primitives
package import Tenancy

/// The kinds of entry of this module.
package enum CreditsEntry {
  /// D goodwill (or where the money lay) / C customer credits.
  package static let granted = EntryKind("credit.granted")
  /// D customer credits / C receivable.
  package static let consumed = EntryKind("credit.consumed")
  /// D customer credits / C goodwill, or lapsed credits where the customer had paid for them.
  package static let lapsed = EntryKind("credit.lapsed")
  /// D customer credits / C refunds payable, or where the money came from.
  package static let paidOut = EntryKind("credit.paidOut")
}

/// The posting rules of credits. A reservation books nothing.
package enum CreditsPosting {
  package static func granted(
    _ amount: Money, to customer: Customer.ID, from account: AccountCode
  ) -> [JournalLine] {
    [
      .debit(account, amount, customer: account == .goodwill ? nil : customer),
      .credit(.customerCredits, amount, customer: customer),
    ]
  }

  package static func consumed(_ amount: Money, of customer: Customer.ID?) -> [JournalLine] {
    [
      .debit(.customerCredits, amount, customer: customer),
      .credit(.receivable, amount, customer: customer),
    ]
  }

  /// What was given away comes back to goodwill; what the customer had paid for is income.
  package static func lapsed(
    _ amount: Money, of customer: Customer.ID?, paidFrom account: AccountCode
  ) -> [JournalLine] {
    [
      .debit(.customerCredits, amount, customer: customer),
      .credit(account == .goodwill ? .goodwill : .lapsedCredits, amount),
    ]
  }

  package static func paidOut(
    _ amount: Money, to customer: Customer.ID, from account: AccountCode
  ) -> [JournalLine] {
    [
      .debit(.customerCredits, amount, customer: customer),
      .credit(account, amount, customer: account == .bank ? nil : customer),
    ]
  }
}
