import Cryptography
import Invoicing
import Ledger
import Payments
import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

@Suite("Collections, mandates and accounts in the database")
struct CollectionStoreTests {
  @Test(
    "are due by the index on their moment, and start with what is open then",
    arguments: TestDatabase.kinds)
  func collects(kind: DatabaseKind) async throws {
    try await kind.withPayments { bench in
      let mandate = try await bench.mandate()
      let (now, part, later) = (
        try await bench.document(), try await bench.document(), try await bench.document()
      )
      let first = try await bench.planned(mandate, now)
      let second = try await bench.planned(mandate, part)
      _ = try await bench.planned(mandate, later, inDays: 5)
      #expect(try await bench.database.shopsWithDueCollections() == [bench.scope.shopID])
      #expect(try await bench.database.shopsWithDuePaymentChecks().isEmpty)
      #expect(try await bench.database.nextCollectionMoment() == bench.clock.now)
      try await bench.database.write(as: bench.scope) { shop in
        #expect(try shop.payments.dueCollections().map(\.id) == [first.id, second.id])
        let rest = PaymentTarget(document: part, amount: .eur(1000))
        let started = try shop.payments.start([
          (first, [PaymentTarget(document: now, amount: .eur(3000))]), (second, [rest]),
        ])
        #expect(started.map(\.state) == [.created, .created])
        #expect(started.map(\.amount) == [.eur(3000), .eur(1000)])
        #expect(try shop.payments.targets(of: second.id) == [rest])
        #expect(try shop.payments.dueCollections().isEmpty)
        #expect(try shop.payments.liveAttempts(for: [now, part]).count == 2)
      }
    }
  }

  @Test(
    "close when nothing is open any more, and wait while it is being paid otherwise",
    arguments: TestDatabase.kinds)
  func settledOtherwise(kind: DatabaseKind) async throws {
    try await kind.withPayments { bench in
      let mandate = try await bench.mandate()
      let (paid, busy) = (try await bench.document(), try await bench.document())
      let first = try await bench.planned(mandate, paid)
      let second = try await bench.planned(mandate, busy)
      _ = try await bench.sent(busy)
      try await bench.database.write(as: bench.scope) { shop in
        let started = try shop.payments.start([
          (first, [PaymentTarget(document: paid, amount: .eur(0))]),
          (second, [PaymentTarget(document: busy, amount: .eur(3000))]),
        ])
        #expect(started.isEmpty)
        #expect(try shop.payments.get(first.id).state == .cancelled)
        #expect(try shop.payments.get(first.id).reasonCode == ClosingReason.settledOtherwise)
        #expect(try shop.payments.get(second.id).state == .planned)
        #expect(try shop.payments.dueCollections().isEmpty)
        try shop.payments.cancelPlanned(for: [busy])
        #expect(try shop.payments.get(second.id).state == .cancelled)
      }
    }
  }

