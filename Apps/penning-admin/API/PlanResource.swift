import Catalog
import HTTPServer
import JSON
import Primitives
import Tenancy
import Web
import Workflows

/// Plans with their prices, and what is offered along with them.
enum PlanResource {
  static func declare(in api: inout APISurface, _ platform: Platform) {
    declareReading(in: &api, platform)
    declareMaking(in: &api, platform)
    declareState(in: &api, platform)
    declareOffers(in: &api)
  }

  private static func declareReading(in api: inout APISurface, _ platform: Platform) {
    let answer = answer(platform)
    api.list(
      APILinks.plans, About("Plans, the newest first", tag: "plans"), filter: filter, item: answer
    ) { call, page, kind in
      try await call.database.read(as: call.scope) { shop in
        try shop.catalog.plans(page, kind: kind).map { SoldPlan($0, shop) }
      }
    }
    api.get(APILinks.plan, About("One plan", tag: "plans"), answer: answer) { call, id in
      try await call.database.read(as: call.scope) { SoldPlan(try $0.catalog.existingPlan(id), $0) }
    }
    api.get(
      APILinks.planVersions,
      About(
        "Every version of a plan, the newest first", tag: "plans",
        detail: "Who bought a version keeps it, until an announced price rise."),
      answer: versions
    ) { call, id in
      try await call.database.read(as: call.scope) { shop in
        _ = try shop.catalog.existingPlan(id)
        return try shop.catalog.versions(of: id)
      }
    }
  }

  private static func declareMaking(in api: inout APISurface, _ platform: Platform) {
    let answer = answer(platform)
    api.write(
      .post, APILinks.plans,
      About(
        "A new plan", tag: "plans", scope: .write,
        detail: "Without a `productId` a product is made with it, named like the plan."),
      body: newPlan, answer: answer, status: 201
    ) { shop, draft in SoldPlan(try shop.addPlan(draft), shop) }
    api.write(
      .post, APILinks.planVersions,
      About(
        "New terms for purchases from now on", tag: "plans", scope: .write,
        detail: "Who has the plan keeps the version that was bought."),
      body: PlanTermsShape.terms, answer: answer, status: 201
    ) { shop, terms, id in SoldPlan(try shop.revisePlan(id, terms: terms), shop) }
    api.write(
      .put, APILinks.planTexts,
      About(
        "Another name and summary", tag: "plans", scope: .write,
        detail: "Documents that stand keep the old name."),
      body: texts, answer: answer
    ) { shop, texts, id in
      SoldPlan(try shop.renamePlan(id, name: texts.name, summary: texts.summary), shop)
    }
  }

  private static func declareState(in api: inout APISurface, _ platform: Platform) {
    let answer = answer(platform)
    api.write(
      .post, APILinks.archivePlan, About("Out of sale", tag: "plans", scope: .write),
      body: .nothing, answer: answer
    ) { shop, _, id in SoldPlan(try shop.setPlanState(.archived, of: id), shop) }
    api.write(
      .post, APILinks.reopenPlan, About("On sale again", tag: "plans", scope: .write),
      body: .nothing, answer: answer
    ) { shop, _, id in SoldPlan(try shop.setPlanState(.active, of: id), shop) }
  }

  private static func declareOffers(in api: inout APISurface) {
    api.get(
      APILinks.planOffers, About("What is offered along with a plan", tag: "plans"),
      answer: offers
    ) { call, id in
      try await call.database.read(as: call.scope) { shop in
        _ = try shop.catalog.existingPlan(id)
        return try shop.catalog.offers(of: id)
      }
    }
    api.write(
      .put, APILinks.planOffers,
      About(
        "Puts these offers in place of all that were there", tag: "plans", scope: .write,
        detail: "An `addOn` is billed along, a `bump` is a box on the order form, an `upsell` is "
          + "shown once after the payment."),
      body: offerList, answer: offers
    ) { shop, drafts, id in try shop.setPlanOffers(of: id, drafts) }
  }
}

// MARK: - What is asked

extension PlanResource {
  private static let filter = Shape<PlanKind?>.object(
    .optional("kind", Shape<PlanKind>.choice())
  ) { $0 }

  private struct Texts: Sendable {
    let name: String
    let summary: String
  }

  private static let summary = Shape<String>.text(TextRule(most: 2000, least: 0, lines: .multiple))

  private static let texts = Shape<Texts>.object(
    .required("name", .text(most: 120)), .optional("summary", summary, default: "")
  ) { Texts(name: $0, summary: $1) }.titled("PlanTexts")

  private static let newPlan = Shape<PlanDraft>.object(
    .required("name", .text(most: 120)), .required("slug", .slug),
    .optional("summary", summary, default: ""),
    .optional("kind", Shape<PlanKind>.choice(), default: .subscription),
    .optional("productId", Shape<Product.ID>.id),
    .optional("vatCategory", Shape<VATCategory>.choice(), default: .standard),
    .optional("exemption", Shape<VATExemption>.choice()),
    .optional("invoiceMode", Shape<InvoiceMode>.choice()),
    .required("price", .money(.positive)), .optional("pricesIncludeVAT", .bool, default: true),
    .required("interval", .interval), .optional("setupFee", .money(.positive)),
    .optional("trialDays", .integer(in: PlanTerms.trialDays), default: 0),
    .optional("introduction", PlanTermsShape.introduction),
    .optional("instalments", .integer(in: PlanTerms.instalments))
  ) {
    (
      name: String, slug: Slug, summary: String, kind: PlanKind, product: Product.ID?,
      category: VATCategory, exemption: VATExemption?, mode: InvoiceMode?, price: Money,
      includesVAT: Bool, interval: CalendarInterval, setupFee: Money?, trialDays: Int,
      introduction: Introduction?, instalments: Int?
    ) -> PlanDraft in
    PlanDraft(
      name: name, slug: slug, summary: summary, kind: kind, product: product,
      vatCategory: category, exemption: exemption, invoiceMode: mode,
      terms: PlanTerms(
        price: price, pricesIncludeVAT: includesVAT, interval: interval, setupFee: setupFee,
        trialDays: trialDays, introduction: introduction, instalments: instalments))
  }.titled("NewPlan")

