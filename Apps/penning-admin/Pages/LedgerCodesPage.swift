import HTML
import HTTPServer
import JSON
import Ledger
import Primitives
import Tenancy
import Web

/// What the shop's accountant calls accounts, journals and VAT codes: as exports show them.
enum LedgerCodesPage {
  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let (accounts, labels) = try await visit.read { shop in
      (try shop.ledger.accounts(), try shop.ledger.labels())
    }
    return visit.page(visit(LedgerTab.codes.label), in: .ledger) {
      LedgerTab.codes.head(
        visit,
        lead: visit(
          "Zoals uw boekhouder rekeningen, dagboeken en btw-codes noemt; zo staan ze in exports.",
          "What your accountant calls accounts, journals and VAT codes, as exports show them."))
      table(accounts, visit).markup(
        accounts,
        empty: emptyState(
          visit("Nog geen rekeningen", "No accounts yet"),
          visit(
            "Rekeningen openen vanzelf met de eerste boeking.",
            "Accounts open by themselves with the first entry.")))
      table(labels, visit).markup(labels)
    }
  }

  private static func table(
    _ accounts: [LedgerAccount], _ visit: StaffVisit
  ) -> DataTable<LedgerAccount> {
    DataTable(
      visit("Rekeningen", "Accounts"),
      columns: [
        .init(visit("Rekening", "Account"), .rowHeader) { account in
          let text = "\(account.code.text) \(account.name(visit.language))"
          guard visit.may(.manageSettings) else { return Markup(text) }
          return visit.link(text, Links.labelAccount.path(account.id))
        },
        .init(visit("Eigen code", "Own code")) { Markup($0.label.code ?? "–") },
        .init(visit("Eigen naam", "Own name")) { Markup($0.label.name ?? "–") },
        .init("RGS") { account in
          account.referenceCode.map { text in code { text } } ?? Markup("–")
        },
      ])
  }

  private static func table(
    _ labels: [LedgerLabel], _ visit: StaffVisit
  ) -> DataTable<LedgerLabel> {
    DataTable(
      visit("Dagboeken en btw-codes", "Journals and VAT codes"),
      columns: [
        .init(visit("Waarvoor", "For"), .rowHeader) { label in
          guard visit.may(.manageSettings) else { return Markup(label.subject.text(visit)) }
          return visit.link(label.subject.text(visit), Links.ledgerCode.path(label.subject.key))
        },
        .init(visit("Code", "Code")) { Markup($0.code) },
        .init(visit(Texts.name)) { Markup($0.name) },
      ])
  }
}

extension LedgerLabel.Subject {
  fileprivate func text(_ visit: StaffVisit) -> String {
    switch self {
    case .journal(let journal):
      visit("Dagboek: ", "Journal: ") + visit(journal.label)
    case .vat(let treatment): visit("Btw: ", "VAT: ") + visit(treatment.label)
    }
  }
}

/// The forms that change one of them.
enum LedgerLabelPage {
  static func showAccount(_ visit: StaffVisit, _ id: LedgerAccount.ID) async throws -> HTTPResponse
  {
    let account = try await visit.read { try $0.ledger.account(id) }
    let values = [
      "code": account.label.code ?? "", "name": account.label.name ?? "",
      "referenceCode": account.label.referenceCode ?? "",
    ]
    return page(visit, account, FormState(values: values))
  }

  static func saveAccount(_ visit: StaffVisit, _ id: LedgerAccount.ID) async throws -> HTTPResponse
  {
    let account = try await visit.read { try $0.ledger.account(id) }
    var form = visit.visit.reader
    let code = form.optionalText("code", most: 200)
    let name = form.optionalText("name", most: 200)
    let reference = form.optionalText("referenceCode", most: 200)
    let label = try form.checking {
      try AccountLabel(code: code, name: name, referenceCode: reference)
    }
    guard form.isComplete(), let label else { return page(visit, account, form.state, 422) }
    do {
      try await visit.write { try $0.label(id, label) }
    } catch let refusal as LedgerRefusal {
      return page(visit, account, form.state.noting(refusal), HTTPStatus.of(refusal.kind))
    }
    return visit.visit.redirect(to: Links.ledgerCodes.path(), notice: Notice(visit(Texts.saved)))
  }

