import Invoicing
import Primitives
import Subscriptions
import Tenancy

// What must be charged, and what was.

extension Auditor {
  /// A customer bought something: the first period is to be paid at once.
  func bought(_ subscription: ModelSubscription, at now: Instant) throws {
    subscriptions[subscription.id] = subscription
    subscribed[subscription.shop].append(subscription.id)
    unpaid.append(subscription.id)
    try charge(subscription.id, on: try today(subscription.shop, at: now), isFirst: true)
  }

  /// What is to be paid when buying, VAT included, as it is shown before.
  static func askedFirst(_ subscription: ModelSubscription) -> Int64 {
    subscription.terms.taxed(subscription.price(of: subscription.period)).gross
  }

  /// The platform answered a cancellation.
  func cancelled(_ id: Int64, endsOn: String?, at now: Instant) throws {
    guard var subscription = subscriptions[id] else { return }
    try expect(
      subscription.state == .active(endsOn: nil), "I-17",
      "\(Subscription.ID(rawValue: id)) could be cancelled in \(subscription.state)")
    let end = subscription.cancel(on: try today(subscription.shop, at: now))
    try expect(
      end.description == endsOn, "I-17",
      "\(Subscription.ID(rawValue: id)) ends on \(endsOn ?? "never"), must end on \(end)")
    subscriptions[id] = subscription
  }

  func withdrew(_ id: Int64) throws {
    guard case .active(endsOn: .some) = subscriptions[id]?.state else {
      return try expect(false, "I-17", "\(Subscription.ID(rawValue: id)) was not ending")
    }
    subscriptions[id]?.state = .active(endsOn: nil)
  }

  /// A shop moved everyone to another day.
  func moved(_ shop: Int, to policy: ModelPolicy) {
    policies[shop] = policy
    for id in subscribed[shop] { subscriptions[id]?.move(to: policy) }
  }

  // MARK: - Expecting

  /// All that must have been charged by now.
  func expectCharges(at now: Instant) throws {
    for shop in shops.indices {
      let today = try today(shop, at: now)
      for id in subscribed[shop] {
        while subscriptions[id]?.isDue(on: today) == true {
          try charge(id, on: today, isFirst: false)
        }
      }
    }
  }

  private func charge(_ id: Int64, on day: Day, isFirst: Bool) throws {
    guard var subscription = subscriptions[id] else { return }
    subscription.renew(policies[subscription.shop])
    let period = subscription.period
    let lines = subscription.lines(of: period)
    let (gross, vat) = subscription.terms.taxed(lines.reduce(0, +))
    let key = ChargeKey(subscription: id, from: period.from)
    try expect(expected[key] == nil, "I-13", "\(Subscription.ID(rawValue: id)): \(period) twice")
    expected[key] = ExpectedCharge(
      until: period.until, lines: lines, gross: gross, vat: vat, day: day, isFirst: isFirst)
    subscription.advance()
    subscriptions[id] = subscription
  }

  // MARK: - Seeing

  /// New claims, written down before anything is said of them.
  func register(_ seen: [SeenDocument]) throws -> [SeenDocument] {
    var new: [SeenDocument] = []
    for document in seen where document.proForma == nil && document.kind != "creditNote" {
      let shop = try shop(document.tenant)
      let source = document.lines.first?.source.flatMap { Subscription.ID($0) }
      guard let subscription = source?.rawValue, let order = subscriptions[subscription] else {
        throw BrokenInvariant(invariant: "I-13", detail: "\(document.text) bills nobody's order")
      }
      let isFirst = firstClaim[subscription] == nil
      if isFirst { firstClaim[subscription] = document.id }
      let terms = order.planned ?? order.terms
      let lines = document.lines.map(\.amount)
      let model = ModelDocument(
        id: document.id, shop: shop, customer: document.customer, subscription: subscription,
        number: document.text, total: document.total,
        vat: terms.taxed(lines.reduce(0, +)).vat, terms: terms, lines: lines,
        credits: document.credits, isFirst: isFirst, isRequest: document.kind != "invoice",
        issuedOn: try day(document.issuedOn),
        dueOn: try day(document.dueOn), collectOn: try document.collectOn.map { try day($0) },
        isDefinitive: document.kind == "invoice")
      try useCredits(model)
      keep(model)
      new.append(document)
    }
    return new
  }

