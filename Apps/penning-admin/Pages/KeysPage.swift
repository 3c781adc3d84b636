import HTML
import HTTPServer
import Primitives
import Tenancy
import Web
import Workflows

/// The keys by which programs work in the shop. A new one is shown once.
enum KeysPage {
  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    try await page(visit, FormState(values: ["scopes": APIScope.read.rawValue]))
  }

  static func create(_ visit: StaffVisit) async throws -> HTTPResponse {
    try visit.shop.require(.programInterface)
    var form = visit.visit.reader
    let label = form.text("label", most: 80)
    let scopes = form.choices("scopes") { APIScope(rawValue: $0) }
    if scopes.isEmpty { form.refuse("scopes", FormText.notSelected) }
    guard form.isComplete(), let label else {
      return try await page(visit, form.state, status: 422)
    }
    let secret = NewSecret(for: .apiKey, from: visit.app.platform.random)
    try await visit.write { shop in
      try shop.apiKeys.create(label: label, scopes: Set(scopes), secret: secret)
    }
    return try await page(visit, FormState(values: ["scopes": "read"]), fresh: secret.text)
  }

  static func askToRevoke(_ visit: StaffVisit, _ id: APIKey.ID) async throws -> HTTPResponse {
    let key = try await visit.read { try $0.apiKeys.find(id) }
    let title = visit("Sleutel ‘\(key.label)’ intrekken", "Revoke the key “\(key.label)”")
    return visit.page(title, in: .settings, width: .narrow, crumbs: [visit.crumb(.settings)]) {
      confirmation(
        title,
        visit(
          "Programma’s met deze sleutel worden vanaf het volgende verzoek geweigerd. Dit kan niet "
            + "worden teruggedraaid.",
          "Programs with this key are refused from the next request on. This can't be undone."),
        confirm: visit("Intrekken", "Revoke"), action: SafeURL(path: Links.revokeKey.path(id)),
        back: SafeURL(path: Links.keys.path()), visit.visit)
    }
  }

  static func revoke(_ visit: StaffVisit, _ id: APIKey.ID) async throws -> HTTPResponse {
    try await visit.write { try $0.apiKeys.revoke(id) }
    return visit.visit.redirect(
      to: Links.keys.path(),
      notice: Notice(visit("De sleutel is ingetrokken.", "The key is revoked.")))
  }

  private static func page(
    _ visit: StaffVisit, _ state: FormState, fresh: Secret<String>? = nil, status: Int = 200
  ) async throws -> HTTPResponse {
    let keys = try await visit.read { try $0.apiKeys.all() }
    return visit.page(visit(Texts.settings), in: .settings, status: status) {
      settingsHead(.keys, visit)
      if let fresh { freshKey(fresh, visit) }
      table(visit).markup(
        keys,
        empty: emptyState(
          visit("Nog geen sleutels", "No keys yet"),
          visit(
            "Met een sleutel werkt uw eigen programma in deze winkel.",
            "With a key your own program works in this shop.")))
      card(visit("Nieuwe sleutel", "New key")) { newKey(state, visit) }
    }
  }

  private static func freshKey(_ secret: Secret<String>, _ visit: StaffVisit) -> Markup {
    card(visit("Uw nieuwe sleutel", "Your new key")) {
      div(.role("status")) {
        p {
          visit(
            "Kopieer de sleutel nu: hij wordt niet nog eens getoond.",
            "Copy the key now: it is not shown again.")
        }
        p { code { secret.revealed } }
      }
    }
  }

  private static func table(_ visit: StaffVisit) -> DataTable<APIKey> {
    DataTable(
      visit("API-sleutels", "API keys"),
      columns: [
        .init(visit(Texts.name), .rowHeader) { key in Markup(key.label) },
        .init(visit("Eindigt op", "Ends in")) { key in code { "…\(key.lastFour)" } },
        .init(visit("Mag", "May")) { key in
          Markup(
            APIScope.allCases.filter(key.scopes.contains).map { visit($0.label) }
              .joined(separator: ", "))
        },
        .init(visit("Gemaakt", "Made")) { key in visit.show(key.createdAt) },
        .init(visit(Texts.status)) { key in
          key.revokedAt == nil
            ? badge(visit("Geldig", "Valid"), .good)
            : badge(visit("Ingetrokken", "Revoked"), .neutral)
        },
        .init(visit("Actie", "Action")) { key in
          guard key.revokedAt == nil else { return .empty }
          return linkButton(
            visit("Intrekken", "Revoke"), SafeURL(path: Links.revokeKey.path(key.id)), .small)
        },
      ])
  }

  private static func newKey(_ state: FormState, _ visit: StaffVisit) -> Markup {
    let chosen = state.value("scopes").split(separator: "\n")
    return FormView(visit.visit, state, action: SafeURL(path: Links.keys.path())).markup { form in
      form.text(
        "label", visit(Texts.name),
        FieldLook(hint: visit("Waarvoor hij dient.", "What it is for.")), most: 80)
      fieldset(.class("field"), .id("f-scopes"), .tabindex(-1)) {
        legend { visit("Rechten", "Rights") }
        if let fault = state.fault("scopes") { span(.class("error")) { visit(fault) } }
        for scope in APIScope.allCases {
          div(.class("check")) {
            input(
              .type("checkbox"), .id("scope-\(scope.rawValue)"), .name("scopes"),
              .value(scope.rawValue), chosen.contains { $0 == scope.rawValue } ? .checked : nil)
            HTML.label(.for("scope-\(scope.rawValue)")) { visit(scope.label) }
          }
        }
      }
      form.submit(visit("Sleutel maken", "Make the key"))
    }
  }
}

extension APIScope {
  var label: Phrase {
    switch self {
    case .read: Phrase(nl: "lezen", en: "read")
    case .write: Phrase(nl: "wijzigen", en: "write")
    }
  }
}
