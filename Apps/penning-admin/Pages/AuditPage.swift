import HTML
import HTTPServer
import Primitives
import Tenancy
import Web

/// Who changed what (I-45); the newest first.
enum AuditPage {
  struct Model: Sendable {
    let page: Page<AuditEntry>
    /// What the actors' ids stand for.
    let people: [String: String]
  }

  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let request = try visit.visit.pageRequest()
    let model = try await visit.read { shop in
      let staff = try shop.staff.all().map { ("staff \($0.id)", $0.name) }
      let keys = try shop.apiKeys.all().map { ("apiKey \($0.id)", "API: \($0.label)") }
      return Model(
        page: try shop.audit.page(request),
        people: Dictionary(staff + keys) { first, _ in first })
    }
    return visit.page(visit(Texts.settings), in: .settings) {
      settingsHead(.audit, visit)
      table(model, visit).markup(model.page.items)
      pager(model.page.next, visit.visit)
    }
  }

  private static func table(_ model: Model, _ visit: StaffVisit) -> DataTable<AuditEntry> {
    DataTable(
      visit("Logboek", "Audit log"), showsCaption: false,
      columns: [
        .init("Nr.", .rowHeader) { entry in Markup("\(entry.sequence)") },
        .init(visit("Wanneer", "When")) { entry in visit.show(entry.at) },
        .init(visit("Wie", "Who")) { entry in
          Markup(model.people[entry.actor] ?? who(entry.actor, visit))
        },
        .init(visit("Wat", "What")) { entry in
          span(.data("action", entry.action)) { visit(AuditWords.action(entry.action)) }
        },
        .init(visit("Waaraan", "To what")) { entry in subject(entry.subject, visit) },
        .init(visit("Details", "Details")) { entry in
          details(entry, visit)
        },
      ])
  }

  private static func details(_ entry: AuditEntry, _ visit: StaffVisit) -> Markup {
    let lines = AuditWords.details(entry.detail, visit.language)
    return lines.isEmpty
      ? Markup("–") : Markup(joining: lines.map { Markup($0) }, separator: br())
  }

  private static func who(_ actor: String, _ visit: StaffVisit) -> String {
    switch actor {
    case "worker", "system": visit("het platform", "the platform")
    case "visitor": visit("een bezoeker", "a visitor")
    default: actor
    }
  }

  /// A link where the thing has a page.
  private static func subject(_ id: String, _ visit: StaffVisit) -> Markup {
    if let customer = Customer.ID(id) { return visit.link(id, Links.customer.path(customer)) }
    return code { id }
  }
}