  private func keep(_ document: ModelDocument) {
    documents[document.id] = document
    claims.append(document.id)
    byNumber["\(document.shop)|\(document.number)"] = document.id
    books[document.shop].claimed += document.total
    guard document.isDefinitive else { return }
    documents[document.id]?.invoice = document.id
    byInvoice[document.id] = document.id
    enterBooks(document)
  }

  /// An invoice is in the books, with the credits that settle it.
  func enterBooks(_ document: ModelDocument) {
    books[document.shop].receivable += document.receivable
    books[document.shop].invoicedGross += document.total
    books[document.shop].invoicedVAT += document.vat
    books[document.shop].consumed += document.credits
  }

  /// Credits settle renewals first, as far as they go, and each but once (I-10, I-11).
  private func useCredits(_ document: ModelDocument) throws {
    let left = available[document.customer, default: 0]
    let must = document.isFirst ? 0 : min(left, document.total)
    try expect(
      document.credits == must, "I-10",
      "\(document.number) uses \(document.credits) of credits, must use \(must)")
    if must > 0 { available[document.customer] = left - must }
  }

  func granted(_ amount: Int64, to customer: Int64, of shop: Int) {
    available[customer, default: 0] += amount
    books[shop].granted += amount
  }

  /// Each claim against the charge that was expected, and none left over (I-12, I-13, I-14, I-17).
  func match(_ seen: [SeenDocument]) throws {
    for document in seen {
      guard let model = documents[document.id], let line = document.lines.first else {
        throw BrokenInvariant(invariant: "I-04", detail: "\(document.text) has no line")
      }
      let from = try day(line.from ?? "")
      let key = ChargeKey(subscription: model.subscription, from: from)
      guard let must = expected.removeValue(forKey: key) else {
        throw BrokenInvariant(
          invariant: "I-13",
          detail: "\(document.text) bills \(Subscription.ID(rawValue: model.subscription)) from "
            + "\(from), which is not due")
      }
      charges += must.lines.count
      try compare(document, model, line, must)
    }
    if let key = expected.keys.min() {
      throw BrokenInvariant(
        invariant: "I-13",
        detail: "\(Subscription.ID(rawValue: key.subscription)) is not billed from \(key.from)")
    }
  }

  private func compare(
    _ seen: SeenDocument, _ model: ModelDocument, _ line: SeenLine, _ must: ExpectedCharge
  ) throws {
    let name = seen.text
    try expect(
      line.until == must.until.description, "I-14",
      "\(name) runs until \(line.until ?? "?"), must until \(must.until)")
    let amounts = seen.lines.map(\.amount)
    try expect(
      amounts == must.lines, "I-12", "\(name) costs \(amounts), must cost \(must.lines)")
    // A request shows no VAT: that comes with its invoice.
    try expect(
      seen.total == must.gross && seen.vat == (model.isRequest ? 0 : must.vat), "I-04",
      "\(name): \(seen.total) with \(seen.vat) VAT, must be \(must.gross) with \(must.vat)")
    try expect(
      model.issuedOn == must.day, "I-15", "\(name) is of \(model.issuedOn), must be \(must.day)")
    try checkDates(model, from: try day(line.from ?? ""), isFirst: must.isFirst)
  }

  /// When it is due and collected follows from the policy, the mode and the mandate (R-05, R-12).
  private func checkDates(_ model: ModelDocument, from: Day, isFirst: Bool) throws {
    guard !isFirst else {
      return try expect(
        model.dueOn == model.issuedOn && model.collectOn == nil, "I-15",
        "\(model.number) is due on \(model.dueOn), must be due when bought")
    }
    let settings = shops[model.shop].settings
    let collect = max(from, model.issuedOn)
    let hasMandate = mandatedSince[model.customer].map { $0 < model.id } ?? false
    let must =
      !hasMandate && settings.invoiceMode == .invoiceAtOnce
      ? max(model.issuedOn.plus(days: settings.paymentTermDays), collect) : collect
    try expect(
      model.dueOn == must, "I-15", "\(model.number) is due on \(model.dueOn), must be \(must)")
    try expect(
      model.collectOn == (hasMandate ? collect : nil), "I-31",
      "\(model.number) is collected on \(model.collectOn.map { "\($0)" } ?? "no day"), "
        + "must be on \(hasMandate ? "\(collect)" : "no day")")
  }
}
