import HTML
import HTTPServer
import Invoicing
import Primitives
import Tenancy
import Web
import Workflows

/// Where a manual invoice is written.
enum DraftPage {
  /// Bytes of the whole form: the file and what multipart adds.
  static let uploadLimit = DocumentAttachment.maximumBytes + 64 * 1024

  struct Model: Sendable {
    let draft: ManualDraft
    let customer: Customer
    let today: CivilDate
  }

  static func show(_ visit: StaffVisit, _ id: ManualDraft.ID) async throws -> HTTPResponse {
    let model = try await load(visit, id)
    if let document = model.draft.issued {
      return visit.visit.redirect(to: Links.invoice.path(document))
    }
    return page(visit, DraftForm.state(of: model.draft), model)
  }

  static func save(_ visit: StaffVisit, _ id: ManualDraft.ID) async throws -> HTTPResponse {
    let model = try await load(visit, id)
    var form = visit.visit.reader
    let act = form.choice("do") { DraftForm.Act($0) }
    let content = DraftForm.read(&form, visit)
    let version = form.parsed("version", most: 20) { Int64($0) }
    guard form.isComplete(), let act, var content, let version else {
      return page(visit, form.state, model, status: 422)
    }
    do {
      switch act {
      case .add: content.lines.append(DraftForm.blankLine(visit))
      case .remove(let line) where content.lines.indices.contains(line):
        content.lines.remove(at: line)
      case .remove, .save, .review: break
      }
      _ = try await ManualInvoice(visit.app.platform).update(
        id, for: model.customer.id, content, expecting: version, as: visit.scope)
    } catch let refusal as any Refusal {
      var state = form.state
      state.note(refusal, fields: DraftForm.pointers(content))
      return page(visit, state, model, status: HTTPStatus.of(refusal.kind))
    }
    switch act {
    case .review: return visit.visit.redirect(to: Links.issueDraft.path(id))
    case .save:
      return visit.visit.redirect(to: Links.draft.path(id), notice: Notice(visit(Texts.saved)))
    case .add, .remove: return visit.visit.redirect(to: Links.draft.path(id))
    }
  }

  static func attach(_ visit: StaffVisit, _ id: ManualDraft.ID) async throws -> HTTPResponse {
    let model = try await load(visit, id)
    var form = visit.visit.reader
    let file = form.file("file")
    var state = DraftForm.state(of: model.draft)
    guard form.isComplete(), let file else {
      for fault in form.state.faults { state.note("file", fault.phrase) }
      return page(visit, state, model, status: 422)
    }
    do {
      _ = try await ManualInvoice(visit.app.platform).attach(
        name: file.name, bytes: file.bytes, to: id, as: visit.scope)
    } catch let refusal as any Refusal {
      state.note("file", refusal.phrase)
      return page(visit, state, model, status: HTTPStatus.of(refusal.kind))
    }
    return visit.visit.redirect(
      to: Links.draft.path(id),
      notice: Notice(visit("De bijlage is toegevoegd.", "The attachment was added.")))
  }

  static func detach(
    _ visit: StaffVisit, _ id: ManualDraft.ID, _ ordinal: Int
  ) async throws -> HTTPResponse {
    var form = visit.visit.reader
    guard form.isComplete() else { throw WebRefusal.forbidden }
    _ = try await ManualInvoice(visit.app.platform).detach(ordinal, from: id, as: visit.scope)
    return visit.visit.redirect(
      to: Links.draft.path(id),
      notice: Notice(visit("De bijlage is weg.", "The attachment is gone.")))
  }

  private static func load(_ visit: StaffVisit, _ id: ManualDraft.ID) async throws -> Model {
    try await visit.read { shop in
      let draft = try shop.invoicing.drafts.find(id)
      return Model(
        draft: draft, customer: try shop.customers.find(draft.customer), today: shop.today)
    }
  }

  private static func page(
    _ visit: StaffVisit, _ state: FormState, _ model: Model, status: Int = 200
  ) -> HTTPResponse {
    let title = visit("Nieuwe factuur", "New invoice")
    let drafts = visit("Concepten", "Drafts")
    let id = model.draft.id
    // What was typed may have more lines than what is kept.
    let count = Int(state.value("lines")).map { min(max($0, 0), 200) } ?? 0
    return visit.page(
      title, in: .invoices, width: .narrow,
      crumbs: [visit.crumb(.invoices), visit.crumb(drafts, Links.drafts.path())], status: status
    ) {
      pageHead(title, lead: model.customer.details.addressee) {
        linkButton(
          visit("Weggooien", "Delete"), SafeURL(path: Links.deleteDraft.path(id)), .quiet)
      }
      FormView(visit.visit, state, action: SafeURL(path: Links.draft.path(id))).markup { form in
        DraftForm.fields(form, count, model.today, visit)
      }
      card(visit("Bijlagen", "Attachments")) { attachments(visit, state, model) }
    }
  }

  @MarkupBuilder private static func attachments(
    _ visit: StaffVisit, _ state: FormState, _ model: Model
  ) -> Markup {
    let id = model.draft.id
    for (ordinal, file) in model.draft.attachments.enumerated() {
      p {
        file.name
        " "
        small { "\(max(file.size / 1024, 1)) kB" }
      }
      actionButton(
        visit("\(file.name) weghalen", "Remove \(file.name)"),
        SafeURL(path: Links.removeDraftFile.path(id, ordinal)), visit.visit, .small)
    }
    if model.draft.attachments.count < DocumentAttachment.maximumCount {
      FormView(
        visit.visit, FormState(values: [:]).carrying("file", from: state),
        action: SafeURL(path: Links.draftFiles.path(id)), isMultipart: true
      ).markup { form in
        form.file(
          "file", visit("Bestand", "File"),
          FieldLook(
            hint: visit(
              "PDF, PNG of JPEG tot 5 MB. Bewaar eerst wat u hierboven hebt ingevuld.",
              "PDF, PNG or JPEG up to 5 MB. Save first what you filled in above.")),
          accepts: "application/pdf,image/png,image/jpeg")
        form.submit(visit("Toevoegen", "Add"))
      }
    }
  }
}

extension FormState {
  /// This state with another's fault of one field.
  fileprivate func carrying(_ field: String, from other: FormState) -> FormState {
    var state = self
    if let fault = other.fault(field) { state.note(field, fault) }
    return state
  }
}
