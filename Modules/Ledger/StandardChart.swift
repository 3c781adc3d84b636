import Primitives

/// The chart that every shop starts with, and the accounts that open by themselves: one per
/// treatment of VAT under revenue and VAT, one per payment provider under clearing.
enum StandardChart {
  struct Plan: Hashable, Sendable {
    let code: AccountCode
    let kind: AccountKind
    let name: Phrase
  }

  static let accounts: [Plan] =
    [
      plan(.bank, .asset, "Bank", "Bank"),
      plan(.clearing, .asset, "Betaaldienst, te ontvangen", "Payment provider clearing"),
      plan(.receivable, .asset, "Debiteuren", "Receivables"),
      plan(.customerCredits, .liability, "Tegoeden van klanten", "Customer credits"),
      plan(.prepayments, .liability, "Vooruitbetaald door klanten", "Customer prepayments"),
      plan(.refundsPayable, .liability, "Terug te betalen aan klanten", "Refunds payable"),
      plan(.deferredRevenue, .liability, "Vooruit gefactureerde omzet", "Deferred revenue"),
      plan(.fees, .expense, "Kosten van betalingen", "Payment fees"),
      plan(.goodwill, .expense, "Verleende tegoeden", "Credits granted"),
      plan(.writtenOff, .expense, "Afgeboekte vorderingen", "Receivables written off"),
      plan(.chargebackLoss, .expense, "Verlies door terugboekingen", "Chargeback losses"),
      plan(.lapsedCredits, .revenue, "Vervallen tegoeden", "Lapsed credits"),
    ]
    + [
      plan(for: .vatPayable(.standard)), plan(for: .vatPayable(.reducedNL)),
      plan(for: .revenue(.standard)), plan(for: .revenue(.reducedNL)),
      plan(for: .revenue(VATTreatment.zero)),
    ].compactMap { $0 }

  /// What a code that the shop's chart lacks may open; nil for a code that nobody planned.
  static func plan(for code: AccountCode) -> Plan? {
    guard let parent = code.parent else { return accounts.first { $0.code == code } }
    let part = String(code.text.dropFirst(parent.text.utf8.count + 1))
    switch parent {
    case .clearing: return clearing(code, part)
    case .revenue: return revenue(code)
    case .vatPayable: return vatPayable(code, part)
    default: return nil
    }
  }

  private static func clearing(_ code: AccountCode, _ provider: String) -> Plan? {
    let isName = provider.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) }
    guard isName, (1...20).contains(provider.utf8.count) else { return nil }
    return plan(
      code, .asset, "Te ontvangen van \(provider.capitalizedWord)",
      "Clearing at \(provider.capitalizedWord)")
  }

  private static func revenue(_ code: AccountCode) -> Plan? {
    guard let treatment = treatment(of: code) else { return nil }
    return plan(
      code, .revenue, "Omzet \(treatment.label(.nl))", "Revenue \(treatment.label(.en))")
  }

  private static func vatPayable(_ code: AccountCode, _ percent: String) -> Plan? {
    guard let rate = VATRate(percent: percent), AccountCode.vatPayable(rate) == code else {
      return nil
    }
    return plan(code, .liability, "Te betalen btw \(rate)", "VAT payable \(rate)")
  }

  /// The treatment whose revenue an account holds; exemptions share one account.
  static func treatment(of code: AccountCode) -> VATTreatment? {
    guard let parent = code.parent, parent == .revenue else { return nil }
    let part = String(code.text.dropFirst(parent.text.utf8.count + 1))
    let treatment: VATTreatment? =
      switch part {
      case "E": .exempt(.other)
      case "AE": .reverseCharge
      case "O": .outsideScope
      default: VATRate(percent: part).map { .taxed($0) }
      }
    guard let treatment, AccountCode.revenue(treatment) == code else { return nil }
    return treatment
  }

  /// The place in RGS of what is the same in every shop; the rest is the accountant's to choose.
  static func referenceCode(_ code: AccountCode) -> String? {
    if let treatment = treatment(of: code) {
      switch treatment.category {
      case .standard: return rate(treatment.rate, "WOmzNodOdh", "WOmzNodOdl", "WOmzNodOdo")
      case .zero: return "WOmzNodOdg"
      case .exempt: return "WOmzNodNod"
      case .reverseCharge: return "WOmzNodOdv"
      case .outsideScope: return "WOmzNodOdb"
      }
    }
    switch code.parent ?? code {
    case .receivable: return "BVorDebHad"
    case .bank: return "BLimBanRba"
    case .clearing: return "BLimKruSto"
    case .fees: return "WFbeKbaKba"
    case .vatPayable:
      let percent = code.text.split(separator: "-", maxSplits: 1).last.map(String.init)
      guard let vat = percent.flatMap(VATRate.init(percent:)) else { return nil }
      return rate(vat, "BSchBepBtwOla", "BSchBepBtwOlv", "BSchBepBtwOlo")
    default: return nil
    }
  }

  private static func rate(
    _ rate: VATRate, _ standard: String, _ reduced: String, _ other: String
  ) -> String {
    rate == .standard ? standard : rate == .reducedNL ? reduced : other
  }

  private static func plan(
    _ code: AccountCode, _ kind: AccountKind, _ dutch: String, _ english: String
  ) -> Plan {
    Plan(code: code, kind: kind, name: Phrase(nl: dutch, en: english))
  }
}

extension String {
  /// The first letter as a capital.
  fileprivate var capitalizedWord: String { prefix(1).uppercased() + dropFirst() }
}
