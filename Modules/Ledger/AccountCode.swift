package import Primitives

/// The code of a ledger account within a shop's chart, such as "1300".
package struct AccountCode: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let text: String

  package init(_ text: String) { self.text = text }

  /// What customers still owe on definitive invoices.
  package static let receivable = AccountCode("1300")
  /// Money that a payment provider holds for the shop; each provider may have an account of its
  /// own below it.
  package static let clearing = AccountCode("1290")
  /// The shop's own bank account.
  package static let bank = AccountCode("1100")
  /// VAT to be paid, all rates together; each rate has its own account below it.
  package static let vatPayable = AccountCode("1500")
  /// Credits that customers may still use.
  package static let customerCredits = AccountCode("1600")
  /// Money received that belongs to no definitive invoice yet.
  package static let prepayments = AccountCode("1610")
  /// What is to be paid back to customers and is not sent yet.
  package static let refundsPayable = AccountCode("1620")
  /// Revenue of periods that are still to come, where the shop defers it.
  package static let deferredRevenue = AccountCode("2100")
  /// What payment providers and banks charge.
  package static let fees = AccountCode("4700")
  /// Credits given away out of goodwill.
  package static let goodwill = AccountCode("4800")
  /// Invoices that will never be paid.
  package static let writtenOff = AccountCode("4900")
  /// Money that a chargeback took, for good.
  package static let chargebackLoss = AccountCode("4910")
  /// Revenue, all treatments together; each treatment has its own account below it.
  package static let revenue = AccountCode("8000")
  /// Credits that customers had paid for and let lapse.
  package static let lapsedCredits = AccountCode("8900")

  /// Revenue under one treatment of VAT: "8000-21", "8000-0", "8000-E", "8000-AE", "8000-O".
  package static func revenue(_ treatment: VATTreatment) -> AccountCode {
    AccountCode("\(revenue.text)-\(suffix(treatment))")
  }

  /// VAT to be paid under one treatment: "1500-21". Only what is taxed at a rate ever books here.
  package static func vatPayable(_ treatment: VATTreatment) -> AccountCode {
    AccountCode("\(vatPayable.text)-\(suffix(treatment))")
  }

  /// VAT to be paid at one rate: "1500-21".
  package static func vatPayable(_ rate: VATRate) -> AccountCode { vatPayable(.taxed(rate)) }

  /// Revenue taxed at one rate: "8000-21".
  package static func revenue(_ rate: VATRate) -> AccountCode { revenue(.taxed(rate)) }

  /// What one payment provider holds: "1290-mollie".
  /// - Parameter provider: its name in lower-case letters and digits.
  package static func clearing(_ provider: String) -> AccountCode {
    AccountCode("\(clearing.text)-\(provider)")
  }

  /// The account that this one is a part of: "1500" of "1500-21", nil of "1300".
  package var parent: AccountCode? {
    let parts = text.split(separator: "-", maxSplits: 1)
    return parts.count == 2 ? AccountCode(String(parts[0])) : nil
  }

  package var description: String { text }

  package static func < (a: AccountCode, b: AccountCode) -> Bool { a.text < b.text }

  private static func suffix(_ treatment: VATTreatment) -> String {
    switch treatment.category {
    case .standard: treatment.rate.percent
    case .zero: "0"
    case .exempt, .reverseCharge, .outsideScope: treatment.category.rawValue
    }
  }
}
