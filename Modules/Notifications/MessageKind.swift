import Storage

/// What a message tells. The raw value is what the database and the API say.
package enum MessageKind: String, CaseIterable, Sendable, SQLBindable, SQLReadable {
  case signInLink
  case paymentRequest, invoiceDue, invoicePaid
  case memoryAid, reminder, paymentFailed
  case subscriptionConfirmed, cancellationConfirmed
  case subscriptionChanged, subscriptionPaused, subscriptionResumed, subscriptionReactivated
  case withdrawalReceipt, trialStarted, trialEndsSoon, priceRise
  case creditNote, creditsGranted, creditsPaidOut, creditsExpireSoon, refundSent
  case invoiceSentAgain, purchaseReceipt

  /// Whether the text holds a secret that must not be kept once it was sent (I-44).
  package var holdsSecret: Bool { self == .signInLink }
}

/// How far a message is.
package enum MessageState: String, CaseIterable, Sendable, SQLBindable, SQLReadable {
  /// Written down; not yet taken by a mail server for certain.
  case composed
  /// A mail server took it. That is not yet: delivered.
  case sent
  /// A mail server refused it for good; never again (I-38).
  case refused

  package enum Event: String, CaseIterable, Sendable { case send, refuse }

  /// The state after `event`; an impossible one is an error that names both.
  package func after(_ event: Event) throws(MessageError) -> MessageState {
    switch (self, event) {
    case (.composed, .send): .sent
    case (.composed, .refuse): .refused
    case (.sent, _), (.refused, _): throw .impossible(state: rawValue, event: event.rawValue)
    }
  }
}

/// What went wrong with a stored message.
package enum MessageError: Error, Hashable, Sendable {
  case impossible(state: String, event: String)
  /// No such message in this shop.
  case unknown
}
