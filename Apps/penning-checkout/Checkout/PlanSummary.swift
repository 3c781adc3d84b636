import Catalog
import HTML
import HTTPServer
import Primitives
import Subscriptions
import Tenancy
import Web
import Workflows

/// Draws what a purchase comes to: today with every line, what follows and when, how it ends.
struct PlanSummary {
  private let quote: CheckoutQuote
  private let shop: ShopVisit
  private let registerIsSilent: Bool

  init(_ quote: CheckoutQuote, _ shop: ShopVisit, registerIsSilent: Bool) {
    self.quote = quote
    self.shop = shop
    self.registerIsSilent = registerIsSilent
  }

  private var plan: Plan { quote.plan }
  private var language: Language { shop.language }

  @MarkupBuilder var markup: Markup {
    card(shop(Texts.payToday)) {
      p(.class("amount-large")) { quote.askedToday.formatted(language) }
      today
      if let coupon = quote.coupon {
        p { "\(coupon.label): \(coupon.discount.formatted(language))" }
      }
      if quote.chargesNoVAT { p { shop(Text.reverseCharge) } }
      if registerIsSilent { p { shop(Text.registerSilent) } }
      if quote.goesOn {
        h3 { shop(Text.afterwards) }
        facts(later)
        p(.class("muted")) { shop(rhythm) }
      }
      for term in plan.specialTerms { p(.class("muted")) { shop(term) } }
      ending
    }
  }

  // MARK: Today

  @MarkupBuilder private var today: Markup {
    if let paidFrom = quote.paidFrom { p { shop(Text.free(until: paidFrom)) } }
    if let bill = quote.todaysBill {
      if bill.lines.count > 1 || bill.vat != nil {
        lines(of: bill)
      } else if let explanation = bill.lines.first?.explanation {
        p { explanation }
      }
      if let period = bill.lines.lazy.compactMap(\.period).first, plan.kind == .subscription {
        p(.class("muted")) { shop(Text.covers(period)) }
      }
    }
  }

  /// Every line with its amount; they add up to what is paid today.
  private func lines(of bill: QuotedBill) -> Markup {
    facts(
      bill.lines.map { ($0.description, amount(of: $0)) }
        + (bill.vat.map { [(shop(Text.vat), money($0, language))] } ?? []))
  }

  @MarkupBuilder private func amount(of line: QuotedLine) -> Markup {
    money(line.amount, language)
    if let explanation = line.explanation {
      br()
      span(.class("muted")) { explanation }
    }
  }

  // MARK: After that

  /// The next collections, each with its day.
  private var later: [(String, Markup)] {
    quote.later.map { next in
      (next.period.collectOn.formatted(language), money(next.bill.asked, language))
    }
  }

  private var rhythm: Phrase {
    let price = quote.priceWords
    if plan.version.instalments != nil { return price }
    return Phrase(
      nl: "En zo verder: \(price(.nl)), tot u opzegt.",
      en: "And so on: \(price(.en)), until you cancel.")
  }

  @MarkupBuilder private var ending: Markup {
    if plan.kind == .subscription, plan.version.instalments == nil {
      h3 { shop(Text.stopping) }
      p { shop(Text.stoppingHow) }
    }
    h3 { shop(Text.withdrawing) }
    p { shop(Text.withdrawingHow) }
  }

  private enum Text {
    static let afterwards = Phrase(nl: "Daarna", en: "After that")
    static let vat = Phrase(nl: "Btw", en: "VAT")
    static let stopping = Phrase(nl: "Opzeggen", en: "Cancelling")
    static let stoppingHow = Phrase(
      nl: "Kan altijd, in uw account. Het abonnement loopt dan tot het einde van de periode die "
        + "al is betaald.",
      en: "At any time, in your account. The subscription then runs to the end of the period that "
        + "is already paid.")
    static let withdrawing = Phrase(nl: "Herroepen", en: "Withdrawing")
    static let withdrawingHow = Phrase(
      nl: "Binnen 14 dagen kunt u zich als consument bedenken, zonder reden: dat doet u in uw "
        + "account. U krijgt dan uw geld terug.",
      en: "Within 14 days you can change your mind as a consumer, without a reason: in your "
        + "account. You then get your money back.")
    static let reverseCharge = Phrase(
      nl: "Er wordt u geen btw berekend: die geeft u zelf aan.",
      en: "You are charged no VAT: you account for it yourself.")
    static let registerSilent = Phrase(
      nl:
        "Uw btw-nummer kon nu niet worden gecontroleerd (VIES geeft geen antwoord). Daarom rekenen "
        + "we btw. Probeer het later opnieuw als u de btw wilt laten verleggen.",
      en: "Your VAT number could not be checked now (VIES does not answer), so VAT is charged. Try "
        + "again later to have the VAT reverse charged.")

    static func covers(_ period: Period) -> Phrase {
      Phrase(
        nl: "Voor \(period.from.formatted(.nl)) tot en met \(period.lastDay.formatted(.nl)).",
        en: "For \(period.from.formatted(.en)) up to and including "
          + "\(period.lastDay.formatted(.en)).")
    }

    static func free(until paidFrom: CivilDate) -> Phrase {
      let last = paidFrom.adding(days: -1)
      return Phrase(
        nl:
          "Gratis tot en met \(last.formatted(.nl)). Zegt u voor die tijd op, dan betaalt u niets.",
        en: "Free until \(last.formatted(.en)). If you cancel before then, you pay nothing.")
    }
  }
}

extension CheckoutQuote {
  /// What this buyer pays for a whole period once introduction and discounts are over: "€ 60,00
  /// per maand, inclusief btw".
  var priceWords: Phrase {
    let tax = chargesNoVAT ? Texts.withoutVAT : Texts.includingVAT
    func text(_ language: Language) -> String {
      "\(wholePrice.formatted(language)) \(plan.rhythm(language)), \(tax(language))"
    }
    return Phrase(nl: text(.nl), en: text(.en))
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
