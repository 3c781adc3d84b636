import HTML
import HTTPServer
import Primitives
import Tenancy
import Web

/// How the shop is taxed and keeps its books.
enum TaxSettingsPage {
  private typealias Switch = any WritableKeyPath<ShopSettings, Bool> & Sendable

  /// Each switch with what it says and what it does.
  private static let switches: [(name: String, path: Switch, label: Phrase, hint: Phrase)] = [
    (
      "isSmallBusiness", \.isSmallBusiness,
      Phrase(nl: "Kleineondernemersregeling (KOR)", en: "Small-business scheme (KOR)"),
      Phrase(
        nl: "Er wordt nergens btw berekend; elke factuur zegt waarom. Alleen met toestemming van "
          + "de Belastingdienst.",
        en: "No VAT is charged at all; every invoice says why. Only with leave of the tax office.")
    ),
    (
      "usesOneStopShop", \.usesOneStopShop,
      Phrase(nl: "Eenloketsysteem (OSS)", en: "One-stop shop (OSS)"),
      Phrase(
        nl: "Consumenten in andere EU-landen betalen de btw van hun eigen land.",
        en: "Consumers in other EU countries pay the VAT of their own country.")
    ),
    (
      "defersRevenue", \.defersRevenue,
      Phrase(nl: "Omzet over de periode spreiden", en: "Spread revenue over the period"),
      Phrase(
        nl: "Wat vooruit betaald is, wordt omzet naarmate de periode verstrijkt.",
        en: "What was paid ahead becomes revenue as the period passes.")
    ),
    (
      "attachesUBL", \.attachesUBL,
      Phrase(nl: "E-factuur (UBL) bij elke factuurmail", en: "E-invoice (UBL) with every mail"),
      Phrase(
        nl: "Naast de PDF. In België moet een onderneming andere ondernemingen zo factureren.",
        en: "Beside the PDF. In Belgium businesses must invoice each other so.")
    ),
  ]

  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let settings = try await visit.read { try $0.settings.current() }
    var values = ["version": "\(settings.version)"]
    for item in switches { values[item.name] = settings[keyPath: item.path] ? "on" : "" }
    return page(visit, FormState(values: values))
  }

  static func save(_ visit: StaffVisit) async throws -> HTTPResponse {
    var form = visit.visit.reader
    var wanted: [String: Bool] = [:]
    for item in switches { wanted[item.name] = form.checkbox(item.name) }
    let version = form.version()
    guard form.isComplete(), let version else { return page(visit, form.state, status: 422) }
    let chosen = wanted
    do {
      try await visit.write { shop in
        try shop.settings.change(expecting: version) { settings in
          for item in switches { settings[keyPath: item.path] = chosen[item.name] ?? false }
        }
      }
    } catch let refusal as TenancyRefusal {
      var state = form.state
      state.note(refusal)
      return page(visit, state, status: HTTPStatus.of(refusal.kind))
    }
    return visit.visit.redirect(to: Links.taxes.path(), notice: Notice(visit(Texts.saved)))
  }

  private static func page(
    _ visit: StaffVisit, _ state: FormState, status: Int = 200
  ) -> HTTPResponse {
    visit.page(visit(Texts.settings), in: .settings, status: status) {
      settingsHead(.taxes, visit)
      FormView(visit.visit, state, action: SafeURL(path: Links.taxes.path())).markup { form in
        card {
          for item in switches {
            form.checkbox(item.name, visit(item.label), hint: visit(item.hint))
          }
          p(.class("muted")) {
            visit(
              "Geldt voor nieuwe documenten; wat verstuurd is, verandert niet.",
              "Holds for new documents; what was sent does not change.")
          }
        }
        form.hidden("version", state.value("version"))
        if visit.may(.manageSettings) { form.submit(visit.visit(WebText.save)) }
      }
    }
  }
}
