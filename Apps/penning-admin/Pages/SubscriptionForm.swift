import Catalog
import HTML
import Primitives
import Subscriptions
import Tenancy
import Web
import Workflows

/// The fields of each change that the shop makes: drawn, and read into a wish.
struct SubscriptionForm {
  let act: SubscriptionAct
  let options: ChangeOptions
  let visit: StaffVisit

  /// What a form asks for.
  struct Wanted {
    let wish: ChangeWish
    var timing: ChangeTiming?
    var unusedPart: UnusedPart?
  }

  /// The names of the fields, which a preview carries along.
  var names: [String] {
    switch act {
    case .plan: ["plan", "quantity", "timing"]
    case .quantity: ["quantity", "timing"]
    case .addOn: ["item", "quantity"]
    case .pause: ["from", "until"]
    case .day: ["day"]
    case .cancel: ["moment", "lastDay", "unusedPart"]
    case .withdraw: ["statement"]
    case .resume, .restart, .planned: []
    }
  }

  static let places = [
    "/until": "until", "/on": "lastDay", "/quantity": "quantity", "/plan": "plan",
    "/addOn": "item", "/collectionDay": "day", "/statement": "statement",
  ]

  var start: FormState {
    let now = options.subscription
    return FormState(values: [
      "quantity": act == .addOn ? "1" : "\(now.quantity)", "moment": "periodEnd",
      "timing": ChangeTiming.now.rawValue, "unusedPart": options.settings.unusedPart.rawValue,
      "day": now.collectionDay.map { "\($0)" } ?? "shop",
    ])
  }

  // MARK: Reading

  func read(_ form: inout FormReader) -> Wanted? {
    switch act {
    case .plan:
      let plan = form.choice("plan") { text in options.plans.first { "\($0.id)" == text } }
      let quantity = form.integer("quantity", in: SubscriptionRefusal.quantities)
      let timing = form.choice("timing", of: ChangeTiming.self)
      guard let plan, let quantity, let timing else { return nil }
      return Wanted(wish: .plan(plan.id, quantity: quantity), timing: timing)
    case .quantity:
      let quantity = form.integer("quantity", in: SubscriptionRefusal.quantities)
      let timing = form.choice("timing", of: ChangeTiming.self)
      guard let quantity, let timing else { return nil }
      return Wanted(wish: .quantity(quantity), timing: timing)
    case .cancel: return readCancel(&form)
    default: return readOther(&form).map { Wanted(wish: $0) }
    }
  }

  private func readOther(_ form: inout FormReader) -> ChangeWish? {
    switch act {
    case .addOn: return readAddOn(&form)
    case .pause:
      let from = form.optionalDate("from")
      return form.date("until").map { .pause(from: from, until: $0) }
    case .day:
      let day = form.choice("day") { text -> Int?? in
        text == "shop" ? .some(nil) : CollectionPolicy.days.first { "\($0)" == text }
      }
      return day.map { .collectionDay($0) }
    case .withdraw: return .withdraw(statement: form.paragraph("statement", most: 1000) ?? "")
    case .resume: return .resume
    case .restart: return .restart
    case .planned: return .dropPlanned
    case .plan, .quantity, .cancel: return nil
    }
  }

  private func readAddOn(_ form: inout FormReader) -> ChangeWish? {
    let item = form.choice("item") { text in names(text) ? text : nil }
    let quantity = form.integer("quantity", in: 0...SubscriptionRefusal.quantities.upperBound)
    guard let item, let quantity else { return nil }
    if let plan = options.offers.first(where: { "\($0.id)" == item }) {
      return .addOn(plan.id, quantity: quantity)
    }
    guard let running = options.addOns.first(where: { "\($0.addOn.id)" == item }) else {
      return nil
    }
    return quantity == 0
      ? .endAddOn(running.addOn.id) : .addOnQuantity(running.addOn.id, quantity)
  }

  private func names(_ text: String) -> Bool {
    options.offers.contains { "\($0.id)" == text }
      || options.addOns.contains { "\($0.addOn.id)" == text }
  }

