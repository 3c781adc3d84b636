import Payments
import Primitives
import Synchronization
import Tenancy

/// The provider and the bank behind it, as a test wants them. Remembers what it was really asked
/// and what really happened, which is what the database must agree with.
final class ScriptedBank: Sendable {
  /// What becomes of the next call that makes a payment.
  enum Mood: Hashable, Sendable {
    case works
    /// The payment is made; nobody hears of it.
    case losesItsAnswer
    /// Nothing is made; the caller cannot know.
    case neverHears
    case asksToComeBack(after: Int?)
    case refuses(code: String)
    case stopsTheAccount
  }

  struct Made: Hashable, Sendable {
    var payment: GatewayPayment
    let request: GatewayRequest
    let account: GatewayAccount.ID
  }

  struct State {
    var mood = Mood.works
    /// Of the next call that makes a refund.
    var refundMood = Mood.works
    var refundOfKey: [String: String] = [:]
    var refundCount = 0
    var isAway = false
    var made: [String: Made] = [:]
    var idOfKey: [String: String] = [:]
    var customers: [String: String] = [:]
    var calls: [String: Int] = [:]
  }

  fileprivate let state = Mutex(State())
  let clock: ManualClock

  init(clock: ManualClock) { self.clock = clock }

  // MARK: - What a test decides

  /// How the next call to make a payment ends; the ones after it work again.
  func next(_ mood: Mood) { state.withLock { $0.mood = mood } }

  /// How the next call to make a refund ends.
  func nextRefund(_ mood: Mood) { state.withLock { $0.refundMood = mood } }

  /// What becomes of the newest refund of a payment.
  func endRefund(of payment: Payment.ID, _ status: GatewayRefundStatus) throws {
    try change(payment) { held in
      guard var refunds = held.refunds, !refunds.isEmpty else { return }
      refunds[refunds.count - 1].status = status
      held.refunds = refunds
    }
  }

  /// A refund that somebody makes in the provider's dashboard.
  func refundElsewhere(
    _ payment: Payment.ID, _ amount: Money, _ status: GatewayRefundStatus = .refunded
  ) throws {
    try change(payment) { held in
      let id = "re_x\((held.refunds ?? []).count)"
      held.refunds = (held.refunds ?? []) + [GatewayRefund(id: id, status: status, amount: amount)]
    }
  }

  /// Every refund that was really made.
  var refunds: [GatewayRefund] { everyone.flatMap { $0.payment.refunds ?? [] } }

  /// While away, every call is lost and nothing happens.
  func setAway(_ isAway: Bool) { state.withLock { $0.isAway = isAway } }

  func change(_ payment: Payment.ID, _ edit: (inout GatewayPayment) -> Void) throws {
    try state.withLock { state in
      guard let id = State.newest(of: payment, in: state.made) else {
        throw WorldError.bankKnowsNot(payment)
      }
      guard var made = state.made[id] else { return }
      edit(&made.payment)
      state.made[id] = made
    }
  }

  func pay(_ payment: Payment.ID) throws {
    let now = clock.now
    try change(payment) { held in
      held.status = .paid
      held.paidAt = held.paidAt ?? now
      held.checkoutURL = nil
    }
  }

  func end(_ payment: Payment.ID, _ status: GatewayStatus, code: String? = nil) throws {
    try change(payment) { held in
      held.status = status
      held.reasonCode = code
      held.checkoutURL = nil
    }
  }

  func chargeBack(_ payment: Payment.ID, code: String = "AM04") throws {
    try change(payment) { held in
      held.chargedBack = held.amount
      held.reasonCode = code
    }
  }

  // MARK: - What really happened

  func gatewayID(of payment: Payment.ID) throws -> String {
    try state.withLock { state in
      guard let id = State.newest(of: payment, in: state.made) else {
        throw WorldError.bankKnowsNot(payment)
      }
      return id
    }
  }

  func request(of payment: Payment.ID) throws -> GatewayRequest {
    let id = try gatewayID(of: payment)
    return try state.withLock { state in
      guard let made = state.made[id] else { throw WorldError.bankKnowsNot(payment) }
      return made.request
    }
  }

  /// How many payments were made for one of ours: never more than one (I-23).
  func made(for payment: Payment.ID) -> Int {
    state.withLock { state in state.made.values.count { $0.request.payment == payment } }
  }

  var everyone: [Made] { state.withLock { Array($0.made.values) } }

  /// Everything that was paid and not given back.
  func kept(in currency: Currency) throws -> Money {
    try everyone.filter { $0.payment.paidAt != nil }.map { made in
      let payment = made.payment
      let out = try (payment.refunds ?? []).filter { $0.status == .refunded }.map(\.amount)
        .total(in: currency)
      let refunded = payment.refunds == nil ? payment.refunded : out
      return try payment.amount - refunded - payment.chargedBack + payment.chargebackReversed
    }.total(in: currency)
  }

  func calls(_ name: String) -> Int { state.withLock { $0.calls[name] ?? 0 } }

  // MARK: - Its counter

  /// The provider as one shop's account sees it.
  func counter(for access: GatewayAccess) -> any PaymentGateway {
    Counter(bank: self, account: access.account)
  }

