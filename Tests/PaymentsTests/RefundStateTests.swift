import Primitives
import Tenancy
import Testing

@testable import Payments

@Suite("The state machine of a refund")
struct RefundStateTests {
  /// Every edge there is; whatever is not here is refused.
  static let edges: [RefundState: [RefundEvent: RefundState]] = [
    .requested: beforeTheProvider, .sent: beforeTheProvider, .unknown: beforeTheProvider,
    .pending: [.complete: .done, .fail: .failed, .cancel: .cancelled],
    .done: [.fail: .failed],
    .failed: [.acknowledge: .pending, .complete: .done],
    .cancelled: [.acknowledge: .pending, .complete: .done],
  ]

  static let beforeTheProvider: [RefundEvent: RefundState] = [
    .send: .sent, .acknowledge: .pending, .loseTrack: .unknown, .complete: .done, .fail: .failed,
    .cancel: .cancelled,
  ]

  @Test(
    "goes where the table says, for every state and event, and nowhere else",
    arguments: RefundState.allCases, RefundEvent.allCases)
  func everyPair(state: RefundState, event: RefundEvent) {
    if let next = Self.edges[state]?[event] {
      #expect(throws: Never.self) {
        let reached = try RefundState.transition(from: state, event: event)
        #expect(reached == next)
      }
    } else {
      #expect(throws: RefundRefusal.impossible(from: state, event: event)) {
        try RefundState.transition(from: state, event: event)
      }
    }
  }

  @Test("its money is set apart from the request until it is out or free again")
  func phases() {
    let held = Set(RefundState.allCases.filter { $0.phase == .held })
    #expect(held == [.requested, .sent, .unknown, .pending])
    #expect(RefundState.allCases.filter { $0.phase == .gone } == [.done])
    #expect(Set(RefundState.allCases.filter { $0.phase == .free }) == [.failed, .cancelled])
  }

  @Test("every refusal speaks both languages and names its field", arguments: refusals.indices)
  func phrases(index: Int) {
    let (refusal, pointer) = Self.refusals[index]
    #expect(refusal.pointer == pointer)
    #expect(refusal.code.hasPrefix("refund."))
    #expect(!refusal.phrase(.nl).isEmpty && refusal.phrase(.nl) != refusal.phrase(.en))
  }

  static let refusals: [(RefundRefusal, String?)] = [
    (.impossible(from: .done, event: .cancel), nil), (.unknownRefund, nil),
    (.notEnough(available: .eur(100)), "/amount"), (.amount, "/amount"), (.reason, "/reason"),
    (.changedMeanwhile(Refund.ID(rawValue: 1)), nil),
  ]
}

@Suite("What of a payment can go back, and what is lost")
struct RefundTotalsTests {
  struct Totals: Sendable, CustomTestStringConvertible {
    var refunded: Int64 = 0
    var refunding: Int64 = 0
    var paidOut: Int64 = 0
    var back: Int64 = 0
    var won: Int64 = 0
    let refundable: Int64
    let lost: Int64
    var testDescription: String { "\(refunded) \(refunding) \(paidOut) \(back) \(won)" }
  }

  /// Of 40.00.
  static let cases: [Totals] = [
    Totals(refundable: 4000, lost: 0),
    Totals(refunded: 1000, refundable: 3000, lost: 0),
    Totals(refunding: 1000, refundable: 3000, lost: 0),
    Totals(refunded: 1500, refunding: 2500, refundable: 0, lost: 0),
    Totals(back: 4000, refundable: 0, lost: 0),
    Totals(refunded: 4000, back: 4000, refundable: 0, lost: 4000),
    Totals(refunding: 1000, back: 4000, refundable: 0, lost: 1000),
    Totals(refunded: 1000, back: 4000, won: 4000, refundable: 3000, lost: 0),
    Totals(refunded: 1000, back: 4000, won: 3500, refundable: 2500, lost: 0),
    // Paid out of credits: the receipts still hold all of it, so nothing is lost by a return.
    Totals(refunded: 1000, paidOut: 1000, back: 4000, refundable: 0, lost: 0),
    Totals(refunded: 3000, paidOut: 1000, back: 4000, refundable: 0, lost: 2000),
  ]

  @Test("comes out of what came in, went back and was taken back", arguments: cases)
  func table(_ example: Totals) {
    var payment = ApplyingTests.payment(.paid)
    payment.captured = .eur(4000)
    payment.refunded = .eur(example.refunded)
    payment.refunding = .eur(example.refunding)
    payment.paidOut = .eur(example.paidOut)
    payment.chargedBack = .eur(example.back)
    payment.chargebackReversed = .eur(example.won)
    #expect(payment.refundable == .eur(example.refundable))
    #expect(payment.lost == .eur(example.lost))
  }

  @Test("a loss is what neither order of refund and chargeback can cover")
  func orders() throws {
    let now = ApplyingTests.now
    func told(_ refunded: Int64, _ back: Int64) -> GatewayPayment {
      ApplyingTests.fetched(.paid, paid: true, refunded: refunded, chargedBack: back)
    }
    for station in [told(4000, 0), told(0, 4000)] {
      let one = try ApplyingTests.payment().applying(station, at: now)
      let both = try one.payment.applying(told(4000, 4000), at: now)
      #expect(both.payment.lost == .eur(4000))
      #expect(both.changes.map(\.lost) == [.eur(4000)])
      let movements = both.movements([], in: .utc, today: CivilZone.utc.date(at: now))
      guard case .lost(let loss) = movements.first, movements.count == 1 else {
        Issue.record("\(movements)")
        continue
      }
      #expect(loss.amount == .eur(4000))
    }
  }
}
