import HTML
import HTTPServer
import Invoicing
import Primitives
import Tenancy
import Web
import Workflows

/// How much of an invoice is taken back, why, and where what was paid goes.
enum CreditNoteForm {
  enum Part: String, CaseIterable {
    case whole, lines

    var label: Phrase {
      switch self {
      case .whole: Phrase(nl: "Alles wat er nog staat", en: "All that is left")
      case .lines: Phrase(nl: "Een deel, per regel", en: "A part, by the line")
      }
    }
  }

  struct Model: Sendable {
    let creditable: Creditable
    let customer: Customer
    let unusedPart: UnusedPart

    init(_ id: Invoice.ID, _ shop: ShopTransaction) throws {
      creditable = try shop.invoicing.creditable(id)
      customer = try shop.customers.find(creditable.invoice.customer)
      unusedPart = try shop.settings.current().unusedPart
    }

    var isPossible: Bool {
      creditable.rest.isPositive && creditable.invoice.state != .invoice(.writtenOff)
    }
  }

  static func field(_ ordinal: Int) -> String { "line-\(ordinal)" }

  /// Nil when something is wrong, which the form then says.
  static func read(_ form: inout FormReader, _ model: Model) -> CreditNoteWish? {
    let part: Part? = form.choice("what")
    let currency = model.creditable.rest.currency
    var lines: [CreditedLine] = []
    for line in model.creditable.lines {
      let name = field(line.ordinal)
      if form.state.value(name).allSatisfy(\.isWhitespace) {
        _ = form.optionalText(name, most: 40)
      } else if let amount = form.money(name, currency) {
        // A discount is credited along as it was charged: people type what they see.
        lines.append(CreditedLine(ordinal: line.ordinal, amount: amount))
      }
    }
    let reason = form.text("reason", most: CreditNoteWish.maximumReason)
    let freed: UnusedPart? = form.choice("freed")
    let version = form.parsed("version", most: 20) { Int64($0) }
    if part == .lines, lines.isEmpty, !form.state.hasFaults {
      form.refuse(
        "what",
        Phrase(nl: "Vul bij een regel een bedrag in.", en: "Enter an amount with a line."))
    }
    guard let part, let reason, let freed, let version else { return nil }
    return CreditNoteWish(
      invoice: model.creditable.invoice.id, lines: part == .whole ? nil : lines, reason: reason,
      freed: freed, expecting: version)
  }

  /// The field of each line that the domain may refuse.
  static func pointers(_ wish: CreditNoteWish) -> [String: String] {
    var fields = ["/lines": "what"]
    for (index, line) in (wish.lines ?? []).enumerated() {
      fields["/lines/\(index)/amount"] = field(line.ordinal)
    }
    return fields
  }

  static func markup(_ visit: StaffVisit, _ state: FormState, _ model: Model) -> Markup {
    let invoice = model.creditable.invoice
    let back = SafeURL(path: Links.invoice.path(invoice.id))
    return FormView(
      visit.visit, state, action: SafeURL(path: Links.creditInvoice.path(invoice.id))
    ).markup { form in
      form.radios(
        "what", visit("Wat wordt gecrediteerd?", "What is credited?"),
        Part.allCases.map { part in
          (part.rawValue, visit(part.label), part == .whole ? rest(model, visit) : nil)
        })
      fieldset(.class("field")) {
        legend {
          model.creditable.pricesIncludeVAT
            ? visit("Per regel, btw inbegrepen", "By the line, VAT included")
            : visit("Per regel, zonder btw", "By the line, without VAT")
        }
        for line in model.creditable.lines { self.line(line, form, visit) }
      }
      form.text(
        "reason", visit("Reden", "Reason"),
        FieldLook(hint: visit("De klant leest dit.", "The customer reads this.")),
        most: CreditNoteWish.maximumReason)
      form.radios(
        "freed", visit("Wat al betaald was", "What was paid already"),
        UnusedPart.allCases.map { ($0.rawValue, visit($0.choiceLabel), visit($0.choiceHint)) })
      form.hidden("version", state.value("version"))
      form.hidden("step", CreditNotePage.Step.preview.rawValue)
      form.submit(visit("Bekijken", "Preview"), cancel: back)
    }
  }

  private static func rest(_ model: Model, _ visit: StaffVisit) -> String {
    let rest = model.creditable.rest.formatted(visit.language)
    return visit("\(rest), btw inbegrepen", "\(rest), VAT included")
  }

  private static func line(
    _ line: Creditable.Line, _ form: FormView, _ visit: StaffVisit
  ) -> Markup {
    let rest = line.rest.formatted(visit.language)
    return form.money(
      field(line.ordinal), line.description, line.rest.currency,
      FieldLook(
        hint: visit(
          "Nog \(rest) te crediteren, \(visit(line.treatment.label)) btw",
          "\(rest) left to credit, \(visit(line.treatment.label)) VAT"), isRequired: false))
  }
}

extension UnusedPart {
  fileprivate var choiceLabel: Phrase {
    switch self {
    case .credits: Phrase(nl: "Wordt tegoed", en: "Becomes credit")
    case .paidBack: Phrase(nl: "Wordt terugbetaald", en: "Is paid back")
    }
  }

  fileprivate var choiceHint: Phrase {
    switch self {
    case .credits:
      Phrase(
        nl: "Volgende facturen worden er eerst mee betaald.",
        en: "The next invoices are settled with it first.")
    case .paidBack:
      Phrase(
        nl: "Langs de weg waarop het kwam; wat zo niet terug kan, wordt tegoed.",
        en: "The way it came; what can't go back that way becomes credit.")
    }
  }
}
