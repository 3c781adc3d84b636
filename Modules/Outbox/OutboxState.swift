/// How far a row of the outbox is.
package enum OutboxState: String, CaseIterable, Sendable {
  /// To be delivered when it is due.
  case waiting
  /// A worker is delivering it; when the lease ends, another may.
  case leased
  case delivered
  /// Given up, with a reason; the action centre lists it.
  case parked

  package enum Event: String, CaseIterable, Sendable {
    case claim, complete, retry, park
    /// Someone asks for another try by hand.
    case revive
  }

  /// The state after `event`; an impossible one is an error that names both.
  package func after(_ event: Event) throws(OutboxError) -> OutboxState {
    switch (self, event) {
    case (.waiting, .claim), (.leased, .claim): .leased
    case (.leased, .complete): .delivered
    case (.leased, .retry): .waiting
    case (.leased, .park): .parked
    case (.parked, .revive): .waiting
    case (.waiting, _), (.leased, _), (.delivered, _), (.parked, _):
      throw .impossible(state: rawValue, event: event.rawValue)
    }
  }
}

/// How far an event in the inbox is.
package enum InboxState: String, CaseIterable, Sendable {
  case received
  /// A worker is applying it; when the lease ends, another may.
  case leased
  /// Its effect is committed, in the transaction that set this.
  case applied
  /// It changed nothing, and that is known.
  case noop
  /// Given up, with a reason; the action centre lists it.
  case failed

  package enum Event: String, CaseIterable, Sendable {
    case claim, apply, pass, retry, fail
    /// Someone asks for another try by hand.
    case revive
  }

  /// The state after `event`; an impossible one is an error that names both.
  package func after(_ event: Event) throws(OutboxError) -> InboxState {
    switch (self, event) {
    case (.received, .claim), (.leased, .claim): .leased
    case (.leased, .apply): .applied
    case (.leased, .pass): .noop
    case (.leased, .retry): .received
    case (.leased, .fail): .failed
    case (.failed, .revive): .received
    case (.received, _), (.leased, _), (.applied, _), (.noop, _), (.failed, _):
      throw .impossible(state: rawValue, event: event.rawValue)
    }
  }
}
