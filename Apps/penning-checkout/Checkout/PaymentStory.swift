import Catalog
import Invoicing
import Payments
import Primitives
import Subscriptions
import Tenancy
import Workflows

/// A payment with what it paid for and what comes next, read in one snapshot.
struct PaymentStory: Sendable {
  struct Bought: Sendable {
    let plan: String
    let subscription: Subscription
    /// The next period that will be collected, and what its document will ask.
    let next: (day: CivilDate, amount: Money)?
  }

  let payment: Payment
  /// As they are now: the definitive invoice where a request became one.
  let documents: [DocumentHead]
  let bought: [Bought]
  let mandate: Mandate?
  let hasLiveSuccessor: Bool
  /// What can be added with one click, now that it is paid.
  let offers: [UpsellOffer]

  init(_ id: Payment.ID, in shop: ShopTransaction) throws {
    let payment = try shop.payments.get(id)
    let targets = try shop.payments.targets(of: id).map(\.document)
    let heads = try shop.invoicing.heads(targets)
    let documents = try targets.compactMap { heads[$0] }.map { head in
      try shop.invoicing.invoice(from: head.id) ?? head
    }
    let sources = Set(documents.compactMap { $0.source.flatMap { Subscription.ID($0) } })
    let subscriptions = try shop.subscriptions.find(sources)
    let plans = try shop.catalog.plans(Set(subscriptions.map(\.planID)))
    bought = try subscriptions.map { subscription in
      let next = try Foresight(of: subscription, in: shop).next().map { next in
        (day: next.period.collectOn, amount: next.bill.asked)
      }
      return Bought(
        plan: plans[subscription.planID]?.name ?? "", subscription: subscription, next: next)
    }
    // Only the one that was given by it: whoever pays need not be the customer.
    let active = try shop.mandates.active(for: [payment.customer])[payment.customer]
    mandate = active?.firstPayment == payment.id ? active : nil
    hasLiveSuccessor = try shop.payments.liveAttempts(for: targets).values.contains { $0.id != id }
    let main = payment.state.isCaptured ? subscriptions.first : nil
    offers = try main.map { try Upsell.offers(after: $0.id, in: shop) } ?? []
    self.payment = payment
    self.documents = documents
  }

  /// What is left to pay of what the payment was for.
  var openDocuments: [DocumentHead] { documents.filter(\.isOpen) }

  /// Whether the next look may tell more.
  var isMoving: Bool { payment.state.isLive }

  enum Outcome: Hashable, Sendable {
    case paid
    case givenBack
    /// The service's page is open and unused.
    case waitingForPayer
    /// The service could not be told yet.
    case notHandedOver
    case underWay
    case notPaid
    /// Another payment took its place.
    case overtaken
    /// What it was for is open no more: paid otherwise, or given up.
    case closed
  }

  var outcome: Outcome {
    switch payment.state {
    case .paid, .partlyRefunded: .paid
    case .refunded, .chargedBack: .givenBack
    case .pending, .unknown: .underWay
    case .planned, .created, .sent: payment.checkoutURL == nil ? .notHandedOver : .waitingForPayer
    case .failed, .expired, .cancelled:
      hasLiveSuccessor ? .overtaken : openDocuments.isEmpty ? .closed : .notPaid
    }
  }
}
