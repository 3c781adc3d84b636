import Primitives
import Subscriptions
import Testing

private let end = CivilDate(clampingDayNumber: 20_000)

@Suite struct LifecycleTests {
  static let states: [SubscriptionState] = [
    .pending, .active(endsOn: nil), .active(endsOn: end), .ended(on: end), .abandoned,
  ]
  static let events: [SubscriptionEvent] = [
    .firstPaymentReceived, .firstPaymentGivenUp, .cancelled(endingOn: end), .cancellationWithdrawn,
    .lastPeriodOver(on: end), .stopped(on: end), .restarted,
  ]
  /// Everything that is possible; every other pair must be refused.
  static let possible: [String: SubscriptionState] = [
    "pending firstPaymentReceived": .active(endsOn: nil),
    "abandoned firstPaymentReceived": .active(endsOn: nil),
    "pending firstPaymentGivenUp": .abandoned,
    "active cancelled": .active(endsOn: end),
    "ending cancellationWithdrawn": .active(endsOn: nil),
    "ending lastPeriodOver": .ended(on: end),
    "active stopped": .ended(on: end),
    "ending stopped": .ended(on: end),
    "ended restarted": .active(endsOn: nil),
  ]

  @Test(arguments: states, events)
  func `every event in every state gives a state or a refusal with both names`(
    state: SubscriptionState, event: SubscriptionEvent
  ) {
    let name = state.isCancelling ? "ending" : state.name
    if let expected = LifecycleTests.possible["\(name) \(event.name)"] {
      #expect((try? state.after(event)) == expected)
    } else {
      #expect(throws: SubscriptionRefusal.impossible(state: state.name, event: event.name)) {
        try state.after(event)
      }
    }
  }

  @Test func `a subscription does not end before its day`() {
    #expect(throws: SubscriptionRefusal.self) {
      try SubscriptionState.active(endsOn: end).after(.lastPeriodOver(on: end.adding(days: -1)))
    }
  }
}
