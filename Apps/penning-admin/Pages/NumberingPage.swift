import HTML
import HTTPServer
import Primitives
import Tenancy
import Web

/// How documents are numbered.
enum NumberingPage {
  private typealias Series = any WritableKeyPath<Numbering, NumberFormat> & Sendable

  private static let series: [(name: String, path: Series, label: Phrase)] = [
    ("proForma", \.proForma, Phrase(nl: "Pro forma’s", en: "Pro formas")),
    ("invoice", \.invoice, Phrase(nl: "Facturen", en: "Invoices")),
    ("creditNote", \.creditNote, Phrase(nl: "Creditnota’s", en: "Credit notes")),
  ]

  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let settings = try await visit.read { try $0.settings.current() }
    var values = ["version": "\(settings.version)"]
    for (name, path, _) in series {
      let format = settings.numbering[keyPath: path]
      values["numbering.\(name).prefix"] = format.prefix
      values["numbering.\(name).includesYear"] = format.includesYear ? "on" : ""
      values["numbering.\(name).width"] = "\(format.width)"
    }
    return page(visit, FormState(values: values))
  }

  static func save(_ visit: StaffVisit) async throws -> HTTPResponse {
    var form = visit.visit.reader
    var numbering = Numbering()
    for (name, path, _) in series {
      let field = "numbering.\(name)"
      let prefix = form.optionalText("\(field).prefix", most: NumberFormat.prefixLength)
      let includesYear = form.checkbox("\(field).includesYear")
      let width = form.integer("\(field).width", in: NumberFormat.widths)
      numbering[keyPath: path] = NumberFormat(
        prefix: prefix ?? "", includesYear: includesYear, width: width ?? 1)
    }
    let version = form.version()
    guard form.isComplete(), let version else { return page(visit, form.state, status: 422) }
    let wanted = numbering
    do {
      try await visit.write { shop in
        try shop.settings.change(expecting: version) { $0.numbering = wanted }
      }
    } catch let refusal as TenancyRefusal {
      var state = form.state
      note(refusal, in: &state)
      return page(visit, state, status: HTTPStatus.of(refusal.kind))
    }
    return visit.visit.redirect(to: Links.numbering.path(), notice: Notice(visit(Texts.saved)))
  }

  /// The rule over all three has no field of its own.
  private static func note(_ refusal: TenancyRefusal, in state: inout FormState) {
    guard refusal.pointer == "/numbering" else { return state.note(refusal) }
    state.note(
      "",
      Phrase(
        nl: "Elke reeks heeft een eigen voorvoegsel nodig, zodat geen nummer twee documenten "
          + "aanwijst.",
        en: "Each series needs a prefix of its own, so that no number means two documents."))
  }

  private static func page(
    _ visit: StaffVisit, _ state: FormState, status: Int = 200
  ) -> HTTPResponse {
    visit.page(visit(Texts.settings), in: .settings, status: status) {
      settingsHead(.numbering, visit)
      FormView(visit.visit, state, action: SafeURL(path: Links.numbering.path())).markup { form in
        p {
          visit(
            "Een andere vorm begint een nieuwe reeks bij 1. Bestaande nummers blijven.",
            "Another form begins a new series at 1. Existing numbers stay.")
        }
        div(.class("columns")) {
          for (name, _, label) in series { card(visit(label)) { fields(name, form, visit) } }
        }
        form.hidden("version", state.value("version"))
        if visit.may(.manageSettings) { form.submit(visit.visit(WebText.save)) }
      }
    }
  }

  @MarkupBuilder private static func fields(
    _ name: String, _ form: FormView, _ visit: StaffVisit
  ) -> Markup {
    let field = "numbering.\(name)"
    form.text(
      "\(field).prefix", visit("Voorvoegsel", "Prefix"),
      FieldLook(
        hint: visit("Hoofdletters, cijfers, - of /.", "Capitals, digits, - or /."),
        isRequired: false), most: NumberFormat.prefixLength, isShort: true)
    form.checkbox("\(field).includesYear", visit("Met het jaar", "With the year"))
    form.integer("\(field).width", visit("Cijfers", "Digits"), in: NumberFormat.widths)
    p(.class("muted")) {
      visit("Zoals ", "Such as ")
      code { example(field, form.state) }
    }
  }

  private static func example(_ field: String, _ state: FormState) -> String {
    let format = NumberFormat(
      prefix: state.value("\(field).prefix"),
      includesYear: state.value("\(field).includesYear") == "on",
      width: min(max(Int(state.value("\(field).width")) ?? 1, 1), NumberFormat.widths.upperBound))
    return format.text(number: 42, year: 2026)
  }
}
