package import Primitives

/// On which side of the books an account stands.
package enum AccountKind: String, CaseIterable, Sendable {
  case asset, liability, revenue, expense
}

/// An account of a shop's chart with its balances.
package struct LedgerAccount: Entity, Hashable, Sendable {
  package static let idPrefix = "acc"

  package let id: LedgerAccount.ID
  package let code: AccountCode
  package let kind: AccountKind
  package let name: Phrase
  /// One per currency that was ever booked; debit positive, credit negative.
  package var balances: [Money]
}

/// The chart that every shop starts with, and the accounts that open by themselves for a VAT rate.
enum StandardChart {
  struct Plan: Hashable, Sendable {
    let code: AccountCode
    let kind: AccountKind
    let name: Phrase
  }

  static let accounts: [Plan] = [
    Plan(code: .bank, kind: .asset, name: Phrase(nl: "Bank", en: "Bank")),
    Plan(
      code: .clearing, kind: .asset,
      name: Phrase(nl: "Betaaldienst, te ontvangen", en: "Payment provider clearing")),
    Plan(code: .receivable, kind: .asset, name: Phrase(nl: "Debiteuren", en: "Receivables")),
    Plan(
      code: .customerCredits, kind: .liability,
      name: Phrase(nl: "Tegoeden van klanten", en: "Customer credits")),
    Plan(
      code: .prepayments, kind: .liability,
      name: Phrase(nl: "Vooruitbetaald door klanten", en: "Customer prepayments")),
    Plan(
      code: .goodwill, kind: .expense,
      name: Phrase(nl: "Verleende tegoeden", en: "Credits granted")),
    Plan(
      code: .writtenOff, kind: .expense,
      name: Phrase(nl: "Afgeboekte vorderingen", en: "Receivables written off")),
    rate(.vatPayable, .standard), rate(.vatPayable, .reducedNL),
    rate(.revenue, .standard), rate(.revenue, .reducedNL), rate(.revenue, .zero),
  ].compactMap { $0 }

  /// What a code that the shop's chart lacks may open: an account of the standard chart, or a
  /// per-rate account of revenue or VAT.
  static func plan(for code: AccountCode) -> Plan? {
    if let plan = accounts.first(where: { $0.code == code }) { return plan }
    let parts = code.text.split(separator: "-", maxSplits: 1)
    guard parts.count == 2, let rate = VATRate(percent: String(parts[1])) else { return nil }
    guard let plan = self.rate(AccountCode(String(parts[0])), rate), plan.code == code else {
      return nil
    }
    return plan
  }

  private static func rate(_ parent: AccountCode, _ rate: VATRate) -> Plan? {
    switch parent {
    case .vatPayable:
      Plan(
        code: .vatPayable(rate), kind: .liability,
        name: Phrase(nl: "Te betalen btw \(rate)", en: "VAT payable \(rate)"))
    case .revenue:
      Plan(
        code: .revenue(rate), kind: .revenue,
        name: Phrase(nl: "Omzet \(rate)", en: "Revenue \(rate)"))
    default: nil
    }
  }
}
