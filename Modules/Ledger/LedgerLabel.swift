package import Primitives
import Storage
import Tenancy

/// A journal or a VAT code as the shop's own accountant knows it, for the audit file.
package struct LedgerLabel: Hashable, Sendable {
  package enum Subject: Hashable, Sendable {
    case journal(Journal)
    /// What is taxed alike; exemptions share one code.
    case vat(VATTreatment)

    /// As it is stored and named in addresses: "journal-S", "vat-S21", "vat-E".
    package var key: String {
      switch self {
      case .journal(let journal): "journal-\(journal.rawValue)"
      case .vat(let treatment):
        "vat-\(treatment.category == .standard ? treatment.code : treatment.category.rawValue)"
      }
    }

    package init?(key: String) {
      let parts = key.split(separator: "-", maxSplits: 1)
      guard parts.count == 2 else { return nil }
      let rest = String(parts[1])
      let treatment: VATTreatment? =
        rest == "E" ? .exempt(.other) : rest.hasPrefix("E:") ? nil : VATTreatment(code: rest)
      switch parts[0] {
      case "journal":
        guard let journal = Journal(rawValue: rest) else { return nil }
        self = .journal(journal)
      case "vat":
        guard let treatment else { return nil }
        self = .vat(treatment)
      default: return nil
      }
    }
  }

  package let subject: Subject
  /// At most 35 characters; unique among the journals or the VAT codes.
  package let code: String
  /// At most 50 characters.
  package let name: String

  /// - Throws: `LedgerRefusal.code`, `.name`.
  package init(_ subject: Subject, code: String, name: String) throws(LedgerRefusal) {
    guard LedgerText.isCode(code) else { throw .code }
    guard LedgerText.isName(name) else { throw .name }
    self.init(stored: subject, code, name)
  }

  fileprivate init(stored subject: Subject, _ code: String, _ name: String) {
    self.subject = subject
    self.code = code
    self.name = name
  }

  /// What stands until the shop says otherwise.
  static func standard(_ subject: Subject, _ language: Language) -> LedgerLabel {
    switch subject {
    case .journal(.sales):
      LedgerLabel(stored: subject, "VK", Phrase(nl: "Verkoopboek", en: "Sales")(language))
    case .journal(.bank):
      LedgerLabel(stored: subject, "BK", Phrase(nl: "Bankboek", en: "Bank")(language))
    case .journal(.memorial):
      LedgerLabel(stored: subject, "MEM", Phrase(nl: "Memoriaal", en: "Memorial")(language))
    case .vat(let treatment):
      LedgerLabel(
        stored: subject, String(subject.key.dropFirst(4)),
        Phrase(
          nl: "Btw \(treatment.label(.nl))", en: "VAT \(treatment.label(.en))")(language))
    }
  }
}

extension LedgerStore {
  /// The journals, then a VAT code for each account of revenue in the chart.
  package func labels() throws -> [LedgerLabel] {
    var own: [String: LedgerLabel] = [:]
    try shop.each(
      "SELECT subject, code, name FROM ledger_labels WHERE tenant_id = \(shop.tenant)"
    ) { row in
      let key: String = try row.get(0)
      guard let subject = LedgerLabel.Subject(key: key) else { return }
      own[key] = LedgerLabel(stored: subject, try row.get(1), try row.get(2))
    }
    return try subjects().map {
      own[$0.key] ?? .standard($0, shop.scope.shop.language)
    }
  }

  /// Keeps what the shop's accountant calls a journal or VAT code.
  /// - Throws: `LedgerRefusal.unknownSubject`, `.codeTaken`.
  package func save(_ label: LedgerLabel) throws {
    let known = try labels()
    guard known.contains(where: { $0.subject.key == label.subject.key }) else {
      throw LedgerRefusal.unknownSubject
    }
    let family = label.subject.key.prefix { $0 != "-" }
    let others = known.filter {
      $0.subject.key.hasPrefix(family) && $0.subject.key != label.subject.key
    }
    guard !others.contains(where: { $0.code == label.code }) else { throw LedgerRefusal.codeTaken }
    try shop.execute(
      """
      INSERT INTO ledger_labels (id, tenant_id, subject, code, name)
      VALUES (\(shop.newID(LedgerAccount.self)), \(shop.tenant), \(label.subject.key),
        \(label.code), \(label.name))
      ON CONFLICT (tenant_id, subject) DO UPDATE SET code = excluded.code, name = excluded.name
      """)
  }

  private func subjects() throws -> [LedgerLabel.Subject] {
    let sql: SQL = """
      SELECT code FROM ledger_accounts WHERE tenant_id = \(shop.tenant) AND kind = 'revenue'
      """
    let codes = try shop.all(sql) { row in AccountCode(try row.get(0)) }
    let treatments = codes.compactMap(StandardChart.treatment(of:)).sorted()
    return Journal.allCases.map { .journal($0) } + treatments.map { .vat($0) }
  }
}
