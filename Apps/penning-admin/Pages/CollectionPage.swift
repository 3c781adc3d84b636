import HTML
import HTTPServer
import Primitives
import Subscriptions
import Tenancy
import Web
import Workflows

/// When the shop collects: first see what another day would do to the real customers, then
/// set it. Setting it moves nobody; that is a page of its own.
enum CollectionPage {
  struct Model: Sendable {
    let settings: ShopSettings
    let wanted: CollectionPolicy?
    let preview: PolicyChange.Preview?
    let names: [Customer.ID: Customer]
  }

  /// The day wanted stands in the address, so that looking changes nothing.
  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let query = visit.visit.request.query
    guard query["policy"] != nil else { return try await page(visit, nil, nil) }
    var form = FormReader(
      FormFields(texts: query), language: visit.language, ignoring: ["lang"])
    let wanted = form.collectionPolicy()
    guard form.isComplete() else { return try await page(visit, nil, form.state, status: 422) }
    return try await page(visit, wanted, form.state)
  }

  static func save(_ visit: StaffVisit) async throws -> HTTPResponse {
    var form = visit.visit.reader
    let wanted = form.collectionPolicy()
    let version = form.version()
    guard form.isComplete(), let wanted, let version else {
      return try await page(visit, wanted, form.state, status: 422)
    }
    do {
      try await visit.write { shop in
        try shop.settings.change(expecting: version) { $0.collectionPolicy = wanted }
      }
    } catch let refusal as TenancyRefusal where refusal == .stale(.setting) {
      var state = form.state
      state.note(refusal)
      return try await page(visit, nil, state, status: 409)
    }
    return visit.visit.redirect(
      to: Links.collection.path(),
      notice: Notice(
        visit(
          "De incassodag geldt voor nieuwe abonnementen.",
          "The collection day holds for new subscriptions.")))
  }

  private static func page(
    _ visit: StaffVisit, _ wanted: CollectionPolicy?, _ state: FormState?, status: Int = 200
  ) async throws -> HTTPResponse {
    let settings = try await visit.read { try $0.settings.current() }
    let model = try await PolicyPreview.load(wanted, settings, visit)
    return visit.page(visit(Texts.settings), in: .settings, status: status) {
      settingsHead(.collection, visit)
      current(model, visit)
      chooser(state ?? FormState(values: model.settings.collectionPolicy.formValues), visit)
      if let wanted = model.wanted, let preview = model.preview {
        card(
          visit(
            "Wat ‘\(visit(wanted.label))’ zou doen", "What “\(visit(wanted.label))” would do")
        ) {
          PolicyPreview.markup(preview, model.names, visit)
          if visit.may(.manageSettings) { setButton(wanted, model.settings, visit) }
        }
      }
    }
  }

  private static func current(_ model: Model, _ visit: StaffVisit) -> Markup {
    card {
      p {
        visit(
          "Nieuwe maandabonnementen worden nu geïncasseerd: ", "New monthly plans are collected: ")
        strong { visit(model.settings.collectionPolicy.label) }
        "."
      }
      p(.class("muted")) {
        visit(
          "Andere termijnen (week, kwartaal, jaar) volgen altijd de aankoopdatum. Een nieuwe dag "
            + "verplaatst geen lopende abonnementen; dat doet u apart.",
          "Other intervals (week, quarter, year) always follow the purchase date. A new day does "
            + "not move running subscriptions; that is a step of its own.")
      }
      if visit.may(.manageSettings) {
        div(.class("actions")) {
          linkButton(
            visit("Lopende abonnementen verplaatsen…", "Move running subscriptions…"),
            SafeURL(path: Links.migration.path()), .quiet)
        }
      }
    }
  }

  /// A form that only looks: it asks with GET.
  private static func chooser(_ state: FormState, _ visit: StaffVisit) -> Markup {
    let view = FormView(visit.visit, state, action: SafeURL(path: Links.collection.path()))
    return card(visit("Een andere dag bekijken", "Look at another day")) {
      form(.method(.get), .action(SafeURL(path: Links.collection.path())), .novalidate) {
        if let fault = state.fault("") { notice(visit(fault), .bad) }
        view.radios(
          "policy", visit("Incassodag", "Collection day"),
          [
            (
              "purchaseDate", visit("Op de aankoopdatum", "On the purchase date"),
              visit(
                "Gekocht op de 29e, 30e of 31e: rest van de maand nu, daarna de 1e.",
                "Bought on the 29th, 30th or 31st: the rest of the month now, then the 1st.")
            ),
            (
              "fixedDay", visit("Op een vaste dag", "On a fixed day"),
              visit(
                "De eerste betaling is naar rato tot die dag.",
                "The first payment is pro rata until that day.")
            ),
          ])
        view.integer(
          "day", visit("Dag van de maand", "Day of the month"), in: CollectionPolicy.days,
          FieldLook(
            hint: visit("1 tot en met 28, voor een vaste dag.", "1 to 28, for a fixed day."),
            isRequired: false))
        div(.class("actions")) {
          button(.class(ButtonLook.plain.rawValue), .type("submit")) {
            visit("Voorbeeld bekijken", "See the preview")
          }
        }
      }
    }
  }

  private static func setButton(
    _ wanted: CollectionPolicy, _ settings: ShopSettings, _ visit: StaffVisit
  ) -> Markup {
    let fields = wanted.formValues.sorted { $0.key < $1.key }.map {
      (name: $0.key, value: $0.value)
    }
    return Markup {
      if wanted == settings.collectionPolicy {
        p { visit("Dit is al de instelling.", "This is the setting already.") }
      } else {
        div(.class("actions")) {
          actionButton(
            visit("Instellen voor nieuwe abonnementen", "Set for new subscriptions"),
            SafeURL(path: Links.collection.path()), visit.visit,
            fields: fields + [("version", "\(settings.version)")])
        }
      }
    }
  }
}

