import Ledger
import Payments
import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

@Suite("Refunds beside chargebacks, and refunds made elsewhere")
struct RefundReturnTests {
  @Test("nothing is sent once the payer took the money back himself (I-09)")
  func takenBack() async throws {
    try await DatabaseKind.memory.withPayments { bench in
      let payment = try await bench.loosePayment()
      let refund = try await bench.requested(bench.wish(4000))[0]
      try await bench.told(payment, refunds: [], chargedBack: 4000)
      #expect(try await bench.payment(payment.id).lost == .eur(4000))
      guard case .ended(let change) = try await bench.cleared(refund.id) else {
        Issue.record("it was sent")
        return
      }
      #expect(change.refund.state == .cancelled)
      #expect(change.refund.reasonCode == RefundEnd.takenBack)
      #expect(try await bench.payment(payment.id).lost == .eur(0))
      #expect(try await bench.breaks().isEmpty)
    }
  }

  @Test(
    "money that went out twice is the shop's loss, until one of the two comes back",
    arguments: TestDatabase.kinds)
  func twice(kind: DatabaseKind) async throws {
    try await kind.withPayments { bench in
      let payment = try await bench.loosePayment()
      let refund = try await bench.requested(bench.wish(3000))[0]
      try await bench.told(payment, refunds: [.of(refund, .refunded)])
      try await bench.told(payment, refunds: [.of(refund, .refunded)], chargedBack: 4000)
      func loss() async throws -> Money {
        try await bench.database.read(as: bench.scope) { shop in
          try shop.ledger.balance(of: .chargebackLoss, in: .eur)
        }
      }
      #expect(try await loss() == .eur(3000))
      #expect(try await bench.payment(payment.id).kept == .eur(-3000))
      #expect(try await bench.breaks().isEmpty)
      try await bench.told(
        payment, refunds: [.of(refund, .refunded)], chargedBack: 4000, wonBack: 4000)
      #expect(try await loss() == .eur(0))
      #expect(try await bench.payment(payment.id).state == .partlyRefunded)
      #expect(try await bench.breaks().isEmpty)
    }
  }

  @Test("one made in the provider's dashboard is written down and booked once")
  func elsewhere() async throws {
    try await DatabaseKind.memory.withPayments { bench in
      let payment = try await bench.loosePayment()
      let station: [GatewayRefund] = [.elsewhere(1, 1000, .pending)]
      for _ in 0..<2 { try await bench.told(payment, refunds: station) }
      let written = try await bench.database.read(as: bench.scope) {
        try $0.refunds.list(of: payment.id)
      }
      #expect(written.map(\.state) == [.pending] && written.map(\.cause) == [.provider])
      try await bench.told(
        payment,
        refunds: [.elsewhere(1, 1000, .refunded), .elsewhere(2, 500, .refunded)])
      #expect(try await bench.payment(payment.id).kept == .eur(2500))
      // Failed before it was ever seen: nothing happened.
      try await bench.told(
        payment,
        refunds: [
          .elsewhere(1, 1000, .refunded), .elsewhere(2, 500, .failed),
          .elsewhere(3, 700, .failed),
        ])
      #expect(try await bench.payment(payment.id).kept == .eur(3000))
      #expect(try await bench.breaks().isEmpty)
    }
  }

  @Test("one that does not fit beside ours waits until ours is refused")
  func race() async throws {
    try await DatabaseKind.memory.withPayments { bench in
      let payment = try await bench.loosePayment()
      let ours = try await bench.requested(bench.wish(4000))[0]
      _ = try await bench.cleared(ours.id)
      let theirs: [GatewayRefund] = [.elsewhere(1, 4000, .refunded)]
      #expect(try await bench.told(payment, refunds: theirs).isEmpty)
      try await bench.recorded(.refused(code: "invalid_data", field: "amount"), for: ours.id)
      #expect(try await bench.told(payment, refunds: theirs).count == 1)
      #expect(try await bench.payment(payment.id).state == .refunded)
      #expect(try await bench.breaks().isEmpty)
    }
  }

  @Test("a total that was booked before refunds had rows is not booked again")
  func legacy() async throws {
    try await DatabaseKind.memory.withPayments { bench in
      let payment = try await bench.loosePayment()
      try await bench.database.write(as: bench.scope) { shop in
        let total = PaymentBench.fetched(payment, paid: true, refunded: 1500)
        try RefundBooks.book(try shop.payments.apply(total, to: payment.id), in: shop)
      }
      #expect(try await bench.told(payment, refunds: [.elsewhere(1, 1500, .refunded)]).isEmpty)
      let after = try await bench.payment(payment.id)
      #expect(after.refunded == .eur(1500) && after.refundsDone == .eur(1500))
      #expect(try await bench.breaks().isEmpty)
    }
  }

