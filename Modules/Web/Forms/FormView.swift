package import HTML
package import Primitives

/// Draws a form: its token, a summary of what is wrong, and fields that show what was typed.
///
///     FormView(visit, state, action: SafeURL(path: Links.plans.path())).markup { form in
///       form.text("name", "Name", most: 100)
///       form.submit("Save")
///     }
package struct FormView {
  package let visit: Visit
  package let state: FormState
  private let action: SafeURL
  private let isMultipart: Bool
  private let labels = FieldLabels()

  package init(_ visit: Visit, _ state: FormState, action: SafeURL, isMultipart: Bool = false) {
    self.visit = visit
    self.state = state
    self.action = action
    self.isMultipart = isMultipart
  }

  /// The form. Browsers do not check it themselves: our messages are in the page's language.
  package func markup(@MarkupBuilder content: (FormView) -> Markup) -> Markup {
    let fields = content(self)  // first: the summary calls the fields by their labels
    return form(
      .method(.post), .action(action), .novalidate,
      isMultipart ? .enctype("multipart/form-data") : nil
    ) {
      visit.formTokenField
      if state.hasFaults { summary }
      fields
    }
  }

  /// What is wrong, each with a link to its field.
  private var summary: Markup {
    div(.class("errors"), .role("alert"), .tabindex(-1), .id("errors"), .autofocus) {
      h2 { visit(WebText.errorsTitle) }
      ul {
        for fault in state.faults {
          li {
            if fault.field.isEmpty {
              visit(fault.phrase)
            } else {
              a(.href(SafeURL(fragment: Self.id(fault.field)))) {
                if let label = labels.byField[fault.field] { "\(label): " }
                visit(fault.phrase)
              }
            }
          }
        }
      }
    }
  }

  static func id(_ field: String) -> String {
    "f-" + String(field.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
  }
}

/// What the fields that were drawn are called.
private final class FieldLabels {
  var byField: [String: String] = [:]
}

/// What all kinds of fields have.
package struct FieldLook: Sendable {
  package var hint: String?
  package var isRequired = true
  package var autocomplete: StaticString?

  package init(
    hint: String? = nil, isRequired: Bool = true, autocomplete: StaticString? = nil
  ) {
    self.hint = hint
    self.isRequired = isRequired
    self.autocomplete = autocomplete
  }
}

// Fields of text.
extension FormView {
  package func text(
    _ name: String, _ label: String, _ look: FieldLook = FieldLook(), most: Int = 200,
    type: StaticString = "text", inputmode: StaticString? = nil, isShort: Bool = false
  ) -> Markup {
    field(name, label, look) { described in
      input(
        .type(type), .id(Self.id(name)), .name(name), .value(state.value(name)),
        .maxlength(most), isShort ? .class("short") : nil, inputmode.map { .inputmode($0) },
        look.autocomplete.map { .autocomplete($0) }, look.isRequired ? .required : nil,
        described, invalid(name))
    }
  }

  package func email(_ name: String, _ label: String, _ look: FieldLook = FieldLook()) -> Markup {
    var look = look
    if look.autocomplete == nil { look.autocomplete = "email" }
    return text(name, label, look, most: 254, type: "email", inputmode: "email")
  }

  /// - Parameter isNew: true where a password is chosen, false where it is asked for.
  package func password(
    _ name: String, _ label: String, _ look: FieldLook = FieldLook(), isNew: Bool = false
  ) -> Markup {
    field(name, label, look) { described in
      input(
        .type("password"), .id(Self.id(name)), .name(name), .maxlength(1024), .required,
        .autocomplete(isNew ? "new-password" : "current-password"), described, invalid(name))
    }
  }

  /// A decimal amount; the currency's sign stands in front.
  package func money(
    _ name: String, _ label: String, _ currency: Currency, _ look: FieldLook = FieldLook()
  ) -> Markup {
    field(name, label, look) { described in
      span(.class("with-sign")) {
        span(.aria("hidden", "true")) { currency.symbol }
        input(
          .type("text"), .id(Self.id(name)), .name(name), .value(state.value(name)),
          .class("short number"), .inputmode("decimal"), .maxlength(40), .autocomplete("off"),
          look.isRequired ? .required : nil, described, invalid(name))
      }
    }
  }

  package func date(_ name: String, _ label: String, _ look: FieldLook = FieldLook()) -> Markup {
    field(name, label, look) { described in
      input(
        .type("date"), .id(Self.id(name)), .name(name), .value(state.value(name)),
        .class("short"), look.isRequired ? .required : nil, described, invalid(name))
    }
  }

  package func integer(
    _ name: String, _ label: String, in range: ClosedRange<Int>, _ look: FieldLook = FieldLook()
  ) -> Markup {
    field(name, label, look) { described in
      input(
        .type("number"), .id(Self.id(name)), .name(name), .value(state.value(name)),
        .class("short number"), .inputmode("numeric"), .min("\(range.lowerBound)"),
        .max("\(range.upperBound)"), look.isRequired ? .required : nil, described, invalid(name))
    }
  }

  package func paragraph(
    _ name: String, _ label: String, _ look: FieldLook = FieldLook(), most: Int = 4000
  ) -> Markup {
    field(name, label, look) { described in
      textarea(
        .id(Self.id(name)), .name(name), .maxlength(most), look.isRequired ? .required : nil,
        described, invalid(name)
      ) { state.value(name) }
    }
  }

  package func hidden(_ name: String, _ value: String) -> Markup {
    input(.type("hidden"), .name(name), .value(value))
  }
}

// Choices and buttons.
extension FormView {
  package typealias Choice = (value: String, label: String)

  package func select(
    _ name: String, _ label: String, _ choices: [Choice], _ look: FieldLook = FieldLook()
  ) -> Markup {
    let chosen = state.value(name)
    return field(name, label, look) { described in
      HTML.select(
        .id(Self.id(name)), .name(name), look.isRequired ? .required : nil, described,
        invalid(name)
      ) {
        if !choices.contains(where: { $0.value == chosen }) {
          option(.value(""), .selected) { visit(WebText.choose) }
        }
        for choice in choices {
          option(.value(choice.value), choice.value == chosen ? .selected : nil) { choice.label }
        }
      }
    }
  }

  /// A country by its name; the value is its code of two letters.
  package func country(
    _ name: String, _ label: String, _ look: FieldLook = FieldLook()
  ) -> Markup {
    let names = CountryName.codes.map { (value: $0, label: CountryName.of($0)(visit.language)) }
    return select(name, label, names.sorted { $0.label < $1.label }, look)
  }

  /// All choices at first sight; each may have a line that explains it.
  package func radios(
    _ name: String, _ label: String, _ choices: [(value: String, label: String, hint: String?)],
    _ look: FieldLook = FieldLook()
  ) -> Markup {
    labels.byField[name] = label
    return fieldset(.class("field"), .id(Self.id(name)), .tabindex(-1), description(name, look)) {
      legend { label }
      remarks(name, look)
      for (index, choice) in choices.enumerated() {
        let id = "\(Self.id(name))-\(index)"
        div(.class("check choice")) {
          input(
            .type("radio"), .id(id), .name(name), .value(choice.value),
            choice.value == state.value(name) ? .checked : nil, look.isRequired ? .required : nil)
          HTML.label(.for(id)) {
            choice.label
            if let hint = choice.hint { span(.class("hint")) { hint } }
          }
        }
      }
    }
  }

  package func checkbox(_ name: String, _ label: String, hint: String? = nil) -> Markup {
    let look = FieldLook(hint: hint, isRequired: false)
    labels.byField[name] = label
    return div(.class("field")) {
      remarks(name, FieldLook())
      div(.class("check")) {
        input(
          .type("checkbox"), .id(Self.id(name)), .name(name), .value("on"),
          state.value(name) == "on" ? .checked : nil, description(name, look), invalid(name))
        HTML.label(.for(Self.id(name))) {
          label
          if let hint { span(.class("hint"), .id(Self.id(name) + "-hint")) { hint } }
        }
      }
    }
  }

  /// The button that sends the form, and maybe a way back.
  package func submit(_ text: String, cancel: SafeURL? = nil, _ look: ButtonLook = .plain)
    -> Markup
  {
    div(.class("actions")) {
      button(.class(look.rawValue), .type("submit")) { text }
      if let cancel { linkButton(visit(WebText.cancel), cancel, .quiet) }
    }
  }
}

// What stands around a control.
extension FormView {
  func field(
    _ name: String, _ label: String, _ look: FieldLook, _ control: (Attribute?) -> Markup
  ) -> Markup {
    labels.byField[name] = label
    return div(.class("field")) {
      HTML.label(.for(Self.id(name))) {
        label
        if !look.isRequired {
          " "
          span(.class("optional")) { "(\(visit(WebText.optional)))" }
        }
      }
      remarks(name, look)
      control(description(name, look))
    }
  }

  /// Hint and fault, above the control so that nothing covers them.
  @MarkupBuilder private func remarks(_ name: String, _ look: FieldLook) -> Markup {
    if let hint = look.hint {
      span(.class("hint"), .id(Self.id(name) + "-hint")) { hint }
    }
    if let fault = state.fault(name) {
      span(.class("error"), .id(Self.id(name) + "-error")) { visit(fault) }
    }
  }

  private func description(_ name: String, _ look: FieldLook) -> Attribute? {
    var ids: [String] = []
    if look.hint != nil { ids.append(Self.id(name) + "-hint") }
    if state.fault(name) != nil { ids.append(Self.id(name) + "-error") }
    return ids.isEmpty ? nil : .aria("describedby", ids.joined(separator: " "))
  }

  func invalid(_ name: String) -> Attribute? {
    state.fault(name) == nil ? nil : .aria("invalid", "true")
  }
}
