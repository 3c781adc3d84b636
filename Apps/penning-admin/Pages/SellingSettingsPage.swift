import HTML
import HTTPServer
import Primitives
import Tenancy
import Web

/// What customers may do with what they bought, and what happens to money that is left over.
enum SellingSettingsPage {
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
    return visit.visit.redirect(to: Links.selling.path(), notice: Notice(visit(Texts.saved)))
  }

  private struct Change: Sendable {
    let choosesDay: Bool
    let mayPause: Bool
    let pauseDays: Int
    let noticeDays: Int
    let unusedPart: UnusedPart
    let downgrade: ChangeTiming
    let combines: Bool

    init?(_ form: inout FormReader) {
      choosesDay = form.checkbox("customersChooseDay")
      mayPause = form.checkbox("customersMayPause")
      let pauseDays = form.integer("maximumPauseDays", in: 1...366)
      let noticeDays = form.integer("cancellationNoticeDays", in: 0...31)
      let unusedPart: UnusedPart? = form.choice("unusedPart")
      let downgrade: ChangeTiming? = form.choice("downgradeTiming")
      combines = form.checkbox("combinesDocuments")
      guard let pauseDays, let noticeDays, let unusedPart, let downgrade else { return nil }
      (self.pauseDays, self.noticeDays) = (pauseDays, noticeDays)
      (self.unusedPart, self.downgrade) = (unusedPart, downgrade)
    }

    func apply(to settings: inout ShopSettings) {
      settings.customersChooseDay = choosesDay
      settings.customersMayPause = mayPause
      settings.maximumPauseDays = pauseDays
      settings.cancellationNoticeDays = noticeDays
      settings.unusedPart = unusedPart
      settings.downgradeTiming = downgrade
      settings.combinesDocuments = combines
    }
  }

  private static func values(of settings: ShopSettings) -> [String: String] {
    [
      "customersChooseDay": settings.customersChooseDay ? "on" : "",
      "customersMayPause": settings.customersMayPause ? "on" : "",
      "maximumPauseDays": "\(settings.maximumPauseDays)",
      "cancellationNoticeDays": "\(settings.cancellationNoticeDays)",
      "unusedPart": settings.unusedPart.rawValue,
      "downgradeTiming": settings.downgradeTiming.rawValue,
      "combinesDocuments": settings.combinesDocuments ? "on" : "",
      "version": "\(settings.version)",
    ]
  }

  private static func page(
    _ visit: StaffVisit, _ state: FormState, status: Int = 200
  ) -> HTTPResponse {
    visit.page(visit(Texts.settings), in: .settings, status: status) {
      settingsHead(.selling, visit)
      FormView(visit.visit, state, action: SafeURL(path: Links.selling.path())).markup { form in
        card(visit("Opzeggen", "Cancelling")) { cancelFields(form, visit) }
        card(visit("Wijzigen en pauzeren", "Changing and pausing")) { changeFields(form, visit) }
        card(visit("Rekeningen", "Bills")) { billFields(form, visit) }
        form.hidden("version", state.value("version"))
        if visit.may(.manageSettings) { form.submit(visit.visit(WebText.save)) }
      }
    }
  }

  @MarkupBuilder private static func cancelFields(
    _ form: FormView, _ visit: StaffVisit
  ) -> Markup {
    form.integer(
      "cancellationNoticeDays", visit("Opzegtermijn in dagen", "Days of notice"), in: 0...31,
      FieldLook(
        hint: visit(
          "Een consument mag na de eerste termijn elke dag opzeggen, met hoogstens een maand "
            + "opzegtermijn (BW 6:236 j).",
          "After the first term a consumer may cancel on any day, with a month's notice at most "
            + "(BW 6:236 j).")))
    form.radios(
      "unusedPart", visit("Wat vooruit betaald is", "What was paid ahead"),
      [
        (
          "credits", visit("wordt tegoed", "becomes credit"),
          visit(
            "Het betaalt de volgende rekeningen.", "It pays the next bills.")
        ),
        (
          "paidBack", visit("wordt terugbetaald", "is paid back"),
          visit("Langs de weg waarlangs het kwam.", "The way it came.")
        ),
      ])
  }

  @MarkupBuilder private static func changeFields(
    _ form: FormView, _ visit: StaffVisit
  ) -> Markup {
    form.radios(
      "downgradeTiming", visit("Naar een goedkoper aanbod", "To a cheaper plan"),
      [
        (
          "periodEnd", visit("na wat al betaald is", "after what is paid already"),
          visit("Zonder verrekening.", "Nothing is settled.")
        ),
        (
          "now", visit("meteen", "at once"),
          visit(
            "Met een creditnota voor de rest van de termijn.",
            "With a credit note for the rest of the period.")
        ),
      ])
    form.checkbox(
      "customersMayPause", visit("Klanten mogen zelf pauzeren", "Customers may pause themselves"))
    form.integer(
      "maximumPauseDays", visit("Een pauze duurt hoogstens", "A pause lasts at most"),
      in: 1...366, FieldLook(hint: visit("Dagen.", "Days.")))
    form.checkbox(
      "customersChooseDay",
      visit("Klanten kiezen hun incassodag", "Customers choose their collection day"),
      hint: visit("Dag 1 tot en met 28 van de maand.", "Day 1 to 28 of the month."))
  }

  private static func billFields(_ form: FormView, _ visit: StaffVisit) -> Markup {
    form.checkbox(
      "combinesDocuments",
      visit("Een rekening per klant per dag", "One bill for each customer and day"),
      hint: visit(
        "Meerdere abonnementen die op een dag vervallen komen dan samen op een document.",
        "Several subscriptions that fall due on a day then come together on one document."))
  }
}
