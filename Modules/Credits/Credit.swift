package import Primitives
package import Tenancy

/// The document that a credit settles, by its raw id. Credits knows nothing more of documents.
package enum CreditedDocument: Entity {
  package static let idPrefix = "inv"
}

/// An amount that a customer may use up on later documents. At any time
/// `amount = available + reserved + consumed` (I-10).
package struct Credit: Entity, Hashable, Sendable {
  package static let idPrefix = "crd"

  package let id: Credit.ID
  package let customer: Customer.ID
  package let amount: Money
  /// What no document has a claim on.
  package let available: Money
  /// Held for documents that are not final yet.
  package let reserved: Money
  package let consumed: Money
  /// For the customer: why it was given.
  package let reason: String
  package let grantedOn: CivilDate
  /// What caused it; unique within the shop.
  package let source: String
}

/// A part of a credit claimed by a document.
package struct CreditUse: Entity, Hashable, Sendable {
  package static let idPrefix = "cru"

  package let id: CreditUse.ID
  package let credit: Credit.ID
  package let document: CreditedDocument.ID
  package let amount: Money
  package let state: CreditUseState
}

/// How far a use is: reserved for a pro forma, then consumed by its invoice or released, once.
package enum CreditUseState: String, CaseIterable, Sendable {
  case reserved, consumed, released

  package enum Event: String, CaseIterable, Sendable {
    case consume, release
  }

  /// - Throws: `CreditsRefusal.impossible` naming state and event.
  package func after(_ event: Event) throws(CreditsRefusal) -> CreditUseState {
    switch (self, event) {
    case (.reserved, .consume): .consumed
    case (.reserved, .release): .released
    case (.consumed, _), (.released, _): throw .impossible(self, event)
    }
  }
}

/// A credit to be given.
package struct NewCredit: Hashable, Sendable {
  package var customer: Customer.ID
  package var amount: Money
  package var reason: String
  /// Natural key: the same cause gives a credit once.
  package var source: String

  package init(customer: Customer.ID, amount: Money, reason: String, source: String) {
    self.customer = customer
    self.amount = amount
    self.reason = reason
    self.source = source
  }
}

/// A document that wants to be settled by its customer's credits.
package struct CreditClaim: Hashable, Sendable {
  package var document: CreditedDocument.ID
  package var customer: Customer.ID
  package var amount: Money

  package init(document: CreditedDocument.ID, customer: Customer.ID, amount: Money) {
    self.document = document
    self.customer = customer
    self.amount = amount
  }
}
