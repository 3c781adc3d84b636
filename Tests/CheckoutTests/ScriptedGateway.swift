import Notifications
import Payments
import Primitives
import Synchronization
import Tenancy

/// A payment service that does as the test says, and remembers what it was asked.
final class ScriptedBank: Sendable {
  enum Mood: Hashable, Sendable {
    case open
    /// No connection: certainly nothing was made.
    case unreachable
    /// The answer is lost.
    case silent
  }

  private struct State {
    var mood = Mood.open
    var payments: [String: GatewayPayment] = [:]
    var requests: [GatewayRequest] = []
    var customers = 0
  }

  static let origin = "http://psp.test:9099"
  private let state = Mutex(State())

  var requests: [GatewayRequest] { state.withLock { $0.requests } }

  func set(_ mood: Mood) { state.withLock { $0.mood = mood } }

  /// What the service says of its newest payment from now on.
  func settle(
    _ status: GatewayStatus, at moment: Instant = Instant(milliseconds: 1_794_816_060_000)
  ) {
    state.withLock { state in
      guard let request = state.requests.last, let id = Self.id(of: request, state),
        var payment = state.payments[id]
      else { return }
      payment.status = status
      if status == .paid {
        payment.paidAt = moment
        if request.sequence == .first {
          payment.mandate = "mdt_\(id)"
          payment.payer = GatewayPayer(name: "P. Jansen", account: "NL91ABNA0417164300")
        }
      }
      state.payments[id] = payment
    }
  }

  /// The service's id of its newest payment.
  var newestID: String? {
    state.withLock { state in state.requests.last.flatMap { Self.id(of: $0, state) } }
  }

  private static func id(of request: GatewayRequest, _ state: State) -> String? {
    state.payments.first { $0.value.reference == request.payment }?.key
  }

  func makeCustomer() -> GatewayOutcome<String> {
    state.withLock { state in
      if state.mood != .open { return .retryLater(after: nil) }
      state.customers += 1
      return .accepted("cst_\(state.customers)")
    }
  }

  func make(_ request: GatewayRequest) -> GatewayOutcome<GatewayPayment> {
    state.withLock { state in
      switch state.mood {
      case .unreachable: return .retryLater(after: nil)
      case .silent: return .unknown(reason: "time-out")
      case .open: break
      }
      if let known = Self.id(of: request, state), let payment = state.payments[known] {
        return .accepted(payment)
      }
      state.requests.append(request)
      let id = "tr_test\(state.requests.count)"
      var payment = GatewayPayment(id: id, status: .open, amount: request.amount)
      payment.checkoutURL = "\(Self.origin)/checkout/\(id)"
      payment.reference = request.payment
      payment.customer = request.customer
      payment.method = request.method
      state.payments[id] = payment
      return .accepted(payment)
    }
  }

  func fetch(_ id: String) -> GatewayOutcome<GatewayPayment> {
    state.withLock { state in
      if state.mood != .open { return .unknown(reason: "time-out") }
      guard let payment = state.payments[id] else {
        return .refused(code: GatewayCode.notFound, field: nil)
      }
      return .accepted(payment)
    }
  }
}

/// One account at the scripted bank.
struct ScriptedGateway: PaymentGateway {
  let bank: ScriptedBank

  func createCustomer(_ request: GatewayCustomerRequest) async -> GatewayOutcome<String> {
    bank.makeCustomer()
  }

  func createPayment(_ request: GatewayRequest) async -> GatewayOutcome<GatewayPayment> {
    bank.make(request)
  }

  func fetchPayment(_ id: String) async -> GatewayOutcome<GatewayPayment> { bank.fetch(id) }

  func findPayment(
    _ payment: Payment.ID, customer: String?
  ) async -> GatewayOutcome<GatewayPayment?> { .accepted(nil) }
}

/// A mail relay that keeps what it is given.
final class Mailbox: Carrier {
  private let kept = Mutex<[OutgoingMail]>([])

  var mails: [OutgoingMail] { kept.withLock { $0 } }

  func deliver(_ mail: OutgoingMail) async -> DeliveryOutcome {
    kept.withLock { $0.append(mail) }
    return .accepted("250 kept")
  }
}
