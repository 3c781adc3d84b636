package import Primitives
import Storage

/// A higher price for those who have a plan already, told in time (BW 6:236, R-06).
package struct PriceRise: Entity, Hashable, Sendable {
  package static let idPrefix = "rise"

  package enum State: String, CaseIterable, Hashable, Sendable, SQLBindable, SQLReadable {
    case draft
    /// Customers were told; new customers pay the new price.
    case announced
    case withdrawn
  }

  /// Days from the announcement to the first period at the new price, at least.
  package static let noticeDays = 30

  package let id: PriceRise.ID
  package let planID: Plan.ID
  /// The plan's version when the rise was drafted.
  package let from: PlanVersion
  package let newPrice: Money
  /// Periods that begin on or after this day cost the new price.
  package let effectiveFrom: CivilDate
  package let announcedOn: CivilDate?
  /// The version that was made when it was announced.
  package let versionID: PlanVersion.ID?
  package let state: State

  /// Whether those who have a version get the new price: an older one and cheaper, of the same
  /// interval and way of pricing, and not bought for a fixed number of instalments.
  package func raises(_ version: PlanVersion) -> Bool {
    version.planID == planID && version.number <= from.number && version.instalments == nil
      && version.interval == from.interval && version.pricesIncludeVAT == from.pricesIncludeVAT
      && version.price.currency == newPrice.currency
      && version.price.minorUnits < newPrice.minorUnits
  }
}

/// Which versions announced price rises put in the place of older ones, for a batch of plans.
package struct PriceRises: Hashable, Sendable {
  struct Step: Hashable, Sendable {
    let effectiveFrom: CivilDate
    let version: PlanVersion
  }

  /// By the version that is replaced.
  var steps: [PlanVersion.ID: [Step]] = [:]

  package var isEmpty: Bool { steps.isEmpty }

  /// The version that a period beginning on a day is charged by, in the place of the one that
  /// the subscription has; nil where that one still holds.
  package func replacement(
    for version: PlanVersion.ID, periodFrom date: CivilDate
  ) -> PlanVersion? {
    steps[version]?
      .filter { $0.effectiveFrom <= date }
      .max { $0.version.number < $1.version.number }?
      .version
  }
}
