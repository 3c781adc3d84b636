package import Invoicing
package import Primitives

/// A change of a payment as money that Invoicing lays on documents and books: in with
/// `settle`, out with `reopen`. The cause is the change's key, so nothing can be booked twice.
package enum MoneyMovement: Hashable, Sendable {
  case received(IncomingMoney, on: [SettledPart])
  case returned(ReturnedMoney)
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
    changes.compactMap { change in
      switch change.kind {
      case .paid, .chargebackReversed:
        let isFirst = change.kind == .paid
        let day = isFirst ? payment.paidAt.map { zone.date(at: $0) } ?? today : today
        return .received(
          IncomingMoney(
            payment: payment.id.description, cause: change.key, customer: payment.customer,
            amount: change.amount, paidOn: day),
          // A return takes from the last target first; what is won back goes the same way.
          on: Self.parts(of: isFirst ? targets : targets.reversed(), within: change.amount))
      case .refunded, .chargedBack:
        return .returned(
          ReturnedMoney(
            payment: payment.id.description, cause: change.key, amount: change.amount,
            returnedOn: today))
      case .acknowledged, .pending, .failed, .expired, .cancelled: return nil
      }
    }
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
