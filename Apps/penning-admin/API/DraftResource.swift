import HTTPServer
import Invoicing
import JSON
import Primitives
import Tenancy
import Web
import Workflows

/// Invoices made by hand: at once, or as a draft first.
enum DraftResource {
  static func declare(in api: inout APISurface) {
    declareMaking(in: &api)
    declareDrafts(in: &api)
  }

  private static func declareMaking(in api: inout APISurface) {
    api.write(
      .post, APILinks.invoices,
      About(
        "Makes an invoice by hand", tag: "invoices", scope: .write,
        detail: "The customer's credits settle it first, and the customer gets it by mail."),
      body: newInvoice, answer: InvoiceResource.whole, status: 201
    ) { shop, new in try new.make(in: shop) }
    api.compute(
      APILinks.previewInvoice,
      About(
        "The invoice that this would make", tag: "invoices",
        detail: "The very call that makes it, undone: nothing is kept and no number is used."),
      body: newInvoice, answer: InvoiceResource.whole
    ) { call, new in
      try await call.database.rehearse(as: call.scope) { try new.make(in: $0) }
    }
  }

  private static func declareDrafts(in api: inout APISurface) {
    api.list(
      APILinks.drafts, About("Invoices in preparation, the newest first", tag: "drafts"),
      item: draft
    ) { call, page in
      try await call.database.read(as: call.scope) { try $0.invoicing.drafts.page(page) }
    }
    api.get(APILinks.draft, About("One draft", tag: "drafts"), answer: draft) { call, id in
      try await call.database.read(as: call.scope) { try $0.invoicing.drafts.find(id) }
    }
    api.write(
      .post, APILinks.drafts, About("A new draft", tag: "drafts", scope: .write),
      body: newDraft, answer: draft, status: 201
    ) { shop, new in try ManualInvoice.create(for: new.customer, new.content, in: shop) }
    api.write(
      .put, APILinks.draft,
      About(
        "Says something else", tag: "drafts", scope: .write,
        detail: "With `version` it is refused when someone else changed the draft meanwhile."),
      body: newDraft, answer: draft
    ) { shop, new, id in
      try ManualInvoice.update(
        id, for: new.customer, new.content, expecting: new.version, in: shop)
    }
    api.write(
      .delete, APILinks.draft, About("Deletes a draft", tag: "drafts", scope: .write),
      body: .nothing, answer: deleted
    ) { shop, _, id in
      try ManualInvoice.delete(id, in: shop)
      return id
    }
    api.write(
      .post, APILinks.issueDraft,
      About("Makes the document of a draft, once", tag: "drafts", scope: .write), body: issuing,
      answer: InvoiceResource.whole, status: 201
    ) { shop, version, id in
      let document = try ManualInvoice.issue(id, expecting: version, in: shop)
      return try InvoiceResource.Whole(document.id, shop)
    }
  }

  // MARK: - What is asked

  private struct NewDocument: Sendable {
    let customer: Customer.ID
    let content: ManualContent
    let version: Int64?

    func make(in shop: ShopTransaction) throws -> InvoiceResource.Whole {
      let document = try ManualInvoice.make(for: customer, content, in: shop)
      return try InvoiceResource.Whole(document.id, shop)
    }
  }

  private static let quantity = Shape<Int>.integer(in: 1...1_000_000)

  private static let line = Shape<ManualContent.Line>.object(
    .required("description", .text(most: 500)), .optional("quantity", quantity, default: 1),
    .required("unitPrice", .money().described("Below zero for a discount.")),
    .required("vat", .treatment), .optional("period", Shape<Period>.period)
  ) { description, quantity, price, treatment, period in
    ManualContent.Line(
      description: description, quantity: Int64(quantity), unitPrice: price,
      treatment: treatment, period: period)
  }.titled("ManualLine")

  private static let draftLine = Shape<ManualContent.Line>.object(
    .optional("description", .text(most: 500, least: 0), default: ""),
    .optional("quantity", quantity, default: 1), .optional("unitPrice", Shape<Money>.money()),
    .required("vat", .treatment), .optional("period", Shape<Period>.period)
  ) { description, quantity, price, treatment, period in
    ManualContent.Line(
      description: description, quantity: Int64(quantity), unitPrice: price,
      treatment: treatment, period: period)
  }.titled("DraftLine")

  private static let newInvoice = shape(
    .list(of: line, count: APILimits.lines), titled: "NewInvoice")
  private static let newDraft = shape(.list(of: draftLine, count: 0...200), titled: "NewDraft")

  private static func shape(
    _ lines: Shape<[ManualContent.Line]>, titled title: String
  ) -> Shape<NewDocument> {
    Shape<NewDocument>.object(
      .required("customerId", Shape<Customer.ID>.id), .required("lines", lines),
      .required("pricesIncludeVAT", .bool),
      .optional("mode", Shape<InvoiceMode>.choice(), default: .invoiceAtOnce),
      .optional("dueOn", Shape<CivilDate>.date), .optional("customerReference", .text(most: 100)),
      .optional("note", .text(most: 2000)), .optional("version", version)
    ) { customer, lines, includes, mode, dueOn, reference, note, version in
      NewDocument(
        customer: customer,
        content: ManualContent(
          lines: lines, pricesIncludeVAT: includes, mode: mode, dueOn: dueOn,
          customerReference: reference, note: note), version: version.map(Int64.init))
    }.titled(title)
  }

  private static let version = Shape<Int>.integer(in: 1...Int(Int32.max))
    .described("The draft's version as it was read.")

  private static let issuing = Shape<Int64?>.object(.optional("version", version)) {
    $0.map(Int64.init)
  }

  // MARK: - What is told

  private static let deleted = Answer<ManualDraft.ID>.object(
    "DeletedDraft", [.init("id", .id) { $0 }])

  private static let draft = Answer<ManualDraft>.object(
    "Draft",
    [
      .init("id", .id) { $0.id }, .init("customerId", .id) { $0.customer },
      .init("lines", toldLine.list) { $0.content.lines },
      .init("pricesIncludeVAT", .bool) { $0.content.pricesIncludeVAT },
      .init("mode", Answer<InvoiceMode>.choice()) { $0.content.mode },
      .init("dueOn", Answer<CivilDate>.date.orNull) { $0.content.dueOn },
      .init("customerReference", Answer<String>.text.orNull) { $0.content.customerReference },
      .init("note", Answer<String>.text.orNull) { $0.content.note },
      .init("attachments", Answer<String>.text.list) { $0.attachments.map(\.name) },
      .init("invoiceId", Answer<Invoice.ID>.id.orNull) { $0.issued },
      .init("createdAt", .instant) { $0.createdAt },
      .init("updatedAt", .instant) { $0.updatedAt },
      .init("version", Answer<Int64>.integer) { $0.version },
    ])

  private static let toldLine = Answer<ManualContent.Line>.object(
    "DraftedLine",
    [
      .init("description", .text) { $0.description },
      .init("quantity", Answer<Int64>.integer) { $0.quantity },
      .init("unitPrice", Answer<Money>.money.orNull) { $0.unitPrice },
      .init("vat", .treatment) { $0.treatment },
      .init("period", Answer<Period>.period.orNull) { $0.period },
    ])
}