/// Where the running subscriptions are moved to the shop's day, after their preview.
enum MigrationPage {
  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let settings = try await visit.read { try $0.settings.current() }
    let model = try await PolicyPreview.load(settings.collectionPolicy, settings, visit)
    let title = visit("Lopende abonnementen verplaatsen", "Move running subscriptions")
    return visit.page(
      title, in: .settings,
      crumbs: [
        visit.crumb(.settings), visit.crumb(visit("Incassodag", "Collection day"), back),
      ]
    ) {
      pageHead(title, lead: visit(settings.collectionPolicy.label))
      card {
        if let preview = model.preview {
          PolicyPreview.markup(preview, model.names, visit)
          confirm(preview, settings, visit)
        }
      }
    }
  }

  static func migrate(_ visit: StaffVisit) async throws -> HTTPResponse {
    var form = visit.visit.reader
    guard let version = form.version(), form.isComplete() else { throw WebRefusal.forbidden }
    let settings = try await visit.read { try $0.settings.current() }
    // What was shown was computed for another day.
    guard settings.version == version else { throw TenancyRefusal.stale(.setting) }
    let moved = try await PolicyChange(visit.app.platform)
      .migrate(to: settings.collectionPolicy, as: visit.scope)
    return visit.visit.redirect(
      to: back,
      notice: Notice(
        visit("\(moved) abonnementen verplaatst.", "\(moved) subscriptions were moved.")))
  }

  private static var back: String { Links.collection.path() }

  private static func confirm(
    _ preview: PolicyChange.Preview, _ settings: ShopSettings, _ visit: StaffVisit
  ) -> Markup {
    guard preview.affected > 0 else {
      return linkButton(visit.visit(WebText.back), SafeURL(path: back), .quiet)
    }
    return Markup {
      p {
        visit(
          "Klanten betalen één keer de dagen tot de nieuwe dag, daarna weer de hele prijs. Dit "
            + "kan niet worden teruggedraaid.",
          "Customers pay once for the days until the new day, then the full price again. This "
            + "can't be undone.")
      }
      div(.class("actions")) {
        actionButton(
          visit(
            "\(preview.affected) abonnementen verplaatsen",
            "Move \(preview.affected) subscriptions"),
          SafeURL(path: Links.migration.path()), visit.visit, .danger,
          fields: [("version", "\(settings.version)")])
        linkButton(visit.visit(WebText.cancel), SafeURL(path: back), .quiet)
      }
    }
  }
}