  private static func page(
    _ visit: StaffVisit, _ account: LedgerAccount, _ state: FormState, _ status: Int = 200
  ) -> HTTPResponse {
    let title = "\(account.code.text) \(account.name(visit.language))"
    return framed(visit, title, status) {
      FormView(
        visit.visit, state, action: SafeURL(path: Links.labelAccount.path(account.id))
      ).markup { form in
        form.text(
          "code", visit("Eigen code", "Own code"),
          FieldLook(
            hint: visit(
              "Leeg: \(account.code.text).", "Empty: \(account.code.text)."), isRequired: false),
          most: 35, isShort: true)
        form.text(
          "name", visit("Eigen naam", "Own name"), FieldLook(isRequired: false), most: 50)
        form.text(
          "referenceCode", visit("RGS-code", "RGS code"),
          FieldLook(
            hint: visit(
              "Van het referentiegrootboekschema, zoals BVorDebHad.",
              "Of the Dutch reference classification, such as BVorDebHad."), isRequired: false),
          most: 13, isShort: true)
        form.submit(visit.visit(WebText.save), cancel: SafeURL(path: Links.ledgerCodes.path()))
      }
    }
  }

  static func showCode(_ visit: StaffVisit, _ key: String) async throws -> HTTPResponse {
    let label = try await find(visit, key)
    return page(visit, label, FormState(values: ["code": label.code, "name": label.name]))
  }

  static func saveCode(_ visit: StaffVisit, _ key: String) async throws -> HTTPResponse {
    let old = try await find(visit, key)
    var form = visit.visit.reader
    let code = form.text("code", most: 200)
    let name = form.text("name", most: 200)
    let label = try form.checking {
      try LedgerLabel(old.subject, code: code ?? "", name: name ?? "")
    }
    guard form.isComplete(), let label else { return page(visit, old, form.state, 422) }
    do {
      try await visit.write { try $0.save(label) }
    } catch let refusal as LedgerRefusal {
      return page(visit, old, form.state.noting(refusal), HTTPStatus.of(refusal.kind))
    }
    return visit.visit.redirect(to: Links.ledgerCodes.path(), notice: Notice(visit(Texts.saved)))
  }

  private static func find(_ visit: StaffVisit, _ key: String) async throws -> LedgerLabel {
    let labels = try await visit.read { try $0.ledger.labels() }
    guard let label = labels.first(where: { $0.subject.key == key }) else {
      throw LedgerRefusal.unknownSubject
    }
    return label
  }

  private static func page(
    _ visit: StaffVisit, _ label: LedgerLabel, _ state: FormState, _ status: Int = 200
  ) -> HTTPResponse {
    framed(visit, label.subject.text(visit), status) {
      FormView(
        visit.visit, state, action: SafeURL(path: Links.ledgerCode.path(label.subject.key))
      ).markup { form in
        form.text("code", visit("Code", "Code"), most: 35, isShort: true)
        form.text("name", visit(Texts.name), most: 50)
        form.submit(visit.visit(WebText.save), cancel: SafeURL(path: Links.ledgerCodes.path()))
      }
    }
  }

  private static func framed(
    _ visit: StaffVisit, _ title: String, _ status: Int, @MarkupBuilder form: () -> Markup
  ) -> HTTPResponse {
    let content = form()
    return visit.page(
      title, in: .ledger, width: .narrow,
      crumbs: [
        visit.crumb(.ledger), visit.crumb(visit(LedgerTab.codes.label), Links.ledgerCodes.path()),
      ],
      status: status
    ) {
      pageHead(title)
      card { content }
    }
  }
}

extension FormState {
  /// With what a rule refused beside its field.
  func noting(_ refusal: any Refusal) -> FormState {
    var state = self
    state.note(refusal)
    return state
  }
}

// What pages and API do alike: a change with its line in the audit log (I-45).
extension ShopTransaction {
  func label(_ id: LedgerAccount.ID, _ label: AccountLabel) throws {
    try ledger.label(id, label)
    try audit.record(
      "ledgerAccount.labelled", id,
      ["code": label.code.map { .string($0) } ?? .null])
  }

  func save(_ label: LedgerLabel) throws {
    try ledger.save(label)
    try audit.record("ledgerCode.changed", label.subject.key, ["code": .string(label.code)])
  }
}
