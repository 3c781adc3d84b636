import Catalog
import Invoicing
import Payments
import Primitives
import Storage
import Subscriptions
import Tenancy
import Workflows

/// What customers and shops ask of the platform, each through the workflow that its page calls.
/// It knows the outcome that it asks for, and tells the auditor.
final class Workload {
  let world: World
  let auditor: Auditor
  var shops: [SimulatedShop]
  var customers: [SimulatedCustomer] = []
  /// The customer behind the platform's id.
  private(set) var places: [Int64: Int] = [:]

  var database: Database { world.platform.database }
  var rates: Rates { world.input.scenario.rates }

  init(_ world: World, _ auditor: Auditor, _ shops: [SimulatedShop]) {
    self.world = world
    self.auditor = auditor
    self.shops = shops
  }

  /// Writes down who comes when, and what shops and fate do.
  func begin(until end: Instant) throws {
    let input = world.input
    let start = world.clock.now
    let seconds = max(Int(end.seconds(since: start)) - 3 * 86_400, 1)
    let arrivals = Dice(seed: input.seed, "arrivals")
    for index in 0..<input.customers {
      customers.append(try SimulatedCustomer(index, input: input))
      later(.arrives(customer: index), seconds: arrivals.within(0...seconds))
    }
    let fate = Dice(seed: input.seed, "fate")
    for shop in shops.indices {
      let moment = fate.within(0...seconds)
      if fate.chance(600) { later(.changesPolicy(shop: shop), seconds: moment) }
      for _ in 0..<3 where input.faults.contains(.webhookForged) {
        later(.forgedWebhook(shop: shop), seconds: fate.within(0...seconds))
      }
    }
    for _ in 0..<max(input.months / 2, 1) where input.faults.contains(.workerOutage) {
      later(.workerSleeps(hours: fate.within(24...96)), seconds: fate.within(0...seconds))
    }
  }

  func later(_ happening: Happening, seconds: Int) {
    world.agenda.add(happening, at: world.clock.now.adding(seconds: Int64(seconds)))
  }

  // MARK: - Buying

  func arrive(_ index: Int) async throws {
    let customer = customers[index]
    let dice = customer.dice
    let plan = try known(dice.pick(shops[customer.shop].plans.map { ($0.weight, $0) }))
    let quantity = dice.chance(100) ? dice.within(2...3) : 1
    let coupons = AgreedCoupon.all
    let drawn = coupons[dice.within(0...coupons.count - 1)]
    let coupon = dice.chance(rates.couponPerMille) ? drawn : nil
    try await buy(index, plan, quantity, coupon)
    guard customer.subscriptions.isEmpty else { return }
    var months = 1
    while months < 36, !dice.chance(rates.cancelPerMille) { months += 1 }
    if months < 36 {
      later(.cancels(customer: index), seconds: months * 2_600_000 + dice.within(0...2_000_000))
    }
    for month in 1...24 where dice.chance(rates.creditPerMille / 12) {
      later(.grantsCredit(customer: index), seconds: month * 2_600_000)
    }
    wish(index, dice)
    if dice.chance(rates.secondPlanPerMille) {
      later(.arrives(customer: index), seconds: dice.within(86_400...9_000_000))
    }
  }

  /// What the customer will want, and the shop will do for them, in the months to come.
  private func wish(_ index: Int, _ dice: Dice) {
    let wishes: [(Int, Happening)] = [
      (rates.pausePerMille, .pauses(customer: index)),
      (rates.changePlanPerMille, .changesPlan(customer: index)),
      (rates.creditNotePerMille, .getsCreditNote(customer: index)),
    ]
    for month in 1...24 {
      for (rate, happening) in wishes where dice.chance(rate) {
        later(happening, seconds: month * 2_600_000 + dice.within(0...2_000_000))
      }
    }
  }

  private func buy(
    _ index: Int, _ plan: AgreedPlan, _ quantity: Int, _ coupon: AgreedCoupon?
  ) async throws {
    let customer = customers[index]
    let shop = shops[customer.shop]
    let visitors = shop.visitors
    let choice = CheckoutChoice(
      planSlug: plan.slug, quantity: quantity, coupon: coupon?.code.lowercased())
    let shown = try await database.read(as: visitors) { shop in
      try CheckoutQuote(choice, in: shop).askedToday
    }
    let order = CheckoutOrder(
      choice, details: customer.details, method: customer.method, shownToday: shown)
    let started = try await Checkout(world.platform).start(order, as: visitors)
    let owner = try await database.read(as: visitors) {
      try $0.subscriptions.existing(started.subscription).customerID
    }
    let model = try agreed(started.subscription, owner, plan, quantity, coupon, shop)
    try auditor.expect(
      shown.minorUnits == Auditor.askedFirst(model), "I-12",
      "the checkout shows \(shown.decimal), must be \(Auditor.askedFirst(model)) cents")
    try auditor.bought(model, at: world.clock.now)
    customers[index].id = owner
    customers[index].subscriptions.append(model.id)
    places[owner.rawValue] = index
    let opened = try await HostedPayment(world.platform).open(started.payment, as: visitors)
    goToBank(index, opened, abandons: dice(index).chance(rates.abandonPerMille))
  }

