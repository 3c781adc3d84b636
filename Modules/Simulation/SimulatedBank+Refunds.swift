import Payments
import Primitives
import Synchronization

extension SimulatedGateway {
  func createRefund(_ request: GatewayRefundRequest) async -> GatewayOutcome<GatewayRefund> {
    if bank.strikes(.createRetryLater) { return .retryLater(after: 30) }
    if bank.strikes(.createLost) { return .unknown(reason: "connection lost") }
    guard let index = BankPayment.index(request.payment) else {
      return .refused(code: GatewayCode.notFound, field: nil)
    }
    guard let refund = bank.refund(index, request) else {
      return .refused(code: GatewayCode.invalidData, field: "amount")
    }
    if bank.strikes(.createTimeout) { return .unknown(reason: "timeout") }
    return .accepted(refund.told)
  }
}

extension SimulatedBank {
  /// The refund of an earlier try with this key, else a new one; nil when it is more than is left.
  func refund(_ index: Int, _ request: GatewayRefundRequest) -> BankRefund? {
    let now = clock.now
    let made: (refund: BankRefund, isNew: Bool)? = vault.withLock { vault in
      guard vault.payments.indices.contains(index) else { return nil }
      if let known = vault.refundKeys[request.idempotencyKey],
        now < known.createdAt.adding(hours: 1)
      {
        return (known, false)
      }
      let payment = vault.payments[index]
      let out = payment.refunds.reduce(0) { $0 + $1.amount.minorUnits }
      let left = payment.chargedBackAt == nil ? payment.amount.minorUnits - out : 0
      guard payment.isCharged, request.amount.minorUnits <= left else { return nil }
      let refund = BankRefund(
        id: "re_\(index)_\(payment.refunds.count)", reference: request.refund,
        amount: request.amount, createdAt: now)
      vault.payments[index].refunds.append(refund)
      vault.refundKeys[request.idempotencyKey] = refund
      vault.refunds[request.refund, default: []].append(refund)
      return (refund, true)
    }
    if made?.isNew == true {
      let hours = dice.within(4...60)
      agenda.add(.refunds(payment: index), at: now.adding(hours: Int64(hours)))
    }
    return made?.refund
  }

  /// Everything of a payment that is on its way back is out.
  func finishRefunds(of index: Int) {
    let payment = change(index) { payment in
      for place in payment.refunds.indices { payment.refunds[place].isDone = true }
    }
    guard let payment else { return }
    vault.withLock { vault in
      for refund in payment.refunds {
        let made = vault.refunds[refund.reference] ?? []
        vault.refunds[refund.reference] = made.map { one in
          var done = one
          done.isDone = true
          return done
        }
      }
    }
    announce(payment)
  }

  /// The refund that ours became, if it ever came here.
  func refund(_ reference: Refund.ID) -> BankRefund? { refunds(of: reference).first }

  func refunds(of reference: Refund.ID) -> [BankRefund] {
    vault.withLock { $0.refunds[reference] ?? [] }
  }
}
