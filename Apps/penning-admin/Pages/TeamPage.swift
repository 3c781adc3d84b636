import HTML
import HTTPServer
import Primitives
import Tenancy
import Web

/// Who works in the shop, and as what.
enum TeamPage {
  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let everyone = try await visit.read { try $0.staff.all() }
    return visit.page(visit(Texts.settings), in: .settings) {
      settingsHead(.team, visit)
      DataTable<Staff>(
        visit("Medewerkers", "Staff"),
        columns: [
          .init(visit(Texts.name), .rowHeader) { person in Markup(person.name) },
          .init(visit(Texts.email)) { person in Markup(person.account.email.text) },
          .init(visit("Rol", "Role")) { person in Markup(visit(person.role.name)) },
          .init(visit(Texts.status)) { person in
            person.isActive
              ? badge(visit("Actief", "Active"), .good)
              : badge(visit("Heeft geen toegang meer", "Has no access any more"), .neutral)
          },
        ]
      ).markup(everyone)
    }
  }
}