  fileprivate struct Counter: PaymentGateway {
    let bank: ScriptedBank
    let account: GatewayAccount.ID

    func createCustomer(_ request: GatewayCustomerRequest) async -> GatewayOutcome<String> {
      bank.state.withLock { state in
        guard state.answers("createCustomer") else { return .unknown(reason: "time-out") }
        let fresh = "cst_\(state.customers.count + 1)"
        let id = state.customers[request.idempotencyKey] ?? fresh
        state.customers[request.idempotencyKey] = id
        return .accepted(id)
      }
    }

    func createPayment(_ request: GatewayRequest) async -> GatewayOutcome<GatewayPayment> {
      bank.state.withLock { state in
        guard state.answers("createPayment") else { return .unknown(reason: "time-out") }
        let mood = state.mood
        state.mood = .works
        switch mood {
        case .neverHears: return .unknown(reason: "time-out")
        case .asksToComeBack(let seconds): return .retryLater(after: seconds)
        case .refuses(let code): return .refused(code: code, field: nil)
        case .stopsTheAccount: return .accountDisabled(reason: "401")
        case .works, .losesItsAnswer: break
        }
        let payment = state.make(request, account)
        return mood == .works ? .accepted(payment) : .unknown(reason: "time-out")
      }
    }

    func createRefund(
      _ request: GatewayRefundRequest
    ) async -> GatewayOutcome<GatewayRefund> {
      bank.state.withLock { state in
        guard state.answers("createRefund") else { return .unknown(reason: "time-out") }
        let mood = state.refundMood
        state.refundMood = .works
        switch mood {
        case .neverHears: return .unknown(reason: "time-out")
        case .asksToComeBack(let seconds): return .retryLater(after: seconds)
        case .refuses(let code): return .refused(code: code, field: nil)
        case .stopsTheAccount: return .accountDisabled(reason: "401")
        case .works, .losesItsAnswer: break
        }
        guard let refund = state.makeRefund(request, account) else {
          return .refused(code: GatewayCode.invalidData, field: "amount")
        }
        return mood == .works ? .accepted(refund) : .unknown(reason: "time-out")
      }
    }

    func fetchPayment(_ id: String) async -> GatewayOutcome<GatewayPayment> {
      bank.state.withLock { state in
        guard state.answers("fetchPayment") else { return .unknown(reason: "time-out") }
        guard let made = state.made[id], made.account == account else {
          return .refused(code: GatewayCode.notFound, field: nil)
        }
        return .accepted(made.payment)
      }
    }

    func findPayment(
      _ payment: Payment.ID, customer: String?
    ) async -> GatewayOutcome<GatewayPayment?> {
      bank.state.withLock { state in
        guard state.answers("findPayment") else { return .unknown(reason: "time-out") }
        let own = state.made.filter { $0.value.account == account }
        return .accepted(State.newest(of: payment, in: own).flatMap { own[$0]?.payment })
      }
    }
  }
}

extension ScriptedBank.State {
  static func newest(of payment: Payment.ID, in made: [String: ScriptedBank.Made]) -> String? {
    made.filter { $0.value.request.payment == payment }.keys.max()
  }

  mutating func answers(_ call: String) -> Bool {
    calls[call, default: 0] += 1
    return !isAway
  }

  /// The same key gives the first refund again; nil when it is more than what is left.
  mutating func makeRefund(
    _ request: GatewayRefundRequest, _ account: GatewayAccount.ID
  ) -> GatewayRefund? {
    guard var made = made[request.payment], made.account == account else { return nil }
    var refunds = made.payment.refunds ?? []
    if let known = refundOfKey[request.idempotencyKey] { return refunds.first { $0.id == known } }
    let out = refunds.filter { $0.status != .failed && $0.status != .cancelled }
    let taken =
      out.reduce(0) { $0 + $1.amount.minorUnits } + made.payment.chargedBack.minorUnits
      - made.payment.chargebackReversed.minorUnits
    guard taken + request.amount.minorUnits <= made.payment.amount.minorUnits else { return nil }
    refundCount += 1
    let refund = GatewayRefund(
      id: "re_\(1000 + refundCount)", status: .pending, amount: request.amount,
      reference: request.refund, description: request.description)
    refunds.append(refund)
    made.payment.refunds = refunds
    self.made[request.payment] = made
    refundOfKey[request.idempotencyKey] = refund.id
    return refund
  }

  /// The same key gives the first payment again, as a provider does for an hour.
  mutating func make(
    _ request: GatewayRequest, _ account: GatewayAccount.ID
  ) -> GatewayPayment {
    if let known = idOfKey[request.idempotencyKey], let made = made[known] { return made.payment }
    let id = "tr_\(1000 + made.count)"
    let isHosted = request.sequence.isHosted
    var payment = GatewayPayment(
      id: id, status: isHosted ? .open : .pending, amount: request.amount)
    payment.reference = request.payment
    payment.refunds = []
    payment.customer = request.customer
    payment.method = request.method
    payment.checkoutURL = isHosted ? "https://psp.example/pay/\(id)" : nil
    if request.sequence == .first { payment.mandate = "mdt_\(id)" }
    if request.sequence == .recurring { payment.mandate = request.mandate }
    made[id] = ScriptedBank.Made(payment: payment, request: request, account: account)
    idOfKey[request.idempotencyKey] = id
    return payment
  }
}