  private func readCancel(_ form: inout FormReader) -> Wanted? {
    let moment = form.choice("moment") { ["now", "periodEnd", "on"].contains($0) ? $0 : nil }
    let lastDay = form.optionalDate("lastDay")
    let part = form.choice("unusedPart", of: UnusedPart.self)
    guard let moment, let part else { return nil }
    switch moment {
    case "now": return Wanted(wish: .cancel(.now), unusedPart: part)
    case "periodEnd": return Wanted(wish: .cancel(.periodEnd), unusedPart: part)
    default:
      guard let lastDay else {
        form.refuse(
          "lastDay", Phrase(nl: "Kies een laatste dag.", en: "Choose a last day."))
        return nil
      }
      return Wanted(wish: .cancel(.on(lastDay.adding(days: 1))), unusedPart: part)
    }
  }
}

// What the form looks like.
extension SubscriptionForm {
  @MarkupBuilder func fields(_ form: FormView) -> Markup {
    switch act {
    case .plan:
      form.select(
        "plan", visit(Texts.plan), options.plans.map { ("\($0.id)", label($0)) })
      form.integer(
        "quantity", visit("Aantal", "Quantity"), in: SubscriptionRefusal.quantities)
      timing(form)
    case .quantity:
      form.integer(
        "quantity", visit("Aantal", "Quantity"), in: SubscriptionRefusal.quantities)
      timing(form)
    case .addOn: addOn(form)
    case .pause:
      form.date(
        "from", visit("Vanaf", "From"),
        FieldLook(
          hint: visit(
            "Leeg: vanaf het einde van wat in rekening is gebracht.",
            "Empty: from the end of what has been charged."), isRequired: false))
      form.date("until", visit("Weer verder op", "Goes on again on"))
    case .day:
      form.select("day", visit("Dag van de maand", "Day of the month"), days)
    case .cancel: cancel(form)
    case .withdraw:
      form.paragraph(
        "statement", visit("Wat de klant zei", "What the customer said"),
        FieldLook(isRequired: false), most: 1000)
    case .resume, .restart, .planned: Markup.empty
    }
  }

  private func timing(_ form: FormView) -> Markup {
    form.radios(
      "timing", visit("Gaat in", "Takes effect"),
      [
        (
          ChangeTiming.now.rawValue, visit("Vandaag", "Today"),
          visit(
            "Wat al in rekening was gebracht, wordt gecrediteerd.",
            "What had been charged is credited.")
        ),
        (
          ChangeTiming.periodEnd.rawValue,
          visit("Bij de volgende periode", "With the next period"), nil
        ),
      ])
  }

  @MarkupBuilder private func addOn(_ form: FormView) -> Markup {
    form.select(
      "item", visit("Aanvulling", "Add-on"),
      options.addOns.map { ("\($0.addOn.id)", "\($0.plan.name) (\($0.addOn.quantity) x)") }
        + options.offers.map { ("\($0.id)", label($0)) })
    form.integer(
      "quantity", visit("Aantal", "Quantity"),
      in: 0...SubscriptionRefusal.quantities.upperBound,
      FieldLook(
        hint: visit("0 beëindigt een lopende aanvulling.", "0 ends an add-on that runs.")))
  }

  @MarkupBuilder private func cancel(_ form: FormView) -> Markup {
    let end = options.cancel.periodEnd.adding(days: -1).formatted(visit.language)
    form.radios(
      "moment", visit("Wanneer", "When"),
      [
        (
          "periodEnd", visit("Tot en met \(end)", "Until \(end) inclusive"),
          visit(
            "Zo lang is er al in rekening gebracht; er komt niets terug.",
            "As far as it has been billed; nothing is given back.")
        ),
        ("now", visit("Meteen", "At once"), visit("De rest komt terug.", "The rest comes back.")),
        ("on", visit("Na een dag hieronder", "After a day chosen below"), nil),
      ])
    form.date("lastDay", visit("Laatste dag", "Last day"), FieldLook(isRequired: false))
    form.radios(
      "unusedPart", visit("Wat betaald en niet gebruikt is", "What was paid and not used"),
      [
        (UnusedPart.credits.rawValue, visit("Wordt tegoed", "Becomes credits"), nil),
        (UnusedPart.paidBack.rawValue, visit("Wordt terugbetaald", "Is paid back"), nil),
      ])
  }

  private func label(_ plan: Plan) -> String {
    let price = plan.version.price.formatted(visit.language)
    return "\(plan.name) · \(price) \(plan.version.interval.formatted(visit.language))"
  }

  private var days: [FormView.Choice] {
    [(value: "shop", label: visit("De dag van de winkel", "The shop's day"))]
      + CollectionPolicy.days.map { (value: "\($0)", label: "\($0)") }
  }
}
