import Invoicing
import Payments
import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

@Suite("Attempts in the database")
struct AttemptStoreTests {
  @Test(
    "are written with their key before anything is sent (I-23)",
    arguments: TestDatabase.kinds)
  func begins(kind: DatabaseKind) async throws {
    try await kind.withPayments { bench in
      let (one, two) = (try await bench.document(), try await bench.document())
      let new = bench.new([one, two], cents: 1500)
      let id = try await bench.database.write(as: bench.scope) { shop in
        try shop.payments.begin(new).id
      }
      try await bench.database.read(as: bench.scope) { shop in
        let stored = try shop.payments.get(id)
        #expect(stored.state == .created)
        #expect(stored.amount == .eur(3000))
        #expect(stored.idempotencyKey.hasSuffix(stored.endToEndID))
        #expect(try shop.payments.targets(of: id) == new.targets)
        #expect(try shop.payments.liveAttempts(for: [one, two]).values.allSatisfy { $0 == stored })
        #expect(try shop.payments.page(.first).items == [stored])
        #expect(try shop.payments.page(.first, customer: bench.customer.id).items == [stored])
        #expect(try shop.payments.history(of: one) == [stored])
      }
    }
  }

  @Test(
    "a payment at the bank or of unknown outcome blocks a second checkout (R-26)",
    arguments: TestDatabase.kinds)
  func blocks(kind: DatabaseKind) async throws {
    try await kind.withPayments { bench in
      let (one, two) = (try await bench.document(), try await bench.document())
      let pending = try await bench.sent(one)
      let unknown = try await bench.sent(two)
      try await bench.database.write(as: bench.scope) { shop in
        try shop.payments.apply(PaymentBench.fetched(pending, .pending), to: pending.id)
        try shop.payments.record(.unknown(reason: "time-out"), for: unknown.id)
      }
      for (document, payment, state) in [
        (one, pending, PaymentState.pending), (two, unknown, .unknown),
      ] {
        let new = bench.new([document])
        await #expect(throws: PaymentRefusal.liveAttempt(payment.id, state)) {
          try await bench.database.write(as: bench.scope) { try $0.payments.begin(new) }
        }
      }
    }
  }

  @Test(
    "a checkout left open is closed by the next one, and its late money is still taken in",
    arguments: TestDatabase.kinds)
  func supersedes(kind: DatabaseKind) async throws {
    try await kind.withPayments { bench in
      let document = try await bench.document()
      let first = try await bench.sent(document)
      try await bench.database.write(as: bench.scope) {
        try $0.payments.apply(PaymentBench.fetched(first, .open), to: first.id)
      }
      let second = try await bench.sent(document)
      try await bench.database.write(as: bench.scope) { shop in
        let closed = try shop.payments.get(first.id)
        #expect(closed.state == .cancelled)
        #expect(closed.reasonCode == ClosingReason.superseded)
        #expect(closed.nextCheckAt != nil)
        #expect(try shop.payments.liveAttempts(for: [document])[document]?.id == second.id)
        let late = try shop.payments.apply(PaymentBench.fetched(first, paid: true), to: first.id)
        #expect(late.payment.state == .paid)
        #expect(late.changes.map(\.kind) == [.paid])
      }
    }
  }

  @Test(
    "a document can have one live and one planned attempt, never two of a kind (I-24)",
    arguments: TestDatabase.kinds)
  func oneOfAKind(kind: DatabaseKind) async throws {
    try await kind.withPayments { bench in
      let mandate = try await bench.mandate()
      let document = try await bench.document()
      _ = try await bench.planned(mandate, document)
      await #expect(throws: (any Error).self) {
        _ = try await bench.planned(mandate, document)
      }
      _ = try await bench.sent(document)
      try await bench.database.read(as: bench.scope) { shop in
        let live = try shop.payments.liveAttempts(for: [document])
        let planned = try shop.payments.plannedCollections(for: [document])
        #expect(live.count == 1 && planned.count == 1)
      }
    }
  }

  @Test("an attempt without anything to pay is refused", arguments: TestDatabase.kinds)
  func nothing(kind: DatabaseKind) async throws {
    try await kind.withPayments { bench in
      let document = try await bench.document()
      for new in [
        bench.new([]), bench.new([document], cents: 0), bench.new([document], cents: -1),
        bench.new([document, document]),
      ] {
        await #expect(throws: PaymentRefusal.nothingToPay) {
          try await bench.database.write(as: bench.scope) { try $0.payments.begin(new) }
        }
      }
    }
  }

  @Test(
    "a lost answer ends by asking: found, or absent long enough (I-25)",
    arguments: TestDatabase.kinds)
  func lost(kind: DatabaseKind) async throws {
    try await kind.withPayments { bench in
      let (one, two) = (try await bench.document(), try await bench.document())
      let (made, lost) = (try await bench.sent(one), try await bench.sent(two))
      try await bench.database.write(as: bench.scope) { shop in
        for id in [made.id, lost.id] {
          let unknown = try shop.payments.record(.unknown(reason: "time-out"), for: id).payment
          #expect(unknown.state == .unknown)
          #expect(unknown.nextCheckAt == shop.now.adding(seconds: 300))
        }
        let fetched = PaymentBench.fetched(made, .open)
        #expect(
          try shop.payments.recordSearch(.accepted(fetched), for: made.id).payment.state == .sent)
        // Asked too soon, the absence proves nothing.
        let early = try shop.payments.recordSearch(.accepted(nil), for: lost.id)
        #expect(early.payment.state == .unknown)
      }
      bench.clock.advance(seconds: 15 * 60)
      try await bench.database.write(as: bench.scope) { shop in
        #expect(try shop.payments.dueChecks().map(\.id) == [lost.id])
        _ = try shop.payments.recordSearch(.unknown(reason: "time-out"), for: lost.id)
        #expect(try shop.payments.get(lost.id).state == .unknown)
        let late = try shop.payments.recordSearch(.accepted(nil), for: lost.id)
        #expect(late.payment.state == .failed)
        #expect(late.payment.reasonCode == ClosingReason.neverArrived)
        #expect(late.changes.map(\.kind) == [.failed])
      }
    }
  }

  @Test(
    "a late answer to the call changes nothing that a webhook has told since (F-17)",
    arguments: TestDatabase.kinds)
  func lateAnswer(kind: DatabaseKind) async throws {
    try await kind.withPayments { bench in
      let payment = try await bench.sent(try await bench.document())
      try await bench.database.write(as: bench.scope) { shop in
        let paid = try shop.payments.apply(
          PaymentBench.fetched(payment, paid: true), to: payment.id)
        for outcome: GatewayOutcome<GatewayPayment> in [
          .accepted(PaymentBench.fetched(payment, .open)), .unknown(reason: "time-out"),
          .refused(code: "x", field: nil), .retryLater(after: 3), .accountDisabled(reason: "401"),
        ] {
          let late = try shop.payments.record(outcome, for: payment.id)
          #expect(late.isNoOp)
          #expect(late.payment.state == .paid)
          #expect(late.payment.version == paid.payment.version)
        }
      }
    }
  }

  @Test("a refusal of the call fails the attempt with its code", arguments: TestDatabase.kinds)
  func refused(kind: DatabaseKind) async throws {
    try await kind.withPayments { bench in
      let payment = try await bench.sent(try await bench.document())
      try await bench.database.write(as: bench.scope) { shop in
        let failed = try shop.payments.record(
          .refused(code: GatewayCode.noMandate, field: "mandateId"), for: payment.id)
        #expect(failed.payment.state == .failed)
        #expect(failed.payment.reasonCode == GatewayCode.noMandate)
        #expect(throws: PaymentRefusal.impossible(from: .failed, event: .send)) {
          try shop.payments.markSent(payment.id)
        }
      }
    }
  }

  @Test("another shop's payment does not exist (I-41)", arguments: TestDatabase.kinds)
  func otherShop(kind: DatabaseKind) async throws {
    try await kind.withPayments { bench in
      let payment = try await bench.sent(try await bench.document())
      let other = try await bench.shop.otherShop()
      let fetched = PaymentBench.fetched(payment, paid: true)
      try await bench.database.write(as: bench.scope) {
        try $0.payments.apply(fetched, to: payment.id)
      }
      try await bench.database.read(as: other) { shop in
        let found = try shop.payments.find(payment.id)
        #expect(found == nil)
        #expect(try shop.payments.find(.mollie, id: fetched.id) == nil)
        #expect(try shop.payments.page(.first).items.isEmpty)
        #expect(try shop.payments.list([payment.id]).isEmpty)
        #expect(try shop.payments.targets(of: payment.id).isEmpty)
      }
      await #expect(throws: PaymentRefusal.unknownPayment) {
        try await bench.database.write(as: other) { try $0.payments.apply(fetched, to: payment.id) }
      }
    }
  }
}
