package import Primitives

/// The price of the first periods, and how many are left.
package struct RunningIntroduction: Hashable, Sendable {
  /// Of a whole period, for the whole quantity.
  package internal(set) var price: Money
  package private(set) var periodsLeft: Int

  package init(price: Money, periodsLeft: Int) {
    self.price = price
    self.periodsLeft = periodsLeft
  }

  mutating func useOne() { periodsLeft = max(periodsLeft - 1, 0) }
  mutating func give(back periods: Int) { periodsLeft += periods }
}

/// A purchase paid in a fixed number of terms (termijnbetaling).
package struct Instalments: Hashable, Sendable {
  package let total: Int
  package private(set) var charged: Int

  package init(total: Int, charged: Int = 0) {
    self.total = total
    self.charged = charged
  }

  package var isPaid: Bool { charged >= total }
  mutating func chargeOne() { charged = min(charged + 1, total) }
}

/// Days that a subscription rests. What follows on them is settled when the pause is made, so that
/// nothing has to wake up.
package struct Pause: Hashable, Sendable {
  package let period: Period
  /// The periods from the end of the pause on.
  package let resumes: BillingSchedule

  package init(period: Period, resumes: BillingSchedule) {
    self.period = period
    self.resumes = resumes
  }
}

/// Why a subscription waits for a person.
package enum ParkReason: String, CaseIterable, Hashable, Sendable {
  /// More bills on one day than one subscription should ever have (I-16).
  case tooManyCharges
  /// The bill is not what the customer was shown.
  case quoteDiffers
  /// No document could be made of it.
  case unbillable

  package var phrase: Phrase {
    switch self {
    case .tooManyCharges:
      Phrase(
        nl: "Meer dan \(Subscription.billsPerDay) rekeningen op één dag",
        en: "More than \(Subscription.billsPerDay) bills on one day")
    case .quoteDiffers:
      Phrase(
        nl: "Het bedrag is niet wat de klant is getoond",
        en: "The amount is not what the customer was shown")
    case .unbillable:
      Phrase(nl: "Er kan geen document van worden gemaakt", en: "No document can be made of it")
    }
  }
}

/// How many bills were made on a day.
package struct BilledDay: Hashable, Sendable {
  package let day: CivilDate
  package let count: Int

  func count(on other: CivilDate) -> Int { day == other ? count : 0 }
}
