import Catalog
import Invoicing
import Notifications
import Payments
import Primitives
import Subscriptions
import Tenancy

// What a buyer is told of a purchase.
extension MailComposer {
  /// What was bought and paid, and what follows.
  func confirmed(_ order: MailOrder) throws -> ComposedMail? {
    guard let (subscription, plan) = try subscription(order) else { return nil }
    let documents = try shop.invoicing.standing(
      of: subscription.id.description, customer: subscription.customerID)
    if plan.kind == .oneOff {
      return try documents.first.map { try receipt(of: $0.head, for: subscription) }
    }
    let foresight = try Foresight(of: subscription, plan, in: shop)
    let interval = subscription.schedule.interval
    let next = try foresight.next()
    let content = SubscriptionConfirmedMail(
      planName: plan.name, price: try foresight.wholePrice(),
      interval: Phrase(nl: interval.formatted(.nl), en: interval.formatted(.en)),
      startedOn: subscription.purchasedOn,
      paidNow: documents.first?.head.total ?? .zero(subscription.price.currency),
      nextAmount: next?.bill.asked, nextCollectionOn: next?.period.collectOn,
      withdrawableUntil: try withdrawableUntil(subscription), portalURL: portal)
    return ComposedMail(content: content, customer: subscription.customerID, attached: nil)
  }

  private func receipt(
    of head: DocumentHead, for subscription: Subscription
  ) throws -> ComposedMail {
    let document = try shop.invoicing.find(head.id)
    let attempts = try shop.payments.history(of: head.proForma ?? head.id)
    let method = attempts.last { $0.state.isCaptured }?.method ?? .directDebit
    let content = PurchaseReceiptMail(
      items: document.lines.map {
        MailItem(description: $0.description, explanation: $0.explanation, amount: $0.amount)
      },
      total: document.total, way: Phrase(nl: method.label(.nl), en: method.label(.en)),
      paidOn: document.paidOn ?? document.collectOn ?? document.issuedOn,
      withdrawableUntil: try withdrawableUntil(subscription), portalURL: portal)
    return ComposedMail(content: content, customer: subscription.customerID, attached: nil)
  }

  /// Only consumers have the right to take a purchase back.
  private func withdrawableUntil(_ subscription: Subscription) throws -> CivilDate? {
    let customer = try shop.customers.find(subscription.customerID)
    return customer.kind == .consumer ? subscription.withdrawableUntil : nil
  }

  /// Nothing is said to who left during the trial.
  func trialEnding(_ order: MailOrder) throws -> ComposedMail? {
    guard let (subscription, plan) = try subscription(order),
      subscription.state == .active(endsOn: nil), let paidFrom = subscription.trialUntil,
      shop.today < paidFrom
    else { return nil }
    let foresight = try Foresight(of: subscription, plan, in: shop)
    guard let next = try foresight.next() else { return nil }
    let interval = subscription.schedule.interval
    let terms = TrialTerms(
      planName: plan.name, paidFrom: paidFrom, price: try foresight.wholePrice(),
      interval: Phrase(nl: interval.formatted(.nl), en: interval.formatted(.en)),
      first: NextPayment(amount: next.bill.asked, on: next.period.collectOn), portalURL: portal)
    return ComposedMail(
      content: TrialEndsSoonMail(terms), customer: subscription.customerID, attached: nil)
  }
}
