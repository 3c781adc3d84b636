import HTTPServer
import Invoicing
import JSON
import Primitives
import Tenancy
import Web
import Workflows

/// Pro formas, invoices and credit notes: read, and as PDF.
enum InvoiceResource {
  static func declare(in api: inout APISurface, _ platform: Platform) {
    api.list(
      APILinks.invoices,
      About("Pro formas, invoices and credit notes, the newest first", tag: "invoices"),
      filter: filter, item: head
    ) { call, page, filter in
      try await call.database.read(as: call.scope) {
        try $0.invoicing.page(page, filter: filter)
      }
    }
    api.get(APILinks.invoice, About("One document, whole", tag: "invoices"), answer: whole) {
      call, id in
      try await call.database.read(as: call.scope) { shop in
        Whole(head: try shop.invoicing.head(id), document: try shop.invoicing.find(id))
      }
    }
    api.file(
      APILinks.invoicePDF, About("The document as PDF", tag: "invoices"), type: "application/pdf"
    ) { call, id in
      let document = try await call.database.read(as: call.scope) { try $0.invoicing.find(id) }
      return try await platform.pdf(of: document)
    }
  }

  private enum Status: String, CaseIterable, Sendable {
    case open, overdue

    var wanted: DocumentFilter.Status {
      switch self {
      case .open: .open
      case .overdue: .overdue
      }
    }
  }

  private static let filter = Shape<DocumentFilter>.object(
    .optional("kind", Shape<DocumentKind>.choice()), .optional("status", Shape<Status>.choice()),
    .optional("customerId", Shape<Customer.ID>.id)
  ) { kind, status, customer in
    DocumentFilter(kind: kind, status: status?.wanted, customer: customer)
  }

  private static let headParts: [Answer<DocumentHead>.Part] = [
    .init("id", .id) { $0.id }, .init("kind", Answer<DocumentKind>.choice()) { $0.kind },
    .init("number", .text) { $0.number }, .init("state", .text) { $0.state.name },
    .init("customerId", .id) { $0.customer }, .init("issuedOn", .date) { $0.issuedOn },
    .init("dueOn", .date) { $0.dueOn },
    .init("collectOn", Answer<CivilDate>.date.orNull) { $0.collectOn },
    .init("paidOn", Answer<CivilDate>.date.orNull) { $0.paidOn },
    .init("language", Answer<Language>.choice()) { $0.language },
    .init("total", .money) { $0.total }, .init("paid", .money) { $0.paid },
    .init("creditsUsed", .money) { $0.creditsUsed },
    .init("outstanding", .money) { $0.toPay },
    .init("closed", .money) { $0.closed },
    .init("paymentReference", .text) { $0.reference.text },
    .init("proFormaId", Answer<Invoice.ID>.id.orNull) { $0.proForma },
    .init("creditedId", Answer<Invoice.ID>.id.orNull) { $0.credited },
    .init("version", Answer<Int64>.integer) { $0.version },
  ]

  private static let head = Answer<DocumentHead>.object("InvoiceHead", headParts)

  private struct Whole: Sendable {
    let head: DocumentHead
    let document: IssuedDocument
  }

  private static let whole = Answer<Whole>.object(
    "Invoice",
    [
      .init("head", head) { $0.head },
      .init("title", .phrase) { $0.document.title },
      .init("status", .phrase) { $0.document.status },
      .init("proFormaNumber", Answer<String>.text.orNull) { $0.document.proFormaNumber },
      .init("creditedNumber", Answer<String>.text.orNull) { $0.document.creditedNumber },
      .init("seller", party) { $0.document.seller }, .init("buyer", party) { $0.document.buyer },
      .init("pricesIncludeVAT", .bool) { $0.document.pricesIncludeVAT },
      .init("lines", line.list) { $0.document.lines },
      .init("net", Answer<Money>.money.orNull) { $0.document.net },
      .init("vat", Answer<Money>.money.orNull) { $0.document.vat },
      .init("rates", Answer<IssuedDocument.RateTotal>.rateTotal.list) { $0.document.rates },
    ])

  private static let party = Answer<Party>.object(
    "Party",
    [
      .init("name", .text) { $0.name },
      .init("contact", Answer<String>.text.orNull) { $0.contact },
      .init("street", .text) { $0.street }, .init("postalCode", .text) { $0.postalCode },
      .init("city", .text) { $0.city }, .init("country", .text) { $0.country },
      .init("vatNumber", Answer<String>.text.orNull) { $0.vatNumber },
      .init("registrationNumber", Answer<String>.text.orNull) { $0.registrationNumber },
    ])

  private static let line = Answer<IssuedDocument.Line>.object(
    "InvoiceLine",
    [
      .init("description", .text) { $0.description },
      .init("explanation", Answer<String>.text.orNull) { $0.explanation },
      .init("period", Answer<Period>.period.orNull) { $0.period },
      .init("quantity", Answer<Int64>.integer) { $0.quantity },
      .init("unitPrice", .money) { $0.unitPrice }, .init("amount", .money) { $0.amount },
      .init("net", Answer<Money>.money.orNull) { $0.net },
      .init("vatRate", Answer<VATRate>.vatRate.orNull) { $0.rate },
    ])
}
