import Catalog
import Cryptography
import Invoicing
import Payments
import Primitives
import Runtime
import Storage
import Subscriptions
import Tenancy
import TestSupport
import Testing
import Workflows

/// What the page shows is what the documents ask, today and at each renewal (R-06, quote = charge).
@Suite struct QuoteIsChargeTests {
  @Test(arguments: TestDatabase.kinds, QuoteCase.all)
  func `the amounts are those worked out by hand, and are charged`(
    kind: DatabaseKind, row: QuoteCase
  ) async throws {
    try await withDesk(kind) { desk in
      let choice = try await desk.write { try row.furnish($0) }
      let quote = try await desk.read { shop in
        try CheckoutQuote(
          choice, for: row.buyer, periods: row.days.count + (row.terms.trialDays > 0 ? 0 : 1),
          in: shop)
      }
      #expect(quote.askedToday == .eur(row.asked[0]))
      #expect(quote.later.map(\.bill.asked) == row.asked.dropFirst().map { .eur($0) })
      #expect(quote.later.map(\.period.period.from.description) == row.days)
      #expect(try quote.bills.allSatisfy { try $0.addsUp })
      let order = CheckoutOrder(
        choice, details: try row.details(), method: .ideal, shownToday: quote.askedToday)
      let placed = try await Checkout(desk.platform).place(
        order, vatNumber: row.answer, as: desk.scope)
      #expect((placed.payment == nil) == (row.asked[0] == 0))
      if let payment = placed.payment { try await desk.pay(payment) }
      for day in row.days { try await desk.workUntil(day) }
      #expect(try await desk.asked(of: placed) == row.asked.filter { $0 > 0 || row.isFree })
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `another amount than was shown is refused, and nothing is written`(
    kind: DatabaseKind
  ) async throws {
    try await withDesk(kind) { desk in
      let row = QuoteCase("discounted", []) {
        $0.discount = Discount(.percent(hundredths: 1000))
      }
      let choice = try await desk.write { try row.furnish($0) }
      for shown in [1349, 1351, 1500, 0] {
        let order = CheckoutOrder(
          choice, details: try row.details(), method: .ideal, shownToday: .eur(Int64(shown)))
        await #expect(throws: CheckoutRefusal.priceChanged(now: .eur(1350))) {
          try await Checkout(desk.platform).place(order, as: desk.scope)
        }
      }
      let (subscriptions, used) = try await desk.read { shop in
        (try shop.subscriptions.counts(), try shop.coupons.list(.first).items.map(\.redeemed))
      }
      #expect(subscriptions.isEmpty && used == [0])
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `what was promised for the renewal is kept, or stopped and shown`(
    kind: DatabaseKind
  ) async throws {
    try await withDesk(kind) { desk in
      let row = QuoteCase("excluding", []) { $0.terms.pricesIncludeVAT = false }
      let choice = try await desk.write { try row.furnish($0) }
      let order = CheckoutOrder(
        choice, details: try row.details(), method: .ideal, shownToday: .eur(1815))
      let placed = try await Checkout(desk.platform).place(order, as: desk.scope)
      try await desk.pay(try #require(placed.payment))
      let promise = try await desk.read {
        try $0.subscriptions.quotes(of: placed.subscription).first
      }
      #expect(promise?.amount == .eur(3630) && promise?.state == .open)
      #expect(promise?.calculation.contains("host") == true)
      // The shop taxes the product otherwise before the renewal: another amount than was shown.
      try await desk.write { shop in
        let product = try shop.catalog.existingPlan(
          try shop.subscriptions.existing(placed.subscription).planID
        ).productID
        _ = try shop.catalog.editProduct(
          product, ProductDraft(name: "host", vatCategory: .reduced))
      }
      try await desk.workUntil("2026-12-01")
      let (subscription, quote) = try await desk.read { shop in
        (
          try shop.subscriptions.existing(placed.subscription),
          try shop.subscriptions.quotes(of: placed.subscription).first
        )
      }
      #expect(subscription.parked == .quoteDiffers && quote?.state == .differs)
      #expect(try await desk.asked(of: placed) == [1815])
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `a checkout that is given up gives its coupon back`(kind: DatabaseKind) async throws {
    try await withDesk(kind) { desk in
      let row = QuoteCase("discounted", []) {
        $0.discount = Discount(.percent(hundredths: 1000))
        $0.oneOff = 1000
      }
      let choice = try await desk.write { try row.furnish($0) }
      let order = CheckoutOrder(
        choice, details: try row.details(), method: .ideal, shownToday: .eur(2350))
      let placed = try await Checkout(desk.platform).place(order, as: desk.scope)
      #expect(try await desk.uses() == 1)
      let payment = try await HostedPayment(desk.platform).open(
        try #require(placed.payment), as: desk.scope)
      desk.bank.settle(.expired)
      _ = try await HostedPayment(desk.platform).refresh(payment.id, as: desk.scope)
      try await desk.workUntil("2026-12-05")
      #expect(try await desk.uses() == 0)
      let counts = try await desk.read { try $0.subscriptions.counts() }
      #expect(counts == ["abandoned": 2], "what was bought beside it is given up too")
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `what is bought beside the plan begins and ends with its payment`(
    kind: DatabaseKind
  ) async throws {
    try await withDesk(kind) { desk in
      let row = QuoteCase("both", []) {
        $0.oneOff = 1250
        $0.addOn = 600
      }
      let choice = try await desk.write { try row.furnish($0) }
      let order = CheckoutOrder(
        choice, details: try row.details(), method: .ideal, shownToday: .eur(3050))
      let placed = try await Checkout(desk.platform).place(order, as: desk.scope)
      try await desk.pay(try #require(placed.payment))
      let subscriptions = try await desk.read { try $0.subscriptions.of(placed.customer) }
      #expect(subscriptions.count == 2 && subscriptions.allSatisfy { $0.state.isActive })
      let box = try #require(subscriptions.first { $0.id != placed.subscription })
      #expect(box.nextPeriod == nil && box.state != .active(endsOn: nil))
      let documents = try await desk.read { shop in
        try shop.invoicing.standing(of: box.id.description, customer: placed.customer)
      }
      #expect(documents.count == 1, "one order, one invoice")
    }
  }
}

extension QuoteCase {
  /// Where nothing is ever asked documents of nothing are made all the same.
  fileprivate var isFree: Bool {
    asked.allSatisfy { $0 == 0 } || terms.introduction?.price.isZero == true
  }

  fileprivate var answer: VATAnswer? {
    guard buyer.isBusiness else { return nil }
    return buyer.hasCheckedVATNumber
      ? .valid(VATEntry(name: "", address: "", consultation: nil, answerHash: [1]))
      : .invalid(answerHash: [0])
  }
}

extension QuotedBill {
  fileprivate var addsUp: Bool {
    get throws {
      let sum = try lines.map(\.amount).total(in: asked.currency)
      return try sum + (vat ?? .zero(asked.currency)) == asked
    }
  }
}
