package import Primitives

/// Who does it. Stands in the audit log beside every change (I-45).
package enum Actor: Hashable, Sendable {
  case staff(Staff.ID, role: StaffRole)
  case customer(Customer.ID, user: CustomerUser.ID, right: CustomerRight)
  case apiKey(APIKey.ID, scopes: Set<APIScope>)
  /// Someone at the shop's public pages who has not said who they are.
  case visitor
  /// A worker doing what is due.
  case worker
  /// The platform itself: an operator's command, a migration, a simulation's world.
  case system

  /// As it is written in the audit log: "staff stf_...", "worker".
  package var label: String {
    switch self {
    case .staff(let id, _): "staff \(id)"
    case .customer(_, let user, _): "customer \(user)"
    case .apiKey(let id, _): "apiKey \(id)"
    case .visitor: "visitor"
    case .worker: "worker"
    case .system: "system"
    }
  }

  package func may(_ permission: Permission) -> Bool {
    switch self {
    case .staff(_, let role): role.permissions.contains(permission)
    case .apiKey(_, let scopes): scopes.contains { $0.permissions.contains(permission) }
    case .worker, .system: true
    case .customer, .visitor: false
    }
  }
}
