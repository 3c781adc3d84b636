import Invoicing
import Ledger
import Payments
import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

@Suite("Refunds in the database")
struct RefundStoreTests {
  @Test(
    "are written with their key and their money set apart before anything is sent (I-23)",
    arguments: TestDatabase.kinds)
  func requests(kind: DatabaseKind) async throws {
    try await kind.withPayments { bench in
      let payment = try await bench.loosePayment()
      let made = try await bench.requested(bench.wish(1250))
      #expect(made.map(\.amount) == [.eur(1250)])
      #expect(made.map(\.state) == [.requested])
      let after = try await bench.payment(payment.id)
      #expect(after.refunding == .eur(1250) && after.refunded == .eur(0))
      #expect(after.refundable == .eur(2750) && after.state == .paid)
      try await bench.database.read(as: bench.scope) { shop in
        let stored = try shop.refunds.get(made[0].id)
        #expect(stored == made[0])
        #expect(try shop.refunds.page(.first).items == made)
        #expect(try shop.refunds.page(.first, customer: bench.customer.id).items == made)
        #expect(try shop.refunds.list(of: payment.id) == made)
        #expect(try shop.refunds.refundable(of: bench.customer.id, in: .eur) == .eur(2750))
        #expect(try shop.ledger.balance(of: .refundsPayable, in: .eur) == .eur(-1250))
        #expect(try shop.ledger.balance(of: .clearing, in: .eur) == .eur(4000))
        #expect(try shop.ledger.balance(of: .prepayments, in: .eur) == .eur(-2750))
      }
      #expect(try await bench.breaks().isEmpty)
    }
  }

  @Test("the same wish twice is one refund", arguments: TestDatabase.kinds)
  func once(kind: DatabaseKind) async throws {
    try await kind.withPayments { bench in
      _ = try await bench.loosePayment()
      #expect(try await bench.requested(bench.wish(1000)).count == 1)
      #expect(try await bench.requested(bench.wish(1000)).isEmpty)
      #expect(try await bench.requested(bench.wish(1000, "another form")).count == 1)
      #expect(try await bench.breaks().isEmpty)
    }
  }

  struct Bound: Sendable, CustomTestStringConvertible {
    /// Asked one after the other, of 40.00; true where it is given.
    let wishes: [(cents: Int64, given: Bool)]
    var testDescription: String { wishes.map { "\($0.cents)" }.joined(separator: " ") }
  }

  static let wishes: [Bound] = [
    Bound(wishes: [(4000, true)]), Bound(wishes: [(4001, false)]), Bound(wishes: [(1, true)]),
    Bound(wishes: [(0, false)]), Bound(wishes: [(-1, false)]),
    Bound(wishes: [(2000, true), (2001, false), (2000, true), (1, false)]),
    Bound(wishes: [(4000, true), (1, false)]), Bound(wishes: [(Int64.max, false)]),
    Bound(wishes: [(1, true), (4000, false), (3999, true)]),
  ]

  @Test("never more than came in, counting what is under way (I-09)", arguments: wishes)
  func bounds(_ example: Bound) async throws {
    try await DatabaseKind.memory.withPayments { bench in
      _ = try await bench.loosePayment()
      for (index, wish) in example.wishes.enumerated() {
        let request = bench.wish(wish.cents, "form \(index)")
        if wish.given {
          #expect(try await bench.requested(request).count == 1)
        } else {
          await #expect(throws: RefundRefusal.self) { try await bench.requested(request) }
        }
      }
      #expect(try await bench.breaks().isEmpty)
    }
  }

