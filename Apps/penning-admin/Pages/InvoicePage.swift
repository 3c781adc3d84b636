import HTML
import HTTPServer
import Invoicing
import Notifications
import Payments
import Primitives
import Tenancy
import Web

/// One document with everything that happened to it.
enum InvoicePage {
  struct Model: Sendable {
    let document: IssuedDocument
    let head: DocumentHead
    /// The invoice that a pro forma became.
    let successor: DocumentHead?
    let payments: [Payment]
    let messages: [StoredMessage]
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

  private static func load(_ id: Invoice.ID, _ shop: ShopTransaction) throws -> Model {
    let head = try shop.invoicing.head(id)
    // Attempts name the document that was asked for: the pro forma where there was one.
    let asked = [head.proForma, id].compactMap(\.self)
    return Model(
      document: try shop.invoicing.find(id), head: head,
      successor: head.kind == .proForma ? try shop.invoicing.invoice(from: id) : nil,
      payments: try asked.flatMap { try shop.payments.history(of: $0) },
      messages: try asked.flatMap { try shop.messages.about($0.description) },
      today: shop.today)
  }

  @MarkupBuilder private static func view(_ model: Model, _ visit: StaffVisit) -> Markup {
    let document = model.document
    let status = model.head.status(on: model.today)
    pageHead("\(visit(document.kind.label)) \(document.number)", lead: document.buyer.name) {
      badge(visit(status.text), status.tone)
      linkButton(
        visit("PDF downloaden", "Download PDF"),
        SafeURL(path: Links.invoicePDF.path(document.id)))
    }
    if let remark = document.notice { notice(visit(remark), .info) }
    div(.class("columns")) {
      card(visit("Bedragen", "Amounts")) { amounts(model, visit) }
      card(visit("Gegevens", "Details")) { details(model, visit) }
    }
    lines(document, visit)
    if !document.rates.isEmpty { rates(document, visit) }
    div(.class("columns")) {
      party(visit("Van", "From"), document.seller, visit)
      party(visit("Aan", "To"), document.buyer, visit)
    }
    PaymentTable(visit: visit, customers: nil)
      .markup(
        model.payments,
        none: emptyState(
          visit("Nog geen betaling", "No payment yet"),
          visit(
            "Er is nog geen poging gedaan om te betalen.", "Nobody has tried to pay this yet.")))
    messages(model.messages, visit)
  }

  private static func amounts(_ model: Model, _ visit: StaffVisit) -> Markup {
    let document = model.document
    var pairs: [(String, Markup)] = []
    if let net = document.net {
      pairs.append((visit("Zonder btw", "Without VAT"), visit.show(net)))
    }
    if let vat = document.vat { pairs.append((visit("Btw", "VAT"), visit.show(vat))) }
    pairs.append(
      (visit("Totaal, btw inbegrepen", "Total, VAT included"), visit.show(document.total)))
    if !document.creditsUsed.isZero {
      pairs.append((visit("Verrekend tegoed", "Credit used"), visit.show(document.creditsUsed)))
    }
    pairs.append((visit("Betaald", "Paid"), visit.show(document.paid)))
    pairs.append(
      (visit("Nog te betalen", "Left to pay"), strong { visit.show(document.toPay) }))
    return facts(pairs)
  }

  private static func details(_ model: Model, _ visit: StaffVisit) -> Markup {
    let (document, head) = (model.document, model.head)
    var pairs: [(String, Markup)] = [
      (
        visit(Texts.customer),
        visit.link(document.buyer.name, Links.customer.path(head.customer))
      ),
      (visit("Datum", "Issued on"), visit.show(document.issuedOn)),
      (visit(Texts.dueOn), visit.show(document.dueOn)),
    ]
    if let day = document.collectOn {
      pairs.append((visit("Incasso op", "Collected on"), visit.show(day)))
    }
    if let day = document.paidOn { pairs.append((visit("Betaald op", "Paid on"), visit.show(day))) }
    if let id = head.proForma {
      pairs.append(
        ("Pro forma", visit.link(document.proFormaNumber ?? "–", Links.invoice.path(id))))
    }
    if let successor = model.successor {
      pairs.append(
        (
          visit("Factuur", "Invoice"),
          visit.link(successor.number, Links.invoice.path(successor.id))
        )
      )
    }
    if let id = head.credited {
      pairs.append(
        (
          visit("Crediteert", "Credits"),
          visit.link(document.creditedNumber ?? "–", Links.invoice.path(id))
        ))
    }
    pairs.append(
      (visit("Betalingskenmerk", "Payment reference"), code { head.reference.grouped }))
    pairs.append((visit("Nummer", "Id"), code { head.id.description }))
    return facts(pairs)
  }

  private static func lines(_ document: IssuedDocument, _ visit: StaffVisit) -> Markup {
    var columns: [DataTable<IssuedDocument.Line>.Column] = [
      .init(visit("Omschrijving", "Description"), .rowHeader) { line in
        Markup {
          line.description
          if let explanation = line.explanation {
            br()
            small { explanation }
          }
        }
      },
      .init(visit(Texts.period)) { line in
        line.period.map { visit.show($0) } ?? Markup("–")
      },
      .init(visit("Aantal", "Quantity"), .number) { line in Markup("\(line.quantity)") },
      .init(visit("Prijs per stuk", "Unit price"), .number) { line in visit.show(line.unitPrice) },
    ]
    if !document.rates.isEmpty {
      columns.append(
        .init(visit("Btw", "VAT"), .number) { line in Markup(line.rate?.description ?? "–") })
    }
    columns.append(.init(visit(Texts.amount), .number) { line in visit.show(line.amount) })
    let caption =
      document.pricesIncludeVAT
      ? visit("Regels, btw inbegrepen", "Lines, VAT included")
      : visit("Regels, zonder btw", "Lines, without VAT")
    return DataTable(caption, columns: columns).markup(document.lines)
  }

  private static func rates(_ document: IssuedDocument, _ visit: StaffVisit) -> Markup {
    DataTable<IssuedDocument.RateTotal>(
      visit("Btw per tarief", "VAT per rate"),
      columns: [
        .init(visit("Tarief", "Rate"), .rowHeader) { rate in Markup(rate.rate.description) },
        .init(visit("Over", "On"), .number) { rate in visit.show(rate.net) },
        .init(visit("Btw", "VAT"), .number) { rate in visit.show(rate.vat) },
      ]
    ).markup(document.rates)
  }

  private static func party(_ title: String, _ party: Party, _ visit: StaffVisit) -> Markup {
    let numbers = [
      party.vatNumber.map { visit("Btw \($0)", "VAT \($0)") },
      party.registrationNumber.map { visit("KvK \($0)", "Registration \($0)") }, party.email,
    ]
    let lines =
      [party.name] + party.addressLines(seenFrom: visit.shop.country.code)
      + numbers.compactMap(\.self)
    return card(title) {
      p { Markup(joining: lines.map { Markup($0) }, separator: br()) }
    }
  }

  private static func messages(_ messages: [StoredMessage], _ visit: StaffVisit) -> Markup {
    guard !messages.isEmpty else { return .empty }
    return card(visit("Wat de klant is verteld", "What the customer was told")) {
      timeline(
        messages.map { message in
          (
            visit.show(message.sentAt ?? message.createdAt),
            Markup {
              message.content.subject
              " "
              small { message.recipient.email.text }
            }
          )
        })
    }
  }
}
