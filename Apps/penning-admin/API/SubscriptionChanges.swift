import Catalog
import HTTPServer
import Invoicing
import JSON
import Primitives
import Subscriptions
import Tenancy
import Web
import Workflows

/// Changes of a subscription and their previews: the same call, kept or undone.
enum SubscriptionChanges {
  static func declare(in api: inout APISurface, _ platform: Platform) {
    let addresses = platform.addresses
    api.compute(
      APILinks.previewSubscriptionChange,
      About(
        "What a change would come to", tag: "subscriptions", scope: .write,
        detail: "Made by the very call that makes the change, and undone."),
      body: order, answer: answer
    ) { call, wanted, id in
      try await call.database.rehearse(as: call.scope) { shop in
        try Outcome(SubscriptionChange.make(wanted.order(of: id), addresses, in: shop))
      }
    }
    api.write(
      .post, APILinks.subscriptionChanges,
      About(
        "Changes a subscription", tag: "subscriptions", scope: .write,
        detail: "With `shown`, what the preview answered: the change comes out just so, or is "
          + "refused with 409."),
      body: order, answer: answer
    ) { shop, wanted, id in
      try Outcome(SubscriptionChange.make(wanted.order(of: id), addresses, in: shop))
    }
    api.write(
      .post, APILinks.cancelSubscription,
      About(
        "Cancels at the end of what was billed", tag: "subscriptions", scope: .write,
        detail: "Nothing more is charged and nothing is given back."),
      body: .nothing, answer: SubscriptionResource.answer
    ) { shop, _, id in
      try SubscriptionChange.make(ChangeOrder(.cancel(.periodEnd), of: id), addresses, in: shop)
        .after
    }
    api.write(
      .post, APILinks.withdrawCancellation,
      About("Withdraws a cancellation", tag: "subscriptions", scope: .write), body: .nothing,
      answer: SubscriptionResource.answer
    ) { shop, _, id in
      try SubscriptionChange.make(ChangeOrder(.keep, of: id), addresses, in: shop).after
    }
    api.write(
      .post, APILinks.releaseSubscription,
      About("Bills a subscription again that was set aside", tag: "subscriptions", scope: .write),
      body: .nothing, answer: SubscriptionResource.answer
    ) { shop, _, id in
      try shop.audit.record("subscription.released", id)
      return try shop.subscriptions.release(
        try shop.subscriptions.existing(id),
        noticeDays: shop.settings.current().renewalNoticeDays)
    }
  }

  // MARK: What is asked

  private struct Wanted: Sendable {
    let wish: ChangeWish
    let timing: ChangeTiming?
    let unusedPart: UnusedPart?
    let shown: ShownChange?

    func order(of id: Subscription.ID) -> ChangeOrder {
      ChangeOrder(wish, of: id, timing: timing, unusedPart: unusedPart, shown: shown)
    }
  }

  private static let quantity = Shape<Int>.integer(in: SubscriptionRefusal.quantities)

  private static let wish = Shape<ChangeWish>.oneOf(
    "kind",
    [
      .init(
        "plan",
        .object(
          .required("planId", Shape<Plan.ID>.id), .optional("quantity", quantity)
        ) { .plan($0, quantity: $1) }),
      .init("quantity", .object(.required("quantity", quantity)) { .quantity($0) }),
      .init(
        "addOn",
        .object(
          .required("planId", Shape<Plan.ID>.id), .optional("quantity", quantity, default: 1)
        ) { .addOn($0, quantity: $1) }),
      .init(
        "addOnQuantity",
        .object(.required("addOnId", Shape<AddOn.ID>.id), .required("quantity", quantity)) {
          .addOnQuantity($0, $1)
        }),
      .init("endAddOn", .object(.required("addOnId", Shape<AddOn.ID>.id)) { .endAddOn($0) }),
      .init("dropPlanned", .object { ChangeWish.dropPlanned }),
      .init("cancel", .object { ChangeWish.cancel(.periodEnd) }),
      .init("cancelNow", .object { ChangeWish.cancel(.now) }),
      .init("cancelOn", .object(.required("on", .date)) { .cancel(.on($0)) }),
      .init("keep", .object { ChangeWish.keep }),
      .init("restart", .object { ChangeWish.restart }),
      .init(
        "pause",
        .object(.optional("from", .date), .required("until", .date)) {
          .pause(from: $0, until: $1)
        }),
      .init("resume", .object { ChangeWish.resume }),
      .init(
        "withdraw",
        .object(.optional("statement", .text(most: 1000, least: 0), default: "")) {
          .withdraw(statement: $0)
        }),
      .init(
        "collectionDay",
        .object(.optional("day", .integer(in: CollectionPolicy.days))) { .collectionDay($0) }),
    ])

  private static let shown = Shape<ShownChange>.object(
    .required("toPay", .money(.notNegative)), .required("givenBack", .money(.notNegative)),
    .required("from", .date)
  ) { ShownChange(toPay: $0, givenBack: $1, from: $2) }

  private static let order = Shape<Wanted>.object(
    .required("change", wish), .optional("timing", .choice(of: ChangeTiming.self)),
    .optional("unusedPart", .choice(of: UnusedPart.self)), .optional("shown", shown)
  ) { Wanted(wish: $0, timing: $1, unusedPart: $2, shown: $3) }.titled("SubscriptionChangeOrder")

  // MARK: What is answered

  private static let line = Answer<ChangeLine>.object(
    "SubscriptionChangeLine",
    [
      .init("description", .phrase) { $0.description },
      .init("explanation", Answer<Phrase>.phrase.orNull) { $0.explanation },
      .init("period", Answer<Period>.period.orNull) { $0.period },
      .init("amount", .money) { $0.amount },
    ])

  private static let next = Answer<Foresight.Next>.object(
    "SubscriptionNextBill",
    [
      .init("period", .period) { $0.period.period },
      .init("collectOn", .date) { $0.period.collectOn }, .init("asked", .money) { $0.bill.asked },
    ])

  private static let answer = Answer<Outcome>.object(
    "SubscriptionChange",
    [
      .init("subscription", SubscriptionResource.answer) { $0.result.after },
      .init("from", .date) { $0.result.from }, .init("isPlanned", .bool) { $0.result.isPlanned },
      .init("lines", line.list) { $0.result.lines },
      .init("toPay", .money) { $0.shown.toPay },
      .init("givenBack", .money) { $0.shown.givenBack },
      .init("credited", .money) { $0.result.receipt.credited },
      .init("paidBack", .money) { $0.result.receipt.paidBack },
      .init("lowered", .money) { $0.result.receipt.lowered },
      .init("creditNoteIds", Answer<Invoice.ID>.id.list) {
        $0.result.receipt.creditNotes.map(\.id)
      },
      .init("documentIds", Answer<Invoice.ID>.id.list) { $0.result.receipt.documents.map(\.id) },
      .init("next", next.orNull) { $0.result.next },
    ])

  /// A result whose sums are known to be within bounds.
  private struct Outcome: Sendable {
    let result: ChangeResult
    let shown: ShownChange

    init(_ result: ChangeResult) throws {
      self.result = result
      shown = try result.shown
    }
  }
}