  @Test(
    "a reason is asked for, short and without NUL",
    arguments: ["", String(repeating: "a", count: 201), "a\0b"])
  func reasons(reason: String) async throws {
    try await DatabaseKind.memory.withPayments { bench in
      _ = try await bench.loosePayment()
      await #expect(throws: RefundRefusal.reason) {
        try await bench.requested(bench.wish(100, reason: reason))
      }
    }
  }

  @Test("is split over the customer's payments, the newest first", arguments: TestDatabase.kinds)
  func splits(kind: DatabaseKind) async throws {
    try await kind.withPayments { bench in
      let old = try await bench.loosePayment(3000)
      let middle = try await bench.loosePayment(1000)
      let new = try await bench.loosePayment(500)
      let made = try await bench.requested(bench.wish(1800))
      #expect(made.map(\.payment) == [new.id, middle.id, old.id])
      #expect(made.map(\.amount) == [.eur(500), .eur(1000), .eur(300)])
      #expect(Set(made.map(\.source)) == ["form"])
      #expect(Set(made.map(\.idempotencyKey)).count == 3)
      let only = try await bench.requested(bench.wish(200, "one", payment: old.id))
      #expect(only.map(\.payment) == [old.id])
      await #expect(throws: RefundRefusal.notEnough(available: .eur(0))) {
        try await bench.requested(bench.wish(1, "none", payment: new.id))
      }
      #expect(try await bench.breaks().isEmpty)
    }
  }

  @Test("money on a document does not go back, credits may go by any payment")
  func causes() async throws {
    try await DatabaseKind.memory.withPayments { bench in
      let document = try await bench.document()
      let payment = try await bench.sent(document)
      try await bench.database.write(as: bench.scope) { shop in
        let applied = try shop.payments.apply(
          PaymentBench.fetched(payment, paid: true), to: payment.id)
        let money = IncomingMoney(
          payment: payment.id.description, cause: applied.changes[0].key,
          customer: bench.customer.id, amount: .eur(3000), paidOn: shop.today)
        _ = try shop.invoicing.settle(
          money, on: [SettledPart(document: document, amount: .eur(3000))])
      }
      await #expect(throws: RefundRefusal.notEnough(available: .eur(0))) {
        try await bench.requested(bench.wish(1))
      }
      let wish = bench.wish(1000, cause: .credits)
      let changes = try await bench.database.write(as: bench.scope) {
        try $0.refunds.request(wish)
      }
      #expect(changes.map(\.refund.payment) == [payment.id])
      let after = try await bench.payment(payment.id)
      #expect(after.paidOut == .eur(1000) && after.refunding == .eur(1000))
      #expect(after.lost == .eur(0))
    }
  }

  @Test("old money goes back by hand")
  func old() async throws {
    try await DatabaseKind.memory.withPayments { bench in
      _ = try await bench.loosePayment()
      bench.clock.advance(seconds: 366 * 86_400)
      await #expect(throws: RefundRefusal.notEnough(available: .eur(0))) {
        try await bench.requested(bench.wish(1))
      }
    }
  }

  @Test("a customer of another shop or an unknown refund is not there")
  func unknown() async throws {
    try await DatabaseKind.memory.withPayments { bench in
      await #expect(throws: RefundRefusal.unknownRefund) {
        try await bench.refund(Refund.ID(rawValue: 7))
      }
    }
  }
}

