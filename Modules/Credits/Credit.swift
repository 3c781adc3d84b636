package import Ledger
package import Primitives
package import Tenancy

/// The document that a credit settles, by its raw id. Credits knows nothing more of documents.
package enum CreditedDocument: Entity {
  package static let idPrefix = "inv"
}

/// An amount that a customer may use up on later documents. At any time
/// `amount = available + reserved + consumed` (I-10); what lapsed or was paid out is consumed too.
package struct Credit: Entity, Hashable, Sendable {
  package static let idPrefix = "crd"

  package let id: Credit.ID
  package let customer: Customer.ID
  package let amount: Money
  /// What no document has a claim on.
  package internal(set) var available: Money
  /// Held for documents that are not final yet.
  package internal(set) var reserved: Money
  package internal(set) var consumed: Money
  /// For the customer: why it was given.
  package let reason: String
  package let grantedOn: CivilDate
  /// The first day on which it can no longer be used; nil for ever.
  package let expiresOn: CivilDate?
  /// What paid for it: goodwill, or money that the customer had paid.
  package let paidFrom: AccountCode
  /// What caused it; unique within the shop.
  package let source: String

  /// Whether it can no longer be claimed.
  package func isExpired(on day: CivilDate) -> Bool {
    expiresOn.map { $0 <= day } ?? false
  }
}

/// A part of a credit that is held or gone.
package struct CreditUse: Entity, Hashable, Sendable {
  package static let idPrefix = "cru"

  package enum Purpose: String, CaseIterable, Sendable {
    /// Claimed by a document.
    case document
    /// Its time ran out.
    case lapse
    /// The customer got money for it.
    case payout
  }

  package let id: CreditUse.ID
  package let credit: Credit.ID
  package let purpose: Purpose
  /// The document; for other purposes the raw id of the payout, or zero.
  package let document: CreditedDocument.ID
  package let amount: Money
  package let state: CreditUseState
}

/// How far a use is: reserved for a pro forma, then consumed by its invoice or released, once.
/// What lapses or is paid out is consumed at once.
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
  /// The first day on which it can no longer be used; nil for ever.
  package var expiresOn: CivilDate?
  /// Natural key: the same cause gives a credit once.
  package var source: String

  package init(
    customer: Customer.ID, amount: Money, reason: String, expiresOn: CivilDate? = nil,
    source: String
  ) {
    self.customer = customer
    self.amount = amount
    self.reason = reason
    self.expiresOn = expiresOn
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

/// Credits that a customer gets money for.
package struct NewPayout: Hashable, Sendable {
  package var customer: Customer.ID
  package var amount: Money
  package var reason: String
  /// Where the money comes from: what is payable where a refund follows, or the shop's bank where
  /// it was sent by hand.
  package var account: AccountCode
  /// Natural key: the same cause pays once.
  package var source: String

  package init(
    customer: Customer.ID, amount: Money, reason: String,
    account: AccountCode = .refundsPayable, source: String
  ) {
    self.customer = customer
    self.amount = amount
    self.reason = reason
    self.account = account
    self.source = source
  }
}

/// Credits that were paid out; never changed. A refund that fails gives new credits.
package struct Payout: Entity, Hashable, Sendable {
  package static let idPrefix = "cpo"

  package let id: Payout.ID
  package let customer: Customer.ID
  package let amount: Money
}
