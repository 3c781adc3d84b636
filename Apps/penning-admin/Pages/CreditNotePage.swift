import HTML
import HTTPServer
import Invoicing
import Primitives
import Tenancy
import Web
import Workflows

/// Where the shop takes an invoice back, whole or by the line. What it comes to is
/// shown by the very call that makes it, before it is made.
enum CreditNotePage {
  /// What the form is sent for.
  enum Step: String { case edit, preview, issue }

  static func show(_ visit: StaffVisit, _ id: Invoice.ID) async throws -> HTTPResponse {
    let model = try await visit.read { try CreditNoteForm.Model(id, $0) }
    var state = FormState(values: [
      "what": CreditNoteForm.Part.whole.rawValue, "freed": model.unusedPart.rawValue,
      "version": "\(model.creditable.invoice.version)",
    ])
    for line in model.creditable.lines { state.values[CreditNoteForm.field(line.ordinal)] = "" }
    return formPage(visit, state, model)
  }

  static func act(_ visit: StaffVisit, _ id: Invoice.ID) async throws -> HTTPResponse {
    let model = try await visit.read { try CreditNoteForm.Model(id, $0) }
    var form = visit.visit.reader
    let step: Step? = form.choice("step")
    let wish = CreditNoteForm.read(&form, model)
    guard form.isComplete(), let step, let wish else {
      return formPage(visit, form.state, model, status: 422)
    }
    let desk = CreditNoteIssue(visit.app.platform)
    do {
      switch step {
      case .edit: return formPage(visit, form.state, model)
      case .preview:
        let receipt = try await desk.issue(wish, as: visit.scope, .rehearsed)
        return previewPage(visit, form.state, model, receipt)
      case .issue:
        let receipt = try await desk.issue(wish, as: visit.scope)
        return visit.visit.redirect(
          to: Links.invoice.path(receipt.document.id), notice: Notice(told(receipt, visit)))
      }
    } catch let refusal as any Refusal {
      var state = form.state
      state.note(refusal, fields: CreditNoteForm.pointers(wish))
      return formPage(visit, state, model, status: HTTPStatus.of(refusal.kind))
    }
  }

  private static func told(_ receipt: CreditNoteReceipt, _ visit: StaffVisit) -> String {
    let number = receipt.document.number
    return visit(
      "Creditnota \(number) is gemaakt en wordt gemaild.",
      "Credit note \(number) was made and is being mailed.")
  }

  private static func formPage(
    _ visit: StaffVisit, _ state: FormState, _ model: CreditNoteForm.Model, status: Int = 200
  ) -> HTTPResponse {
    frame(visit, model, status: status) {
      if model.isPossible {
        card { CreditNoteForm.markup(visit, state, model) }
      } else {
        card {
          emptyState(
            visit("Er valt niets te crediteren", "There is nothing to credit"),
            visit(
              "Deze factuur is al helemaal gecrediteerd of afgeboekt.",
              "This invoice was credited whole or written off."))
        }
      }
    }
  }

  private static func frame(
    _ visit: StaffVisit, _ model: CreditNoteForm.Model, status: Int = 200,
    @MarkupBuilder content: () -> Markup
  ) -> HTTPResponse {
    let number = model.creditable.invoice.number
    let title = visit("Crediteren", "Credit")
    return visit.page(
      title, in: .invoices,
      crumbs: [
        visit.crumb(.invoices),
        visit.crumb(number, Links.invoice.path(model.creditable.invoice.id)),
      ], status: status
    ) {
      pageHead(visit("Factuur \(number) crediteren", "Credit invoice \(number)"))
      content()
    }
  }

  // MARK: - Preview

  private static func previewPage(
    _ visit: StaffVisit, _ state: FormState, _ model: CreditNoteForm.Model,
    _ receipt: CreditNoteReceipt
  ) -> HTTPResponse {
    frame(visit, model) {
      notice(
        visit(
          "Zo wordt de creditnota. Er is nog niets gemaakt; daarna kan het niet worden "
            + "teruggedraaid.",
          "This is what the credit note will be. Nothing is made yet; afterwards it can't be "
            + "undone."), .info)
      DocumentParts(document: receipt.document, visit: visit).lines
      DocumentParts(document: receipt.document, visit: visit).rates
      card(visit("Wat ermee gebeurt", "What becomes of it")) { outcome(receipt, visit) }
      div(.class("actions")) {
        carrying(state, .issue, visit, model) { form in
          form.submit(visit("Creditnota maken", "Make the credit note"), cancel: nil, .danger)
        }
        carrying(state, .edit, visit, model) { form in
          form.submit(visit("Wijzigen", "Change"), cancel: nil, .quiet)
        }
      }
    }
  }

  /// The same wish, sent for another step.
  private static func carrying(
    _ state: FormState, _ step: Step, _ visit: StaffVisit, _ model: CreditNoteForm.Model,
    _ buttons: (FormView) -> Markup
  ) -> Markup {
    let action = SafeURL(path: Links.creditInvoice.path(model.creditable.invoice.id))
    return FormView(visit.visit, FormState(values: state.values), action: action).markup { form in
      for (name, value) in state.values.sorted(by: { $0.key < $1.key }) where name != "step" {
        form.hidden(name, value)
      }
      form.hidden("step", step.rawValue)
      buttons(form)
    }
  }

  private static func outcome(_ receipt: CreditNoteReceipt, _ visit: StaffVisit) -> Markup {
    var pairs: [(String, Markup)] = [
      (
        visit("Gecrediteerd, btw inbegrepen", "Credited, VAT included"),
        strong { visit.show(receipt.document.total) }
      )
    ]
    if receipt.lowered.isPositive {
      pairs.append(
        (visit("Van het openstaande bedrag af", "Off what is open"), visit.show(receipt.lowered)))
    }
    if receipt.credited.isPositive {
      pairs.append((visit("Wordt tegoed", "Becomes credit"), visit.show(receipt.credited)))
    }
    if receipt.paidBack.isPositive {
      pairs.append((visit("Wordt terugbetaald", "Is paid back"), visit.show(receipt.paidBack)))
    }
    pairs.append(
      (
        visit("De klant moet dan nog betalen", "The customer then still owes"),
        visit.show(receipt.invoice.toPay)
      ))
    return facts(pairs)
  }
}