  @Test("whatever happens in whatever order, the books follow the provider", arguments: 1...60)
  func randomLives(seed: UInt64) async throws {
    try await DatabaseKind.memory.withPayments { bench in
      var life = RefundLife(
        payment: try await bench.loosePayment(), random: SeededRandom(seed: seed))
      for step in 0..<14 {
        try await life.live(bench, step)
        let breaks = try await bench.breaks()
        #expect(breaks.isEmpty, "seed \(seed), step \(step): \(breaks)")
      }
      try await life.settle(bench)
      let payment = try await bench.payment(life.payment.id)
      #expect(payment.kept.minorUnits == life.kept, "seed \(seed)")
      #expect(payment.refunding.isZero)
      #expect(try await bench.breaks().isEmpty)
    }
  }
}

/// A provider with one payment of 40.00, to which things happen by chance. It keeps the truth.
struct RefundLife {
  let payment: Payment
  let random: SeededRandom
  /// What the provider has, by id.
  var refunds: [GatewayRefund] = []
  var chargedBack: Int64 = 0
  var wonBack: Int64 = 0
  var waiting: [Refund] = []

  var kept: Int64 {
    4000 - refunds.filter { $0.status == .refunded }.reduce(0) { $0 + $1.amount.minorUnits }
      - chargedBack + wonBack
  }

  private var remaining: Int64 {
    4000 - chargedBack + wonBack
      - refunds.filter { $0.status != .failed }.reduce(0) { $0 + $1.amount.minorUnits }
  }

  mutating func live(_ bench: PaymentBench, _ step: Int) async throws {
    switch random.below(9) {
    case 0, 1: try await ask(bench, step)
    case 2, 3: try await deliver(bench)
    case 4: makeElsewhere(step)
    case 5: if chargedBack == 0 { chargedBack = 1000 * Int64(1 + random.below(4)) }
    case 6: wonBack = chargedBack
    case 7: finishOne()
    default: break
    }
    try await tell(bench)
  }

  /// Everything under way ends, and the provider tells of it.
  mutating func settle(_ bench: PaymentBench) async throws {
    while !waiting.isEmpty { try await deliver(bench, isCalm: true) }
    for index in refunds.indices where refunds[index].status == .pending {
      refunds[index].status = .refunded
    }
    for _ in 0..<2 { try await tell(bench) }
  }

  private mutating func ask(_ bench: PaymentBench, _ step: Int) async throws {
    let cents = 1 + Int64(random.below(3000))
    do {
      waiting += try await bench.requested(bench.wish(cents, "step \(step)"))
    } catch is RefundRefusal {
      return
    }
  }

  private mutating func deliver(_ bench: PaymentBench, isCalm: Bool = false) async throws {
    guard let refund = waiting.first else { return }
    guard case .send = try await bench.cleared(refund.id) else {
      waiting.removeFirst()
      return
    }
    if !isCalm, random.below(5) == 0 {
      try await bench.recorded(.unknown(reason: "time-out"), for: refund.id)
      return
    }
    waiting.removeFirst()
    guard refund.amount.minorUnits <= remaining else {
      try await bench.recorded(.refused(code: "too much", field: nil), for: refund.id)
      return
    }
    let made = GatewayRefund.of(refund, .pending)
    refunds.append(made)
    let isLost = !isCalm && random.below(4) == 0
    try await bench.recorded(isLost ? .unknown(reason: "lost") : .accepted(made), for: refund.id)
  }

  private mutating func makeElsewhere(_ step: Int) {
    let cents = 1 + Int64(random.below(1500))
    guard cents <= remaining else { return }
    refunds.append(.elsewhere(step, cents, random.below(2) == 0 ? .pending : .refunded))
  }

  private mutating func finishOne() {
    guard let index = refunds.firstIndex(where: { $0.status != .failed }) else { return }
    refunds[index].status =
      refunds[index].status == .pending && random.below(3) > 0 ? .refunded : .failed
  }

  private func tell(_ bench: PaymentBench) async throws {
    try await bench.told(payment, refunds: refunds, chargedBack: chargedBack, wonBack: wonBack)
  }
}