  private func agreed(
    _ id: Subscription.ID, _ owner: Customer.ID, _ plan: AgreedPlan, _ quantity: Int,
    _ coupon: AgreedCoupon?, _ shop: SimulatedShop
  ) throws -> ModelSubscription {
    ModelSubscription(
      id: id.rawValue, shop: shop.index, customer: owner.rawValue,
      terms: plan.terms(Int64(quantity)), quantity: Int64(quantity), discount: coupon?.discount,
      purchased: try auditor.today(shop.index, at: world.clock.now),
      noticeDays: shop.settings.renewalNoticeDays, policy: shop.policy.modelled)
  }

  private func dice(_ index: Int) -> Dice { customers[index].dice }

  // MARK: - Paying

  /// The browser goes to the bank's page, if there is one.
  func goToBank(_ index: Int, _ payment: Payment, abandons: Bool) {
    let dice = dice(index)
    guard payment.checkoutURL != nil,
      let place = payment.gatewayPaymentID.flatMap(BankPayment.index), !abandons
    else { return comeAgain(index) }
    let pays = !dice.chance(rates.failedCheckoutPerMille)
    later(
      .decides(customer: index, payment: place, pays: pays), seconds: dice.within(20...800))
    if !pays { comeAgain(index) }
  }

  func comeAgain(_ index: Int) {
    guard dice(index).chance(rates.retryPerMille) else { return }
    later(.visitsPortal(customer: index, tries: 0), seconds: dice(index).within(3600...600_000))
  }

  func decide(_ index: Int, payment: Int, pays: Bool) {
    world.bank.decide(payment, pays: pays)
    guard dice(index).chance(700), let reference = world.bank.payment(payment)?.reference else {
      return
    }
    later(.comesBack(customer: index, payment: reference.rawValue), seconds: 5)
  }

  func comeBack(_ index: Int, payment: Int64) async throws {
    let shop = shops[customers[index].shop]
    _ = try await HostedPayment(world.platform).refresh(
      Payment.ID(rawValue: payment), as: shop.visitors)
  }

  /// The customer pays what is open, or some of it.
  func visitPortal(_ index: Int, tries: Int) async throws {
    guard let id = customers[index].id else { return }
    let visitors = shops[customers[index].shop].visitors
    let open = try await database.read(as: visitors) { try $0.invoicing.open(of: id) }
    guard let first = open.first else { return }
    let chosen = dice(index).chance(700) ? open.map(\.id) : [first.id]
    let payTwice = world.bank.misfortune.strikes(.payTwice, dice(index))
    do {
      try await payInPortal(index, chosen)
      if payTwice { try await payInPortal(index, chosen) }
    } catch let refusal as any Refusal {
      guard refusal is PaymentRefusal else { throw refusal }
      guard tries < 6 else { return }
      later(.visitsPortal(customer: index, tries: tries + 1), seconds: 2 * 86_400)
    }
  }

  private func payInPortal(_ index: Int, _ documents: [Invoice.ID]) async throws {
    guard let id = customers[index].id else { return }
    let visitors = shops[customers[index].shop].visitors
    let payment = try await PortalPayment(world.platform).start(
      documents, of: id, by: .ideal, as: visitors)
    let opened = try await HostedPayment(world.platform).open(payment, as: visitors)
    goToBank(index, opened, abandons: dice(index).chance(rates.abandonPerMille))
  }

  // MARK: - Reacting

  /// A collection failed or was taken back: most customers then pay themselves.
  func notice(_ payment: Int) throws {
    guard let payment = world.bank.payment(payment), !payment.sequence.isHosted,
      let document = try auditor.targets(of: payment, try auditor.shop(payment.shop)).first,
      let customer = auditor.documents[document]?.customer, let index = places[customer],
      dice(index).chance(rates.payFailedPerMille)
    else { return }
    later(
      .visitsPortal(customer: index, tries: 0), seconds: dice(index).within(3600...1_700_000))
  }

  /// Who gave no mandate pays when asked.
  func read(_ mails: [PostedMail]) {
    for mail in mails {
      guard let index = SimulatedCustomer.index(mail.recipient), let id = customers[index].id,
        auditor.mandatedSince[id.rawValue] == nil, dice(index).chance(rates.payFailedPerMille)
      else { continue }
      later(
        .visitsPortal(customer: index, tries: 0), seconds: dice(index).within(600...1_000_000))
    }
  }
}

extension CollectionPolicy {
  var modelled: ModelPolicy {
    switch self {
    case .purchaseDate: .purchaseDate
    case .fixedDay(let day): .day(day)
    }
  }
}