@Suite("A refund on its way")
struct RefundSendingTests {
  @Test("goes out once the provider says so, and the books follow", arguments: TestDatabase.kinds)
  func done(kind: DatabaseKind) async throws {
    try await kind.withPayments { bench in
      let payment = try await bench.loosePayment()
      let refund = try await bench.requested(bench.wish(4000))[0]
      guard case .send(let sent) = try await bench.cleared(refund.id) else {
        Issue.record("not cleared")
        return
      }
      #expect(sent.state == .sent && sent.sentAt != nil)
      #expect(
        try await bench.recorded(.accepted(.of(refund, .pending)), for: refund.id) == .pending)
      #expect(try await bench.payment(payment.id).state == .paid)
      #expect(try await bench.payment(payment.id).nextCheckAt != nil)
      try await bench.told(payment, refunds: [.of(refund, .refunded)])
      let after = try await bench.payment(payment.id)
      #expect(after.state == .refunded && after.refunded == .eur(4000))
      #expect(after.refunding == .eur(0) && after.kept == .eur(0))
      #expect(try await bench.refund(refund.id).doneAt != nil)
      try await bench.database.read(as: bench.scope) { shop in
        for account in [AccountCode.clearing, .refundsPayable, .prepayments] {
          let balance = try shop.ledger.balance(of: account, in: .eur)
          #expect(balance.isZero, "\(account)")
        }
      }
      #expect(try await bench.told(payment, refunds: [.of(refund, .refunded)]).isEmpty)
      #expect(try await bench.breaks().isEmpty)
    }
  }

  @Test("comes back when the payer's account is closed", arguments: TestDatabase.kinds)
  func bounces(kind: DatabaseKind) async throws {
    try await kind.withPayments { bench in
      let payment = try await bench.loosePayment()
      let refund = try await bench.requested(bench.wish(1500))[0]
      try await bench.told(payment, refunds: [.of(refund, .refunded)])
      #expect(try await bench.payment(payment.id).state == .partlyRefunded)
      try await bench.told(payment, refunds: [.of(refund, .failed)])
      #expect(try await bench.payment(payment.id).state == .paid)
      #expect(try await bench.refund(refund.id).state == .failed)
      #expect(try await bench.requested(bench.wish(4000, "again")).count == 1)
      // An older word that was under way changes nothing.
      #expect(try await bench.told(payment, refunds: [.of(refund, .pending)]).isEmpty)
      #expect(try await bench.breaks().isEmpty)
    }
  }

  struct Ending: Sendable {
    let outcome: GatewayOutcome<GatewayRefund>
    let state: RefundState
    let refundable: Int64
  }

  static let endings: [Ending] = [
    Ending(
      outcome: .refused(code: "invalid_data", field: "amount"), state: .failed, refundable: 4000),
    Ending(outcome: .unknown(reason: "time-out"), state: .unknown, refundable: 3000),
    Ending(outcome: .retryLater(after: 30), state: .sent, refundable: 3000),
    Ending(outcome: .accountDisabled(reason: "401"), state: .sent, refundable: 3000),
  ]

  @Test("ends as the call to the provider ended", arguments: endings.indices)
  func outcomes(index: Int) async throws {
    let example = Self.endings[index]
    try await DatabaseKind.memory.withPayments { bench in
      let payment = try await bench.loosePayment()
      let refund = try await bench.requested(bench.wish(1000))[0]
      _ = try await bench.cleared(refund.id)
      #expect(try await bench.recorded(example.outcome, for: refund.id) == example.state)
      #expect(try await bench.payment(payment.id).refundable == .eur(example.refundable))
      #expect(try await bench.breaks().isEmpty)
    }
  }

  @Test("an unknown one is sent again with its key, later asked for first, and given up in the end")
  func lost() async throws {
    try await DatabaseKind.memory.withPayments { bench in
      let payment = try await bench.loosePayment()
      let refund = try await bench.requested(bench.wish(1000))[0]
      _ = try await bench.cleared(refund.id)
      try await bench.recorded(.unknown(reason: "time-out"), for: refund.id)
      #expect(try await bench.refund(refund.id).mayRepeat(at: bench.clock.now))
      bench.clock.advance(seconds: 3600)
      #expect(try await !bench.refund(refund.id).mayRepeat(at: bench.clock.now))
      try await bench.told(payment, refunds: [])
      #expect(try await bench.refund(refund.id).state == .unknown)
      bench.clock.advance(seconds: 3 * 86_400)
      try await bench.told(payment, refunds: [])
      let given = try await bench.refund(refund.id)
      #expect(given.state == .failed && given.reasonCode == RefundEnd.neverArrived)
      #expect(try await bench.payment(payment.id).refundable == .eur(4000))
      // And there it is after all.
      try await bench.told(payment, refunds: [.of(refund, .refunded)])
      #expect(try await bench.refund(refund.id).state == .done)
      #expect(try await bench.payment(payment.id).kept == .eur(3000))
      #expect(try await bench.breaks().isEmpty)
    }
  }

  @Test("is found by our own id when the provider's never came")
  func webhookFirst() async throws {
    try await DatabaseKind.memory.withPayments { bench in
      let payment = try await bench.loosePayment()
      let refund = try await bench.requested(bench.wish(1000))[0]
      _ = try await bench.cleared(refund.id)
      try await bench.told(payment, refunds: [.of(refund, .processing)])
      #expect(try await bench.refund(refund.id).gatewayRefundID == "re_\(refund.id.rawValue)")
      // The late end of our own call changes nothing.
      let late = try await bench.recorded(.unknown(reason: "time-out"), for: refund.id)
      #expect(late == .pending)
      await #expect(throws: RefundRefusal.impossible(from: .pending, event: .send)) {
        try await bench.cleared(refund.id)
      }
      #expect(try await bench.breaks().isEmpty)
    }
  }

  @Test("one that carries our id with another amount is refused")
  func foreign() async throws {
    try await DatabaseKind.memory.withPayments { bench in
      let payment = try await bench.loosePayment()
      let refund = try await bench.requested(bench.wish(1000))[0]
      var told = GatewayRefund.of(refund, .pending)
      told.amount = .eur(1001)
      await #expect(throws: PaymentRefusal.foreignPayment(payment.id)) {
        try await bench.told(payment, refunds: [told])
      }
    }
  }

  @Test("can be withdrawn before it is sent, and not after")
  func withdraws() async throws {
    try await DatabaseKind.memory.withPayments { bench in
      _ = try await bench.loosePayment()
      let refund = try await bench.requested(bench.wish(1000))[0]
      try await bench.database.write(as: bench.scope) { shop in
        try RefundBooks.book([try shop.refunds.withdraw(refund.id)], in: shop)
      }
      #expect(try await bench.refund(refund.id).state == .cancelled)
      let other = try await bench.requested(bench.wish(1000, "again"))[0]
      _ = try await bench.cleared(other.id)
      await #expect(throws: RefundRefusal.impossible(from: .sent, event: .cancel)) {
        _ = try await bench.database.write(as: bench.scope) { try $0.refunds.withdraw(other.id) }
      }
      #expect(try await bench.breaks().isEmpty)
    }
  }
}
