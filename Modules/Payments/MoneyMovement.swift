package import Invoicing
package import Primitives
package import Tenancy

/// A change of a payment as money that Invoicing lays on documents and books: in with
/// `settle`, out with `reopen`. The cause is the change's key, so nothing can be booked twice.
package enum MoneyMovement: Hashable, Sendable {
  case received(IncomingMoney, on: [SettledPart])
  case returned(ReturnedMoney)
  /// Went out though it was not there any more (``Payment/lost``).
  case lost(LostMoney)
  /// A loss that came back.
  case recovered(LostMoney)
}

/// Money that the shop refunded and the payer took back as well, or that came back of it.
package struct LostMoney: Hashable, Sendable {
  package let payment: Payment.ID
  /// Unique within the payment.
  package let cause: String
  package let customer: Customer.ID
  /// Positive.
  package let amount: Money
  package let bookedOn: CivilDate
}

extension AppliedPayment {
  /// What is to be booked, in order; empty when no money moved.
  ///
  /// - Parameters:
  ///   - targets: what the payment is meant for, in the order given when it began.
  ///   - zone: the shop's, in which the day of payment falls.
  ///   - today: the day on which a return is booked.
  package func movements(
    _ targets: [PaymentTarget], in zone: CivilZone, today: CivilDate
  ) -> [MoneyMovement] {
    changes.flatMap { change -> [MoneyMovement] in
      switch change.kind {
      case .paid, .chargebackReversed:
        let isFirst = change.kind == .paid
        let day = isFirst ? payment.paidAt.map { zone.date(at: $0) } ?? today : today
        // A return takes from the last target first; what is won back goes the same way.
        let order = isFirst ? targets : targets.reversed()
        return split(change, on: today) { amount in
          .received(
            IncomingMoney(
              payment: payment.id.description, cause: change.key, customer: payment.customer,
              amount: amount, paidOn: day),
            on: Self.parts(of: order, within: amount))
        }
      case .refunded, .chargedBack:
        return split(change, on: today) { amount in
          .returned(
            ReturnedMoney(
              payment: payment.id.description, cause: change.key, amount: amount,
              returnedOn: today))
        }
      case .acknowledged, .pending, .failed, .expired, .cancelled: return []
      }
    }
  }

  /// The part that the receipts cover, and the part that is a loss or makes one good.
  private func split(
    _ change: PaymentChange, on today: CivilDate, covered: (Money) -> MoneyMovement
  ) -> [MoneyMovement] {
    let currency = change.amount.currency
    let loss = Money(minorUnits: abs(change.lost.minorUnits), currency: currency)
    let rest = Money(minorUnits: change.amount.minorUnits - loss.minorUnits, currency: currency)
    let lost = LostMoney(
      payment: payment.id, cause: change.key, customer: payment.customer, amount: loss,
      bookedOn: today)
    return (rest.isPositive ? [covered(rest)] : [])
      + (loss.isZero ? [] : [change.lost.isNegative ? .recovered(lost) : .lost(lost)])
  }

  /// The targets as far as the money reaches, in their order; a surplus stays unallocated (I-08).
  static func parts(of targets: [PaymentTarget], within money: Money) -> [SettledPart] {
    var left = money.minorUnits
    return targets.compactMap { target in
      let units = min(target.amount.minorUnits, left)
      guard units > 0 else { return nil }
      left -= units
      return SettledPart(
        document: target.document, amount: Money(minorUnits: units, currency: money.currency))
    }
  }
}