/// What a change of day would cost the shop's real customers.
enum PolicyPreview {
  static func load(
    _ wanted: CollectionPolicy?, _ settings: ShopSettings, _ visit: StaffVisit
  ) async throws -> CollectionPage.Model {
    guard let wanted else {
      return CollectionPage.Model(settings: settings, wanted: nil, preview: nil, names: [:])
    }
    let preview = try await PolicyChange(visit.app.platform).preview(wanted, as: visit.scope)
    let names = try await visit.read { shop in
      try shop.customers.find(preview.examples.map(\.subscription.customerID))
    }
    return CollectionPage.Model(
      settings: settings, wanted: wanted, preview: preview, names: names)
  }

  @MarkupBuilder static func markup(
    _ preview: PolicyChange.Preview, _ names: [Customer.ID: Customer], _ visit: StaffVisit
  ) -> Markup {
    p { summary(preview, visit) }
    if !preview.examples.isEmpty { examples(preview.examples, names, visit) }
  }

  private static func summary(_ preview: PolicyChange.Preview, _ visit: StaffVisit) -> String {
    guard preview.affected > 0, let smallest = preview.smallest, let largest = preview.largest
    else {
      return visit(
        "Geen enkel lopend abonnement hoeft te verhuizen.",
        "Not a single running subscription would have to move.")
    }
    let (low, high) = (smallest.formatted(visit.language), largest.formatted(visit.language))
    let total = preview.total.formatted(visit.language)
    return visit(
      "\(preview.affected) lopende abonnementen zouden verhuizen, met een overbrugging van \(low) "
        + "tot \(high), samen \(total). \(preview.unaffected) blijven zoals ze zijn.",
      "\(preview.affected) running subscriptions would move, with a bridging amount from \(low) "
        + "to \(high), \(total) in all. \(preview.unaffected) stay as they are.")
  }

  private static func examples(
    _ examples: [PolicyBridge], _ names: [Customer.ID: Customer], _ visit: StaffVisit
  ) -> Markup {
    DataTable<PolicyBridge>(
      visit("Voorbeelden", "Examples"),
      columns: [
        .init(visit(Texts.customer), .rowHeader) { bridge in
          let customer = bridge.subscription.customerID
          return visit.link(
            names[customer]?.details.addressee ?? "–",
            Links.subscription.path(bridge.subscription.id))
        },
        .init(visit("Nu op dag", "Now on day"), .number) { bridge in
          Markup("\(bridge.subscription.schedule.anchor.day)")
        },
        .init(visit("Overbrugging", "Bridge")) { bridge in
          bridge.bridge.map { visit.show($0.period) } ?? Markup("–")
        },
        .init(visit("Berekening", "Calculation")) { bridge in
          Markup(bridge.price?.explanation.map { visit($0) } ?? "–")
        },
        .init(visit(Texts.amount), .number) { bridge in
          visit.show(bridge.amount ?? .zero(bridge.subscription.price.currency))
        },
      ]
    ).markup(examples)
  }
}

extension FormReader {
  /// `policy` and, for a fixed day, `day`.
  mutating func collectionPolicy() -> CollectionPolicy? {
    let policy = choice("policy") { ["purchaseDate", "fixedDay"].contains($0) ? $0 : nil }
    guard policy == "fixedDay" else {
      _ = carried("day")
      return policy == nil ? nil : .purchaseDate
    }
    return integer("day", in: CollectionPolicy.days).map { .fixedDay($0) }
  }
}

extension CollectionPolicy {
  var formValues: [String: String] {
    switch self {
    case .purchaseDate: ["policy": "purchaseDate"]
    case .fixedDay(let day): ["policy": "fixedDay", "day": "\(day)"]
    }
  }
}
