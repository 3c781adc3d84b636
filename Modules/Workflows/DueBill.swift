import Catalog
import Invoicing
package import Primitives
import Subscriptions
import Tenancy

/// The bill of a subscription's period, with what its document needs to know.
struct DueBill: Sendable {
  let subscription: Subscription
  let bill: PeriodBill
  let customer: Customer
  /// The charges as lines, in the customer's language.
  let charges: [Charge]
  /// What they ask together, VAT included.
  let asked: Money
  /// The product's own way of invoicing; nil goes by the shop's.
  let mode: InvoiceMode?

  /// - Throws: `BillingRefusal.noRate`, `CatalogRefusal.planUnknown`, `MoneyError` beyond bounds.
  init(
    _ subscription: Subscription, _ bill: PeriodBill, customer: Customer,
    plans: [Plan.ID: Plan], _ taxation: Taxation
  ) throws {
    guard let plan = plans[subscription.planID] else { throw CatalogRefusal.planUnknown }
    self.subscription = subscription
    self.bill = bill
    self.customer = customer
    mode = plan.invoiceMode
    charges = try bill.charges.flatMap { charge in
      guard let plan = plans[charge.planID] else { throw CatalogRefusal.planUnknown }
      return try DueBill.lines(of: charge, plan, subscription, customer, taxation)
    }
    asked = try charges.total(in: bill.total.currency)
  }

  private static func lines(
    of charge: ComponentCharge, _ plan: Plan, _ subscription: Subscription,
    _ customer: Customer, _ taxation: Taxation
  ) throws -> [Charge] {
    let parts = try taxation.parts(
      of: charge.price.amount, pricesIncludeVAT: charge.pricesIncludeVAT, for: plan,
      sellingTo: customer,
      over: charge.component.hasPeriod && plan.kind != .oneOff ? charge.period : nil,
      on: charge.period.from)
    return parts.map { part in
      Charge(
        description: charge.description(of: plan)(customer.language),
        explanation: charge.explanation(of: part)?(customer.language), period: part.period,
        unitPrice: part.amount, treatment: part.treatment,
        pricesIncludeVAT: charge.pricesIncludeVAT, source: subscription.id.description,
        component: charge.component.code)
    }
  }
}

extension ChargeComponent {
  /// A set-up fee belongs to no stretch of time, nor does what is bought once.
  fileprivate var hasPeriod: Bool { sold != .setup }
}

extension ComponentCharge {
  fileprivate func description(of plan: Plan) -> Phrase {
    let name = quantity == 1 ? plan.name : "\(quantity) x \(plan.name)"
    if let label { return Phrase(nl: "Korting \(label)", en: "Discount \(label)") }
    return switch component {
    case .setup: Phrase(nl: "Eenmalige kosten \(name)", en: "Set-up fee \(name)")
    case .plan, .addOn, .discount: Phrase(nl: name, en: name)
    }
  }

  /// The calculation in words, down to the amount of the line: also where the VAT of a consumer
  /// is taken out of the price.
  fileprivate func explanation(of part: Taxation.Part) -> Phrase? {
    let shared = share(of: part)
    guard let withVAT = part.withVAT else { return shared }
    let without = Phrase(
      nl: "\(withVAT.formatted(.nl)) zonder btw = \(part.amount.formatted(.nl))",
      en: "\(withVAT.formatted(.en)) without VAT = \(part.amount.formatted(.en))")
    guard let shared else { return without }
    return Phrase(nl: "\(shared(.nl)); \(without(.nl))", en: "\(shared(.en)); \(without(.en))")
  }

  /// Where the rate changes within the period, the days of each rate.
  private func share(of part: Taxation.Part) -> Phrase? {
    guard let days = part.period, days != period else { return price.explanation }
    let share = Phrase(
      nl: "\(days.days) van \(period.days) dagen tegen \(part.treatment.label(.nl)) btw",
      en: "\(days.days) of \(period.days) days at \(part.treatment.label(.en)) VAT")
    guard let whole = price.explanation else { return share }
    return Phrase(nl: "\(whole(.nl)); \(share(.nl))", en: "\(whole(.en)); \(share(.en))")
  }
}

extension [Charge] {
  /// What a document of these charges asks, VAT included, by the very calculation that makes it.
  func total(in currency: Currency) throws -> Money {
    let lines = try map {
      VATCalculation.Line(
        quantity: try Ratio($0.quantity, 1), unitPrice: $0.unitPrice, treatment: $0.treatment)
    }
    return try VATCalculation(
      lines: lines, pricesIncludeVAT: first?.pricesIncludeVAT ?? true, currency: currency
    ).gross
  }
}

/// Why a charge cannot be billed.
package enum BillingRefusal: Refusal, Hashable {
  case noRate(country: String)

  package var kind: RefusalKind { .invalid }
  package var code: String { "billing.noRate" }
  package var pointer: String? { nil }

  package var phrase: Phrase {
    switch self {
    case .noRate(let country):
      Phrase(
        nl: "Voor \(country) zijn geen btw-tarieven bekend.",
        en: "No VAT rates are known for \(country).")
    }
  }
}
