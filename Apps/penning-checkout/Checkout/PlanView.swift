import Catalog
import HTML
import HTTPServer
import Payments
import Primitives
import Subscriptions
import Tenancy
import Web
import Workflows

/// Draws the page of a plan: what it comes to on one side, the buyer's form on the other.
struct PlanView {
  private let model: PlanPage.Model
  private let shop: ShopVisit

  init(_ model: PlanPage.Model, _ shop: ShopVisit) {
    self.model = model
    self.shop = shop
  }

  @MarkupBuilder var page: Markup {
    pageHead(plan.name, lead: plan.summary.isEmpty ? nil : plan.summary)
    div(.class("columns")) {
      PlanSummary(quote, shop, registerIsSilent: model.registerIsSilent).markup
      card(shop(Text.yourDetails)) { form }
    }
  }

  private var language: Language { shop.language }
  private var quote: CheckoutQuote { model.quote }
  private var plan: Plan { model.quote.plan }

  private var form: Markup {
    let action = SafeURL(path: shop.visit.request.path)
    return FormView(shop.visit, model.form, action: action).markup { form in
      form.hidden("order", model.token)
      form.hidden("shown", quote.askedToday.decimal)
      choices(form)
      person(form)
      place(form)
      payment(form)
    }
  }

  // MARK: What is bought

  @MarkupBuilder private func choices(_ form: FormView) -> Markup {
    form.integer("quantity", shop(Text.quantity), in: SubscriptionRefusal.quantities)
    if !quote.offers.isEmpty { ExtrasField(quote.offers, form, shop).markup }
    if plan.takesCollectionDay(shop.settings) { collectionDay(form) }
    form.text(
      "coupon", shop(Text.coupon), FieldLook(isRequired: false, autocomplete: "off"), most: 60,
      isShort: true)
    p {
      button(
        .class(ButtonLook.small.rawValue), .type("submit"), .name(OrderForm.step),
        .value(OrderForm.stepQuote)
      ) { shop(Text.recalculate) }
    }
  }

  private func collectionDay(_ form: FormView) -> Markup {
    let own = CollectionPolicy.days.map { ("\($0)", shop(Text.dayOfMonth($0))) }
    return form.select(
      "collectionDay", shop(Text.collectionDay), [("", shop(Text.shopsDay))] + own,
      FieldLook(hint: shop(Text.collectionDayHint), isRequired: false))
  }

  // MARK: Who buys

