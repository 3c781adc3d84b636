import Cryptography
import Invoicing
import Ledger
import Notifications
import Payments
import Primitives
import Subscriptions
import Synchronization
import Tenancy
import TestSupport
import Testing
import Workflows

/// What one bad thing must not do to the others, and what a crash must not lose.
@Suite struct ReviewScenarios {
  @Test(arguments: Stage.each)
  func `I-50: a document that cannot be drawn holds up nobody else's mail`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.orders("Anna")
      let bert = try await world.orders("Bert")
      for buyer in [anna, bert] { try world.bank.pay(buyer.payment) }
      try await world.bankCalls(about: anna.payment)
      let broken = world.platform.with(renderPDF: { document in
        if document.number == "2026-00001" { throw WorldError.noDatabase }
        return [0x25]
      })
      try await world.hires(broken)
      try await world.bankCalls(about: bert.payment)
      for _ in 0..<3 {
        try await world.hires(broken)
        world.clock.advance(seconds: 31)
      }
      expect(
        try await world.mails(to: bert),
        is: ["2026-11-16 invoicePaid", "2026-11-16 subscriptionConfirmed"])
      try await world.day("2026-11-17")
      #expect(try await world.mails(to: anna).contains("2026-11-16 invoicePaid"))
    }
  }

  @Test(arguments: Stage.each)
  func `I-27: a shop whose key cannot be opened holds up no other shop's webhooks`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let other = try await world.foundsShop("tweede")
      try await world.offers(of: other)
      let anna = try await world.orders("Anna")
      let bert = try await world.orders("Bert", at: other)
      try await world.sealsKey(with: try MasterKey(MasterKey.generate()))
      for buyer in [anna, bert] {
        try world.bank.pay(buyer.payment)
        try await world.bankCalls(about: buyer.payment)
      }
      try await world.hires(world.platform)
      let told = try await world.database.read(as: other) { try $0.payments.get(bert.payment) }
      #expect(told.state == .paid)
      try await world.sealsKey(with: nil)
      try await world.day("2026-11-17")
      #expect(try await world.payments(of: anna).first?.state == .paid)
    }
  }

  @Test(arguments: Stage.each)
  func `I-25: a payment whose books cannot follow does not keep the others from being asked about`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.day("2026-12-16")
      let collection = try await world.newestPayment(of: anna)
      try await world.pays(collection.id)
      // Refunded by the shop and taken back by the payer: more went out than came in.
      try world.bank.refundElsewhere(collection.id, collection.amount)
      try world.bank.chargeBack(collection.id)
      world.clock.advance(seconds: 23 * 3600)
      let bert = try await world.orders("Bert")
      try world.bank.pay(bert.payment)
      for _ in 0..<6 {
        world.clock.advance(seconds: 3600)
        try await world.hires(world.platform)
      }
      #expect(try await world.payments(of: bert).first?.state == .paid)
    }
  }

  @Test(arguments: Stage.each)
  func `I-46: a collection begun just before three hours of downtime is sent, not failed`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.day("2026-12-15")
      try world.nobodyWorksUntil("2026-12-16")
      #expect(try await CollectionRun(world.platform).run(as: world.scope) == 1)
      world.clock.advance(seconds: 3 * 3600)
      try await world.work()
      #expect(try await world.attempts(of: anna).last == "30.00 recurring pending 2026-12-16")
      #expect(try await !world.mails(to: anna).contains { $0.hasSuffix("paymentFailed") })
    }
  }

  @Test(arguments: Stage.each)
  func `R-21: a collection that met a stopped account is made when the account works again`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.day("2026-12-15")
      world.bank.next(.stopsTheAccount)
      try await world.day("2026-12-17")
      #expect(try await world.attempts(of: anna).last?.contains("failed") == false)
      try await world.sealsKey(with: nil)
      try await world.day("2026-12-18")
      #expect(try await world.attempts(of: anna).last == "30.00 recurring pending 2026-12-16")
      #expect(world.bank.everyone.count == 2)
      #expect(try await !world.mails(to: anna).contains { $0.hasSuffix("paymentFailed") })
    }
  }

  @Test(arguments: Stage.each)
  func `I-25: an answer lost this morning is no finding, however long ago it was planned`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.day("2026-12-15")
      world.bank.setAway(true)
      try await world.day("2026-12-16")
      #expect(try await world.attempts(of: anna).last == "30.00 recurring unknown 2026-12-16")
    }
  }

  @Test(arguments: Stage.each)
  func `I-47: a provider that says to come back at once is not asked without end`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.day("2026-12-15")
      try world.nobodyWorksUntil("2026-12-16")
      let busy = BusyCounter()
      let platform = world.platform.with(gateway: { _ in busy })
      try await world.hires(platform)
      #expect(busy.calls <= 2)
      world.clock.advance(seconds: 3600)
      try await world.work()
      #expect(try await world.attempts(of: anna).last == "30.00 recurring pending 2026-12-16")
    }
  }

  @Test(arguments: Stage.each)
  func `R-41: a mailbox that is gone does not keep the bookkeeper from getting the request`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      let books = try #require(EmailAddress("boekhouding@voorbeeld.example"))
      let own = try await world.database.write(as: world.scope) { shop in
        try shop.customerUsers.add(
          try NewCustomerUser(
            email: books, name: "Boekhouding", language: .nl, right: .mayPay,
            getsPaymentRequests: true), to: anna.customer)
        return try shop.customers.find(anna.customer).email
      }
      let post = PickyCarrier(refuses: own, else: world.post)
      try await world.day("2026-12-08")
      try world.nobodyWorksUntil("2026-12-09")
      try await world.hires(world.platform.with(carrier: post))
      #expect(world.post.mails.contains { $0.to.address == books })
    }
  }

  @Test(arguments: Stage.each)
  func `I-16: cancelled while no worker ran, served for all that is billed`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      world.collectionsSucceed = true
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.day("2026-12-01")
      try world.nobodyWorksUntil("2026-12-20")
      let cancelled = try await Cancellation(world.platform).cancel(
        anna.subscription, of: anna.customer, as: world.scope)
      #expect(cancelled.state == .active(endsOn: CivilDate("2027-01-16")))
      try await world.day("2027-03-01")
      expect(
        try await world.charges(of: anna),
        is: ["2026-11-16/2026-12-16 30.00", "2026-12-16/2027-01-16 30.00"])
    }
  }

  @Test(arguments: Stage.each)
  func `I-34: a request that waits for the mail server does not claim what was paid meanwhile`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.endsMandates(of: anna)
      try await world.day("2026-12-08")
      world.post.refuseNext(1)
      try await world.until(
        world.scope.zone.startOfDay(try #require(CivilDate("2026-12-09"))).adding(seconds: 10))
      let open = try await world.heads(of: anna).filter(\.isOpen).map(\.id)
      try await world.paysInPortal(open, by: anna)
      try await world.day("2026-12-10")
      #expect(try await !world.mails(to: anna).contains("2026-12-09 paymentRequest"))
      #expect(try await world.mails(to: anna).contains("2026-12-09 invoicePaid"))
    }
  }

  @Test(arguments: Stage.each)
  func `R-25: a part that was taken back and won back lies again where it was taken from`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.endsMandates(of: anna)
      try await world.day("2027-02-16")
      let open = try await world.heads(of: anna).filter(\.isOpen).map(\.id)
      #expect(open.count == 3)
      let payment = try await world.opensPortalPayment(open, by: anna)
      try await world.pays(payment.id)
      let part = Money.eur(30_00)
      try world.bank.change(payment.id) { $0.chargedBack = part }
      try await world.bankTells(payment.id)
      #expect(try await world.heads(of: anna).count(where: \.isOpen) == 1)
      try world.bank.change(payment.id) { $0.chargebackReversed = part }
      try await world.bankTells(payment.id)
      #expect(try await world.heads(of: anna).allSatisfy { !$0.isOpen })
      #expect(try await world.balance(.prepayments) == "0.00")
    }
  }

  @Test(arguments: Stage.each)
  func `I-38: a mail server that takes a minute gets each mail once`(stage: Stage) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      for name in ["Anna", "Bert", "Cees"] {
        let buyer = try await world.orders(name)
        try world.bank.pay(buyer.payment)
        try await world.bankCalls(about: buyer.payment)
      }
      let (clock, platform) = (world.clock, world.platform)
      let slow = SlowCarrier(world.post) {
        clock.advance(seconds: 55)
        try await World.exhaust(platform)
      }
      try await world.hires(world.platform.with(carrier: slow))
      #expect(world.post.mails.count == 6)
      #expect(world.post.doubles.isEmpty)
    }
  }
}

