import Catalog
import Invoicing
package import Primitives
import Subscriptions
import Tenancy

/// A period of a subscription at its price, with what its document needs.
struct DueCharge: Sendable {
  let subscription: Subscription
  let plan: Plan
  let customer: Customer
  let period: BillingPeriod
  let price: ProRata

  /// - Throws: `MoneyError` beyond the platform's bounds.
  init(
    _ subscription: Subscription, period: BillingPeriod, plan: Plan, customer: Customer
  ) throws {
    self.subscription = subscription
    self.plan = plan
    self.customer = customer
    self.period = period
    price = try period.price(atFullPrice: subscription.price)
  }

  var periodCharge: PeriodCharge {
    PeriodCharge(subscriptionID: subscription.id, period: period, price: price)
  }

  /// The line of the document, in the customer's language.
  /// - Throws: `BillingRefusal.noRate` for a country whose rates the platform does not know.
  func charge(in shop: Shop) throws -> Charge {
    let rate = VATTable.rate(
      for: plan.vatCategory, country: shop.country, on: period.period.from)
    guard let rate else { throw BillingRefusal.noRate(country: shop.country.code) }
    let count = subscription.quantity == 1 ? "" : "\(subscription.quantity) x "
    return Charge(
      description: count + plan.name, explanation: price.explanation?(customer.language),
      period: period.period, unitPrice: price.amount, rate: rate,
      pricesIncludeVAT: subscription.pricesIncludeVAT, source: subscription.id.description,
      component: "plan")
  }
}

/// Why a charge cannot be billed.
package enum BillingRefusal: Refusal, Hashable {
  case noRate(country: String)

  package var kind: RefusalKind { .invalid }
  package var code: String { "billing.noRate" }

  package var phrase: Phrase {
    switch self {
    case .noRate(let country):
      Phrase(
        nl: "Voor \(country) zijn geen btw-tarieven bekend.",
        en: "No VAT rates are known for \(country).")
    }
  }
}
