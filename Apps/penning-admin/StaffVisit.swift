import HTML
import HTTPServer
import Primitives
import Storage
import Tenancy
import Web

/// One request of someone who works in a shop.
struct StaffVisit: Sendable {
  let app: AdminApp
  let visit: Visit
  let session: Admission
  let staff: Staff
  let accentColour: String?
  /// The shops that this person may enter.
  let memberships: [Membership]

  var scope: TenantScope { session.scope }
  var shop: Shop { session.scope.shop }
  var language: Language { visit.language }

  /// A phrase in the visit's language.
  func callAsFunction(_ phrase: Phrase) -> String { phrase(language) }

  /// The text in the visit's language, both written where it is shown.
  func callAsFunction(_ nl: String, _ en: String) -> String {
    language == .nl ? nl : en
  }

  func may(_ permission: Permission) -> Bool { scope.actor.may(permission) }

  /// Reads one snapshot of the shop.
  func read<Value: Sendable>(
    _ body: @Sendable (ShopTransaction) throws -> Value
  ) async throws -> Value {
    try await app.database.read(as: scope, body)
  }

  /// Writes in the shop, all or nothing.
  @discardableResult
  func write<Value: Sendable>(
    _ body: @Sendable (ShopTransaction) throws -> Value
  ) async throws -> Value {
    try await app.database.write(as: scope, body)
  }
}

extension AdminApp {
  /// The person behind the session, who must have the right.
  func staffVisit(_ visit: Visit, needs permission: Permission) async throws -> StaffVisit {
    let session = try visit.signedIn()
    try session.scope.require(permission)
    guard case .staff(let id, _) = session.scope.actor else { throw WebRefusal.forbidden }
    let (staff, colour) = try await database.read(as: session.scope) { shop in
      (try shop.staff.find(id), try shop.settings.current().accentColour)
    }
    return StaffVisit(
      app: self, visit: visit, session: session, staff: staff, accentColour: colour,
      memberships: try await database.memberships(of: session))
  }
}