// MARK: - People and things of these stories

extension World {
  /// Lets a worker of its own do everything that is due; what it could not do stays undone.
  func hires(_ platform: Platform) async throws { try await World.exhaust(platform) }

  static func exhaust(_ platform: Platform) async throws {
    let questions = Mutex(0)
    let work = DueWork(platform, worker: "hired") { _ in }
    _ = try await work.runUntilIdle {
      questions.withLock { asked in
        asked += 1
        return asked > 500
      }
    }
  }

  /// Connects the shop again, its key sealed by another platform's secret or by ours.
  func sealsKey(with strange: MasterKey?) async throws {
    let box =
      strange.map { SecretBox(masterKey: $0, purpose: "gateway-credentials") }
      ?? platform.credentials
    let connection = try GatewayConnection(
      gateway: .mollie, apiKey: Secret("test_demo"), baseURL: "https://psp.example/v2")
    try await database.write(as: scope) { shop in
      _ = try shop.gatewayAccounts.connect(
        connection, sealing: box, webhookToken: "token-of-demo")
    }
  }
}

extension Platform {
  fileprivate func with(
    gateway: (@Sendable (GatewayAccess) -> any PaymentGateway)? = nil,
    carrier: (any Carrier)? = nil,
    renderPDF: (@Sendable (IssuedDocument) async throws -> [UInt8])? = nil
  ) -> Platform {
    Platform(
      database: database, addresses: addresses,
      outside: OutsideWorld(
        gateway: gateway ?? outside.gateway, carrier: carrier ?? outside.carrier,
        renderPDF: renderPDF ?? outside.renderPDF),
      credentials: credentials, links: links, random: random)
  }
}

