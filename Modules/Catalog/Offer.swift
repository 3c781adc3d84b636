package import Primitives
import Storage

/// Something that the buyers of a plan are offered along with it.
package struct Offer: Entity, Hashable, Sendable {
  package static let idPrefix = "off"

  package enum Kind: String, CaseIterable, Hashable, Sendable, SQLBindable, SQLReadable {
    /// Billed with the subscription, every period.
    case addOn
    /// A box to tick on the order form.
    case bump
    /// Shown once, after the payment, and taken with one click.
    case upsell
  }

  /// How many a plan may have.
  package static let limit = 20

  package let id: Offer.ID
  /// The plan whose buyers see it.
  package let planID: Plan.ID
  package let kind: Kind
  /// What is offered.
  package let plan: Plan

  /// Whether a plan can come along with another: an add-on needs a subscription of its own
  /// interval; a box on the form holds an add-on or a one-off; an upsell may be anything.
  package static func fits(_ offered: Plan, _ kind: Kind, with plan: Plan) -> Bool {
    guard offered.id != plan.id, plan.isSoldAlone else { return false }
    if offered.kind == .addOn {
      return plan.kind == .subscription && plan.version.instalments == nil
        && offered.version.interval == plan.version.interval
        && offered.version.pricesIncludeVAT == plan.version.pricesIncludeVAT
    }
    return switch kind {
    case .addOn: false
    case .bump:
      offered.kind == .oneOff
        && offered.version.pricesIncludeVAT == plan.version.pricesIncludeVAT
    case .upsell: true
    }
  }
}

/// An offer to be made, in the order of the list that it stands in.
package struct OfferDraft: Hashable, Sendable {
  package var kind: Offer.Kind
  package var plan: Plan.ID

  package init(_ kind: Offer.Kind, _ plan: Plan.ID) {
    self.kind = kind
    self.plan = plan
  }
}
