import AuditFiles
import Exports
import HTML
import HTTPServer
import Primitives
import Tenancy
import Web

/// What a shop takes away: documents of a period, and the books of a year.
enum ExportsPage {
  /// What can be had of a period's documents.
  enum Content: String, CaseIterable {
    case files, documents, lines

    var label: Phrase {
      switch self {
      case .files: Phrase(nl: "Alle documenten (ZIP)", en: "All documents (ZIP)")
      case .documents: Phrase(nl: "Lijst van documenten (CSV)", en: "List of documents (CSV)")
      case .lines: Phrase(nl: "Lijst van regels (CSV)", en: "List of lines (CSV)")
      }
    }

    var hint: Phrase {
      switch self {
      case .files:
        Phrase(
          nl: "Facturen en creditnota’s, elk als PDF en als e-factuur (UBL).",
          en: "Invoices and credit notes, each as PDF and as e-invoice (UBL).")
      case .documents:
        Phrase(
          nl: "Een regel per document, met bedragen en status; ook pro forma’s.",
          en: "A row for each document with its amounts and status; pro formas too.")
      case .lines:
        Phrase(
          nl: "Een regel per factuurregel, met btw en periode.",
          en: "A row for each line, with VAT and period.")
      }
    }
  }

  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let today = try await visit.read { $0.today }
    return page(visit, blank(today), blank(today))
  }

  /// The file itself, or the page again with what is wrong.
  static func documents(_ visit: StaffVisit) async throws -> HTTPResponse {
    var form = visit.visit.reader
    let content: Content? = form.choice("content")
    let from = form.date("from")
    let last = form.date("last")
    guard form.isComplete(), let content, let from, let last else {
      return await again(visit, form.state, isBooks: false)
    }
    do {
      guard let period = Period(from: from, until: last.adding(days: 1)) else {
        throw ExportRefusal.period
      }
      let exports = visit.app.platform.exports(as: visit.scope)
      return switch content {
      case .files: try await exports.documents(period).response
      case .documents: try await exports.documentTable(period).response
      case .lines: try await exports.lineTable(period).response
      }
    } catch let refusal as ExportRefusal {
      var state = form.state
      state.note("last", refusal.phrase)
      return await again(visit, state, isBooks: false)
    }
  }

  static func books(_ visit: StaffVisit) async throws -> HTTPResponse {
    var form = visit.visit.reader
    let year = form.integer("year", in: 1900...9998)
    let version: AuditFileVersion? = form.choice("format")
    guard form.isComplete(), let year, let version else {
      return await again(visit, form.state, isBooks: true)
    }
    do {
      return try await visit.app.platform.exports(as: visit.scope).auditFile(year, version)
        .response
    } catch let refusal as AuditFileRefusal {
      var state = form.state
      state.note(refusal)
      return await again(visit, state, isBooks: true)
    }
  }

  /// What both forms begin with: last month, and the current year.
  private static func blank(_ today: CivilDate) -> FormState {
    let last = today.firstOfMonth.adding(days: -1)
    return FormState(values: [
      "content": Content.files.rawValue, "from": last.firstOfMonth.description,
      "last": last.description, "year": "\(today.year)",
      "format": AuditFileVersion.xaf32.rawValue,
    ])
  }

  private static func again(
    _ visit: StaffVisit, _ state: FormState, isBooks: Bool
  ) async -> HTTPResponse {
    let other = blank(visit.shop.today(at: visit.visit.now))
    return page(visit, isBooks ? other : state, isBooks ? state : other, status: 422)
  }

  private static func page(
    _ visit: StaffVisit, _ documents: FormState, _ books: FormState, status: Int = 200
  ) -> HTTPResponse {
    visit.page(
      visit("Exporteren", "Exports"), in: .invoices, crumbs: [visit.crumb(.invoices)],
      status: status
    ) {
      pageHead(
        visit("Exporteren", "Exports"),
        lead: visit(
          "Voor uw boekhouder, uw archief of een ander programma.",
          "For your accountant, your archive or another program."))
      div(.class("columns")) {
        card(visit("Documenten", "Documents")) { documentForm(visit, documents) }
        card(visit("Boeken van een jaar", "Books of a year")) { bookForm(visit, books) }
      }
    }
  }

  private static func documentForm(_ visit: StaffVisit, _ state: FormState) -> Markup {
    FormView(visit.visit, state, action: SafeURL(path: Links.exportDocuments.path())).markup {
      form in
      form.radios(
        "content", visit("Wat", "What"),
        Content.allCases.map { ($0.rawValue, visit($0.label), visit($0.hint)) })
      form.date("from", visit("Eerste dag", "First day"))
      form.date(
        "last", visit("Laatste dag", "Last day"),
        FieldLook(hint: visit("Hoogstens een jaar.", "At most a year.")))
      form.submit(visit("Downloaden", "Download"))
    }
  }

  private static func bookForm(_ visit: StaffVisit, _ state: FormState) -> Markup {
    FormView(visit.visit, state, action: SafeURL(path: Links.exportBooks.path())).markup { form in
      p {
        visit(
          "De XML Auditfile Financieel leest elk boekhoudprogramma in: rekeningen, beginbalans en "
            + "alle boekingen van het jaar.",
          "Every Dutch accounting program reads the XML Auditfile Financieel: accounts, opening "
            + "balance and all entries of the year.")
      }
      form.integer("year", visit("Jaar", "Year"), in: 1900...9998)
      form.radios(
        "format", visit("Versie", "Version"),
        [
          ("3.2", "3.2", visit("De gebruikelijke.", "The usual one.")),
          ("4.0", "4.0", visit("Nieuw, met RGS-codes.", "New, with RGS codes.")),
        ])
      form.submit(visit("Auditfile downloaden", "Download audit file"))
    }
  }
}
