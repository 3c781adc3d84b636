package import Primitives

/// The code of a ledger account within a shop's chart, such as "1300".
package struct AccountCode: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let text: String

  package init(_ text: String) { self.text = text }

  /// What customers still owe on definitive invoices.
  package static let receivable = AccountCode("1300")
  /// Money that a payment provider holds for the shop.
  package static let clearing = AccountCode("1290")
  /// The shop's own bank account.
  package static let bank = AccountCode("1100")
  /// VAT to be paid, all rates together; each rate has its own account below it.
  package static let vatPayable = AccountCode("1500")
  /// Credits that customers may still use.
  package static let customerCredits = AccountCode("1600")
  /// Money received that belongs to no definitive invoice yet.
  package static let prepayments = AccountCode("1610")
  /// Credits given away out of goodwill.
  package static let goodwill = AccountCode("4800")
  /// Invoices that will never be paid.
  package static let writtenOff = AccountCode("4900")
  /// Revenue, all rates together; each rate has its own account below it.
  package static let revenue = AccountCode("8000")

  /// VAT to be paid at one rate: "1500-21".
  package static func vatPayable(_ rate: VATRate) -> AccountCode {
    AccountCode("\(vatPayable.text)-\(rate.percent)")
  }

  /// Revenue taxed at one rate: "8000-21".
  package static func revenue(_ rate: VATRate) -> AccountCode {
    AccountCode("\(revenue.text)-\(rate.percent)")
  }

  package var description: String { text }

  package static func < (a: AccountCode, b: AccountCode) -> Bool { a.text < b.text }
}