  @Test(
    "a mandate is granted once, and its end stops what was not sent yet (I-31)",
    arguments: TestDatabase.kinds)
  func mandates(kind: DatabaseKind) async throws {
    try await kind.withPayments { bench in
      let payment = try await bench.sent(try await bench.document())
      let fetched = PaymentBench.fetched(payment, paid: true)
      let mandate = try await bench.database.write(as: bench.scope) { shop -> Mandate? in
        #expect(try shop.mandates.grant(by: payment, fetched) == nil)
        let paid = try shop.payments.apply(fetched, to: payment.id).payment
        let mandate = try shop.mandates.grant(by: paid, fetched)
        #expect(try shop.mandates.grant(by: paid, fetched) == mandate)
        return mandate
      }
      let granted = try #require(mandate)
      #expect(granted.accountMasked == "NL91 •••• 4300")
      #expect(granted.method == .directDebit)
      #expect(granted.reference.utf8.count <= 35)
      let customer = bench.customer.id
      let planned = try await bench.planned(granted, try await bench.document(), inDays: 3)
      try await bench.database.write(as: bench.scope) { shop in
        #expect(try shop.mandates.active(for: [customer]) == [customer: granted])
        try shop.mandates.end(granted.id, as: .revoked, reason: "customer")
        #expect(try shop.mandates.active(for: [customer]).isEmpty)
        #expect(try shop.mandates.of(customer).map(\.status) == [.revoked])
        #expect(try shop.mandates.history(of: granted.id).map(\.status) == [.valid, .revoked])
        #expect(try shop.payments.get(planned.id).reasonCode == ClosingReason.mandateRevoked)
        let ended = try shop.mandates.get(granted.id)
        let again = PlannedCollection(
          mandate: ended, target: PaymentTarget(document: .init(rawValue: 1), amount: .eur(1)),
          description: "", collectAt: shop.now, debitOn: shop.today)
        #expect(throws: PaymentRefusal.mandateNotChargeable(granted.id)) {
          try shop.payments.plan([again])
        }
      }
    }
  }

  @Test(
    "an account's key is sealed for its place, and its webhook address leads to the shop",
    arguments: TestDatabase.kinds)
  func accounts(kind: DatabaseKind) async throws {
    try await kind.withPayments { bench in
      let box = SecretBox(
        masterKey: try MasterKey(MasterKey.generate()), purpose: "gateway-credentials")
      let connection = try GatewayConnection(
        gateway: .mollie, apiKey: Secret("test_abc123"), baseURL: "https://api.mollie.com/v2/")
      let token = Token.random()
      try await bench.database.write(as: bench.scope) { shop in
        let account = try shop.gatewayAccounts.connect(
          connection, sealing: box, webhookToken: token)
        #expect(try shop.gatewayAccounts.list() == [account])
        let access = try shop.gatewayAccounts.access(.mollie, opening: box)
        #expect(access.apiKey.revealed == "test_abc123")
        #expect(access.mode == .test)
        #expect(access.baseURL == "https://api.mollie.com/v2")
        try shop.gatewayAccounts.disable(.mollie, reason: "401")
        #expect(throws: PaymentRefusal.accountDisabled("401")) {
          try shop.gatewayAccounts.access(.mollie, opening: box)
        }
        let again = try shop.gatewayAccounts.connect(
          connection, sealing: box, webhookToken: Token.random())
        #expect(again == account)
        try shop.gatewayAccounts.remember("cst_1", of: bench.customer.id, at: .mollie)
        try shop.gatewayAccounts.remember("cst_2", of: bench.customer.id, at: .mollie)
        let known = try shop.gatewayAccounts.customerID(of: bench.customer.id, at: .mollie)
        #expect(known == "cst_1")
      }
      let address = try await bench.database.read(as: bench.scope) {
        try $0.gatewayAccounts.webhookAddress(of: .mollie)
      }
      let known = try #require(address)
      #expect(known.token == token)
      let forged = WebhookAddress(account: known.account, token: Token.random())
      try await bench.database.read { transaction in
        let resolved = try known.resolve(transaction)
        #expect(resolved?.shop == bench.scope.shopID)
        #expect(try forged.resolve(transaction) == nil)
      }
    }
  }

  @Test(
    "what a payment moves is what Invoicing books, and the books agree (I-03)",
    arguments: TestDatabase.kinds)
  func money(kind: DatabaseKind) async throws {
    try await kind.withPayments { bench in
      let document = try await bench.document()
      let payment = try await bench.sent(document)
      try await bench.database.write(as: bench.scope) { shop in
        for fetched in [
          PaymentBench.fetched(payment, paid: true),
          PaymentBench.fetched(payment, paid: true, chargedBack: 3000),
        ] {
          let applied = try shop.payments.apply(fetched, to: payment.id)
          let targets = try shop.payments.targets(of: payment.id)
          let moved = applied.movements(targets, in: shop.scope.zone, today: shop.today)
          for movement in moved {
            switch movement {
            case .received(let money, let parts):
              let settlement = try shop.invoicing.settle(money, on: parts)
              #expect(settlement.paid.map(\.kind) == [.invoice])
            case .returned(let money):
              #expect(try shop.invoicing.reopen(money).reopened.count == 1)
            case .lost, .recovered: Issue.record("nothing went out twice")
            }
          }
          #expect(moved.count == 1)
          #expect(try shop.payments.verify().flatMap(\.breaks).isEmpty)
        }
      }
    }
  }

  @Test("a captured payment that nobody booked is found by verify", arguments: TestDatabase.kinds)
  func unbooked(kind: DatabaseKind) async throws {
    try await kind.withPayments { bench in
      _ = try await bench.mandate()
      try await bench.database.read(as: bench.scope) { shop in
        let broken = try shop.payments.verify().filter { !$0.holds }
        #expect(broken.map(\.invariant) == ["I-03"])
      }
    }
  }

  @Test("what is due is found by its index")
  func plans() async throws {
    try await DatabaseKind.memory.withPayments { bench in
      let queries: [(index: String, query: SQL)] = [
        (
          "due_collections",
          """
          SELECT id, amount FROM payments
          WHERE state = 'planned' AND collect_at <= 5 AND +tenant_id = 1
          ORDER BY collect_at, id LIMIT 9
          """
        ),
        (
          "due_collections",
          """
          SELECT +tenant_id FROM payments WHERE state = 'planned' AND collect_at <= 5
          GROUP BY +tenant_id ORDER BY MIN(collect_at), 1 LIMIT 9
          """
        ),
        (
          "due_payment_checks",
          """
          SELECT id, amount FROM payments
          WHERE next_check_at IS NOT NULL AND next_check_at <= 5 AND +tenant_id = 1
          ORDER BY next_check_at, id LIMIT 9
          """
        ),
        (
          "payment_targets_open",
          """
          SELECT document_id, payment_id FROM payment_targets
          WHERE tenant_id = 1 AND document_id IN (1, 2) AND phase = 'live' AND phase <> 'over'
          """
        ),
      ]
      for (index, query) in queries {
        let plan = try await bench.database.read { transaction in
          try transaction.all("EXPLAIN QUERY PLAN \(query)") { try $0(3) as String }
        }
        #expect(plan.contains { $0.contains("SEARCH") && $0.contains(index) }, "\(plan)")
      }
    }
  }
}
