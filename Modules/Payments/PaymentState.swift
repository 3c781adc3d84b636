/// Where an attempt to move money stands (I-26).
package enum PaymentState: String, CaseIterable, Sendable {
  /// To be collected later; nothing has happened yet.
  case planned
  /// Written down; the gateway has not been told.
  case created
  /// Handed to the gateway; a checkout page may be open.
  case sent
  /// Under way at the bank.
  case pending
  /// An answer was lost: the money may be moving. Blocks a second attempt, reminders and
  /// suspension until the gateway was asked (R-26, I-25).
  case unknown
  case paid
  case partlyRefunded
  case refunded
  /// Taken back by the payer or the bank, in whole or in part.
  case chargedBack
  case failed
  case expired
  case cancelled

  /// At most one such attempt stands per document (I-24).
  package var isLive: Bool {
    switch self {
    case .created, .sent, .pending, .unknown: true
    case .planned, .paid, .partlyRefunded, .refunded, .chargedBack, .failed, .expired, .cancelled:
      false
    }
  }

  /// Money arrived, whatever became of it since.
  package var isCaptured: Bool {
    switch self {
    case .paid, .partlyRefunded, .refunded, .chargedBack: true
    case .planned, .created, .sent, .pending, .unknown, .failed, .expired, .cancelled: false
    }
  }

  /// The customer can do nothing but wait: a second checkout is refused.
  package var isInTransit: Bool { self == .pending || self == .unknown }

  static let live: [PaymentState] = allCases.filter(\.isLive)
}

/// What can happen to an attempt.
package enum PaymentEvent: String, CaseIterable, Sendable {
  /// The collection run takes a planned payment up.
  case begin
  /// It is handed to the gateway, for the first time or again with the same key.
  case send
  /// The gateway has it; nobody has paid yet.
  case acknowledge
  /// The bank is at work.
  case wait
  /// The answer was lost.
  case loseTrack
  case pay
  case fail
  case expire
  case cancel
  case refundPart
  case refundWhole
  /// A refund came back, another stands.
  case unrefundPart
  /// A refund came back; none stands any more.
  case unrefundWhole
  case chargeBack
  /// A chargeback was won back: nothing of the payment is with the payer any more.
  case winBack
}

extension PaymentState {
  /// The state after an event.
  ///
  /// The gateway's word that money arrived is believed in every state but `planned`, also after
  /// we had closed the attempt: the money is there, and what it is too much lies visibly on the
  /// customer (I-08).
  /// - Throws: ``PaymentRefusal/impossible(from:event:)`` for every pair not listed.
  package static func transition(
    from state: PaymentState, event: PaymentEvent
  ) throws(PaymentRefusal) -> PaymentState {
    guard let next = next(state, event) else { throw .impossible(from: state, event: event) }
    return next
  }

  private static func next(_ state: PaymentState, _ event: PaymentEvent) -> PaymentState? {
    switch state {
    case .planned: afterPlanned(event)
    case .created, .sent, .unknown: beforeTheBank(state, event)
    case .pending: atTheBank(event)
    case .failed, .expired, .cancelled: event == .pay ? .paid : nil
    case .paid, .partlyRefunded, .refunded: afterPaid(state, event)
    case .chargedBack: afterChargeback(event)
    }
  }

  private static func afterPlanned(_ event: PaymentEvent) -> PaymentState? {
    switch event {
    case .begin: .created
    case .cancel: .cancelled
    case .send, .acknowledge, .wait, .loseTrack, .pay, .fail, .expire, .refundPart, .refundWhole,
      .unrefundPart, .unrefundWhole, .chargeBack, .winBack:
      nil
    }
  }

  private static func beforeTheBank(
    _ state: PaymentState, _ event: PaymentEvent
  ) -> PaymentState? {
    switch event {
    case .send, .acknowledge: .sent
    case .loseTrack: .unknown
    case .wait: .pending
    default: outcome(of: event)
    }
  }

  private static func atTheBank(_ event: PaymentEvent) -> PaymentState? { outcome(of: event) }

  private static func outcome(of event: PaymentEvent) -> PaymentState? {
    switch event {
    case .pay: .paid
    case .fail: .failed
    case .expire: .expired
    case .cancel: .cancelled
    case .begin, .send, .acknowledge, .wait, .loseTrack, .refundPart, .refundWhole, .unrefundPart,
      .unrefundWhole, .chargeBack, .winBack:
      nil
    }
  }

  private static func afterPaid(_ state: PaymentState, _ event: PaymentEvent) -> PaymentState? {
    switch event {
    case .refundPart where state != .refunded: .partlyRefunded
    case .refundWhole where state != .refunded: .refunded
    case .unrefundPart where state != .paid: .partlyRefunded
    case .unrefundWhole where state != .paid: .paid
    case .chargeBack: .chargedBack
    default: nil
    }
  }

  private static func afterChargeback(_ event: PaymentEvent) -> PaymentState? {
    switch event {
    // A further part is taken back or refunded: what is still taken back decides the state.
    case .chargeBack, .refundPart, .refundWhole, .unrefundPart, .unrefundWhole: .chargedBack
    case .winBack: .paid
    case .begin, .send, .acknowledge, .wait, .loseTrack, .pay, .fail, .expire, .cancel: nil
    }
  }
}
