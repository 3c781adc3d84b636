import HTML
import HTTPServer
import Payments
import Primitives
import Tenancy
import Web

/// How the shop bills, collects and reminds.
enum SettingsPage {
  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let settings = try await visit.read { try $0.settings.current() }
    return page(visit, FormState(values: values(of: settings)))
  }

  static func save(_ visit: StaffVisit) async throws -> HTTPResponse {
    var form = visit.visit.reader
    let change = Change(&form)
    let version = form.version()
    guard form.isComplete(), let change, let version else {
      return page(visit, form.state, status: 422)
    }
    do {
      try await visit.write { shop in
        try shop.settings.change(expecting: version) { change.apply(to: &$0) }
      }
    } catch let refusal as TenancyRefusal {
      var state = form.state
      state.note(refusal)
      return page(visit, state, status: HTTPStatus.of(refusal.kind))
    }
    return visit.visit.redirect(to: Links.settings.path(), notice: Notice(visit(Texts.saved)))
  }

  /// What the form says, read whole.
  private struct Change: Sendable {
    let invoiceMode: InvoiceMode
    let days: [String: Int]
    let allocationRule: AllocationRule
    let portalOrder: PortalOrder
    let methods: [PaymentMethod]
    let showsIBAN: Bool
    let accentColour: String?

    init?(_ form: inout FormReader) {
      let mode: InvoiceMode? = form.choice("invoiceMode")
      var days: [String: Int] = [:]
      for (name, range) in SettingsPage.dayFields { days[name] = form.integer(name, in: range) }
      let rule: AllocationRule? = form.choice("allocationRule")
      let order: PortalOrder? = form.choice("portalOrder")
      methods = form.choices("paymentMethods") { PaymentMethod(rawValue: $0) }
      if methods.isEmpty { form.refuse("paymentMethods", FormText.notSelected) }
      showsIBAN = form.checkbox("showIBAN")
      accentColour = form.optionalParsed("accentColour", most: 7, SettingsPage.colourFault) {
        HexColor($0)?.description
      }
      guard let mode, let rule, let order else { return nil }
      (invoiceMode, allocationRule, portalOrder) = (mode, rule, order)
      self.days = days
    }

    func apply(to settings: inout ShopSettings) {
      settings.invoiceMode = invoiceMode
      settings.collectionLeadDays = days["collectionLeadDays"] ?? settings.collectionLeadDays
      settings.renewalNoticeDays = days["renewalNoticeDays"] ?? settings.renewalNoticeDays
      settings.preNotificationDays = days["preNotificationDays"] ?? settings.preNotificationDays
      settings.paymentTermDays = days["paymentTermDays"] ?? settings.paymentTermDays
      settings.memoryAidDays = days["memoryAidDays"] ?? settings.memoryAidDays
      settings.reminderDays = days["reminderDays"] ?? settings.reminderDays
      settings.allocationRule = allocationRule
      settings.portalOrder = portalOrder
      settings.paymentMethods = inOldOrder(settings.paymentMethods)
      settings.showIBAN = showsIBAN
      settings.accentColour = accentColour
    }

    /// Those that stay keep their place; new ones come behind.
    private func inOldOrder(_ old: [String]) -> [String] {
      let wanted = methods.map(\.rawValue)
      return old.filter(wanted.contains) + wanted.filter { !old.contains($0) }
    }
  }

  /// The ranges are those of the settings themselves, which check them again.
  private static let dayFields: [(name: String, range: ClosedRange<Int>)] = [
    ("collectionLeadDays", 0...10), ("renewalNoticeDays", 0...60),
    ("preNotificationDays", 0...14), ("paymentTermDays", 0...90), ("memoryAidDays", 0...30),
    ("reminderDays", 0...90),
  ]

  private static let colourFault = Phrase(
    nl: "Vul een kleur in zoals #1a6f4b.", en: "Enter a colour such as #1a6f4b.")

  private static func values(of settings: ShopSettings) -> [String: String] {
    [
      "invoiceMode": settings.invoiceMode.rawValue,
      "collectionLeadDays": "\(settings.collectionLeadDays)",
      "renewalNoticeDays": "\(settings.renewalNoticeDays)",
      "preNotificationDays": "\(settings.preNotificationDays)",
      "paymentTermDays": "\(settings.paymentTermDays)",
      "memoryAidDays": "\(settings.memoryAidDays)", "reminderDays": "\(settings.reminderDays)",
      "allocationRule": settings.allocationRule.rawValue,
      "portalOrder": settings.portalOrder.rawValue,
      "paymentMethods": settings.paymentMethods.joined(separator: "\n"),
      "showIBAN": settings.showIBAN ? "on" : "", "accentColour": settings.accentColour ?? "",
      "version": "\(settings.version)",
    ]
  }

  private static func page(
    _ visit: StaffVisit, _ state: FormState, status: Int = 200
  ) -> HTTPResponse {
    visit.page(visit(Texts.settings), in: .settings, status: status) {
      settingsHead(.billing, visit)
      FormView(visit.visit, state, action: SafeURL(path: Links.settings.path())).markup { form in
        card(visit("Facturen", "Invoices")) { invoiceFields(form, visit) }
        card(visit("Incasso", "Collection")) { collectionFields(form, visit) }
        card(visit("Herinneren", "Reminding")) { reminderFields(form, visit) }
        card(visit("Betalen en portaal", "Payment and portal")) { portalFields(form, visit) }
        form.hidden("version", state.value("version"))
        if visit.may(.manageSettings) { form.submit(visit.visit(WebText.save)) }
      }
    }
  }

  @MarkupBuilder private static func invoiceFields(
    _ form: FormView, _ visit: StaffVisit
  ) -> Markup {
    form.radios(
      "invoiceMode", visit("Wat de klant eerst krijgt", "What the customer gets first"),
      [
        (
          "proFormaFirst", visit("Pro forma eerst", "Pro forma first"),
          visit(
            "Een betaalverzoek; de btw-factuur volgt na betaling.",
            "A payment request; the VAT invoice follows after payment.")
        ),
        (
          "invoiceAtOnce", visit("Meteen de factuur", "The invoice at once"),
          visit(
            "Met de vermelding Onbetaald, en opnieuw verstuurd zodra ze betaald is.",
            "Marked Unpaid, and sent again once it is paid.")
        ),
      ])
    days(
      form, "paymentTermDays", visit("Betaaltermijn", "Payment term"),
      visit("Dagen van factuur tot vervaldag.", "Days from issue to due date."))
    form.checkbox(
      "showIBAN",
      visit("Rekeningnummer op documenten tonen", "Show the bank account on documents"))
    form.text(
      "accentColour", visit("Kleur", "Colour"),
      FieldLook(hint: visit("Zoals #1a6f4b.", "Such as #1a6f4b."), isRequired: false), most: 7,
      isShort: true)
  }

  @MarkupBuilder private static func collectionFields(
    _ form: FormView, _ visit: StaffVisit
  ) -> Markup {
    days(
      form, "renewalNoticeDays", visit("Aankondiging", "Notice"),
      visit(
        "Dagen voor de incasso dat het document wordt gemaakt en verstuurd.",
        "Days before the collection that the document is made and sent."))
    days(
      form, "preNotificationDays", visit("SEPA-vooraankondiging", "SEPA pre-notification"),
      visit(
        "Dagen voor de afschrijving dat de klant het moet weten; hoogstens de aankondiging.",
        "Days before the debit that the customer must know; at most the notice."))
    days(
      form, "collectionLeadDays", visit("Eerder aanbieden", "Hand over early"),
      visit(
        "Bankwerkdagen voor de incassodatum dat de betaling de deur uit gaat.",
        "Bank business days before the collection date that the payment is sent out."))
  }

  @MarkupBuilder private static func reminderFields(
    _ form: FormView, _ visit: StaffVisit
  ) -> Markup {
    days(
      form, "memoryAidDays", visit("Geheugensteuntje", "Memory aid"),
      visit(
        "Dagen voor de vervaldag; 0 stuurt er geen.", "Days before the due date; 0 sends none."))
    days(
      form, "reminderDays", visit("Herinnering", "Reminder"),
      visit("Dagen na de vervaldag; 0 stuurt er geen.", "Days after the due date; 0 sends none."))
  }

  @MarkupBuilder private static func portalFields(
    _ form: FormView, _ visit: StaffVisit
  ) -> Markup {
    methodBoxes(form, visit)
    form.select(
      "allocationRule",
      visit("Een betaling zonder keuze betaalt eerst", "A payment without a choice pays first"),
      [
        ("oldestFirst", visit("de oudste factuur", "the oldest invoice")),
        ("overdueFirst", visit("wat te laat is", "what is overdue")),
        ("largestFirst", visit("het grootste bedrag", "the largest amount")),
      ])
    form.select(
      "portalOrder", visit("Volgorde in het portaal", "Order in the portal"),
      [
        ("dueFirst", visit("eerst wat het eerst vervalt", "first what is due first")),
        ("newestFirst", visit("nieuwste eerst", "newest first")),
        ("oldestFirst", visit("oudste eerst", "oldest first")),
        ("largestFirst", visit("grootste bedrag eerst", "largest amount first")),
      ])
  }

  private static func methodBoxes(_ form: FormView, _ visit: StaffVisit) -> Markup {
    let chosen = form.state.value("paymentMethods").split(separator: "\n")
    return fieldset(.class("field"), .id("f-paymentMethods"), .tabindex(-1)) {
      legend { visit("Betaalmethoden", "Payment methods") }
      if let fault = form.state.fault("paymentMethods") {
        span(.class("error")) { visit(fault) }
      }
      for method in PaymentMethod.allCases where method != .directDebit {
        div(.class("check")) {
          input(
            .type("checkbox"), .id("method-\(method.rawValue)"), .name("paymentMethods"),
            .value(method.rawValue),
            chosen.contains { $0 == method.rawValue } ? .checked : nil)
          label(.for("method-\(method.rawValue)")) { visit(method.label) }
        }
      }
    }
  }

  private static func days(
    _ form: FormView, _ name: String, _ label: String, _ hint: String
  ) -> Markup {
    let range = dayFields.first { $0.name == name }?.range ?? 0...90
    return form.integer(name, label, in: range, FieldLook(hint: hint))
  }
}

