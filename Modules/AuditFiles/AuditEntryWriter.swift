import Ledger
import Primitives
import XML

/// Writes the transactions of one journal.
struct AuditEntryWriter {
  let head: AuditHead
  let version: AuditFileVersion
  let journal: Journal
  private let accountIDs: [AccountCode: String]

  init(head: AuditHead, version: AuditFileVersion, journal: Journal) {
    self.head = head
    self.version = version
    self.journal = journal
    accountIDs = Dictionary(head.accounts.map { ($0.code, $0.id) }) { first, _ in first }
  }

  private var limits: AuditLimits { version.limits }

  func write(_ posted: PostedEntry, _ xml: inout XMLWriter) {
    let entry = posted.entry
    let vat = journal == .sales ? AuditVAT.of(entry, head.vatCodes) : [:]
    let document = AuditText.cut(entry.text, limits.reference)
    xml.element("transaction") { xml in
      xml.element("nr", posted.id.description)
      xml.element("desc", AuditText.cut(entry.text, limits.description))
      xml.element("periodNumber", "\(entry.bookedOn.month)")
      xml.element("trDt", entry.bookedOn.description)
      let source = AuditText.cut(entry.kind.text, limits.identification)
      switch version {
      case .xaf32: xml.element("sourceID", source)
      case .xaf40: xml.element("Source", source)
      }
      for (index, line) in entry.lines.enumerated() {
        xml.element("trLine") { xml in
          xml.element("nr", "\(index + 1)")
          xml.element("accID", accountID(line.account))
          xml.element("docRef", document ?? AuditText.cut(entry.source, limits.reference) ?? "-")
          xml.element("effDate", entry.bookedOn.description)
          xml.element(amount: line.amount)
          if version == .xaf32 {
            xml.element("recRef", AuditText.cut(entry.source, limits.reference))
          }
          xml.element("custSupID", line.customer?.description)
          if journal == .sales, line.customer != nil { xml.element("invRef", document) }
          for vat in vat[index] ?? [] { vat.write(&xml) }
        }
      }
    }
  }

  private func accountID(_ code: AccountCode) -> String? {
    AuditText.cut(accountIDs[code] ?? code.text, limits.identification)
  }
}

/// The VAT on a line of revenue.
struct AuditVAT: Equatable {
  let id: String
  let rate: VATRate
  /// Credit negative, as the line is.
  let amount: Money
  let isCredit: Bool

  /// What each line of a sales entry was taxed with, by its index. Revenue stands on an account for
  /// each treatment and its VAT on another, so the two are found by their codes. What is taxed but
  /// deferred stands on the line of deferred revenue.
  static func of(
    _ entry: JournalEntry, _ codes: [AuditHead.VATCode]
  ) -> [Int: [AuditVAT]] {
    var found: [Int: [AuditVAT]] = [:]
    for code in codes {
      let revenue = entry.lines.firstIndex { $0.account == .revenue(code.treatment) }
      let tax = entry.lines.first { $0.account == .vatPayable(code.treatment) }
      let deferred = entry.lines.firstIndex { $0.account == .deferredRevenue }
      guard let index = revenue ?? (tax == nil ? nil : deferred) else { continue }
      let line = entry.lines[index].amount
      let amount = tax?.amount ?? .zero(line.currency)
      found[index, default: []].append(
        AuditVAT(
          id: code.id, rate: code.treatment.rate, amount: amount,
          isCredit: amount.isZero ? line.isNegative : amount.isNegative))
    }
    return found
  }

  func write(_ xml: inout XMLWriter) {
    xml.element("vat") { xml in
      xml.element("vatID", AuditText.cut(id, 35))
      xml.element("vatPerc", rate.percent)
      xml.element("vatAmnt", (amount.isNegative ? amount.negated : amount).decimal)
      xml.element("vatAmntTp", isCredit ? "C" : "D")
    }
  }
}
