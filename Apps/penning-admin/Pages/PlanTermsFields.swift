import Catalog
import HTML
import Primitives
import Tenancy
import Web

// Price, rhythm and the rest of the terms, asked for by two forms.

extension FormReader {
  /// Reads what `termFields` shows; nil where something is missing or wrong.
  mutating func planTerms(in currency: Currency) -> PlanTerms? {
    let price = money("price", currency)
    let includesVAT = checkbox("pricesIncludeVAT")
    let interval = interval()
    let setupFee = optionalMoney("setupFee", currency)
    let trialDays = optionalInteger("trialDays", in: PlanTerms.trialDays)
    let introduction = introduction(currency)
    let instalments = optionalInteger("instalments", in: PlanTerms.instalments)
    guard let price, let interval else { return nil }
    return PlanTerms(
      price: price, pricesIncludeVAT: includesVAT, interval: interval, setupFee: setupFee,
      trialDays: trialDays ?? 0, introduction: introduction, instalments: instalments)
  }

  private mutating func interval() -> CalendarInterval? {
    let unit: CalendarInterval.Unit? = choice("unit")
    let most = CalendarInterval.Unit.allCases.map(CalendarInterval.maximum).max() ?? 1
    let count = integer("count", in: 1...most)
    guard let unit, let count else { return nil }
    guard let interval = CalendarInterval(unit: unit, count: count) else {
      refuse("count", FormText.range(1...CalendarInterval.maximum(unit)))
      return nil
    }
    return interval
  }

  /// A price and a count, or neither.
  private mutating func introduction(_ currency: Currency) -> Introduction? {
    let price = optionalMoney("introductionPrice", currency)
    let periods = optionalInteger("introductionPeriods", in: Introduction.periods)
    switch (price, periods) {
    case (let price?, let periods?): return Introduction(price: price, periods: periods)
    case (nil, nil): return nil
    case (nil, _):
      if state.fault("introductionPrice") == nil { refuse("introductionPrice", FormText.missing) }
    case (_, nil):
      if state.fault("introductionPeriods") == nil {
        refuse("introductionPeriods", FormText.missing)
      }
    }
    return nil
  }

  /// An amount that may be left empty.
  mutating func optionalMoney(_ name: String, _ currency: Currency) -> Money? {
    optionalText(name, most: 40) == nil ? nil : money(name, currency)
  }

  /// A number that may be left empty.
  mutating func optionalInteger(_ name: String, in range: ClosedRange<Int>) -> Int? {
    optionalText(name, most: 20) == nil ? nil : integer(name, in: range)
  }

  /// One of the cases, or none where nothing was chosen.
  mutating func optionalChoice<Value: RawRepresentable<String>>(
    _ name: String, of: Value.Type = Value.self
  ) -> Value? {
    optionalParsed(name, most: 40, FormText.unknownChoice) { Value(rawValue: $0) }
  }
}

extension FormState {
  /// The fields as a version has them.
  static func terms(of version: PlanVersion, _ language: Language) -> [String: String] {
    [
      "price": version.price.typed(language), "unit": version.interval.unit.rawValue,
      "count": "\(version.interval.count)",
      "pricesIncludeVAT": version.pricesIncludeVAT ? "on" : "",
      "setupFee": version.setupFee?.typed(language) ?? "",
      "trialDays": version.trialDays == 0 ? "" : "\(version.trialDays)",
      "introductionPrice": version.introduction?.price.typed(language) ?? "",
      "introductionPeriods": version.introduction.map { "\($0.periods)" } ?? "",
      "instalments": version.instalments.map(String.init) ?? "",
    ]
  }

  /// Where a rule about the terms is shown.
  static let termFields = [
    "/price/amount": "price", "/setupFee": "setupFee", "/setupFee/amount": "setupFee",
    "/introduction": "introductionPrice", "/introduction/price/amount": "introductionPrice",
    "/introduction/periods": "introductionPeriods",
  ]
}

extension Money {
  /// As people of a language type it into a field: "30,00".
  func typed(_ language: Language) -> String {
    language == .nl ? decimal.replacing(".", with: ",") : decimal
  }
}

extension FormView {
  @MarkupBuilder func termFields(_ visit: StaffVisit) -> Markup {
    money("price", visit(Texts.price), visit.shop.currency)
    checkbox("pricesIncludeVAT", visit("Btw is inbegrepen", "VAT is included"))
    integer("count", visit("Elke", "Every"), in: 1...104)
    select(
      "unit", visit("Eenheid", "Unit"),
      [
        ("week", visit("week", "week")), ("month", visit("maand", "month")),
        ("year", visit("jaar", "year")),
      ])
  }

  /// What only a subscription has; all of it may stay empty.
  @MarkupBuilder func subscriptionFields(_ visit: StaffVisit) -> Markup {
    money(
      "setupFee", visit("Startkosten", "Setup fee"), visit.shop.currency,
      FieldLook(
        hint: visit("Eenmalig, met de eerste rekening.", "Once, with the first bill."),
        isRequired: false))
    integer(
      "trialDays", visit("Dagen proberen", "Days of trial"), in: PlanTerms.trialDays,
      FieldLook(
        hint: visit(
          "Kosten niets; daarna begint de eerste termijn.",
          "Cost nothing; then the first period begins."), isRequired: false))
    money(
      "introductionPrice", visit("Kennismakingsprijs", "Introduction price"), visit.shop.currency,
      FieldLook(
        hint: visit(
          "Een andere prijs in het begin; 0 is gratis.",
          "Another price at first; 0 is free."), isRequired: false))
    integer(
      "introductionPeriods", visit("Kennismaking duurt", "Introduction lasts"),
      in: Introduction.periods,
      FieldLook(hint: visit("Termijnen.", "Periods."), isRequired: false))
    integer(
      "instalments", visit("Termijnbetaling", "Instalments"), in: PlanTerms.instalments,
      FieldLook(
        hint: visit(
          "Na zoveel betalingen is alles betaald; niet samen met proberen of kennismaken.",
          "After so many payments all is paid; not together with a trial or introduction."),
        isRequired: false))
  }
}

extension PlanVersion {
  /// The terms in words, one a line: what a buyer agrees to.
  func words(_ visit: StaffVisit) -> [String] {
    func say(_ money: Money) -> String { money.formatted(visit.language) }
    var words: [String] = []
    if let setupFee {
      words.append(visit("\(say(setupFee)) startkosten", "\(say(setupFee)) setup fee"))
    }
    if trialDays > 0 {
      words.append(visit("\(trialDays) dagen proberen", "\(trialDays) days of trial"))
    }
    if let introduction {
      let price = say(introduction.price)
      let count = introduction.periods
      words.append(
        count == 1
          ? visit("eerste termijn \(price)", "first period \(price)")
          : visit("eerste \(count) termijnen \(price)", "first \(count) periods \(price)"))
    }
    if let instalments {
      words.append(visit("in \(instalments) termijnen", "in \(instalments) instalments"))
    }
    return words
  }
}

extension Plan {
  /// "€ 30,00 per maand", "€ 95,00 eenmalig".
  func priceWords(_ visit: StaffVisit) -> String {
    let rhythm =
      kind == .oneOff ? visit("eenmalig", "once") : version.interval.formatted(visit.language)
    return "\(version.price.formatted(visit.language)) \(rhythm)"
  }
}
