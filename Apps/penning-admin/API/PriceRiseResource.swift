import Catalog
import HTTPServer
import JSON
import Primitives
import Subscriptions
import Tenancy
import Web
import Workflows

/// Planned price rises: drafted, previewed over the real customers, announced, withdrawn.
enum PriceRiseResource {
  static func declare(in api: inout APISurface, _ platform: Platform) {
    declareReading(in: &api, platform)
    declareWriting(in: &api, platform)
  }

  private static func declareReading(in api: inout APISurface, _ platform: Platform) {
    api.list(
      APILinks.priceRises, About("Price rises, the newest first", tag: "priceRises"),
      filter: filter, item: answer
    ) { call, page, plan in
      try await call.database.read(as: call.scope) { try $0.priceRises.list(page, of: plan) }
    }
    api.get(
      APILinks.priceRise, About("One price rise", tag: "priceRises"), answer: answer
    ) { call, id in
      try await call.database.read(as: call.scope) { try $0.priceRises.existing(id) }
    }
    api.get(
      APILinks.risePreview,
      About("What a price rise does to the shop's customers", tag: "priceRises"),
      answer: preview
    ) { call, id in try await PriceRiseRun(platform).preview(id, as: call.scope) }
  }

  private static func declareWriting(in api: inout APISurface, _ platform: Platform) {
    api.write(
      .post, APILinks.priceRises,
      About(
        "Plans a price rise", tag: "priceRises", scope: .write,
        detail: "Nobody is told yet. It must hold from 30 days after today or later."),
      body: draft, answer: answer, status: 201
    ) { shop, draft in try shop.planRise(of: draft.plan, to: draft.price, from: draft.from) }
    api.perform(
      .post, APILinks.announceRise,
      About(
        "Tells everyone whom it meets", tag: "priceRises", scope: .write,
        detail: "New customers pay the new price from now on."),
      body: .nothing, answer: answer
    ) { call, _, id in
      try await once(call, answer) {
        _ = try await PriceRiseRun(platform).announce(id, as: call.scope)
        return try await call.database.read(as: call.scope) { try $0.priceRises.existing(id) }
      }
    }
    api.perform(
      .post, APILinks.withdrawRise,
      About("Takes it back before it holds", tag: "priceRises", scope: .write), body: .nothing,
      answer: answer
    ) { call, _, id in
      try await once(call, answer) {
        try await PriceRiseRun(platform).withdraw(id, as: call.scope)
      }
    }
  }

  private struct Draft: Sendable {
    let plan: Plan.ID
    let price: Money
    let from: CivilDate
  }

  private static let filter = Shape<Plan.ID?>.object(
    .optional("planId", Shape<Plan.ID>.id)
  ) { $0 }

  private static let draft = Shape<Draft>.object(
    .required("planId", Shape<Plan.ID>.id), .required("price", .money(.positive)),
    .required("effectiveFrom", Shape<CivilDate>.date)
  ) { Draft(plan: $0, price: $1, from: $2) }.titled("NewPriceRise")

  private static let answer = Answer<PriceRise>.object(
    "PriceRise",
    [
      .init("id", .id) { $0.id }, .init("planId", .id) { $0.planID },
      .init("oldPrice", .money) { $0.from.price }, .init("newPrice", .money) { $0.newPrice },
      .init("effectiveFrom", .date) { $0.effectiveFrom },
      .init("announcedOn", Answer<CivilDate>.date.orNull) { $0.announcedOn },
      .init("state", Answer<PriceRise.State>.choice()) { $0.state },
    ])

  private static let preview = Answer<PriceRiseRun.Preview>.object(
    "PriceRisePreview",
    [
      .init("customers", .integer) { $0.met }, .init("spared", .integer) { $0.spared },
      .init("morePerYear", .money) { $0.yearly },
      .init("firstOn", Answer<CivilDate>.date.orNull) { $0.first },
      .init("lastOn", Answer<CivilDate>.date.orNull) { $0.last },
      .init("examples", example.list) { $0.examples },
    ])

  private static let example = Answer<PriceRiseRun.Met>.object(
    "PriceRiseExample",
    [
      .init("subscriptionId", .id) { $0.subscription.id },
      .init("customerId", .id) { $0.subscription.customerID },
      .init("oldPrice", .money) { $0.oldPrice }, .init("newPrice", .money) { $0.newPrice },
      .init("from", .date) { $0.from },
    ])
}
