import Primitives
import Testing

@testable import Payments

@Suite("The state machine of a payment")
struct PaymentStateTests {
  /// Every edge there is; whatever is not here is refused.
  static let edges: [PaymentState: [PaymentEvent: PaymentState]] = [
    .planned: [.begin: .created, .cancel: .cancelled],
    .created: beforeTheBank,
    .sent: beforeTheBank,
    .unknown: beforeTheBank,
    .pending: [.pay: .paid, .fail: .failed, .expire: .expired, .cancel: .cancelled],
    .paid: [.refundPart: .partlyRefunded, .refundWhole: .refunded, .chargeBack: .chargedBack],
    .partlyRefunded: [
      .refundPart: .partlyRefunded, .refundWhole: .refunded, .chargeBack: .chargedBack,
      .unrefundPart: .partlyRefunded, .unrefundWhole: .paid,
    ],
    .refunded: [
      .chargeBack: .chargedBack, .unrefundPart: .partlyRefunded, .unrefundWhole: .paid,
    ],
    .chargedBack: [
      .chargeBack: .chargedBack, .refundPart: .chargedBack, .refundWhole: .chargedBack,
      .unrefundPart: .chargedBack, .unrefundWhole: .chargedBack, .winBack: .paid,
    ],
    .failed: [.pay: .paid],
    .expired: [.pay: .paid],
    .cancelled: [.pay: .paid],
  ]

  static let beforeTheBank: [PaymentEvent: PaymentState] = [
    .send: .sent, .acknowledge: .sent, .loseTrack: .unknown, .wait: .pending, .pay: .paid,
    .fail: .failed, .expire: .expired, .cancel: .cancelled,
  ]

  @Test(
    "goes where the table says, for every state and event, and nowhere else",
    arguments: PaymentState.allCases, PaymentEvent.allCases)
  func everyPair(state: PaymentState, event: PaymentEvent) {
    if let next = Self.edges[state]?[event] {
      #expect(throws: Never.self) {
        let reached = try PaymentState.transition(from: state, event: event)
        #expect(reached == next)
      }
    } else {
      #expect(throws: PaymentRefusal.impossible(from: state, event: event)) {
        try PaymentState.transition(from: state, event: event)
      }
    }
  }

  @Test("counts an attempt as live exactly while a second one would be a danger (I-24)")
  func live() {
    #expect(Set(PaymentState.allCases.filter(\.isLive)) == [.created, .sent, .pending, .unknown])
    #expect(Set(PaymentState.allCases.filter(\.isInTransit)) == [.pending, .unknown])
  }

  @Test("never lets money that arrived be forgotten", arguments: PaymentEvent.allCases)
  func capturedStaysCaptured(event: PaymentEvent) {
    for state in PaymentState.allCases where state.isCaptured {
      let next = try? PaymentState.transition(from: state, event: event)
      #expect(next?.isCaptured ?? true)
    }
  }
}

@Suite("When the gateway is asked again")
struct CheckCadenceTests {
  static let now = Instant(milliseconds: 1_790_000_000_000)

  struct Case: Sendable, CustomTestStringConvertible {
    let state: PaymentState
    var status: GatewayStatus?
    var method: PaymentMethod? = .ideal
    var sequence: PaymentSequence = .oneOff
    var createdHoursAgo: Int64 = 0
    var sentDaysAgo: Int64?
    var paidDaysAgo: Int64?
    let seconds: Int64?
    var testDescription: String { "\(state) \(String(describing: status)) \(sequence)" }
  }

  static let hour: Int64 = 3600
  static let day: Int64 = 86_400

  static let cases: [Case] = [
    Case(state: .planned, seconds: nil),
    Case(state: .created, seconds: hour),
    Case(state: .sent, status: .open, seconds: hour),
    Case(state: .unknown, seconds: 300),
    Case(state: .unknown, createdHoursAgo: 1, seconds: hour),
    Case(state: .pending, status: .pending, seconds: day),
    Case(state: .failed, status: .failed, seconds: nil),
    Case(state: .failed, seconds: nil),
    Case(state: .expired, status: .expired, seconds: nil),
    Case(state: .cancelled, status: .cancelled, seconds: nil),
    Case(state: .cancelled, status: .open, seconds: hour),
    Case(state: .cancelled, seconds: nil),
    Case(state: .cancelled, sentDaysAgo: 1, seconds: hour),
    Case(state: .cancelled, sentDaysAgo: 3, seconds: nil),
    Case(state: .paid, status: .paid, paidDaysAgo: 1, seconds: nil),
    Case(
      state: .paid, status: .paid, method: .directDebit, sequence: .recurring, paidDaysAgo: 0,
      seconds: day),
    Case(
      state: .paid, status: .paid, method: .directDebit, sequence: .recurring, paidDaysAgo: 59,
      seconds: day),
    Case(
      state: .paid, status: .paid, method: .directDebit, sequence: .recurring, paidDaysAgo: 60,
      seconds: nil),
    Case(
      state: .chargedBack, status: .paid, method: .directDebit, sequence: .recurring,
      paidDaysAgo: 10, seconds: day),
    Case(
      state: .paid, status: .paid, method: .creditcard, sequence: .recurring, paidDaysAgo: 1,
      seconds: nil),
  ]

  @Test(
    "is hourly while open, daily while pending, and daily for 60 days after a direct debit",
    arguments: cases)
  func next(_ example: Case) {
    let next = CheckCadence.next(
      state: example.state, status: example.status, method: example.method,
      sequence: example.sequence, createdAt: Self.now.adding(hours: -example.createdHoursAgo),
      sentAt: example.sentDaysAgo.map { Self.now.adding(days: -$0) },
      paidAt: example.paidDaysAgo.map { Self.now.adding(days: -$0) }, now: Self.now)
    #expect(next == example.seconds.map { Self.now.adding(seconds: $0) })
  }
}
