import Catalog
import HTML
import HTTPServer
import Payments
import Primitives
import Subscriptions
import Tenancy
import Web
import Workflows

/// Draws the page of a plan.
struct PlanView {
  private let model: PlanPage.Model
  private let shop: ShopVisit

  init(_ model: PlanPage.Model, _ shop: ShopVisit) {
    self.model = model
    self.shop = shop
  }

  @MarkupBuilder var page: Markup {
    pageHead(model.quote.plan.name, lead: lead)
    div(.class("columns")) {
      summary
      card(shop(Text.yourDetails)) { form }
    }
  }

  private var lead: String? {
    let summary = model.quote.plan.summary
    return summary.isEmpty ? nil : summary
  }

  private var language: Language { shop.language }
  private var plan: Plan { model.quote.plan }

  // MARK: What is bought

  private var summary: Markup {
    card(shop(Texts.payToday)) {
      if let today = model.quote.today {
        p(.class("amount-large")) { model.quote.askedToday.formatted(language) }
        if let explanation = today.explanation { p { explanation(language) } }
      }
      if let first = model.quote.periods.first {
        p(.class("muted")) { shop(Text.covers(first.period)) }
      }
      h3 { shop(Text.afterwards) }
      facts(later)
      p(.class("muted")) { shop(Text.rhythm(price, plan.version.interval)) }
      h3 { shop(Text.stopping) }
      p { shop(Text.stoppingHow) }
    }
  }

  /// The next collections, each with its day.
  private var later: [(String, Markup)] {
    zip(model.quote.periods, model.quote.asked).dropFirst().map { period, amount in
      (period.collectOn.formatted(language), money(amount, language))
    }
  }

  private var price: Phrase {
    let tax = plan.version.pricesIncludeVAT ? Texts.includingVAT : Texts.excludingVAT
    func text(_ language: Language) -> String {
      let each = plan.version.price.formatted(language)
      let count = model.quote.quantity == 1 ? "" : "\(model.quote.quantity) x "
      return "\(count)\(each) \(plan.version.interval.formatted(language)), \(tax(language))"
    }
    return Phrase(nl: text(.nl), en: text(.en))
  }

  // MARK: The form

  private var form: Markup {
    let action = SafeURL(path: shop.visit.request.path)
    return FormView(shop.visit, model.form, action: action).markup { form in
      form.hidden("order", model.token)
      form.hidden("shown", model.quote.askedToday.decimal)
      quantity(form)
      person(form)
      place(form)
      payment(form)
    }
  }

  @MarkupBuilder private func quantity(_ form: FormView) -> Markup {
    form.integer("quantity", shop(Text.quantity), in: SubscriptionRefusal.quantities)
    p {
      button(
        .class(ButtonLook.small.rawValue), .type("submit"), .name(OrderForm.step),
        .value(OrderForm.stepQuote)
      ) { shop(Text.recalculate) }
    }
  }

  @MarkupBuilder private func person(_ form: FormView) -> Markup {
    form.text("name", shop(Text.name), FieldLook(autocomplete: "name"), most: 120)
    form.email("email", shop(Text.email), FieldLook(hint: shop(Text.emailHint)))
    form.text(
      "company", shop(Text.company), FieldLook(isRequired: false, autocomplete: "organization"),
      most: 120)
    form.text(
      "vatNumber", shop(Texts.vatNumber), FieldLook(isRequired: false), most: 20, isShort: true)
  }

  @MarkupBuilder private func place(_ form: FormView) -> Markup {
    form.text("street", shop(Text.street), FieldLook(autocomplete: "address-line1"), most: 120)
    form.text(
      "postalCode", shop(Text.postalCode), FieldLook(autocomplete: "postal-code"), most: 16,
      isShort: true)
    form.text("city", shop(Text.city), FieldLook(autocomplete: "address-level2"), most: 80)
    form.select(
      "country", shop(Text.country),
      Countries.offered.map { ($0.country.code, $0.name(language)) },
      FieldLook(autocomplete: "country"))
    form.select(
      "language", shop(Text.language), [("nl", "Nederlands"), ("en", "English")],
      FieldLook(hint: shop(Text.languageHint)))
  }

  @MarkupBuilder private func payment(_ form: FormView) -> Markup {
    form.radios("method", shop(Texts.method), model.methods.choices(language))
    MandateText(legal: model.legal, price: price).markup(shop)
    form.submit(shop(Text.order(model.quote.askedToday)), .wide)
  }