/// Always busy, and always to be asked again at once.
private final class BusyCounter: PaymentGateway {
  private let count = Mutex(0)

  var calls: Int { count.withLock { $0 } }

  func createCustomer(_ request: GatewayCustomerRequest) async -> GatewayOutcome<String> {
    .retryLater(after: 0)
  }

  func createPayment(_ request: GatewayRequest) async -> GatewayOutcome<GatewayPayment> {
    count.withLock { $0 += 1 }
    return .retryLater(after: 0)
  }

  func fetchPayment(_ id: String) async -> GatewayOutcome<GatewayPayment> { .retryLater(after: 0) }

  func findPayment(
    _ payment: Payment.ID, customer: String?
  ) async -> GatewayOutcome<GatewayPayment?> { .retryLater(after: 0) }
}

/// Refuses one mailbox for good.
private struct PickyCarrier: Carrier {
  let refused: EmailAddress
  let other: any Carrier

  init(refuses refused: EmailAddress, else other: any Carrier) {
    (self.refused, self.other) = (refused, other)
  }

  func deliver(_ mail: OutgoingMail) async -> DeliveryOutcome {
    mail.to.address == refused ? .permanent("550 no such user") : await other.deliver(mail)
  }
}

/// Takes the first mail so slowly that others come to look.
private final class SlowCarrier: Carrier {
  private let other: any Carrier
  private let meanwhile: @Sendable () async throws -> Void
  private let isFirst = Mutex(true)

  init(_ other: any Carrier, _ meanwhile: @escaping @Sendable () async throws -> Void) {
    (self.other, self.meanwhile) = (other, meanwhile)
  }

  func deliver(_ mail: OutgoingMail) async -> DeliveryOutcome {
    let waits = isFirst.withLock { first in
      defer { first = false }
      return first
    }
    if waits {
      do { try await meanwhile() } catch { return .temporary("\(error)") }
    }
    return await other.deliver(mail)
  }
}
