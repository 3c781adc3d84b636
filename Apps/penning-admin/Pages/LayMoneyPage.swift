import HTML
import HTTPServer
import Invoicing
import Primitives
import Tenancy
import Web
import Workflows

/// Where money of a customer that lies on no document is laid on what is open (R-23, I-08).
enum LayMoneyPage {
  struct Model: Sendable {
    let customer: Customer
    let loose: Money
    let open: [DocumentHead]
    /// Where it would go by the shop's rule: the very call that lays it, undone.
    let plan: LaidMoney
    /// The documents of the plan.
    let heads: [Invoice.ID: DocumentHead]
  }

  static func show(_ visit: StaffVisit, _ id: Customer.ID) async throws -> HTTPResponse {
    let model = try await load(visit, id)
    return page(visit, fresh(model), model)
  }

  static func lay(_ visit: StaffVisit, _ id: Customer.ID) async throws -> HTTPResponse {
    let model = try await load(visit, id)
    var form = visit.visit.reader
    var chosen: [SettledPart] = []
    for document in model.open {
      let name = field(document)
      if form.state.value(name).allSatisfy(\.isWhitespace) {
        _ = form.optionalText(name, most: 40)
      } else if let amount = form.money(name, visit.shop.currency), !amount.isZero {
        chosen.append(SettledPart(document: document.id, amount: amount))
      }
    }
    // What another has paid or laid meanwhile is known by the sum that was shown.
    let shown = form.text("loose", most: 40)
    if chosen.isEmpty { form.refuse("", Self.nothingChosen) }
    guard form.isComplete(), shown == model.loose.decimal else {
      var state = form.state
      if shown != model.loose.decimal { state.note("", InvoicingRefusal.documentChanged.phrase) }
      state.values["loose"] = model.loose.decimal
      return page(visit, state, model, status: 422)
    }
    do {
      let laid = try await MoneyAllocation(visit.app.platform)
        .lay(of: id, on: chosen, as: visit.scope)
      let sum = try laid.parts.map(\.amount).total(in: visit.shop.currency)
      let told = sum.formatted(visit.language)
      return visit.visit.redirect(
        to: Links.customer.path(id),
        notice: Notice(visit("\(told) is verrekend.", "\(told) was laid on documents.")))
    } catch let refusal as any Refusal {
      var state = form.state
      state.note(refusal)
      return page(visit, state, model, status: HTTPStatus.of(refusal.kind))
    }
  }

  private static let nothingChosen = Phrase(
    nl: "Vul bij een document een bedrag in.", en: "Enter an amount with a document.")

  private static func field(_ document: DocumentHead) -> String { "to-\(document.id)" }

  private static func load(_ visit: StaffVisit, _ id: Customer.ID) async throws -> Model {
    let plan = try await MoneyAllocation(visit.app.platform)
      .lay(of: id, as: visit.scope, .rehearsed)
    return try await visit.read { shop in
      let open = try shop.invoicing.open(of: id)
      return Model(
        customer: try shop.customers.find(id), loose: try shop.invoicing.unallocated(of: id),
        open: Array(open.prefix(200)), plan: plan,
        heads: Dictionary(open.map { ($0.id, $0) }) { first, _ in first })
    }
  }

  /// What the rule would do, to be changed.
  private static func fresh(_ model: Model) -> FormState {
    var values = ["loose": model.loose.decimal]
    for document in model.open { values[field(document)] = "" }
    // A pro forma that would become an invoice is planned under that invoice's id.
    let successors = Dictionary(
      model.plan.paid.compactMap { paid in paid.proForma.map { (paid.id, $0) } }
    ) { first, _ in first }
    for part in model.plan.parts {
      let id = successors[part.document] ?? part.document
      if let document = model.heads[id] { values[field(document)] = part.amount.decimal }
    }
    return FormState(values: values)
  }

  private static func page(
    _ visit: StaffVisit, _ state: FormState, _ model: Model, status: Int = 200
  ) -> HTTPResponse {
    let title = visit("Geld verrekenen", "Lay money on documents")
    let back = Links.customer.path(model.customer.id)
    return visit.page(
      title, in: .customers, width: .narrow,
      crumbs: [visit.crumb(.customers), visit.crumb(model.customer.details.addressee, back)],
      status: status
    ) {
      pageHead(title, lead: model.customer.details.addressee)
      card {
        if model.loose.isZero || model.open.isEmpty {
          emptyState(
            visit("Er valt niets te verrekenen", "There is nothing to lay"),
            visit(
              "Deze klant heeft geen geld dat op geen document staat, of er staat niets open.",
              "This customer has no money that lies on no document, or nothing is open."))
        } else {
          form(visit, state, model, back)
        }
      }
    }
  }

  @MarkupBuilder private static func form(
    _ visit: StaffVisit, _ state: FormState, _ model: Model, _ back: String
  ) -> Markup {
    let loose = model.loose.formatted(visit.language)
    p {
      visit(
        "Er is \(loose) ontvangen die op geen document staat. Hieronder staat hoe de winkel het "
          + "zou verdelen; u kunt anders kiezen. Terugdraaien kan niet.",
        "\(loose) was received that lies on no document. Below is how the shop would divide it; "
          + "you can choose otherwise. It can't be undone.")
    }
    FormView(visit.visit, state, action: SafeURL(path: Links.layMoney.path(model.customer.id)))
      .markup { form in
        for document in model.open {
          let open = document.toPay.formatted(visit.language)
          form.money(
            field(document), document.number, document.total.currency,
            FieldLook(hint: visit("Open: \(open)", "Open: \(open)"), isRequired: false))
        }
        form.hidden("loose", state.value("loose"))
        form.submit(visit("Verrekenen", "Lay it"), cancel: SafeURL(path: back))
      }
  }
}
