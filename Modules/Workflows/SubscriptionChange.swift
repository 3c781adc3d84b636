package import Catalog
import Invoicing
package import Primitives
package import Subscriptions
package import Tenancy

/// What somebody wants of a subscription.
package enum ChangeWish: Hashable, Sendable {
  /// Another plan; the quantity of now when nil.
  case plan(Plan.ID, quantity: Int?)
  case quantity(Int)
  case addOn(Plan.ID, quantity: Int)
  case addOnQuantity(AddOn.ID, Int)
  case endAddOn(AddOn.ID)
  /// Leaves the terms as they are after all.
  case dropPlanned
  case cancel(CancelMoment)
  /// Takes a cancellation back before the last day.
  case keep
  /// Begins an ended one anew.
  case restart
  /// From the first unbilled day when no other is said.
  case pause(from: CivilDate?, until: CivilDate)
  case resume
  /// Takes the purchase back within 14 days; with what the customer adds, word for word.
  case withdraw(statement: String)
  /// The customer's own day of the month; the shop's when nil.
  case collectionDay(Int?)
}

/// When a cancellation takes effect.
package enum CancelMoment: Hashable, Sendable {
  /// As soon as the notice allows: today where the shop wants none.
  case now
  /// The end of what is billed.
  case periodEnd
  /// The first day that is served no more.
  case on(CivilDate)
}

/// A wish, whose, and what its page showed.
package struct ChangeOrder: Hashable, Sendable {
  package let subscription: Subscription.ID
  package let wish: ChangeWish
  /// Nil: the shop itself, which may do what customers may not.
  package let customer: Customer.ID?
  /// When other terms take effect; nil: dearer ones at once, cheaper ones as the shop has it.
  package var timing: ChangeTiming?
  /// Where what was paid goes; nil: as the shop has it.
  package var unusedPart: UnusedPart?
  /// What the preview said: just that comes out, or nothing happens. Nil: nothing was shown.
  package var shown: ShownChange?

  package init(
    _ wish: ChangeWish, of subscription: Subscription.ID, by customer: Customer.ID? = nil,
    timing: ChangeTiming? = nil, unusedPart: UnusedPart? = nil, shown: ShownChange? = nil
  ) {
    self.subscription = subscription
    self.wish = wish
    self.customer = customer
    self.timing = timing
    self.unusedPart = unusedPart
    self.shown = shown
  }
}

/// The money of a change as a page shows it, VAT included.
package struct ShownChange: Hashable, Sendable {
  /// What new documents ask.
  package let toPay: Money
  /// Onto credits, paid back, or off what was unpaid.
  package let givenBack: Money
  /// The first day of the change.
  package let from: CivilDate

  package init(toPay: Money, givenBack: Money, from: CivilDate) {
    self.toPay = toPay
    self.givenBack = givenBack
    self.from = from
  }
}

/// Changes a subscription in any way that it can be. A preview is the same call that
/// ends in a rollback.
package struct SubscriptionChange: Sendable {
  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// - Throws: `SubscriptionRefusal` for what cannot be, `SubscriptionChangeRefusal` for what
  ///   customers may not or what is no longer as it was shown, `PaymentRefusal.liveAttempt` while
  ///   a document that it changes is being paid.
  package func make(
    _ order: ChangeOrder, _ outcome: Outcome = .kept, as scope: TenantScope
  ) async throws -> ChangeResult {
    try await platform.write(as: scope, outcome) { shop in
      try SubscriptionChange.make(order, platform.addresses, in: shop)
    }
  }

  /// Part of another transaction, such as one that keeps a program's answer.
  package static func make(
    _ order: ChangeOrder, _ addresses: PublicAddresses, in shop: ShopTransaction
  ) throws -> ChangeResult {
    let desk = try ChangeDesk(order, in: shop)
    let result = try desk.carryOut()
    let outcome = try result.shown
    if let shown = order.shown, shown != outcome {
      throw SubscriptionChangeRefusal.priceChanged(
        toPay: outcome.toPay, givenBack: outcome.givenBack)
    }
    try desk.keepQuote(result)
    try desk.record(result)
    try ChangeNotice(order.wish, result, desk, addresses).send()
    return result
  }
}

/// What a change came to, or in a preview would come to.
package struct ChangeResult: Hashable, Sendable {
  package let before: Subscription
  package let after: Subscription
  /// Of the subscription as it will be.
  package let plan: Plan
  /// The first day of the change.
  package let from: CivilDate
  /// Takes effect when the next period begins; nothing has changed yet.
  package let isPlanned: Bool
  /// What is given back, below zero, and what is charged, each with its calculation.
  package let lines: [ChangeLine]
  package let receipt: AmendmentReceipt
  /// Nil where nothing will be asked any more.
  package let next: Foresight.Next?

  package var shown: ShownChange {
    get throws(MoneyError) {
      ShownChange(
        toPay: try receipt.toPay,
        givenBack: try receipt.credited + receipt.paidBack + receipt.lowered, from: from)
    }
  }

  /// The last day that is served, of one that ends.
  package var lastDay: CivilDate? { after.state.endsOn?.adding(days: -1) }

  /// Whether it has ended at once.
  package var isOver: Bool {
    if case .ended = after.state { true } else { false }
  }

  /// Credits that new documents left.
  package var creditsLeft: Money {
    get throws(MoneyError) {
      let used = try receipt.documents.lazy.map(\.creditsUsed).total(in: receipt.credited.currency)
      let left = try receipt.credited - used
      return left.isNegative ? .zero(left.currency) : left
    }
  }
}

/// A part of a change's calculation.
package struct ChangeLine: Hashable, Sendable {
  package let description: Phrase
  /// "15 of 30 days x 30.00 = 15.00".
  package let explanation: Phrase?
  package let period: Period?
  /// In the terms of the prices; below zero where it is given back.
  package let amount: Money
}
