import Invoicing
import JSON
import Primitives
import Tenancy
import Web

/// How a payment would be divided over open invoices.
enum AllocationPreview {
  static func declare(in api: inout APISurface) {
    api.compute(
      APILinks.previewAllocation,
      About("How a payment is divided over open invoices", tag: "previews"),
      body: request, answer: answer
    ) { _, request in
      do throws(InvoicingRefusal) {
        return try Allocation<String>(
          of: request.payment, over: request.invoices, rule: request.rule, today: request.today,
          chosen: request.chosen)
      } catch {
        guard error == .partsDoNotFit else { throw error }
        throw FieldProblems([
          FieldProblem(
            pointer: "/chosen", code: "range",
            detail: "must name invoices given here, within what is open and what was paid")
        ])
      }
    }
  }

  private struct Request: Sendable {
    let rule: AllocationRule
    let today: CivilDate
    let payment: Money
    let invoices: [Allocation<String>.Candidate]
    let chosen: [Allocation<String>.Part]
  }

  private static let invoice = Shape<Allocation<String>.Candidate>.object(
    .required("id", .text(most: 100)), .required("issuedOn", .date), .required("dueOn", .date),
    .required("outstanding", .money(.notNegative)),
    .optional("disputed", .money(.notNegative))
  ) { id, issuedOn, dueOn, outstanding, disputed in
    .init(
      key: id, issuedOn: issuedOn, dueOn: dueOn, outstanding: outstanding,
      disputed: disputed ?? .zero(outstanding.currency))
  }.titled("OpenInvoice")

  private static let part = Shape<Allocation<String>.Part>.object(
    .required("invoiceId", .text(most: 100)), .required("amount", .money(.notNegative))
  ) { .init(key: $0, amount: $1) }.titled("Choice")

  private static let request = Shape<Request>.object(
    .required("rule", Shape<AllocationRule>.choice()), .required("today", .date),
    .required("payment", .money(.notNegative)),
    .required("invoices", .list(of: invoice, count: APILimits.invoices)),
    .optional("chosen", .list(of: part, count: APILimits.invoices), default: [])
  ) { (rule, today, payment, invoices, chosen) throws(ShapeFault) in
    try check(invoices, payment.currency)
    for (index, part) in chosen.enumerated() where part.amount.currency != payment.currency {
      throw ShapeFault(
        "currency", "must be the payment's", at: "/chosen/\(index)/amount/currency")
    }
    return Request(
      rule: rule, today: today, payment: payment, invoices: invoices, chosen: chosen)
  }

  private static func check(
    _ invoices: [Allocation<String>.Candidate], _ currency: Currency
  ) throws(ShapeFault) {
    var seen: Set<String> = []
    for (index, invoice) in invoices.enumerated() {
      let place = "/invoices/\(index)"
      guard seen.insert(invoice.key).inserted else {
        throw ShapeFault("duplicate", "must name each invoice once", at: place + "/id")
      }
      for (name, amount) in [
        ("outstanding", invoice.outstanding), ("disputed", invoice.disputed),
      ] where amount.currency != currency {
        throw ShapeFault("currency", "must be the payment's", at: "\(place)/\(name)/currency")
      }
    }
  }

  private static let answer = Answer<Allocation<String>>.object(
    "AllocationPreview",
    [
      .init("allocations", allocated.list) { $0.parts },
      .init("unallocated", .money) { $0.unallocated },
    ])

  private static let allocated = Answer<Allocation<String>.Part>.object(
    "AllocatedPart", [.init("invoiceId", .text) { $0.key }, .init("amount", .money) { $0.amount }])
}
