import JSON
import Primitives

/// What a payer or a bank does to a payment.
enum Outcome: String, Sendable, CaseIterable {
  case paid, failed, expired, cancelled
  /// Under way; paid after a while.
  case later
}

extension Universe {
  /// Brings a payment to an outcome; false when it is over already.
  @discardableResult
  mutating func settle(
    _ place: PaymentPlace, _ outcome: Outcome, method: String? = nil, code: String? = nil
  ) -> Bool {
    guard let payment = payment(at: place), !payment.status.isFinal else { return false }
    let now = now
    let payer = payer(of: payment, in: place.key)
    update(place) { payment in
      payment.method = method ?? payment.method ?? payment.offered.first ?? "ideal"
      if outcome != .expired { payment.payer = payment.payer ?? payer }
      payment.take(outcome, code: code, at: now)
    }
    settleMandate(of: place)
    if outcome == .later {
      timeline.plan(.settle(place), at: now.adding(seconds: behaviour.laterSeconds))
    } else {
      announce(place)
    }
    return true
  }

  /// The payment's webhook is called at once.
  mutating func announce(_ place: PaymentPlace) {
    guard payment(at: place)?.webhookURL != nil else { return }
    timeline.plan(.callWebhook(place, attempt: 1, first: now), at: now)
  }

  /// Takes back what was paid, or a part of it; false when that is not possible.
  @discardableResult
  mutating func chargeBack(_ place: PaymentPlace, code: String, amount: Money? = nil) -> Bool {
    guard let payment = payment(at: place), payment.paidAt != nil else { return false }
    let left = payment.amount.minorUnits - payment.amountChargedBack.minorUnits
    let wanted = amount ?? Money(minorUnits: left, currency: payment.amount.currency)
    guard wanted.isPositive, wanted.minorUnits <= left,
      wanted.currency == payment.amount.currency
    else { return false }
    let chargeback = SandboxChargeback(
      id: identifiers.next("chb_"), amount: wanted, reason: code, createdAt: now)
    update(place) { $0.chargebacks.append(chargeback) }
    announce(place)
    return true
  }

  /// Gives the shop back what had been taken; false when there is nothing.
  mutating func reverseChargebacks(of place: PaymentPlace) -> Bool {
    guard let payment = payment(at: place),
      payment.chargebacks.contains(where: { $0.reversedAt == nil })
    else { return false }
    let now = now
    update(place) { payment in
      for index in payment.chargebacks.indices where payment.chargebacks[index].reversedAt == nil {
        payment.chargebacks[index].reversedAt = now
      }
    }
    announce(place)
    return true
  }

  /// A collection that was just made: what will become of it, by the rules.
  mutating func planCollection(_ place: PaymentPlace) {
    guard let payment = payment(at: place) else { return }
    let rule = behaviour.rule(for: payment)
    if payment.isDirectDebit {
      guard rule?.effect != .hang else { return }
      timeline.plan(.settle(place), at: now.adding(days: behaviour.settleDays))
    } else {
      settle(place, rule?.effect == .fail ? .failed : .paid, code: rule?.code)
    }
  }

  /// A collection, or a payment that was put off, comes to its end.
  mutating func finish(_ place: PaymentPlace) {
    guard let payment = payment(at: place) else { return }
    let rule = behaviour.rule(for: payment)
    switch rule?.effect {
    case .fail: settle(place, .failed, code: rule?.code)
    case .hang: break
    case .chargeBack:
      if settle(place, .paid) {
        let day = now.adding(days: behaviour.chargebackDays)
        timeline.plan(.chargeBack(place, code: rule?.code ?? "MD06"), at: day)
      }
    case .loseAnswer, nil: settle(place, .paid)
    }
  }

  /// Gives a part of a payment back, whoever asked for it; nil when that is too much.
  mutating func makeRefund(
    of place: PaymentPlace, _ amount: Money, description: String, metadata: JSONValue
  ) -> SandboxRefund? {
    guard let payment = payment(at: place), payment.paidAt != nil,
      amount.currency == payment.amount.currency, amount.isPositive,
      amount.minorUnits <= payment.amountRemaining.minorUnits
    else { return nil }
    let refund = SandboxRefund(
      id: identifiers.next("re_"), amount: amount, description: description, metadata: metadata,
      createdAt: now)
    update(place) { $0.refunds.append(refund) }
    if behaviour.rule(forRefund: amount)?.effect != .hang {
      timeline.plan(
        .completeRefund(place, refund: refund.id), at: now.adding(days: behaviour.refundDays))
    }
    announce(place)
    return refund
  }

  /// A refund comes to its end, by the rules.
  mutating func completeRefund(_ id: String, of place: PaymentPlace) {
    guard let payment = payment(at: place),
      let index = payment.refunds.firstIndex(where: { $0.id == id && $0.status.isOpen })
    else { return }
    let fails = behaviour.rule(forRefund: payment.refunds[index].amount)?.effect == .fail
    update(place) { $0.refunds[index].status = fails ? .failed : .refunded }
    announce(place)
  }

  /// The mandate that a first payment gives becomes valid, or comes to nothing.
  private mutating func settleMandate(of place: PaymentPlace) {
    guard let payment = payment(at: place), payment.sequence == .first,
      let id = payment.mandate, payment.status != .pending
    else { return }
    withWorld(place.key) { world in
      guard var mandate = world.mandates[id] else { return }
      mandate.status = payment.status == .paid ? .valid : .invalid
      let used = payment.method.flatMap(MollieMethod.init(rawValue:))
      mandate.method = used?.resultingMandate ?? mandate.method
      if let payer = payment.payer { mandate.payer = payer }
      world.mandates[id] = mandate
    }
  }

  /// The same account for a customer each time; a new one for somebody unknown.
  mutating func payer(of payment: SandboxPayment, in key: String) -> SandboxPayer {
    if let payer = payment.payer { return payer }
    let world = worlds[key]
    let customer = payment.customer.flatMap { world?.customers[$0] }
    let known = customer?.mandates.compactMap { world?.mandates[$0]?.payer }
    if let payer = known?.first { return payer }
    return SandboxPayer(
      name: customer?.name ?? "J. Jansen", iban: identifiers.iban(), bic: "TESTNL99")
  }

}

extension SandboxPayment {
  fileprivate mutating func take(_ outcome: Outcome, code: String?, at now: Instant) {
    switch outcome {
    case .paid:
      if method == "creditcard", let failure = Behaviour.cardFailures[amount.minorUnits] {
        (status, failedAt, failureCode) = (.failed, now, failure)
      } else {
        (status, paidAt) = (.paid, now)
      }
    case .failed: (status, failedAt, failureCode) = (.failed, now, code ?? standardFailure)
    case .expired: (status, expiredAt) = (.expired, now)
    case .cancelled: (status, canceledAt) = (.canceled, now)
    case .later: status = .pending
    }
    if status != .open { expiresAt = nil }
  }

  private var standardFailure: String? {
    switch method {
    case "directdebit": "AM04"
    case "creditcard": "refused_by_issuer"
    default: nil
    }
  }
}