  private enum Text {
    static let yourDetails = Phrase(nl: "Uw gegevens", en: "Your details")
    static let afterwards = Phrase(nl: "Daarna", en: "After that")
    static let quantity = Phrase(nl: "Aantal", en: "Quantity")
    static let recalculate = Phrase(nl: "Bedrag bijwerken", en: "Update the amount")
    static let name = Phrase(nl: "Naam", en: "Name")
    static let email = Phrase(nl: "E-mailadres", en: "E-mail address")
    static let emailHint = Phrase(
      nl: "Hier sturen we uw facturen heen; u logt er ook mee in.",
      en: "We send your invoices here; you also sign in with it.")
    static let company = Phrase(nl: "Bedrijfsnaam", en: "Company")
    static let street = Phrase(nl: "Straat en huisnummer", en: "Street and number")
    static let postalCode = Phrase(nl: "Postcode", en: "Postal code")
    static let city = Phrase(nl: "Plaats", en: "City")
    static let country = Phrase(nl: "Land", en: "Country")
    static let language = Phrase(nl: "Taal", en: "Language")
    static let languageHint = Phrase(
      nl: "Van uw facturen en e-mails.", en: "Of your invoices and e-mails.")
    static let stopping = Phrase(nl: "Opzeggen", en: "Cancelling")
    static let stoppingHow = Phrase(
      nl: "Kan altijd, in uw account. Het abonnement loopt dan tot het einde van de periode die "
        + "al is betaald.",
      en: "At any time, in your account. The subscription then runs to the end of the period that "
        + "is already paid.")

    static func covers(_ period: Period) -> Phrase {
      Phrase(
        nl: "Voor \(period.from.formatted(.nl)) tot en met \(period.lastDay.formatted(.nl)).",
        en: "For \(period.from.formatted(.en)) up to and including "
          + "\(period.lastDay.formatted(.en)).")
    }

    static func rhythm(_ price: Phrase, _ interval: CalendarInterval) -> Phrase {
      Phrase(
        nl: "En zo verder: \(price(.nl)), tot u opzegt.",
        en: "And so on: \(price(.en)), until you cancel.")
    }

    /// The law wants the button itself to say that ordering means paying.
    static func order(_ amount: Money?) -> Phrase {
      guard let amount else { return Phrase(nl: "Bestellen en betalen", en: "Order and pay") }
      return Phrase(
        nl: "Bestellen en \(amount.formatted(.nl)) betalen",
        en: "Order and pay \(amount.formatted(.en))")
    }
  }
}

extension [PaymentMethod] {
  /// As circles to choose from.
  func choices(_ language: Language) -> [(value: String, label: String, hint: String?)] {
    map { ($0.rawValue, $0.label(language), $0.hint(language)) }
  }
}

/// What the buyer consents to with a first payment (SEPA Core: doorlopende machtiging, R-20).
struct MandateText {
  let legal: LegalDetails
  let price: Phrase

  @MarkupBuilder func markup(_ shop: ShopVisit) -> Markup {
    h3 { shop(Self.heading) }
    p { shop(consent) }
    p(.class("muted")) { shop(Self.rights) }
  }

  private var consent: Phrase {
    let creditor = legal.creditorID.map {
      (nl: " (incassant-ID \($0))", en: " (creditor ID \($0))")
    }
    return Phrase(
      nl: "Door te bestellen machtigt u \(legal.legalName)\(creditor?.nl ?? "") om de volgende "
        + "bedragen automatisch te innen: \(price(.nl)). Betaalt u nu met iDEAL of Bancontact, dan "
        + "gaat dat per SEPA-incasso van dezelfde rekening; betaalt u met een creditcard of "
        + "PayPal, dan daarmee.",
      en: "By ordering you authorise \(legal.legalName)\(creditor?.en ?? "") to collect the "
        + "following amounts automatically: \(price(.en)). If you pay by iDEAL or Bancontact now, "
        + "that is by SEPA direct debit from the same account; if by credit card or PayPal, by "
        + "that."
    )
  }

  private static let heading = Phrase(
    nl: "Doorlopende machtiging", en: "Standing authorisation")
  private static let rights = Phrase(
    nl: "U hoort vooraf wanneer we hoeveel afschrijven. Een afschrijving waar u het niet mee eens "
      + "bent, kunt u binnen 8 weken laten terugboeken; vraag uw bank naar de voorwaarden.",
    en: "We tell you beforehand when we collect how much. You can have a debit that you do not "
      + "agree with refunded within 8 weeks; ask your bank for the conditions.")
}
