import Invoicing
import Ledger
import Notifications
import Payments
import Primitives
import Subscriptions
import Tenancy
import Testing

/// What the shop sees, in words that a test can compare.
extension World {
  func heads(of buyer: Purchase) async throws -> [DocumentHead] {
    try await database.read(as: scope) { shop in
      let filter = DocumentFilter(customer: buyer.customer)
      let page = try shop.invoicing.page(try PageRequest(limit: 200), filter: filter)
      return page.items.reversed()
    }
  }

  /// "PF000002 30.00 open, 30.00 due 2026-12-01", "2026-00001 15.00 paid on 2026-11-16".
  func documents(of buyer: Purchase) async throws -> [String] {
    try await heads(of: buyer).map { head in
      var words = "\(head.number) \(head.total.decimal) \(head.state.name)"
      if head.isOpen { words += ", \(head.toPay.decimal) due \(head.dueOn)" }
      if let day = head.paidOn { words += " on \(day)" }
      if head.creditsUsed.isPositive { words += ", credits \(head.creditsUsed.decimal)" }
      return words
    }
  }

  /// The document that a number names.
  func document(_ number: String) async throws -> IssuedDocument? {
    try await database.read(as: scope) { shop in
      try shop.invoicing.find(number: number).map { try shop.invoicing.find($0.id) }
    }
  }

  /// "2026-11-16/2026-12-01 15.00".
  func charges(of buyer: Purchase) async throws -> [String] {
    try await database.read(as: scope) { shop in
      try shop.subscriptions.charges(of: buyer.subscription).map {
        "\($0.period) \($0.amount.decimal)"
      }
    }
  }

  func payments(of buyer: Purchase) async throws -> [Payment] {
    try await database.read(as: scope) { shop in
      let request = try PageRequest(limit: 200)
      return try shop.payments.page(request, customer: buyer.customer).items.reversed()
    }
  }

  /// "15.00 first paid", "30.00 recurring planned 2026-12-01".
  func attempts(of buyer: Purchase) async throws -> [String] {
    try await payments(of: buyer).map { payment in
      let day = payment.debitOn.map { " \($0)" } ?? ""
      return
        "\(payment.amount.decimal) \(payment.sequence.rawValue) \(payment.state.rawValue)\(day)"
    }
  }

  func newestPayment(of buyer: Purchase) async throws -> Payment {
    guard let payment = try await payments(of: buyer).last else { throw WorldError.noDatabase }
    return payment
  }

  /// When each payment was handed to the bank, in the shop's days.
  func handedOver(_ payment: Payment) -> CivilDate? {
    payment.sentAt.map { scope.zone.date(at: $0) }
  }

  /// "2026-11-16 invoicePaid", by day, those of a day by name.
  func mails(to buyer: Purchase) async throws -> [String] {
    let zone = scope.zone
    return try await database.read(as: scope) { shop in
      let email = try shop.customers.find(buyer.customer).email
      let messages = try shop.messages.page(try PageRequest(limit: 200)).items
        .filter { $0.recipient.email == email }
      return messages.map { message in
        let day = message.sentAt.map { "\(zone.date(at: $0))" } ?? "unsent"
        return "\(day) \(message.kind.rawValue)"
      }.sorted()
    }
  }

  func subscription(of buyer: Purchase) async throws -> Subscription {
    try await database.read(as: scope) { try $0.subscriptions.existing(buyer.subscription) }
  }

  func balance(_ account: AccountCode) async throws -> String {
    try await database.read(as: scope) { shop in
      try shop.ledger.balance(of: account, in: shop.currency).decimal
    }
  }

  /// Whether the books say what the bank did.
  func booksAgreeWithBank() async throws -> Bool {
    try await balance(.clearing) == bank.kept(in: scope.currency).decimal
  }
}

/// What was told against what should be, both shown when they differ.
func expect(
  _ told: [String], is wanted: [String], sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(told == wanted, sourceLocation: sourceLocation)
}
