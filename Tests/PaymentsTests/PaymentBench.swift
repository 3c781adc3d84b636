import Invoicing
import Ledger
import Payments
import Primitives
import Storage
import Tenancy
import TestSupport

/// A shop with a customer and pro formas to pay.
struct PaymentBench: Sendable {
  let shop: ShopBench
  let customer: Customer

  var database: Database { shop.database }
  var scope: TenantScope { shop.scope }
  var clock: ManualClock { shop.clock }

  static let migrations =
    LedgerMigrations.all + InvoicingMigrations.all + PaymentsMigrations.all

  /// An open pro forma of an amount in cents.
  func document(_ cents: Int64 = 3000) async throws -> Invoice.ID {
    let customer = customer
    return try await database.write(as: scope) { shop in
      try shop.ledger.openBooks()
      let charge = Charge(
        description: "Basis", unitPrice: .eur(cents), rate: .standard, pricesIncludeVAT: true)
      let draft = Draft(
        customer: customer.id,
        buyer: Party(
          name: customer.name, street: "Dorpsstraat 1", postalCode: "1234 AB", city: "Utrecht",
          country: "NL"),
        charges: [charge], dueOn: shop.today.adding(days: 14), language: .nl)
      return try shop.invoicing.issueProForma([draft])[0].id
    }
  }

  func new(
    _ documents: [Invoice.ID], cents: Int64 = 3000, isFirst: Bool = true
  ) -> NewPayment {
    NewPayment(
      customer: customer.id,
      targets: documents.map { PaymentTarget(document: $0, amount: .eur(cents)) },
      currency: .eur, method: .ideal, isFirst: isFirst, gateway: .mollie, description: "PF1")
  }

  /// A payment that was handed to the gateway.
  func sent(_ document: Invoice.ID, cents: Int64 = 3000) async throws -> Payment {
    let new = new([document], cents: cents)
    return try await database.write(as: scope) { shop in
      let payment = try shop.payments.begin(new)
      return try shop.payments.markSent(payment.id)
    }
  }

  /// The mandate of a paid first payment.
  func mandate() async throws -> Mandate {
    let payment = try await sent(try await document())
    return try await database.write(as: scope) { shop in
      let fetched = PaymentBench.fetched(payment, paid: true)
      let applied = try shop.payments.apply(fetched, to: payment.id)
      guard let mandate = try shop.mandates.grant(by: applied.payment, fetched) else {
        throw PaymentRefusal.unknownMandate
      }
      return mandate
    }
  }

  func planned(
    _ mandate: Mandate, _ document: Invoice.ID, cents: Int64 = 3000, inDays days: Int64 = 0
  ) async throws -> Payment {
    let at = clock.now.adding(days: days)
    return try await database.write(as: scope) { shop in
      try shop.payments.plan([
        PlannedCollection(
          mandate: mandate, target: PaymentTarget(document: document, amount: .eur(cents)),
          description: "PF2", collectAt: at, debitOn: shop.today.adding(days: 3))
      ])[0]
    }
  }

  /// What the gateway says about a payment.
  static func fetched(
    _ payment: Payment, _ status: GatewayStatus = .paid, paid: Bool = false,
    refunded: Int64 = 0, chargedBack: Int64 = 0
  ) -> GatewayPayment {
    var fetched = GatewayPayment(
      id: "tr_\(payment.id.rawValue)", status: status, amount: payment.amount,
      paidAt: paid ? payment.createdAt.adding(seconds: 60) : nil, refunded: .eur(refunded),
      chargedBack: .eur(chargedBack))
    fetched.reference = payment.id
    fetched.customer = "cst_1"
    fetched.mandate = "mdt_\(payment.id.rawValue)"
    fetched.payer = GatewayPayer(name: "P. Jansen", account: "NL91ABNA0417164300")
    return fetched
  }
}

extension DatabaseKind {
  func withPayments(_ body: (PaymentBench) async throws -> Void) async throws {
    try await withShop(PaymentBench.migrations) { shop in
      try await body(PaymentBench(shop: shop, customer: try await shop.customer()))
    }
  }
}
