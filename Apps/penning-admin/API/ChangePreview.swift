import JSON
import Primitives
import Subscriptions
import Web

/// What a cancellation or a switch in mid-period gives back and asks for.
enum ChangePreview {
  static func declare(in api: inout APISurface) {
    api.compute(
      APILinks.previewChange,
      About(
        "The credit and charge of a change in mid-period", tag: "previews",
        detail: "The day of the change counts as unused; nothing is written."),
      body: request, answer: answer
    ) { _, request in
      try fitting("/price/amount") {
        try ChangeQuote(
          price: request.price, period: request.period, changeOn: request.day,
          change: request.change)
      }
    }
  }

  private struct Request: Sendable {
    let price: Money
    let period: Period
    let day: CivilDate
    let change: PlanChange
  }

  private static let change = Shape<PlanChange>.oneOf(
    "kind",
    [
      .init("cancel", .object { PlanChange.cancel }),
      .init(
        "switch",
        .object(.required("newPrice", .money(.notNegative))) { .switchPrice(to: $0) }),
    ])

  private static let request = Shape<Request>.object(
    .required("price", .money(.notNegative)), .required("period", .period),
    .required("changeOn", .date), .required("change", change)
  ) { Request(price: $0, period: $1, day: $2, change: $3) }

  private static let answer = Answer<ChangeQuote>.object(
    "ChangePreview",
    [
      .init("credit", .money) { $0.credit.amount }, .init("charge", .money) { $0.charge.amount },
      .init("remainingDays", .integer) { $0.remainingDays },
      .init("periodDays", .integer) { $0.periodDays },
    ])
}
