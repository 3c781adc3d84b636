import HTML
import Invoicing
import Primitives
import Tenancy
import Web

/// The fields of a manual invoice. Works without JavaScript: adding and removing a line saves the
/// draft and shows it again.
enum DraftForm {
  /// Two hundred lines with long texts.
  static let formLimit = 1024 * 1024

  /// What the form was sent for.
  enum Act: Equatable {
    case save, add, review
    case remove(Int)

    init?(_ text: String) {
      switch text {
      case "save": self = .save
      case "add": self = .add
      case "review": self = .review
      default:
        guard text.hasPrefix("remove-"), let line = Int(text.dropFirst("remove-".count)),
          (0..<200).contains(line)
        else { return nil }
        self = .remove(line)
      }
    }
  }

  static func blankLine(_ visit: StaffVisit) -> ManualContent.Line {
    let today = visit.shop.zone.date(at: visit.visit.now)
    let first = VATChoices.all(visit.shop, on: today).first ?? .taxed(.standard)
    return ManualContent.Line(description: "", unitPrice: nil, treatment: first)
  }

  private static func name(_ line: Int, _ part: String) -> String { "line-\(line)-\(part)" }

  // MARK: - Values

  static func state(of draft: ManualDraft) -> FormState {
    let content = draft.content
    var values = [
      "version": "\(draft.version)", "lines": "\(content.lines.count)",
      "pricesIncludeVAT": content.pricesIncludeVAT ? "on" : "", "mode": content.mode.rawValue,
      "dueOn": content.dueOn?.description ?? "",
      "customerReference": content.customerReference ?? "", "note": content.note ?? "",
    ]
    for (index, line) in content.lines.enumerated() {
      values[name(index, "description")] = line.description
      values[name(index, "quantity")] = "\(line.quantity)"
      values[name(index, "price")] = line.unitPrice?.decimal ?? ""
      values[name(index, "vat")] = line.treatment.code
      values[name(index, "from")] = line.period?.from.description ?? ""
      values[name(index, "through")] = line.period?.until.adding(days: -1).description ?? ""
    }
    return FormState(values: values)
  }

  /// Nil when something is wrong, which the form then says. Lines that say nothing are left out.
  static func read(_ form: inout FormReader, _ visit: StaffVisit) -> ManualContent? {
    let count = form.integer("lines", in: 0...200) ?? 0
    var content = ManualContent()
    for index in 0..<count {
      if let line = readLine(index, &form, visit) { content.lines.append(line) }
    }
    content.pricesIncludeVAT = form.checkbox("pricesIncludeVAT")
    let mode: InvoiceMode? = form.choice("mode")
    content.dueOn = form.optionalDate("dueOn")
    content.customerReference = form.optionalText("customerReference", most: 100)
    content.note = form.paragraph("note", most: 2000)
    guard let mode, !form.state.hasFaults else { return nil }
    content.mode = mode
    return content
  }

  private static func readLine(
    _ index: Int, _ form: inout FormReader, _ visit: StaffVisit
  ) -> ManualContent.Line? {
    let price = name(index, "price")
    let isPriced = !form.state.value(price).allSatisfy(\.isWhitespace)
    let description = form.optionalText(name(index, "description"), most: 500)
    let quantity = form.integer(name(index, "quantity"), in: 1...1_000_000)
    if !isPriced { _ = form.optionalText(price, most: 40) }
    let amount = isPriced ? form.money(price, visit.shop.currency) : nil
    let treatment = form.choice(name(index, "vat")) { VATTreatment(code: $0) }
    let from = form.optionalDate(name(index, "from"))
    let through = form.optionalDate(name(index, "through"))
    let period = self.period(from, through, index, &form)
    guard description != nil || isPriced, let treatment else { return nil }
    return ManualContent.Line(
      description: description ?? "", quantity: Int64(quantity ?? 1), unitPrice: amount,
      treatment: treatment, period: period)
  }

