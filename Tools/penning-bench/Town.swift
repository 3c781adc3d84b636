import Catalog
import Ledger
import Primitives
import Runtime
import Storage
import Subscriptions
import Tenancy

/// Shops with customers who all subscribed on the same day, and whose next period is due.
struct Town {
  /// 2026-11-01T08:00:00Z: everyone buys; every plan is monthly.
  static let foundingDay = Instant(milliseconds: 1_793_520_000_000)
  /// 2026-11-24T08:00:00Z: a week before the second period, when its document is made.
  static let billingDay = Instant(milliseconds: 1_795_507_200_000)

  /// The civil day of `foundingDay`, as columns hold it.
  static let foundingDate = "2026-11-01"

  /// The day on which a pause that is previewed ends.
  static let pauseEnd = CivilDate.first.adding(days: 739_981)

  private static let batch = 5_000

  let database: Database
  let order: BillingOrder

  func found() async throws {
    for number in 0..<order.shops {
      let scope = try await database.foundShop(try newShop(number))
      let plan = try await open(scope)
      let share = order.share(of: number)
      for first in stride(from: 0, to: share, by: Town.batch) {
        let numbers = first..<min(first + Town.batch, share)
        try await database.write(as: scope) { shop in
          try Town.settle(numbers, with: plan, in: shop)
        }
      }
    }
    try await database.gatherStatistics()
  }

  private func newShop(_ number: Int) throws -> NewShop {
    guard let slug = Slug("shop-\(number)"), let country = Country("NL"),
      let zone = CivilZone(identifier: "Europe/Amsterdam")
    else { throw ProgramFailed("the machine has no time zones") }
    let address = PostalAddress(
      street: "Dorpsstraat 1", postalCode: "1234 AB", city: "Utrecht", country: country)
    return try NewShop(
      slug: slug, name: "Shop \(number)", zone: zone,
      legal: LegalDetails(
        legalName: "Shop \(number) B.V.", address: address,
        vatNumber: VATNumber("NL123456782B90"), registration: "12345678",
        iban: IBAN("NL91ABNA0417164300"), creditorID: "NL98ZZZ123456780000"))
  }

  private func open(_ scope: TenantScope) async throws -> Plan {
    guard let slug = Slug("basis") else { throw ProgramFailed("no plan") }
    let makesInvoices = order.makesInvoices
    let terms = PlanTerms(price: .eur(3000), interval: .monthly)
    return try await database.write(as: scope) { shop in
      try shop.ledger.openBooks()
      try shop.settings.change { $0.invoiceMode = makesInvoices ? .invoiceAtOnce : .proFormaFirst }
      return try shop.catalog.createPlan(PlanDraft(name: "Basis", slug: slug, terms: terms))
    }
  }

  /// Customers through their store; the rest as rows, since nobody else founds a thousand
  /// subscriptions in one statement.
  private static func settle(
    _ numbers: Range<Int>, with plan: Plan, in shop: ShopTransaction
  ) throws {
    let customers = try shop.customers.create(
      try numbers.map { try newCustomer($0, of: shop.scope.shop) })
    var subscriptions = BulkRows(into: "subscriptions", subscriptionColumns)
    var charges = BulkRows(into: "subscription_charges", chargeColumns)
    var mandates = BulkRows(into: "mandates", mandateColumns)
    let bought = shop.today
    let next = bought.adding(months: 1)
    let billAt = shop.scope.zone.startOfDay(next.adding(days: -7))
    for customer in customers {
      let (id, mandate) = (shop.newID(Subscription.self), shop.newID(Payer.self))
      subscriptions.append(
        id, shop.tenant, customer.id, plan.id, plan.version.id, 1, plan.version.price.minorUnits,
        "EUR", 1, "month", 1, bought, bought, bought, 1, "active", billAt)
      charges.append(
        id, shop.tenant, bought, next, "plan", bought.days(until: next), 3000, 3000, "EUR", 1,
        plan.id)
      mandates.append(
        mandate, shop.tenant, customer.id, "mollie", "cst_\(customer.id.rawValue)",
        "mdt_\(customer.id.rawValue)", "PN-\(mandate)", "valid", "directDebit", customer.name,
        "NL** **** 4300", bought)
    }
    try shop.insert(subscriptions)
    try shop.insert(charges)
    try shop.insert(mandates)
  }

  private static func newCustomer(_ number: Int, of shop: Shop) throws -> CustomerDetails {
    guard let email = EmailAddress("klant\(number)@\(shop.slug).example") else {
      throw ProgramFailed("no address")
    }
    return try CustomerDetails(
      name: "Klant \(number) van der \(shop.name)", email: email,
      address: PostalAddress(
        street: "Kerkstraat \(number)", postalCode: "1234 AB", city: "Utrecht",
        country: shop.country), language: .nl)
  }

  private static let subscriptionColumns: [Column] = [
    .integer("id"), .integer("tenant_id"), .integer("customer_id"), .integer("plan_id"),
    .integer("version_id"), .integer("quantity"), .integer("price"), .text("currency"),
    .integer("prices_include_vat"), .text("interval_unit"), .integer("interval_count"),
    .text("purchased_on"), .text("starts_on"), .text("anchor"), .integer("next_index"),
    .text("state"), .integer("bill_at"),
  ]

  private static let chargeColumns: [Column] = [
    .integer("subscription_id"), .integer("tenant_id"), .text("period_from"),
    .text("period_until"), .text("component"), .integer("whole_days"), .integer("full_price"),
    .integer("amount"), .text("currency"), .integer("quantity"), .integer("plan_id"),
  ]

  private static let mandateColumns: [Column] = [
    .integer("id"), .integer("tenant_id"), .integer("customer_id"), .text("gateway"),
    .text("gateway_customer_id"), .text("gateway_mandate_id"), .text("reference"),
    .text("status"), .text("method"), .text("holder_name"), .text("account_masked"),
    .text("signed_on"),
  ]

  /// The owner of the ids drawn for mandates.
  private enum Payer: Entity { static let idPrefix = "mnd" }
}
