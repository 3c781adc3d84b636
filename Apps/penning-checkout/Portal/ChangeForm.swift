import Catalog
import HTML
import Primitives
import Subscriptions
import Tenancy
import Web
import Workflows

/// The fields of each change: drawn, and read into a wish.
struct ChangeForm {
  let act: ChangeAct
  let options: ChangeOptions
  let language: Language

  /// The names of the fields, which a preview carries along.
  var names: [String] {
    switch act {
    case .plan: ["plan", "quantity"]
    case .quantity: ["quantity"]
    case .addOn: ["item", "quantity"]
    case .pause: ["from", "until"]
    case .day: ["day"]
    case .cancel: ["moment", "lastDay"]
    case .withdraw: ["statement"]
    case .resume, .restart, .planned: []
    }
  }

  /// Where a rule's refusal belongs.
  static let places = [
    "/until": "until", "/on": "lastDay", "/quantity": "quantity", "/plan": "plan",
    "/addOn": "item", "/collectionDay": "day", "/statement": "statement",
  ]

  var start: FormState {
    let now = options.subscription
    return FormState(values: [
      "quantity": act == .addOn ? "1" : "\(now.quantity)", "moment": "periodEnd",
      "day": now.collectionDay.map { "\($0)" } ?? "shop",
    ])
  }

  // MARK: Reading

  func read(_ form: inout FormReader) -> ChangeWish? {
    switch act {
    case .plan:
      let plan = form.choice("plan") { text in options.plans.first { "\($0.id)" == text } }
      let quantity = form.integer("quantity", in: SubscriptionRefusal.quantities)
      guard let plan, let quantity else { return nil }
      return .plan(plan.id, quantity: quantity)
    case .quantity:
      return form.integer("quantity", in: SubscriptionRefusal.quantities).map { .quantity($0) }
    case .addOn: return readAddOn(&form)
    case .pause:
      let from = form.optionalDate("from")
      return form.date("until").map { .pause(from: from, until: $0) }
    case .day:
      let day = form.choice("day") { text -> Int?? in
        text == "shop" ? .some(nil) : CollectionPolicy.days.first { "\($0)" == text }
      }
      return day.map { .collectionDay($0) }
    case .cancel: return readCancel(&form)
    case .withdraw:
      return .withdraw(statement: form.paragraph("statement", most: 1000) ?? "")
    case .resume: return .resume
    case .restart: return .restart
    case .planned: return .dropPlanned
    }
  }

  private enum Item {
    case new(Plan)
    case running(AddOn)
  }

  private func readAddOn(_ form: inout FormReader) -> ChangeWish? {
    let item = form.choice("item") { text -> Item? in
      if let plan = options.offers.first(where: { "\($0.id)" == text }) { return .new(plan) }
      return options.addOns.first { "\($0.addOn.id)" == text }.map { .running($0.addOn) }
    }
    let quantity = form.integer("quantity", in: 0...SubscriptionRefusal.quantities.upperBound)
    guard let item, let quantity else { return nil }
    switch item {
    case .new(let plan): return .addOn(plan.id, quantity: quantity)
    case .running(let addOn):
      return quantity == 0 ? .endAddOn(addOn.id) : .addOnQuantity(addOn.id, quantity)
    }
  }

  private func readCancel(_ form: inout FormReader) -> ChangeWish? {
    let moment = form.carried("moment").flatMap { $0.isEmpty ? nil : $0 } ?? "periodEnd"
    let lastDay = form.optionalDate("lastDay")
    switch moment {
    case "now": return .cancel(.now)
    case "periodEnd": return .cancel(.periodEnd)
    case "on":
      if let lastDay { return .cancel(.on(lastDay.adding(days: 1))) }
      form.refuse("lastDay", Text.whichDay)
      return nil
    default:
      form.refuse("moment", Text.whichMoment)
      return nil
    }
  }

  // MARK: Drawing

  @MarkupBuilder func fields(_ form: FormView) -> Markup {
    switch act {
    case .plan:
      form.radios("plan", Text.plan(language), options.plans.map(choice))
      form.integer("quantity", Text.quantity(language), in: SubscriptionRefusal.quantities)
    case .quantity:
      form.integer("quantity", Text.quantity(language), in: SubscriptionRefusal.quantities)
    case .addOn:
      form.radios(
        "item", Text.addOn(language),
        options.addOns.map(running) + options.offers.map(choice))
      form.integer(
        "quantity", Text.quantity(language), in: 0...SubscriptionRefusal.quantities.upperBound,
        FieldLook(hint: Text.zeroEnds(language)))
    case .pause:
      form.date(
        "from", Text.from(language),
        FieldLook(hint: Text.fromHint(options.subscription)(language), isRequired: false))
      form.date(
        "until", Text.until(language),
        FieldLook(hint: Text.longest(options.settings.maximumPauseDays)(language)))
    case .day:
      form.select("day", Text.day(language), days, FieldLook(hint: Text.dayHint(language)))
    case .cancel:
      form.radios("moment", Text.moment(language), moments)
      form.date("lastDay", Text.lastDay(language), FieldLook(isRequired: false))
    case .withdraw:
      form.paragraph(
        "statement", Text.statement(language),
        FieldLook(hint: Text.statementHint(language), isRequired: false), most: 1000)
    case .resume, .restart, .planned: Markup.empty
    }
  }