  private static func period(
    _ from: CivilDate?, _ through: CivilDate?, _ index: Int, _ form: inout FormReader
  ) -> Period? {
    guard from != nil || through != nil else { return nil }
    guard let from, let through, let period = Period(from: from, until: through.adding(days: 1))
    else {
      form.refuse(
        name(index, "through"),
        Phrase(
          nl: "Geef een eerste dag, en een laatste dag die niet eerder is.",
          en: "Give a first day, and a last day that is not before it."))
      return nil
    }
    return period
  }

  /// The field that the domain means by a pointer.
  static func pointers(_ content: ManualContent) -> [String: String] {
    var fields: [String: String] = [:]
    for index in content.lines.indices {
      let place = "/lines/\(index)"
      fields[place + "/description"] = name(index, "description")
      fields[place + "/quantity"] = name(index, "quantity")
      fields[place + "/unitPrice"] = name(index, "price")
    }
    return fields
  }

  // MARK: - Fields

  @MarkupBuilder static func fields(
    _ form: FormView, _ count: Int, _ today: CivilDate, _ visit: StaffVisit
  ) -> Markup {
    for index in 0..<count {
      card(visit("Regel \(index + 1)", "Line \(index + 1)")) { line(index, form, today, visit) }
    }
    div(.class("actions")) { act("add", visit("Regel toevoegen", "Add a line"), .quiet) }
    card(visit("Factuur", "Invoice")) { whole(form, visit) }
    form.hidden("lines", "\(count)")
    form.hidden("version", form.state.value("version"))
    div(.class("actions")) {
      act("review", visit("Bekijken en versturen", "Review and send"), .plain)
      act("save", visit("Bewaren", "Save"), .quiet)
    }
  }

  private static func act(_ value: String, _ text: String, _ look: ButtonLook) -> Markup {
    button(.class(look.rawValue), .type("submit"), .name("do"), .value(value)) { text }
  }

  @MarkupBuilder private static func line(
    _ index: Int, _ form: FormView, _ today: CivilDate, _ visit: StaffVisit
  ) -> Markup {
    form.text(
      name(index, "description"), visit("Omschrijving", "Description"), most: 500)
    div(.class("columns")) {
      form.integer(name(index, "quantity"), visit("Aantal", "Quantity"), in: 1...1_000_000)
      form.money(
        name(index, "price"),
        visit("Prijs per stuk; korting onder nul", "Unit price; discount below zero"),
        visit.shop.currency)
    }
    form.select(
      name(index, "vat"), visit("Btw", "VAT"),
      VATChoices.options(visit.shop, on: today, visit))
    div(.class("columns")) {
      form.date(name(index, "from"), visit("Van", "From"), FieldLook(isRequired: false))
      form.date(
        name(index, "through"), visit("Tot en met", "Through"), FieldLook(isRequired: false))
    }
    act("remove-\(index)", visit("Regel \(index + 1) weghalen", "Remove line \(index + 1)"), .small)
  }

  @MarkupBuilder private static func whole(_ form: FormView, _ visit: StaffVisit) -> Markup {
    form.checkbox(
      "pricesIncludeVAT", visit("De prijzen zijn inclusief btw", "The prices include VAT"))
    form.radios(
      "mode", visit("Wat krijgt de klant?", "What does the customer get?"),
      [
        (
          InvoiceMode.invoiceAtOnce.rawValue, visit("Meteen de factuur", "The invoice at once"),
          nil
        ),
        (
          InvoiceMode.proFormaFirst.rawValue,
          visit("Eerst een pro forma", "A pro forma first"),
          visit("De factuur volgt na betaling.", "The invoice follows after payment.")
        ),
      ])
    form.date(
      "dueOn", visit("Te betalen voor", "Due on"),
      FieldLook(
        hint: visit("Leeg: de betaaltermijn van de winkel.", "Empty: the shop's payment term."),
        isRequired: false))
    form.text(
      "customerReference", visit("Kenmerk van de klant", "Customer's reference"),
      FieldLook(
        hint: visit("Zoals een inkoopnummer.", "Such as a purchase order number."),
        isRequired: false), most: 100)
    form.paragraph(
      "note", visit("Opmerking op de factuur", "Note on the invoice"),
      FieldLook(isRequired: false), most: 2000)
  }
}
