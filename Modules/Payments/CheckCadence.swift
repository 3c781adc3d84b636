package import Primitives

/// When the sweeper asks the gateway again about a payment that stays silent: webhooks may never
/// come (R-26, mollie.md section 7).
package enum CheckCadence {
  /// How long a paid direct debit is watched: the eight weeks in which the payer may take it
  /// back, and some days for the news to arrive.
  package static let daysAfterDirectDebit: Int64 = 60

  /// A lost answer is asked for soon, since it blocks everything else about its documents.
  package static let secondsWhenLost: Int64 = 5 * 60

  /// The next moment to ask, or nil when nothing more can come.
  ///
  /// - Parameters:
  ///   - status: what the gateway said last, if it ever answered.
  ///   - now: the moment of the last look.
  package static func next(
    state: PaymentState, status: GatewayStatus?, method: PaymentMethod?, sequence: PaymentSequence,
    createdAt: Instant, sentAt: Instant?, paidAt: Instant?, now: Instant
  ) -> Instant? {
    switch state {
    case .planned: nil
    case .created, .sent: now.adding(hours: 1)
    case .unknown: now.adding(seconds: lostDelay(since: sentAt ?? createdAt, now: now))
    case .pending: now.adding(days: 1)
    case .failed, .expired: status?.isFinal == false ? now.adding(hours: 1) : nil
    case .cancelled: afterClosing(status: status, sentAt: sentAt, now: now)
    case .paid, .partlyRefunded, .refunded, .chargedBack:
      afterPaid(method: method, sequence: sequence, paidAt: paidAt, now: now)
    }
  }

  /// Closed by us, while the payer may still have the page open, or while the gateway's answer is
  /// under way or lost: no page stays open for longer than three days.
  private static func afterClosing(
    status: GatewayStatus?, sentAt: Instant?, now: Instant
  ) -> Instant? {
    if let status { return status.isFinal ? nil : now.adding(hours: 1) }
    guard let sentAt, now < sentAt.adding(days: 3) else { return nil }
    return now.adding(hours: 1)
  }

  private static func lostDelay(since moment: Instant, now: Instant) -> Int64 {
    now < moment.adding(hours: 1) ? secondsWhenLost : 3600
  }

  private static func afterPaid(
    method: PaymentMethod?, sequence: PaymentSequence, paidAt: Instant?, now: Instant
  ) -> Instant? {
    guard method?.isReversibleByPayer == true, sequence == .recurring, let paidAt else {
      return nil
    }
    let next = now.adding(days: 1)
    return next <= paidAt.adding(days: daysAfterDirectDebit) ? next : nil
  }
}