  @MarkupBuilder private func person(_ form: FormView) -> Markup {
    form.text("name", shop(Text.name), FieldLook(autocomplete: "name"), most: 120)
    form.email("email", shop(Text.email), FieldLook(hint: shop(Text.emailHint)))
    form.text(
      "company", shop(Text.company), FieldLook(isRequired: false, autocomplete: "organization"),
      most: 120)
    form.text(
      "vatNumber", shop(Texts.vatNumber),
      FieldLook(hint: shop(Text.vatHint), isRequired: false), most: 20, isShort: true)
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

  // MARK: How it is paid

  @MarkupBuilder private func payment(_ form: FormView) -> Markup {
    if quote.askedToday.isPositive {
      form.radios("method", shop(Texts.method), model.methods.choices(language))
      if quote.goesOn { MandateText(legal: model.legal, price: quote.priceWords).markup(shop) }
    } else {
      p { shop(Text.nothingToday) }
    }
    form.submit(shop(orderButton), .wide)
  }

  /// The law wants the button itself to say that ordering means paying.
  private var orderButton: Phrase {
    let amount = quote.askedToday
    guard amount.isPositive else { return Text.orderWithObligation }
    return Phrase(
      nl: "Bestellen en \(amount.formatted(.nl)) betalen",
      en: "Order and pay \(amount.formatted(.en))")
  }

  private enum Text {
    static let yourDetails = Phrase(nl: "Uw gegevens", en: "Your details")
    static let quantity = Phrase(nl: "Aantal", en: "Quantity")
    static let coupon = Phrase(nl: "Kortingscode", en: "Discount code")
    static let recalculate = Phrase(nl: "Bedrag bijwerken", en: "Update the amount")
    static let collectionDay = Phrase(nl: "Dag van afschrijven", en: "Day of collection")
    static let shopsDay = Phrase(nl: "De gewone dag", en: "The usual day")
    static let collectionDayHint = Phrase(
      nl: "Kies een andere dag als dat beter uitkomt; u betaalt vandaag tot die dag.",
      en: "Choose another day if that suits you better; today you pay up to that day.")
    static let name = Phrase(nl: "Naam", en: "Name")
    static let email = Phrase(nl: "E-mailadres", en: "E-mail address")
    static let emailHint = Phrase(
      nl: "Hier sturen we uw facturen heen; u logt er ook mee in.",
      en: "We send your invoices here; you also sign in with it.")
    static let company = Phrase(nl: "Bedrijfsnaam", en: "Company")
    static let vatHint = Phrase(
      nl: "Van een bedrijf in een ander EU-land: dan verleggen we de btw.",
      en: "Of a company in another EU country: we then reverse charge the VAT.")
    static let street = Phrase(nl: "Straat en huisnummer", en: "Street and number")
    static let postalCode = Phrase(nl: "Postcode", en: "Postal code")
    static let city = Phrase(nl: "Plaats", en: "City")
    static let country = Phrase(nl: "Land", en: "Country")
    static let language = Phrase(nl: "Taal", en: "Language")
    static let languageHint = Phrase(
      nl: "Van uw facturen en e-mails.", en: "Of your invoices and e-mails.")
    static let nothingToday = Phrase(
      nl: "U betaalt vandaag niets. Het eerste betaalverzoek komt per e-mail.",
      en: "You pay nothing today. The first payment request comes by e-mail.")
    static let orderWithObligation = Phrase(
      nl: "Bestellen met betalingsverplichting", en: "Order with obligation to pay")

    static func dayOfMonth(_ day: Int) -> Phrase {
      Phrase(nl: "De \(day)e van de maand", en: "Day \(day) of the month")
    }
  }
}

/// What can be ticked beside the plan, each with what it costs.
struct ExtrasField {
  private let offers: [QuotedOffer]
  private let form: FormView
  private let shop: ShopVisit

  init(_ offers: [QuotedOffer], _ form: FormView, _ shop: ShopVisit) {
    self.offers = offers
    self.form = form
    self.shop = shop
  }

  var markup: Markup {
    let ticked = Set(form.state.value("extras").split(separator: "\n").map(String.init))
    return fieldset(.class("field"), .id("f-extras"), .tabindex(-1)) {
      legend { shop(Self.heading) }
      if let fault = form.state.fault("extras") { span(.class("error")) { shop(fault) } }
      for (index, offer) in offers.enumerated() {
        let id = "f-extras-\(index)"
        div(.class("check choice")) {
          input(
            .type("checkbox"), .id(id), .name("extras"), .value(offer.plan.id.description),
            ticked.contains(offer.plan.id.description) ? .checked : nil)
          label(.for(id)) {
            "\(offer.plan.name): \(shop(price(offer)))"
            if !offer.plan.summary.isEmpty { span(.class("hint")) { offer.plan.summary } }
          }
        }
      }
    }
  }

  private func price(_ offer: QuotedOffer) -> Phrase {
    func words(_ language: Language) -> String {
      "\(offer.price.formatted(language)) \(offer.plan.rhythm(language))"
    }
    return Phrase(nl: words(.nl), en: words(.en))
  }

  private static let heading = Phrase(nl: "Erbij nemen?", en: "Add to it?")
}

extension [PaymentMethod] {
  /// As circles to choose from.
  func choices(_ language: Language) -> [(value: String, label: String, hint: String?)] {
    map { ($0.rawValue, $0.label(language), $0.hint(language)) }
  }
}
