import HTML
import HTTPServer
import Invoicing
import Notifications
import Payments
import Primitives
import Tenancy
import Web
import Workflows

/// One document with everything that happened to it, and what can be done with it.
enum InvoicePage {
  struct Model: Sendable {
    let document: IssuedDocument
    let head: DocumentHead
    /// The invoice that a pro forma became.
    let successor: DocumentHead?
    let creditNotes: [DocumentHead]
    let payments: [Payment]
    let messages: [StoredMessage]
    let attachments: [DocumentAttachment]
    let today: CivilDate
  }

  static func show(_ visit: StaffVisit, _ id: Invoice.ID) async throws -> HTTPResponse {
    let model = try await visit.read { shop in try load(id, shop) }
    return visit.page(
      model.document.number, in: .invoices, crumbs: [visit.crumb(.invoices)]
    ) { view(model, visit) }
  }

  /// The document as the customer gets it.
  static func download(_ visit: StaffVisit, _ id: Invoice.ID) async throws -> HTTPResponse {
    let document = try await visit.read { try $0.invoicing.find(id) }
    return try await visit.app.platform.pdf(of: document)
  }

  /// A file that goes with the document; always saved, never shown as a page of ours.
  static func file(
    _ visit: StaffVisit, _ id: Invoice.ID, _ ordinal: Int
  ) async throws -> HTTPResponse {
    let (file, bytes) = try await visit.read { shop in
      try shop.invoicing.attachments.read(ordinal, of: id)
    }
    return .file(.bytes(bytes), name: file.name, type: file.mediaType.rawValue)
  }

  static func sendAgain(_ visit: StaffVisit, _ id: Invoice.ID) async throws -> HTTPResponse {
    var form = visit.visit.reader
    guard form.isComplete() else { throw WebRefusal.forbidden }
    _ = try await SendAgain(visit.app.platform).send(id, as: visit.scope)
    return visit.visit.redirect(
      to: Links.invoice.path(id),
      notice: Notice(
        visit("Het document wordt opnieuw gemaild.", "The document is being mailed again.")))
  }

  private static func load(_ id: Invoice.ID, _ shop: ShopTransaction) throws -> Model {
    let head = try shop.invoicing.head(id)
    // Attempts name the document that was asked for: the pro forma where there was one.
    let asked = [head.proForma, id].compactMap(\.self)
    return Model(
      document: try shop.invoicing.find(id), head: head,
      successor: head.kind == .proForma ? try shop.invoicing.invoice(from: id) : nil,
      creditNotes: head.kind == .invoice ? try shop.invoicing.creditNotes(of: id) : [],
      payments: try asked.flatMap { try shop.payments.history(of: $0) },
      messages: try asked.flatMap { try shop.messages.about($0.description) },
      attachments: try shop.invoicing.attachments.of(id), today: shop.today)
  }

  @MarkupBuilder private static func view(_ model: Model, _ visit: StaffVisit) -> Markup {
    let document = model.document
    let status = model.head.status(on: model.today)
    let parts = DocumentParts(document: document, visit: visit)
    pageHead("\(visit(document.kind.label)) \(document.number)", lead: document.buyer.name) {
      badge(visit(status.text), status.tone)
      linkButton(
        visit("PDF downloaden", "Download PDF"),
        SafeURL(path: Links.invoicePDF.path(document.id)))
      if document.kind != .proForma {
        linkButton(
          visit("E-factuur (UBL)", "E-invoice (UBL)"),
          SafeURL(path: Links.invoiceUBL.path(document.id)), .quiet)
      }
    }
    if let remark = document.notice { notice(visit(remark), .info) }
    if visit.may(.manageInvoices) { actions(model, visit) }
    div(.class("columns")) {
      card(visit("Bedragen", "Amounts")) { parts.amounts }
      card(visit("Gegevens", "Details")) { InvoiceDetails(model: model, visit: visit).facts }
    }
    parts.lines
    parts.rates
    if let note = document.note { card(visit("Opmerking", "Note")) { p { note } } }
    div(.class("columns")) {
      party(visit("Van", "From"), document.seller, visit)
      party(visit("Aan", "To"), document.buyer, visit)
    }
    if !model.creditNotes.isEmpty { creditNotes(model, visit) }
    PaymentTable(visit: visit, customers: nil)
      .markup(
        model.payments,
        none: emptyState(
          visit("Nog geen betaling", "No payment yet"),
          visit(
            "Er is nog geen poging gedaan om te betalen.", "Nobody has tried to pay this yet.")))
    card(visit("Wat er gebeurd is", "What happened")) {
      timeline(InvoiceHistory(model: model, visit: visit).events)
    }
  }

  /// What the document's state allows.
  private static func actions(_ model: Model, _ visit: StaffVisit) -> Markup {
    let allowed = buttons(model.head, visit)
    return allowed.isEmpty ? Markup.empty : card { div(.class("actions")) { allowed } }
  }

  @MarkupBuilder private static func buttons(
    _ head: DocumentHead, _ visit: StaffVisit
  ) -> Markup {
    if head.kind != .proForma || head.isOpen, head.state != .invoice(.writtenOff) {
      actionButton(
        visit("Opnieuw versturen", "Send again"),
        SafeURL(path: Links.sendInvoiceAgain.path(head.id)), visit.visit, .quiet)
    }
    if case .invoice(let state) = head.state, state != .credited, state != .writtenOff {
      linkButton(
        visit("Crediteren", "Credit"), SafeURL(path: Links.creditInvoice.path(head.id)), .quiet)
    }
    if head.kind == .invoice, head.isOpen {
      linkButton(
        visit("Afboeken", "Write off"), SafeURL(path: Links.writeOffInvoice.path(head.id)),
        .quiet)
    }
    if head.kind == .proForma, head.isOpen {
      linkButton(
        visit("Intrekken", "Withdraw"), SafeURL(path: Links.withdrawProForma.path(head.id)),
        .quiet)
    }
  }

  private static func creditNotes(_ model: Model, _ visit: StaffVisit) -> Markup {
    DataTable<DocumentHead>(
      visit("Creditnota’s", "Credit notes"),
      columns: [
        .init(visit(Texts.number), .rowHeader) { note in
          visit.link(note.number, Links.invoice.path(note.id))
        },
        .init(visit(Texts.date)) { note in visit.show(note.issuedOn) },
        .init(visit("Reden", "Reason")) { note in Markup(note.note ?? "–") },
        .init(visit(Texts.amount), .number) { note in visit.show(note.total) },
      ]
    ).markup(model.creditNotes)
  }

  private static func party(_ title: String, _ party: Party, _ visit: StaffVisit) -> Markup {
    let numbers = [
      party.vatNumber.map { visit("Btw \($0)", "VAT \($0)") },
      party.registrationNumber.map { visit("KvK \($0)", "Registration \($0)") }, party.email,
    ]
    let lines =
      [party.name] + party.addressLines(seenFrom: visit.shop.country.code, visit.language)
      + numbers.compactMap(\.self)
    return card(title) {
      p { Markup(joining: lines.map { Markup($0) }, separator: br()) }
    }
  }
}
