import HTTPServer
import Invoicing
import JSON
import Primitives
import Tenancy
import Web
import Workflows

/// Pro formas, invoices and credit notes: searched, read, and as PDF.
enum InvoiceResource {
  static func declare(in api: inout APISurface, _ platform: Platform) {
    api.list(
      APILinks.invoices,
      About(
        "Pro formas, invoices and credit notes, the last issued first", tag: "invoices",
        detail: "`text` finds a number, an id, a payment reference, a customer's own reference, "
          + "or the beginning of a customer's name or e-mail address."),
      filter: filter, item: head
    ) { call, page, filter in
      try await call.database.read(as: call.scope) {
        try $0.invoicing.page(page, filter: filter)
      }
    }
    api.get(APILinks.invoice, About("One document, whole", tag: "invoices"), answer: whole) {
      call, id in
      try await call.database.read(as: call.scope) { try Whole(id, $0) }
    }
    api.file(
      APILinks.invoicePDF, About("The document as PDF", tag: "invoices"), type: "application/pdf"
    ) { call, id in
      let document = try await call.database.read(as: call.scope) { try $0.invoicing.find(id) }
      return try await platform.pdf(of: document)
    }
    declareCrediting(in: &api)
    declareClosing(in: &api)
  }

  // MARK: - What is asked

  private enum Status: String, CaseIterable, Sendable {
    case open, overdue

    var wanted: DocumentFilter.Status {
      switch self {
      case .open: .open
      case .overdue: .overdue
      }
    }
  }

  /// Those that only one kind of document has; what is open is asked for by `status`.
  private static let states: [(name: String, value: DocumentState)] =
    InvoiceState.allCases.filter { $0 != .open }.map { ($0.rawValue, .invoice($0)) }
    + ProFormaState.allCases.filter { $0 != .open }.map { ($0.rawValue, .proForma($0)) }

  private static let filter = Shape<DocumentFilter>.object(
    .optional("kind", Shape<DocumentKind>.choice()), .optional("status", Shape<Status>.choice()),
    .optional("state", Shape<DocumentState>.choice(states)),
    .optional("customerId", Shape<Customer.ID>.id), .optional("text", .text(most: 200)),
    .optional("issuedFrom", Shape<CivilDate>.date.described("The first day wanted.")),
    .optional("issuedUntil", Shape<CivilDate>.date.described("The first day not wanted."))
  ) { (kind, status, state, customer, text, from, until) throws(ShapeFault) in
    guard status == nil || state == nil else {
      throw ShapeFault("choice", "must not be there beside status", at: "/state")
    }
    return DocumentFilter(
      kind: kind, status: state.map { .state($0) } ?? status?.wanted, customer: customer,
      text: text, issuedFrom: from, issuedUntil: until)
  }

  // MARK: - What is told

  static let headParts: [Answer<DocumentHead>.Part] = [
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
    .init("closed", .money) { $0.closed }, .init("credited", .money) { $0.creditedAmount },
    .init("paymentReference", .text) { $0.reference.text },
    .init("customerReference", Answer<String>.text.orNull) { $0.customerReference },
    .init("proFormaId", Answer<Invoice.ID>.id.orNull) { $0.proForma },
    .init("creditedId", Answer<Invoice.ID>.id.orNull) { $0.credited },
    .init("isManual", .bool) { $0.isManual },
    .init("sentAgain", Answer<Int>.integer) { $0.sentAgain },
    .init("version", Answer<Int64>.integer) { $0.version },
  ]

  static let head = Answer<DocumentHead>.object("InvoiceHead", headParts)

  /// A document with both its faces.
  struct Whole: Sendable {
    let head: DocumentHead
    let document: IssuedDocument

    init(_ id: Invoice.ID, _ shop: ShopTransaction) throws {
      head = try shop.invoicing.head(id)
      document = try shop.invoicing.find(id)
    }
  }

  static let whole = Answer<Whole>.object(
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
      .init("mentions", Answer<Phrase>.phrase.list) { $0.document.mentions },
      .init("note", Answer<String>.text.orNull) { $0.document.note },
      .init("attachments", Answer<String>.text.list) { $0.document.attachments },
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
      .init("vat", Answer<VATTreatment>.treatment.orNull) { $0.treatment },
    ])
}

extension Shape where Value == VATTreatment {
  /// `"S21"`, `"Z"`, `"E:education"`, `"AE"`, `"O"`.
  static var treatment: Shape {
    Shape<String>.text(most: 24)
      .noting("pattern", "^(S[0-9]{1,3}(\\.[0-9]{1,2})?|Z|AE|O|E:[a-zA-Z]+)$")
      .noting("examples", ["S21", "S9", "Z", "AE", "O", "E:education"])
      .described(
        "How it is taxed: S and the rate, Z zero, AE reverse charge, O outside scope, E: and the "
          + "exemption (\(VATExemption.allCases.map(\.rawValue).joined(separator: ", ")))."
      )
      .refined { (text) throws(ShapeFault) in
        guard let treatment = VATTreatment(code: text) else {
          throw ShapeFault("format", "must be a treatment of VAT, such as \"S21\" or \"AE\"")
        }
        return treatment
      }
  }
}

extension Answer where Value == VATTreatment {
  static var treatment: Answer {
    Answer(schema: Shape<VATTreatment>.treatment.schema) { .string($0.code) }
  }
}