  private func choice(_ plan: Plan) -> (value: String, label: String, hint: String?) {
    (
      plan.id.description, "\(plan.name) · \(price(plan.version))",
      plan.summary.isEmpty ? nil : plan.summary
    )
  }

  private func running(
    _ item: (addOn: AddOn, plan: Plan)
  ) -> (value: String, label: String, hint: String?) {
    (
      item.addOn.id.description, "\(item.plan.name) · \(item.addOn.price.formatted(language))",
      Text.has(item.addOn.quantity)(language)
    )
  }

  private func price(_ version: PlanVersion) -> String {
    let rhythm = version.interval.formatted(language)
    let vat = version.pricesIncludeVAT ? "" : ", \(Texts.excludingVAT(language))"
    return "\(version.price.formatted(language)) \(rhythm)\(vat)"
  }

  private var days: [FormView.Choice] {
    [(value: "shop", label: Text.shopsDay(language))]
      + CollectionPolicy.days.map { (value: "\($0)", label: "\($0)") }
  }

  /// The days on which it can end, each said as the last day that is served.
  private var moments: [(value: String, label: String, hint: String?)] {
    let choices = options.cancel
    var moments: [(value: String, label: String, hint: String?)] = [
      ("periodEnd", Text.atEnd(choices.periodEnd)(language), Text.nothingBack(language))
    ]
    if choices.earliest < choices.periodEnd {
      let label =
        choices.earliest <= options.today ? Text.atOnce : Text.soon(choices.earliest)
      moments.append(("now", label(language), Text.restBack(language)))
      moments.append(("on", Text.onDay(language), Text.restBack(language)))
    }
    return moments
  }
}

extension ChangeForm {
  private enum Text {
    static let plan = Phrase(nl: "Welk plan wilt u?", en: "Which plan do you want?")
    static let quantity = Phrase(nl: "Aantal", en: "Quantity")
    static let addOn = Phrase(nl: "Welke aanvulling?", en: "Which add-on?")
    static let zeroEnds = Phrase(
      nl: "0 beëindigt een aanvulling die u heeft.", en: "0 ends an add-on that you have.")
    static let from = Phrase(nl: "Pauzeren vanaf", en: "Pause from")
    static let until = Phrase(nl: "Weer verder op", en: "Go on again on")
    static let day = Phrase(nl: "Dag van de maand", en: "Day of the month")
    static let shopsDay = Phrase(nl: "De dag van de winkel", en: "The shop's day")
    static let dayHint = Phrase(
      nl: "De dagen tot uw nieuwe dag betaalt u naar rato.",
      en: "The days up to your new day are paid pro rata.")
    static let moment = Phrase(nl: "Wanneer wilt u stoppen?", en: "When do you want to stop?")
    static let lastDay = Phrase(nl: "Laatste dag", en: "Last day")
    static let whichDay = Phrase(nl: "Kies een laatste dag.", en: "Choose a last day.")
    static let whichMoment = Phrase(nl: "Kies een moment.", en: "Choose a moment.")
    static let nothingBack = Phrase(
      nl: "Tot zover is het in rekening gebracht.", en: "As far as it has been charged.")
    static let restBack = Phrase(
      nl: "Wat u daarna al betaald had, krijgt u terug.",
      en: "What you had paid for after it, you get back.")
    static let atOnce = Phrase(nl: "Meteen", en: "At once")
    static let onDay = Phrase(
      nl: "Na een dag die ik hieronder kies", en: "After a day that I choose below")
    static let statement = Phrase(nl: "Toelichting", en: "Remarks")
    static let statementHint = Phrase(
      nl: "U hoeft geen reden te geven.", en: "You need not give a reason.")

    static func has(_ quantity: Int) -> Phrase {
      Phrase(nl: "U heeft er \(quantity).", en: "You have \(quantity).")
    }

    static func atEnd(_ end: CivilDate) -> Phrase {
      let day = end.adding(days: -1)
      return Phrase(
        nl: "Aan het einde van de periode: tot en met \(day.formatted(.nl))",
        en: "At the end of the period: until \(day.formatted(.en)) inclusive")
    }

    static func soon(_ end: CivilDate) -> Phrase {
      let day = end.adding(days: -1)
      return Phrase(
        nl: "Zo snel als kan: tot en met \(day.formatted(.nl))",
        en: "As soon as possible: until \(day.formatted(.en)) inclusive")
    }

    static func fromHint(_ subscription: Subscription) -> Phrase {
      let day = subscription.billedUntil
      return Phrase(
        nl: "Leeg: vanaf \(day.formatted(.nl)), het einde van wat in rekening is gebracht.",
        en: "Empty: from \(day.formatted(.en)), the end of what has been charged.")
    }

    static func longest(_ days: Int) -> Phrase {
      Phrase(nl: "Hoogstens \(days) dagen.", en: "At most \(days) days.")
    }
  }
}
