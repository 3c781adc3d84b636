package import Primitives

/// What a run assumes about customers, banks and shops; the seed decides who does what.
package struct Scenario: Hashable, Sendable {
  package var name = "standard"
  /// The first simulated day; the standard has a 29 February and both changes of the clock ahead.
  package var startDate = CivilDate("2027-11-01") ?? .first
  /// 1 to 8; each of another kind.
  package var shops = 4
  /// The worker looks this often at what is due.
  package var workerEveryMinutes = 60
  package var rates = Rates()
  /// Nil: about half of them, chosen by the seed.
  package var faults: [Fault]?

  package init() {}
}

/// How often something happens, in a thousand.
package struct Rates: Hashable, Sendable {
  /// Debits that the bank rejects.
  package var failedDebitPerMille = 30
  /// Paid debits that the payer takes back within eight weeks.
  package var chargebackPerMille = 10
  /// First payments that fail at the bank.
  package var failedCheckoutPerMille = 30
  /// First payments that the customer walks away from.
  package var abandonPerMille = 60
  /// Customers who come back to pay after their checkout failed.
  package var retryPerMille = 500
  /// Customers who stop, each month.
  package var cancelPerMille = 25
  /// Cancellations that are taken back.
  package var withdrawPerMille = 200
  /// Failed collections that the customer then pays in the portal.
  package var payFailedPerMille = 700
  /// Customers who get credits, each year.
  package var creditPerMille = 100
  /// Customers whose bank gives no mandate.
  package var withoutMandatePerMille = 30
  /// Customers who buy a second plan.
  package var secondPlanPerMille = 80
  /// Customers who use a coupon.
  package var couponPerMille = 200
  /// Customers who pause, each month.
  package var pausePerMille = 12
  /// Customers who get another plan, each month.
  package var changePlanPerMille = 12
  /// Customers of whom a part of an invoice is credited, each month.
  package var creditNotePerMille = 16
  /// Credit notes of which the money goes back.
  package var paidBackPerMille = 400
  /// How often a fault strikes where it can.
  package var faultPerMille = 60

  package init() {}
}

/// All that decides a run: the same input gives the same bytes.
package struct SimulationInput: Hashable, Sendable {
  package let months: Int
  package let customers: Int
  package let seed: UInt64
  package let scenario: Scenario

  package init(months: Int, customers: Int, seed: UInt64, scenario: Scenario = Scenario()) {
    self.months = months
    self.customers = customers
    self.seed = seed
    self.scenario = scenario
  }

  var faults: Set<Fault> { scenario.faults.map { Set($0) } ?? Fault.swarm(seed: seed) }
}
