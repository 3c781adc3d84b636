package import Invoicing
package import Primitives
package import Tenancy

/// The follow-up of one unpaid document, from the day it was sent until it is paid, withdrawn or
/// handed to a person.
package struct DunningCase: Entity, Hashable, Sendable {
  package static let idPrefix = "dun"

  package let id: DunningCase.ID
  package let customer: Customer.ID
  package let document: Invoice.ID
  package let flow: DunningFlow
  package let openedOn: CivilDate
  package let dueOn: CivilDate
  package let state: State
  package let taken: Set<DunningStep>
  /// When it is looked at again; nil when it is no longer active.
  package let dueAt: Instant?

  package enum State: Hashable, Sendable {
    case active
    /// Waits for a person, in the action centre.
    case parked(ParkReason)
    case closed(CloseReason)
  }

  package enum ParkReason: String, CaseIterable, Sendable {
    /// Every step was taken and the document is still unpaid.
    case flowCompleted
  }

  package enum CloseReason: String, CaseIterable, Sendable {
    case paid
    /// Taken back, replaced or expired.
    case cancelled
  }
}

/// What is true about the document at the moment of deciding. Read in the same transaction.
package struct DunningFacts: Hashable, Sendable {
  package let outstanding: Money
  /// Credited, cancelled, replaced or expired: there is nothing to follow.
  package let isWithdrawn: Bool
  package let attempt: Attempt
  /// The customer raised a question about it, or the shop paused it.
  package let isDisputed: Bool

  /// What is under way to pay it.
  package enum Attempt: String, CaseIterable, Sendable {
    case none
    /// A checkout page that the customer opened and may have left.
    case checkoutOpen
    /// At the bank.
    case inTransit
    /// An answer was lost (I-25).
    case unknown
    /// A collection on the mandate is planned.
    case collectionPlanned
  }

  package init(outstanding: Money, isWithdrawn: Bool, attempt: Attempt, isDisputed: Bool) {
    self.outstanding = outstanding
    self.isWithdrawn = isWithdrawn
    self.attempt = attempt
    self.isDisputed = isDisputed
  }
}
