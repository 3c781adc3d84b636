/// Where a refund stands. It is written before anything is sent, like an attempt (I-23).
package enum RefundState: String, CaseIterable, Sendable {
  /// Written down; its money is set apart, the provider has not been told.
  case requested
  /// Handed to the provider.
  case sent
  /// An answer was lost: the money may be on its way (I-25).
  case unknown
  /// The provider has it; the money is not out yet.
  case pending
  /// The money went back.
  case done
  case failed
  case cancelled

  /// Where its money is.
  package var phase: RefundPhase {
    switch self {
    case .requested, .sent, .unknown, .pending: .held
    case .done: .gone
    case .failed, .cancelled: .free
    }
  }

  /// Whether there is anything to hand to the provider.
  package var awaitsDelivery: Bool { self == .requested || self == .sent || self == .unknown }
}

/// Where the money of a refund is: the customer's as before, set apart, or sent back.
package enum RefundPhase: String, CaseIterable, Sendable {
  case free, held, gone
}

/// What can happen to a refund.
package enum RefundEvent: String, CaseIterable, Sendable {
  /// It is handed to the provider, for the first time or again with the same key.
  case send
  /// The provider has it.
  case acknowledge
  /// The answer was lost.
  case loseTrack
  case complete
  case fail
  case cancel
}

extension RefundState {
  /// The state after an event.
  ///
  /// The provider's word is believed also after we had given the refund up: then the money is
  /// on its way all the same. What went back can come back, when the payer's account is closed.
  /// - Throws: ``RefundRefusal/impossible(from:event:)`` for every pair not listed.
  package static func transition(
    from state: RefundState, event: RefundEvent
  ) throws(RefundRefusal) -> RefundState {
    guard let next = next(state, event) else { throw .impossible(from: state, event: event) }
    return next
  }

  private static func next(_ state: RefundState, _ event: RefundEvent) -> RefundState? {
    switch (state, event) {
    case (.requested, .send), (.sent, .send), (.unknown, .send): .sent
    case (.requested, .loseTrack), (.sent, .loseTrack), (.unknown, .loseTrack): .unknown
    case (.requested, .acknowledge), (.sent, .acknowledge), (.unknown, .acknowledge),
      (.failed, .acknowledge), (.cancelled, .acknowledge):
      .pending
    case (.done, .complete): nil
    case (_, .complete): .done
    case (.failed, _), (.cancelled, _), (.done, .cancel): nil
    case (_, .fail): .failed
    case (_, .cancel): .cancelled
    case (.pending, _), (.done, _): nil
    }
  }
}