/// The pages of the settings, as tabs above each of them.
enum SettingsTab: CaseIterable {
  case billing, selling, collection, taxes, numbering, company, logo, gateway, keys, team, audit

  fileprivate var label: Phrase {
    switch self {
    case .billing: Phrase(nl: "Facturen en betalen", en: "Invoices and payment")
    case .selling: Phrase(nl: "Opzeggen en wijzigen", en: "Cancelling and changing")
    case .collection: Phrase(nl: "Incassodag", en: "Collection day")
    case .taxes: Phrase(nl: "Btw en boeken", en: "VAT and books")
    case .logo: Phrase(nl: "Logo", en: "Logo")
    case .numbering: Phrase(nl: "Nummering", en: "Numbering")
    case .company: Phrase(nl: "Bedrijf en afzender", en: "Company and sender")
    case .gateway: Phrase(nl: "Betaaldienst", en: "Payment service")
    case .keys: Phrase(nl: "API-sleutels", en: "API keys")
    case .team: Phrase(nl: "Medewerkers", en: "Staff")
    case .audit: Phrase(nl: "Logboek", en: "Audit log")
    }
  }

  fileprivate var path: String {
    switch self {
    case .billing: Links.settings.path()
    case .selling: Links.selling.path()
    case .collection: Links.collection.path()
    case .taxes: Links.taxes.path()
    case .logo: Links.logo.path()
    case .numbering: Links.numbering.path()
    case .company: Links.company.path()
    case .gateway: Links.gateway.path()
    case .keys: Links.keys.path()
    case .team: Links.team.path()
    case .audit: Links.audit.path()
    }
  }

  fileprivate var permission: Permission {
    switch self {
    case .keys: .manageKeys
    case .audit: .viewAudit
    default: .view
    }
  }
}

/// The heading and tabs of a settings page.
@MarkupBuilder func settingsHead(_ current: SettingsTab, _ visit: StaffVisit) -> Markup {
  pageHead(visit(Texts.settings), lead: visit(current.label))
  tabs(
    visit("Soorten instellingen", "Kinds of settings"),
    SettingsTab.allCases.filter { visit.may($0.permission) }.map { tab in
      PageFrame.Item(
        visit(tab.label), SafeURL(path: tab.path), isCurrent: tab == current)
    })
}
