import Invoicing
import Payments
import Primitives
import Storage
import Subscriptions
import Tenancy

/// A payment as the platform has it.
private struct SeenPayment: Sendable {
  let id: Payment.ID
  let state: String
  let captured: Int64
  let chargedBack: Int64
  let shop: Int64
  let description: String
  let reason: String?
}

/// What is left in the queues.
private struct Leftovers: Sendable {
  var payments: [SeenPayment] = []
  var charges: Int64 = 0
  var waiting: [String] = []
  var unread: [String] = []
  var parked: [String] = []
}

extension Auditor {
  /// Money that the bank has had for longer than any answer can take and that is in no books
  /// (I-25, I-30); checked every month.
  func findForgotten(at now: Instant, olderThanDays days: Int64 = 8) throws {
    for payment in bank.payments(from: 0) {
      let name = payment.reference.description
      if let paidAt = payment.paidAt, paidAt.adding(days: days) < now {
        try expect(
          bookings[name] != nil, "I-30", "\(name) was paid at the bank on \(paidAt), never booked")
      }
      if let taken = payment.chargedBackAt, taken.adding(days: days) < now {
        try expect(
          bookings[name]?.isTakenBack == true, "I-32",
          "\(name) was taken back on \(taken), never booked")
      }
    }
  }

  /// What must hold once faults have stopped and time has passed (class Q).
  func settle(_ database: Database, faults: Set<Fault>, at now: Instant) async throws {
    try findForgotten(at: now, olderThanDays: 0)
    let left = try await database.read { try Leftovers($0) }
    try expect(
      left.charges == Int64(charges), "I-13",
      "\(left.charges) charges are recorded, \(charges) were due")
    try comparePayments(left.payments)
    try settleRefunds()
    try expect(left.waiting.isEmpty, "I-47", "never delivered: \(left.waiting.first ?? "")")
    try expect(left.unread.isEmpty, "I-27", "events never applied: \(left.unread.first ?? "")")
    let hopeless = left.parked.filter { !faults.contains(.mailRefused) || !$0.hasPrefix("mail ") }
    try expect(hopeless.isEmpty, "I-47", "given up: \(hopeless.first ?? "")")
    let forgotten = try overdueCheckouts(at: now, slack: 5).map { Subscription.ID(rawValue: $0) }
    try expect(forgotten.isEmpty, "I-21", "\(forgotten) were never paid, nor given up")
    let lost = left.payments.filter { $0.reason == "never_arrived" }
    try checkFollowUp(
      at: now, lost: Set(try lost.map { "\(try shop($0.shop))|\($0.description)" }))
  }

  /// The platform's payments and the bank's are the same ones (I-30).
  private func comparePayments(_ seen: [SeenPayment]) throws {
    var references: Set<Payment.ID> = []
    for payment in seen {
      references.insert(payment.id)
      guard let truth = bank.payments(of: payment.id).first else {
        let isOver = ["planned", "failed", "cancelled", "expired"].contains(payment.state)
        try expect(isOver, "I-25", "\(payment.id) is \(payment.state), the bank has nothing")
        continue
      }
      let amount = truth.amount.minorUnits
      try expect(
        payment.captured == (truth.isCharged ? amount : 0)
          && payment.chargedBack == (truth.chargedBackAt == nil ? 0 : amount), "I-30",
        "\(payment.id) is \(payment.state) with \(payment.captured), the bank says "
          + "\(truth.status.rawValue)")
      if truth.status == .pending {
        try expect(
          payment.state == "pending" || payment.state == "sent", "I-30",
          "\(payment.id) is \(payment.state), pending at the bank")
      } else {
        let isLive = ["created", "sent", "pending", "unknown", "planned"].contains(payment.state)
        try expect(
          !isLive, "I-25", "\(payment.id) is \(payment.state), at the bank \(truth.status.rawValue)"
        )
      }
    }
    for payment in bank.payments(from: 0) {
      try expect(
        references.contains(payment.reference), "I-23",
        "the bank got \(payment.id) for \(payment.reference), which was never written down")
    }
  }

  /// Every renewal was asked for, collected where it could be, and followed up where it stayed
  /// unpaid (I-13, I-31, I-35).
  /// - Parameter lost: claims whose collection the bank never got, which their customers were told.
  private func checkFollowUp(at now: Instant, lost: Set<String>) throws {
    var asked: Set<Int64> = []
    for message in messages.values {
      guard let id = Invoice.ID(message.object)?.rawValue else { continue }
      asked.insert(byInvoice[id] ?? id)
    }
    for id in claims {
      guard let document = documents[id], !document.isFirst else { continue }
      try expect(asked.contains(id), "I-29", "\(document.number) was never sent")
      guard document.open > 0 else { continue }
      let today = try today(document.shop, at: now)
      if let collect = document.collectOn, collect.plus(days: 3) < today {
        try expect(
          !document.debits.isEmpty || lost.contains("\(document.shop)|\(document.number)"), "I-31",
          "\(document.number) was never collected")
      }
      try checkReminded(document, on: today, at: now)
    }
  }

  private func checkReminded(
    _ document: ModelDocument, on today: Day, at now: Instant
  ) throws {
    let days = shops[document.shop].settings.reminderDays
    let settled = Instant(milliseconds: now.milliseconds - 5 * 86_400_000)
    let isBusy = document.debits.compactMap { bank.payment($0) }
      .contains { $0.finalAt.map { $0 > settled } ?? true }
    let hasReopened = document.reopenedAt.map { $0 > settled } ?? false
    guard !isBusy, !hasReopened, document.reminded.plus(days: days + 5) < today else { return }
    try expect(
      document.reminders.contains("reminder"), "I-35",
      "\(document.number), due \(document.dueOn), was never reminded of")
  }
}

extension Leftovers {
  fileprivate init(_ transaction: Transaction) throws {
    payments = try transaction.all(
      """
      SELECT id, state, captured, charged_back, tenant_id, description, reason_code
      FROM payments ORDER BY id
      """
    ) {
      SeenPayment(
        id: try $0(0), state: try $0(1), captured: try $0(2), chargedBack: try $0(3),
        shop: try $0(4), description: try $0(5), reason: try $0(6))
    }
    charges =
      try transaction.first("SELECT COUNT(*) FROM subscription_charges") { try $0(0) } ?? 0
    waiting = try transaction.all(
      "SELECT kind, natural_key FROM outbox WHERE due_at IS NOT NULL ORDER BY id LIMIT 5"
    ) { "\(try $0(0) as String) \(try $0(1) as String)" }
    unread = try transaction.all(
      """
      SELECT external_id, state FROM inbox WHERE state NOT IN ('applied', 'noop')
      ORDER BY id LIMIT 5
      """
    ) { "\(try $0(0) as String) \(try $0(1) as String)" }
    parked = try transaction.all(
      "SELECT kind, natural_key FROM outbox WHERE state = 'parked' ORDER BY id"
    ) { "\(try $0(0) as String) \(try $0(1) as String)" }
  }
}
