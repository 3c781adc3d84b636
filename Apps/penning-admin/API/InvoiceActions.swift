import HTTPServer
import Invoicing
import JSON
import Primitives
import Tenancy
import Web
import Workflows

// What can be done with a document. Each is one transaction together with its kept answer, and
// each preview is the same call, undone.
extension InvoiceResource {
  static func declareCrediting(in api: inout APISurface) {
    api.get(
      APILinks.creditable,
      About("What of an invoice can still be credited", tag: "invoices"), answer: creditable
    ) { call, id in
      try await call.database.read(as: call.scope) { try $0.invoicing.creditable(id) }
    }
    api.get(
      APILinks.creditNotes, About("The credit notes of an invoice", tag: "invoices"),
      answer: creditNotes
    ) { call, id in
      try await call.database.read(as: call.scope) { shop in
        _ = try shop.invoicing.head(id)
        return try shop.invoicing.creditNotes(of: id)
      }
    }
    api.write(
      .post, APILinks.creditNotes,
      About(
        "Takes an invoice back, whole or by the line", tag: "invoices", scope: .write,
        detail: "It lowers what is open first; what was paid becomes credits or goes back. "
          + "Several credit notes may take an invoice back together, never more than it."),
      body: creditWish, answer: crediting, status: 201
    ) { shop, wish, id in try Crediting(wish.of(id), shop) }
    api.compute(
      APILinks.previewCreditNote,
      About("The credit note that this would make", tag: "invoices"), body: creditWish,
      answer: crediting
    ) { call, wish, id in
      try await call.database.rehearse(as: call.scope) { try Crediting(wish.of(id), $0) }
    }
  }

  static func declareClosing(in api: inout APISurface) {
    api.write(
      .post, APILinks.writeOff,
      About("Gives up what is open on an invoice", tag: "invoices", scope: .write),
      body: closing, answer: head
    ) { shop, closing, id in
      try WriteOff.writeOff(
        id, reason: closing.reason, expecting: closing.version, in: shop)
    }
    api.write(
      .post, APILinks.withdrawProForma,
      About("Withdraws a pro forma", tag: "invoices", scope: .write), body: .nothing, answer: head
    ) { shop, _, id in try WriteOff.withdraw(id, in: shop) }
    api.write(
      .post, APILinks.sendAgain,
      About(
        "Mails a document again, as it is now", tag: "invoices", scope: .write),
      body: .nothing, answer: sent
    ) { shop, _, id in try SendAgain.send(id, in: shop) }
    api.write(
      .post, APILinks.allocations,
      About(
        "Lays a customer's money on what is open", tag: "payments", scope: .write,
        detail: "Money that lies on no document: as chosen, or without `parts` by the shop's rule."
      ), body: allocation, answer: laid
    ) { shop, parts, customer in
      try MoneyAllocation.lay(of: customer, on: parts, in: shop)
    }
  }

  // MARK: - What is asked

  private struct CreditWish: Sendable {
    let lines: [CreditedLine]?
    let reason: String
    let freed: UnusedPart
    let version: Int64?

    func of(_ invoice: Invoice.ID) -> CreditNoteWish {
      CreditNoteWish(
        invoice: invoice, lines: lines, reason: reason, freed: freed, expecting: version)
    }
  }

  private static let creditedLine = Shape<CreditedLine>.object(
    .required("ordinal", Shape<Int>.integer(in: 0...199)), .required("amount", .money()),
    .optional("explanation", .text(most: 1000)), .optional("period", Shape<Period>.period)
  ) { CreditedLine(ordinal: $0, amount: $1, explanation: $2, period: $3) }.titled("CreditedLine")

  private static let version = Shape<Int>.integer(in: 1...Int(Int32.max))
    .described("The invoice's version as it was read; refused when it changed meanwhile.")

  private static let creditWish = Shape<CreditWish>.object(
    .optional("lines", .list(of: creditedLine, count: APILimits.lines)),
    .required("reason", .text(most: CreditNoteWish.maximumReason)),
    .optional("freed", Shape<UnusedPart>.choice(), default: .credits),
    .optional("version", version)
  ) { lines, reason, freed, version in
    CreditWish(lines: lines, reason: reason, freed: freed, version: version.map(Int64.init))
  }.titled("NewCreditNote")

  private struct Closing: Sendable {
    let reason: String
    let version: Int64?
  }

  private static let closing = Shape<Closing>.object(
    .required("reason", .text(most: CreditNoteWish.maximumReason)), .optional("version", version)
  ) { Closing(reason: $0, version: $1.map(Int64.init)) }.titled("WriteOff")

  private static let part = Shape<SettledPart>.object(
    .required("invoiceId", Shape<Invoice.ID>.id), .required("amount", .money(.positive))
  ) { SettledPart(document: $0, amount: $1) }.titled("AllocationPart")

  private static let allocation = Shape<[SettledPart]?>.object(
    .optional("parts", .list(of: part, count: 1...200))
  ) { $0 }.titled("Allocation")

  // MARK: - What is told

  private static let creditable = Answer<Creditable>.object(
    "Creditable",
    [
      .init("pricesIncludeVAT", .bool) { $0.pricesIncludeVAT },
      .init("rest", .money) { $0.rest },
      .init("version", Answer<Int64>.integer) { $0.invoice.version },
      .init("lines", creditableLine.list) { $0.lines },
    ])

  private static let creditableLine = Answer<Creditable.Line>.object(
    "CreditableLine",
    [
      .init("ordinal", Answer<Int>.integer) { $0.ordinal },
      .init("description", .text) { $0.description },
      .init("vat", .treatment) { $0.treatment }, .init("amount", .money) { $0.amount },
      .init("credited", .money) { $0.credited }, .init("rest", .money) { $0.rest },
    ])

  private static let creditNotes = Answer<[DocumentHead]>.object(
    "CreditNotes", [.init("items", head.list) { $0 }])

  private struct Crediting: Sendable {
    let receipt: CreditNoteReceipt
    let creditNote: Whole

    init(_ wish: CreditNoteWish, _ shop: ShopTransaction) throws {
      receipt = try CreditNoteIssue.issue(wish, in: shop)
      creditNote = try Whole(receipt.document.id, shop)
    }
  }

  private static let crediting = Answer<Crediting>.object(
    "Crediting",
    [
      .init("creditNote", whole) { $0.creditNote },
      .init("invoice", head) { $0.receipt.invoice },
      .init("lowered", .money) { $0.receipt.lowered },
      .init("credited", .money) { $0.receipt.credited },
      .init("paidBack", .money) { $0.receipt.paidBack },
    ])

  private static let sent = Answer<Int>.object(
    "SentAgain", [.init("count", Answer<Int>.integer) { $0 }])

  private static let laidPart = Answer<SettledPart>.object(
    "LaidPart",
    [.init("invoiceId", .id) { $0.document }, .init("amount", .money) { $0.amount }])

  private static let laid = Answer<LaidMoney>.object(
    "LaidMoney",
    [
      .init("parts", laidPart.list) { $0.parts }, .init("paid", head.list) { $0.paid },
      .init("left", .money) { $0.left },
    ])
}
