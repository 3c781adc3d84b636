/// How the world can misbehave (invariants.md, section 3).
package enum Fault: String, CaseIterable, Sendable {
  /// F-08: the payment is made, the answer never comes.
  case createTimeout
  /// F-10: nothing is made, and the answer never comes.
  case createLost
  /// F-10: nothing is made, and the provider asks to come back.
  case createRetryLater
  /// F-10: a question about a payment stays without an answer.
  case fetchLost
  /// F-13: a payment is not found for 30 seconds after it was made.
  case notFoundYet
  /// F-11: a debit stays pending for 14 days.
  case debitStuck
  /// F-15: two to five copies of a webhook, up to hours apart.
  case webhookDouble
  /// F-16, F-18: up to three days late, and so behind later ones.
  case webhookLate
  /// F-18: never.
  case webhookLost
  /// F-17: before the call that made the payment has returned.
  case webhookEarly
  /// F-19: a call about a payment that does not exist.
  case webhookForged
  /// F-33: 4xx, for a while.
  case mailTemporary
  /// F-34: taken, but the answer is lost.
  case mailUnknown
  /// F-33: 5xx.
  case mailRefused
  /// F-20: the customer pays twice, in two tabs.
  case payTwice
  /// I-16: no worker for one to four days.
  case workerOutage

  /// The faults of one run: each is off in about half of the runs, so that none hides another.
  static func swarm(seed: UInt64) -> Set<Fault> {
    let dice = Dice(seed: seed, "swarm")
    return Set(allCases.filter { _ in dice.chance(500) })
  }
}

/// The faults of a run, while they are on.
struct Misfortune: Sendable {
  private let active: Set<Fault>
  private let rates: Rates

  init(_ active: Set<Fault>, _ rates: Rates) {
    self.active = active
    self.rates = rates
  }

  /// Whether a fault strikes now. Draws also where the fault is off.
  func strikes(_ fault: Fault, _ dice: Dice) -> Bool {
    let hit = dice.chance(rates.faultPerMille)
    return hit && active.contains(fault)
  }

  func has(_ fault: Fault) -> Bool { active.contains(fault) }
}
