import Payments
import Primitives
import Synchronization

/// The bank as one shop's account sees it.
struct SimulatedGateway: PaymentGateway {
  let bank: SimulatedBank

  func createCustomer(_ request: GatewayCustomerRequest) async -> GatewayOutcome<String> {
    if bank.strikes(.createRetryLater) { return .retryLater(after: 60) }
    let made = bank.vault.withLock { vault in
      if let known = vault.customers[request.idempotencyKey] { return known }
      let id = "cst_\(vault.customers.count)"
      vault.customers[request.idempotencyKey] = id
      return id
    }
    return bank.strikes(.createTimeout) ? .unknown(reason: "timeout") : .accepted(made)
  }

  func createPayment(_ request: GatewayRequest) async -> GatewayOutcome<GatewayPayment> {
    if bank.strikes(.createRetryLater) { return .retryLater(after: 30) }
    if bank.strikes(.createLost) { return .unknown(reason: "connection lost") }
    guard request.customer != nil || request.sequence == .oneOff else {
      return .refused(code: GatewayCode.invalidData, field: "customerId")
    }
    if request.sequence == .recurring, request.mandate == nil {
      return .refused(code: GatewayCode.noMandate, field: "mandateId")
    }
    let payment = bank.make(request)
    if bank.planted == .bankCapturesTwice, payment.index == 40 { _ = bank.makeAnew(request) }
    if bank.strikes(.webhookEarly) { await bank.tell(payment) }
    if bank.strikes(.createTimeout) { return .unknown(reason: "timeout") }
    return .accepted(payment.told)
  }

  func fetchPayment(_ id: String) async -> GatewayOutcome<GatewayPayment> {
    if bank.strikes(.fetchLost) || bank.planted == .deafToTheBank {
      return .unknown(reason: "timeout")
    }
    guard let index = BankPayment.index(id), let payment = bank.payment(index),
      !bank.hides(payment)
    else { return .refused(code: GatewayCode.notFound, field: nil) }
    return .accepted(payment.told)
  }

  func findPayment(
    _ reference: Payment.ID, customer: String?
  ) async -> GatewayOutcome<GatewayPayment?> {
    if bank.strikes(.fetchLost) { return .unknown(reason: "timeout") }
    let found = bank.payments(of: reference).first { !bank.hides($0) }
    return .accepted(found?.told)
  }
}

extension SimulatedBank {
  /// Not to be found yet (F-13).
  func hides(_ payment: BankPayment) -> Bool {
    misfortune.has(.notFoundYet) && clock.now < payment.createdAt.adding(seconds: 30)
  }

  /// The payment of an earlier try with this key, else a new one.
  func make(_ request: GatewayRequest) -> BankPayment {
    let now = clock.now
    let known = vault.withLock { vault in
      vault.keys[request.idempotencyKey].map { vault.payments[$0] }
    }
    if let known, now < known.createdAt.adding(hours: 1) { return known }
    return makeAnew(request)
  }

  @discardableResult
  func makeAnew(_ request: GatewayRequest) -> BankPayment {
    let now = clock.now
    let isHosted = request.sequence.isHosted
    let payment = vault.withLock { vault in
      let payment = BankPayment(
        index: vault.payments.count, shop: request.shop.rawValue, reference: request.payment,
        amount: request.amount, description: request.description,
        method: request.method ?? (isHosted ? .ideal : .directDebit), sequence: request.sequence,
        customer: request.customer, webhook: request.webhookURL, createdAt: now,
        mandate: request.mandate, status: isHosted ? .open : .pending)
      vault.payments.append(payment)
      vault.keys[request.idempotencyKey] = payment.index
      vault.byReference[request.payment, default: []].append(payment.index)
      return payment
    }
    if isHosted {
      agenda.add(.expires(payment: payment.index), at: now.adding(seconds: 900))
    } else if payment.method == .directDebit {
      agenda.add(.settles(payment: payment.index), at: settlement(from: now))
    } else {
      return charge(payment)
    }
    return payment
  }

  /// A card is charged, or declined, at once.
  private func charge(_ payment: BankPayment) -> BankPayment {
    let now = clock.now
    let fails = dice.chance(rates.failedDebitPerMille)
    let charged = change(payment.index) { payment in
      payment.status = fails ? .failed : .paid
      payment.paidAt = fails ? nil : now
      payment.finalAt = now
      payment.reasonCode = fails ? "card_declined" : nil
    }
    return charged ?? payment
  }

  /// Two days on which banks work, in the morning; some take two weeks.
  private func settlement(from now: Instant) -> Instant {
    let isStuck = strikes(.debitStuck)
    let day = BankCalendar.adding(
      businessDays: 2, to: CivilZone.utc.date(at: now).adding(days: isStuck ? 14 : 0))
    return CivilZone.utc.startOfDay(day).adding(seconds: Int64(dice.within(21_600...36_000)))
  }
}
