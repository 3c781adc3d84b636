import Primitives
import Subscriptions
import Tenancy

/// A subscription rests for some days, from the first unbilled one or from a day inside what is
/// billed, which is then given back.
extension ChangeDesk {
  func pause(_ from: CivilDate?, _ until: CivilDate) throws -> ChangeResult {
    let start = from ?? max(subscription.billedUntil, today)
    guard let period = Period(from: start, until: until) else {
      throw SubscriptionRefusal.pauseOutOfRange
    }
    if isCustomer {
      guard settings.customersMayPause else { throw SubscriptionChangeRefusal.pauseNotOffered }
      guard period.days <= settings.maximumPauseDays else {
        throw SubscriptionChangeRefusal.pauseTooLong(days: settings.maximumPauseDays)
      }
    }
    return try book(
      Amendment.pause(
        subscription, held.extras, charged: held.charges, for: period, today: today,
        policy: policy))
  }
}