  private static let offer = Shape<OfferDraft>.object(
    .required("kind", Shape<Offer.Kind>.choice()), .required("planId", Shape<Plan.ID>.id)
  ) { OfferDraft($0, $1) }.titled("NewOffer")

  private static let offerList = Shape<[OfferDraft]>.object(
    .required("offers", .list(of: offer, count: 0...Offer.limit))
  ) { $0 }.titled("OfferList")
}

/// The terms of a plan version, in a request and in an answer.
enum PlanTermsShape {
  static let introduction = Shape<Introduction>.object(
    .required("price", .money(.notNegative)),
    .required("periods", .integer(in: Introduction.periods))
  ) { Introduction(price: $0, periods: $1) }.titled("Introduction")

  static let terms = Shape<PlanTerms>.object(
    .required("price", .money(.positive)), .optional("pricesIncludeVAT", .bool, default: true),
    .required("interval", .interval), .optional("setupFee", .money(.positive)),
    .optional("trialDays", .integer(in: PlanTerms.trialDays), default: 0),
    .optional("introduction", introduction),
    .optional("instalments", .integer(in: PlanTerms.instalments))
  ) {
    PlanTerms(
      price: $0, pricesIncludeVAT: $1, interval: $2, setupFee: $3, trialDays: $4,
      introduction: $5, instalments: $6)
  }.titled("PlanTerms")

  static let introductionAnswer = Answer<Introduction>.object(
    "IntroductionPrice",
    [.init("price", .money) { $0.price }, .init("periods", .integer) { $0.periods }])

  /// The fields that a plan and each of its versions have in common.
  static func parts<Whole>(
    _ version: @escaping @Sendable (Whole) -> PlanVersion
  ) -> [Answer<Whole>.Part] {
    [
      .init("version", .integer) { version($0).number },
      .init("versionId", .id) { version($0).id },
      .init("price", .money) { version($0).price },
      .init("pricesIncludeVAT", .bool) { version($0).pricesIncludeVAT },
      .init("interval", .interval) { version($0).interval },
      .init("setupFee", Answer<Money>.money.orNull) { version($0).setupFee },
      .init("trialDays", .integer) { version($0).trialDays },
      .init("introduction", introductionAnswer.orNull) { version($0).introduction },
      .init("instalments", Answer<Int>.integer.orNull) { version($0).instalments },
    ]
  }
}

// MARK: - What is told

extension PlanResource {
  /// A plan and whose it is: the address at which it is sold needs both.
  private struct SoldPlan: Sendable {
    let plan: Plan
    let shop: Shop

    init(_ plan: Plan, _ shop: ShopTransaction) {
      self.plan = plan
      self.shop = shop.scope.shop
    }
  }

  private static func answer(_ platform: Platform) -> Answer<SoldPlan> {
    .object(
      "Plan",
      [
        .init("id", .id) { $0.plan.id }, .init("productId", .id) { $0.plan.productID },
        .init("kind", Answer<PlanKind>.choice()) { $0.plan.kind },
        .init("slug", .text) { $0.plan.slug.text }, .init("name", .text) { $0.plan.name },
        .init("summary", .text) { $0.plan.summary },
        .init("state", Answer<PlanState>.choice()) { $0.plan.state },
        .init("vatCategory", Answer<VATCategory>.choice()) { $0.plan.vatCategory },
        .init("exemption", Answer<VATExemption>.choice().orNull) { $0.plan.exemption },
        .init("invoiceMode", Answer<InvoiceMode>.choice().orNull) { $0.plan.invoiceMode },
      ] + PlanTermsShape.parts { $0.plan.version } + [
        .init("checkoutURL", Answer<String>.text.orNull) {
          $0.plan.isSoldAlone ? platform.checkoutAddress(of: $0.plan, in: $0.shop) : nil
        }
      ])
  }

  private static let versions = Answer<[PlanVersion]>.object(
    "PlanVersions", [.init("versions", version.list) { $0 }])

  private static let version = Answer<PlanVersion>.object(
    "PlanVersion",
    PlanTermsShape.parts { $0 } + [.init("createdAt", .instant) { $0.createdAt }])

  private static let offers = Answer<[Offer]>.object(
    "Offers", [.init("offers", offerAnswer.list) { $0 }])

  private static let offerAnswer = Answer<Offer>.object(
    "Offer",
    [
      .init("id", .id) { $0.id }, .init("kind", Answer<Offer.Kind>.choice()) { $0.kind },
      .init("planId", .id) { $0.plan.id }, .init("name", .text) { $0.plan.name },
    ])
}
