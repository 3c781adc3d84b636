package import Primitives

/// What staff or an API key may be allowed to do.
package enum Permission: String, CaseIterable, Sendable {
  case view, viewAudit
  case editCustomers, editCatalog, manageSubscriptions
  case manageInvoices, managePayments
  case exportData
  case manageSettings, manageStaff, manageKeys
}

/// The role of a member of staff in one shop.
package enum StaffRole: String, CaseIterable, Sendable {
  case owner, manager, finance, support, readOnly

  package var permissions: Set<Permission> {
    switch self {
    case .owner: Set(Permission.allCases)
    case .manager: Set(Permission.allCases).subtracting([.manageStaff, .manageKeys])
    case .finance:
      [.view, .viewAudit, .editCustomers, .manageInvoices, .managePayments, .exportData]
    case .support: [.view, .editCustomers, .manageSubscriptions]
    case .readOnly: [.view]
    }
  }

  package var name: Phrase {
    switch self {
    case .owner: Phrase(nl: "eigenaar", en: "owner")
    case .manager: Phrase(nl: "beheerder", en: "manager")
    case .finance: Phrase(nl: "financiën", en: "finance")
    case .support: Phrase(nl: "klantenservice", en: "support")
    case .readOnly: Phrase(nl: "alleen lezen", en: "read only")
    }
  }
}

/// What an API key was given.
package enum APIScope: String, CaseIterable, Sendable {
  case read, write

  package var permissions: Set<Permission> {
    switch self {
    case .read: [.view, .viewAudit, .exportData]
    case .write:
      [
        .editCustomers, .editCatalog, .manageSubscriptions, .manageInvoices, .managePayments,
        .manageSettings,
      ]
    }
  }
}

/// What a user of a customer may do in the portal.
package enum CustomerRight: String, CaseIterable, Sendable {
  /// The account's owner: everything, also mandates, subscriptions and other users.
  case owner
  /// A bookkeeper: sees and pays, and nothing else (I-43).
  case mayPay
  /// Sees only.
  case viewer

  package var maySee: Bool { true }
  package var mayPay: Bool { self != .viewer }
  package var mayChange: Bool { self == .owner }
}
