import Primitives
import Tenancy
import Testing

@testable import Payments

@Suite("Joining what the gateway says")
struct ApplyingTests {
  static let now = Instant(milliseconds: 1_790_000_000_000)
  static let paidAt = now.adding(seconds: -60)

  static func payment(_ state: PaymentState = .sent, cents: Int64 = 4000) -> Payment {
    var payment = Payment(
      beginning: NewPayment(
        customer: Customer.ID(rawValue: 7), targets: [], currency: .eur, method: .ideal,
        isFirst: true, gateway: .mollie, description: "PF1"),
      id: Payment.ID(rawValue: 1 << 40), amount: .eur(cents), at: now.adding(hours: -1))
    payment.state = state
    return payment
  }

  static func fetched(
    _ status: GatewayStatus, paid: Bool = false, cents: Int64 = 4000, refunded: Int64 = 0,
    chargedBack: Int64 = 0, reversed: Int64 = 0
  ) -> GatewayPayment {
    GatewayPayment(
      id: "tr_1", status: status, amount: .eur(cents), paidAt: paid ? paidAt : nil,
      refunded: .eur(refunded), chargedBack: .eur(chargedBack), chargebackReversed: .eur(reversed))
  }

  struct Case: Sendable {
    let from: PaymentState
    let fetched: GatewayPayment
    let to: PaymentState
    let keys: [String]
  }

  static let cases: [Case] = [
    Case(from: .created, fetched: fetched(.open), to: .sent, keys: ["acknowledged"]),
    Case(from: .sent, fetched: fetched(.open), to: .sent, keys: []),
    Case(from: .unknown, fetched: fetched(.open), to: .sent, keys: ["acknowledged"]),
    Case(from: .pending, fetched: fetched(.open), to: .pending, keys: []),
    Case(from: .sent, fetched: fetched(.pending), to: .pending, keys: ["pending"]),
    Case(from: .sent, fetched: fetched(.authorized), to: .pending, keys: ["pending"]),
    Case(from: .unknown, fetched: fetched(.pending), to: .pending, keys: ["pending"]),
    // Paid is what has a moment of payment, whatever the word.
    Case(from: .sent, fetched: fetched(.paid), to: .pending, keys: ["pending"]),
    Case(from: .sent, fetched: fetched(.open, paid: true), to: .paid, keys: ["paid"]),
    Case(from: .created, fetched: fetched(.paid, paid: true), to: .paid, keys: ["paid"]),
    Case(from: .pending, fetched: fetched(.paid, paid: true), to: .paid, keys: ["paid"]),
    Case(from: .unknown, fetched: fetched(.paid, paid: true), to: .paid, keys: ["paid"]),
    Case(from: .pending, fetched: fetched(.failed), to: .failed, keys: ["failed"]),
    Case(from: .sent, fetched: fetched(.expired), to: .expired, keys: ["expired"]),
    Case(from: .sent, fetched: fetched(.cancelled), to: .cancelled, keys: ["cancelled"]),
    // Closed already: only money changes it.
    Case(from: .cancelled, fetched: fetched(.expired), to: .cancelled, keys: []),
    Case(from: .failed, fetched: fetched(.pending), to: .failed, keys: []),
    Case(from: .expired, fetched: fetched(.paid, paid: true), to: .paid, keys: ["paid"]),
    // Several things at once.
    Case(
      from: .sent, fetched: fetched(.paid, paid: true, refunded: 1000), to: .partlyRefunded,
      keys: ["paid", "refunded:1000"]),
    Case(
      from: .sent, fetched: fetched(.paid, paid: true, refunded: 4000), to: .refunded,
      keys: ["paid", "refunded:4000"]),
    Case(
      from: .pending, fetched: fetched(.paid, paid: true, chargedBack: 4000), to: .chargedBack,
      keys: ["paid", "chargedBack:4000"]),
    Case(
      from: .sent, fetched: fetched(.paid, paid: true, chargedBack: 4000, reversed: 4000),
      to: .paid, keys: ["paid", "chargedBack:4000", "chargebackReversed:4000"]),
    Case(
      from: .sent,
      fetched: fetched(.paid, paid: true, refunded: 1000, chargedBack: 3000, reversed: 3000),
      to: .partlyRefunded,
      keys: ["paid", "refunded:1000", "chargedBack:3000", "chargebackReversed:3000"]),
  ]

  @Test("comes to the state and the changes of the table", arguments: cases)
  func table(_ example: Case) throws {
    let applied = try Self.payment(example.from).applying(example.fetched, at: Self.now)
    #expect(applied.payment.state == example.to)
    #expect(applied.changes.map(\.key) == example.keys)
  }

  @Test("changes nothing when the same is told twice", arguments: cases)
  func idempotent(_ example: Case) throws {
    let once = try Self.payment(example.from).applying(example.fetched, at: Self.now)
    let twice = try once.payment.applying(example.fetched, at: Self.now)
    #expect(twice.isNoOp)
    #expect(twice.payment == once.payment)
  }

  /// The stations of a stormy life, each a fetched state as it was at some moment.
  static let life = [
    fetched(.open), fetched(.pending), fetched(.paid, paid: true),
    fetched(.paid, paid: true, refunded: 1000),
    fetched(.paid, paid: true, refunded: 1000, chargedBack: 3000),
    fetched(.paid, paid: true, refunded: 1000, chargedBack: 3000, reversed: 3000),
  ]

