import Payments
import Primitives
import Synchronization
import Workflows

/// The provider and all banks behind it. Keeps the truth about money; what it tells, when, and how
/// often is up to its faults.
final class SimulatedBank: Sendable {
  struct Vault {
    var payments: [BankPayment] = []
    /// A key and the payment that it made; the provider forgets it after an hour (F-09).
    var keys: [String: Int] = [:]
    var byReference: [Payment.ID: [Int]] = [:]
    /// A key and the refund that it made, with when.
    var refundKeys: [String: BankRefund] = [:]
    var refunds: [Refund.ID: [BankRefund]] = [:]
    var customers: [String: String] = [:]
    var isCalm = false
    var planted: PlantedBug?
  }

  let clock: ManualClock
  let agenda: Agenda
  let misfortune: Misfortune
  let rates: Rates
  let dice: Dice
  private let seed: UInt64
  let vault = Mutex(Vault())
  private let ear = Mutex<(@Sendable (BankPayment) async -> Void)?>(nil)

  init(clock: ManualClock, agenda: Agenda, input: SimulationInput, planted: PlantedBug?) {
    self.clock = clock
    self.agenda = agenda
    misfortune = Misfortune(input.faults, input.scenario.rates)
    rates = input.scenario.rates
    seed = input.seed
    dice = Dice(seed: input.seed, "bank")
    vault.withLock { $0.planted = planted }
  }

  /// Who hears of a payment at once, before the call that made it has returned (F-17).
  func listen(_ body: @escaping @Sendable (BankPayment) async -> Void) {
    ear.withLock { $0 = body }
  }

  func tell(_ payment: BankPayment) async {
    let body = ear.withLock { $0 }
    await body?(payment)
  }

  /// From now on nothing goes wrong any more (the liveness phase).
  func calmDown() { vault.withLock { $0.isCalm = true } }

  func strikes(_ fault: Fault) -> Bool {
    let hit = misfortune.strikes(fault, dice)
    return hit && !vault.withLock { $0.isCalm }
  }

  var planted: PlantedBug? { vault.withLock { $0.planted } }

  // MARK: - What is true

  func payment(_ index: Int) -> BankPayment? {
    vault.withLock { $0.payments.indices.contains(index) ? $0.payments[index] : nil }
  }

  func payments(of reference: Payment.ID) -> [BankPayment] {
    vault.withLock { vault in
      (vault.byReference[reference] ?? []).map { vault.payments[$0] }
    }
  }

  /// Those made since, in order.
  func payments(from index: Int) -> [BankPayment] {
    vault.withLock { Array($0.payments[min(index, $0.payments.count)...]) }
  }

  func change(_ index: Int, _ body: (inout BankPayment) -> Void) -> BankPayment? {
    vault.withLock { vault in
      guard vault.payments.indices.contains(index) else { return nil }
      body(&vault.payments[index])
      return vault.payments[index]
    }
  }

  // MARK: - What happens

  /// The customer decides on the bank's page; a page that has expired takes nothing any more.
  func decide(_ index: Int, pays: Bool) {
    let now = clock.now
    let gives = !(misfortuneOfMandate(index))
    let payment = change(index) { payment in
      guard payment.status == .open else { return }
      payment.status = pays ? .paid : .failed
      payment.finalAt = now
      payment.paidAt = pays ? now : nil
      if pays, gives, payment.sequence == .first { payment.mandate = "mdt_\(index)" }
    }
    if let payment { announce(payment) }
  }

  /// Some banks give no mandate: drawn per customer, so that all payments of one agree.
  private func misfortuneOfMandate(_ index: Int) -> Bool {
    guard let customer = payment(index)?.customer, let number = Int(customer.dropFirst(4)) else {
      return true
    }
    return Dice(seed: seed, "mandate", number).chance(rates.withoutMandatePerMille)
  }

  func expire(_ index: Int) {
    let now = clock.now
    var hasChanged = false
    let payment = change(index) { payment in
      guard payment.status == .open else { return }
      payment.status = .expired
      payment.finalAt = now
      hasChanged = true
    }
    if let payment, hasChanged { announce(payment) }
  }

  /// A pending debit comes to its end.
  /// - Returns: whether it was paid.
  func settle(_ index: Int) -> Bool {
    let now = clock.now
    let fails = dice.chance(rates.failedDebitPerMille)
    let payment = change(index) { payment in
      guard payment.status == .pending else { return }
      payment.status = fails ? .failed : .paid
      payment.finalAt = now
      payment.paidAt = fails ? nil : now
      payment.reasonCode = fails ? "AM04" : nil
    }
    if let payment { announce(payment) }
    if !fails { mayBeTakenBack(index, since: now) }
    return !fails
  }

  private func mayBeTakenBack(_ index: Int, since now: Instant) {
    let isTakenBack = dice.chance(rates.chargebackPerMille)
    let seconds = dice.within(3600...(55 * 86_400))
    guard isTakenBack else { return }
    agenda.add(.chargesBack(payment: index), at: now.adding(seconds: Int64(seconds)))
  }

  func chargeBack(_ index: Int) {
    let now = clock.now
    let payment = change(index) { payment in
      payment.chargedBackAt = now
      payment.reasonCode = "MD06"
    }
    if let payment { announce(payment) }
  }

  // MARK: - Webhooks

  /// Calls the platform about a payment: soon, late, several times or never.
  func announce(_ payment: BankPayment) {
    guard payment.webhook != nil else { return }
    let now = clock.now
    let isLost = strikes(.webhookLost)
    let isLate = strikes(.webhookLate)
    let copies = strikes(.webhookDouble) ? dice.within(2...5) : 1
    let delay = isLate ? dice.within(3600...(3 * 86_400)) : dice.within(1...20)
    guard !isLost, planted != .deafToTheBank else { return }
    for copy in 0..<copies {
      let moment = now.adding(seconds: Int64(delay + copy * dice.within(0...7200)))
      agenda.add(.webhook(payment: payment.index), at: moment)
    }
  }
}
