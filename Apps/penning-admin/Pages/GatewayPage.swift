import Cryptography
import Gateways
import HTML
import HTTPServer
import JSON
import Payments
import Primitives
import Tenancy
import Web
import Workflows

/// The shop's account at its payment service. The key goes in and never comes out again.
enum GatewayPage {
  struct Model: Sendable {
    let account: GatewayAccount?
    let webhook: WebhookAddress?
  }

  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    try await page(visit, FormState())
  }

  static func connect(_ visit: StaffVisit) async throws -> HTTPResponse {
    var form = visit.visit.reader
    let key = form.password("apiKey", most: 210)
    guard form.isComplete(), let key else { return try await page(visit, form.state, status: 422) }
    do {
      // The address is not the shop's to choose: nobody can point the platform elsewhere (S-07).
      let connection = try GatewayConnection(
        gateway: .mollie, apiKey: Secret(key), baseURL: MollieGateway.baseURL)
      let token = Token.random(bytes: 24, from: visit.app.platform.random)
      let box = visit.app.platform.credentials
      try await visit.write { shop in
        let account = try shop.gatewayAccounts.connect(
          connection, sealing: box, webhookToken: token)
        try shop.audit.record(
          "gateway.connected", account.id, ["mode": .string(account.mode.rawValue)])
      }
    } catch let refusal as PaymentRefusal {
      var state = form.state
      state.note("apiKey", refusal.phrase)
      return try await page(visit, state, status: HTTPStatus.of(refusal.kind))
    }
    return visit.visit.redirect(
      to: Links.gateway.path(),
      notice: Notice(visit("De betaaldienst is verbonden.", "The payment service is connected.")))
  }

  private static func page(
    _ visit: StaffVisit, _ state: FormState, status: Int = 200
  ) async throws -> HTTPResponse {
    let model = try await visit.read { shop in
      Model(
        account: try shop.gatewayAccounts.find(.mollie),
        webhook: try shop.gatewayAccounts.webhookAddress(of: .mollie))
    }
    return visit.page(visit(Texts.settings), in: .settings, status: status) {
      settingsHead(.gateway, visit)
      card("Mollie") { account(model, visit) }
      if visit.may(.manageSettings) {
        card(
          model.account == nil
            ? visit("Verbinden", "Connect") : visit("Sleutel vervangen", "Replace the key")
        ) { keyForm(state, visit) }
      }
    }
  }

  private static func account(_ model: Model, _ visit: StaffVisit) -> Markup {
    guard let account = model.account else {
      return emptyState(
        visit("Nog niet verbonden", "Not connected yet"),
        visit(
          "Zonder betaaldienst kunnen klanten niet betalen.",
          "Without a payment service customers can't pay."))
    }
    var pairs: [(String, Markup)] = [
      (visit(Texts.status), state(of: account, visit)),
      (visit("Soort", "Mode"), Markup(visit(account.mode.label))),
      (
        visit("API-sleutel", "API key"),
        code { "\(account.mode.rawValue)_••••••••" }
      ),
    ]
    if let webhook = model.webhook, visit.may(.manageSettings) {
      pairs.append(
        (
          visit("Meldt zich op", "Reports to"),
          code { visit.app.platform.addresses.webhook(account.gateway, webhook) }
        ))
    }
    return facts(pairs)
  }

  private static func state(of account: GatewayAccount, _ visit: StaffVisit) -> Markup {
    guard let reason = account.disabledReason else {
      return badge(visit("In gebruik", "In use"), .good)
    }
    return Markup {
      badge(visit("Uit gebruik", "Out of use"), .bad)
      " \(reason)"
    }
  }

  private static func keyForm(_ state: FormState, _ visit: StaffVisit) -> Markup {
    FormView(visit.visit, state, action: SafeURL(path: Links.gateway.path())).markup { form in
      form.password(
        "apiKey", visit("API-sleutel van Mollie", "Mollie API key"),
        FieldLook(
          hint: visit(
            "Begint met live_ of test_. Wordt versleuteld bewaard en nooit meer getoond.",
            "Begins with live_ or test_. Kept encrypted and never shown again.")), isNew: true)
      form.submit(visit.visit(WebText.save))
    }
  }
}

extension GatewayMode {
  var label: Phrase {
    switch self {
    case .live: Phrase(nl: "Echt: er beweegt geld", en: "Live: money moves")
    case .test: Phrase(nl: "Test: er beweegt geen geld", en: "Test: no money moves")
    }
  }
}