  @Test("ends the same whatever the order of arrival, each change once (I-26, I-27)")
  func order() throws {
    for order in permutations(Array(Self.life.indices)) {
      var payment = Self.payment()
      var seen: [String] = []
      for index in order {
        let applied = try payment.applying(Self.life[index], at: Self.now)
        payment = applied.payment
        seen += applied.changes.filter { $0.kind != .acknowledged && $0.kind != .pending }
          .map(\.key)
      }
      #expect(payment.state == .partlyRefunded)
      #expect(payment.kept == .eur(3000))
      #expect(Set(seen).count == seen.count, "\(order)")
      #expect(seen.first == "paid")
    }
  }

  @Test("books what really came in when it is another amount than asked (F-11)")
  func otherAmount() throws {
    let applied = try Self.payment().applying(
      Self.fetched(.paid, paid: true, cents: 3500), at: Self.now)
    #expect(applied.payment.captured == .eur(3500))
    #expect(applied.changes.first?.amount == .eur(3500))
  }

  @Test("refuses what cannot be this payment (F-14)")
  func foreign() throws {
    let dollars = GatewayPayment(
      id: "tr_1", status: .paid, amount: Money(minorUnits: 4000, currency: .usd), paidAt: Self.now)
    var others = Self.fetched(.open)
    others.reference = Payment.ID(rawValue: 5)
    var known = Self.payment()
    known.gatewayPaymentID = "tr_2"
    let tooMuch = Self.fetched(.paid, paid: true, refunded: 4001)
    for (payment, fetched) in [
      (Self.payment(), dollars), (Self.payment(), others), (known, Self.fetched(.open)),
      (Self.payment(), tooMuch), (Self.payment(.planned), Self.fetched(.open)),
    ] {
      #expect(throws: PaymentRefusal.foreignPayment(payment.id)) {
        try payment.applying(fetched, at: Self.now)
      }
    }
  }

  @Test("keeps the code of a failure and of a chargeback")
  func reasons() throws {
    var failed = Self.fetched(.failed)
    failed.reasonCode = "AM04"
    #expect(try Self.payment().applying(failed, at: Self.now).payment.reasonCode == "AM04")
    var back = Self.fetched(.paid, paid: true, chargedBack: 4000)
    back.reasonCode = "MD06"
    #expect(try Self.payment().applying(back, at: Self.now).payment.reasonCode == "MD06")
  }

  private func permutations(_ items: [Int]) -> [[Int]] {
    guard let first = items.first else { return [[]] }
    return permutations(Array(items.dropFirst())).flatMap { rest in
      (0...rest.count).map { Array(rest[..<$0]) + [first] + Array(rest[$0...]) }
    }
  }
}

@Suite("Small rules of payments")
struct SmallRuleTests {
  @Test("an end-to-end id is fit for a bank and leads back to the payment")
  func endToEnd() {
    let id = Payment.ID(rawValue: 123_456_789_012_345)
    let text = Payment.endToEndID(of: id)
    #expect(text.utf8.count <= 35)
    #expect(text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" })
    #expect(Payment.id(endToEndID: text) == id)
    #expect(Payment.id(endToEndID: "NOTPROVIDED") == nil)
  }

  @Test(
    "an account number is shown with its middle hidden",
    arguments: [
      ("NL91ABNA0417164300", "NL91 •••• 4300"), ("nl91 abna 0417 1643 00", "NL91 •••• 4300"),
      ("6789", "•••• 6789"), ("123", nil), ("", nil),
    ] as [(String, String?)])
  func mask(account: String, masked: String?) {
    #expect(AccountMask.mask(account) == masked)
  }

  @Test(
    "a key that the gateway would not know is refused before it is stored",
    arguments: ["", "test_", "sk_123", "live_a b", "live_é", "access_1"])
  func badKeys(key: String) {
    #expect(throws: PaymentRefusal.malformedKey) {
      try GatewayConnection(
        gateway: .mollie, apiKey: Secret(key), baseURL: "https://api.mollie.com/v2")
    }
  }

  @Test(
    "the mode is what the key says",
    arguments: [("test_dHar4XY7", GatewayMode.test), ("live_A1", .live)])
  func modes(key: String, mode: GatewayMode) throws {
    let connection = try GatewayConnection(
      gateway: .mollie, apiKey: Secret(key), baseURL: "http://127.0.0.1:9000/v2/")
    #expect(connection.mode == mode)
    #expect(connection.baseURL == "http://127.0.0.1:9000/v2")
  }

  @Test("a webhook address prints and reads itself, and nothing else")
  func webhookAddress() {
    let address = WebhookAddress(account: .init(rawValue: 1 << 41), token: "abc-DEF_1")
    #expect(WebhookAddress(address.description) == address)
    for text in ["", "-", "gwa_1-x", "pay_0000000000001-x", String(repeating: "a", count: 300)] {
      #expect(WebhookAddress(text) == nil)
    }
  }

  @Test("a repeat is safe only while the provider remembers the key")
  func repeats() {
    let now = ApplyingTests.now
    var payment = ApplyingTests.payment(.unknown)
    #expect(payment.mayRepeat(at: now))
    payment.sentAt = now.adding(seconds: -60)
    #expect(payment.mayRepeat(at: now))
    payment.sentAt = now.adding(hours: -1)
    #expect(!payment.mayRepeat(at: now))
    payment.sentAt = now
    payment.gatewayPaymentID = "tr_1"
    #expect(!payment.mayRepeat(at: now))
    #expect(!ApplyingTests.payment(.pending).mayRepeat(at: now))
  }
}
