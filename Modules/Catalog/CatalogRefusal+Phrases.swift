package import Primitives

extension CatalogRefusal {
  package var phrase: Phrase {
    switch self {
    case .planUnknown, .planArchived, .productUnknown, .slugTaken, .priceOutOfRange,
      .currencyNotOfShop, .trialOutOfRange, .introductionOutOfRange, .instalmentsOutOfRange,
      .termNotOfKind:
      planPhrase
    case .offerDoesNotFit, .offerTwice, .tooManyOffers, .offerTaken: offerPhrase
    case .riseUnknown, .riseUnderWay, .riseNotHigher, .riseTooSoon, .riseSettled: risePhrase
    default: couponPhrase
    }
  }

  private var planPhrase: Phrase {
    switch self {
    case .planArchived:
      Phrase(nl: "Dit abonnement wordt niet meer verkocht.", en: "This plan is no longer sold.")
    case .productUnknown:
      Phrase(nl: "Dit product bestaat niet.", en: "There is no such product.")
    case .slugTaken:
      Phrase(
        nl: "Een ander abonnement heeft dit adres al.", en: "Another plan has this address already."
      )
    case .priceOutOfRange:
      Phrase(
        nl: "De prijs ligt tussen 0,01 en 1.000.000.000,00.",
        en: "A price lies between 0.01 and 1,000,000,000.00.")
    case .currencyNotOfShop(let currency, _):
      Phrase(
        nl: "Deze shop rekent in \(currency.code).", en: "This shop charges in \(currency.code).")
    case .trialOutOfRange:
      Phrase(nl: "Een proeftijd duurt 0 tot 730 dagen.", en: "A trial lasts 0 to 730 days.")
    case .introductionOutOfRange:
      Phrase(
        nl: "Een kennismakingsprijs geldt 1 tot 60 termijnen.",
        en: "An introduction price holds for 1 to 60 periods.")
    case .instalmentsOutOfRange:
      Phrase(nl: "Kies 2 tot 120 termijnen.", en: "Choose 2 to 120 instalments.")
    case .termNotOfKind:
      Phrase(
        nl: "Dit hoort niet bij een plan van deze soort.",
        en: "A plan of this kind does not have this.")
    default: Phrase(nl: "Dit abonnement bestaat niet.", en: "There is no such plan.")
    }
  }

  private var offerPhrase: Phrase {
    switch self {
    case .offerTwice:
      Phrase(nl: "Dit wordt hier al aangeboden.", en: "This is offered here already.")
    case .tooManyOffers:
      Phrase(
        nl: "Bied er hoogstens \(Offer.limit) aan.", en: "Offer \(Offer.limit) at most.")
    case .offerTaken:
      Phrase(nl: "Dit heeft u al genomen.", en: "You have taken this already.")
    default:
      Phrase(
        nl: "Dit past niet bij het plan: een aanvulling heeft dezelfde termijn, een extra op het "
          + "bestelformulier is een aanvulling of eenmalig.",
        en: "This does not fit the plan: an add-on has the same interval, an extra on the order "
          + "form is an add-on or a one-off.")
    }
  }

  private var couponPhrase: Phrase {
    switch self {
    case .couponNotYet(let date):
      Phrase(
        nl: "Deze code geldt vanaf \(date.formatted(.nl)).",
        en: "This code is valid from \(date.formatted(.en)).")
    case .couponExpired:
      Phrase(nl: "Deze code is verlopen.", en: "This code has expired.")
    case .couponUsedUp:
      Phrase(nl: "Deze code is op.", en: "This code is used up.")
    case .couponUsedBefore:
      Phrase(nl: "Deze code heeft u al gebruikt.", en: "You have used this code before.")
    case .couponNotForPlan:
      Phrase(nl: "Deze code geldt hier niet.", en: "This code is not valid here.")
    case .couponCodeMalformed:
      Phrase(
        nl: "Een code is 3 tot 40 letters, cijfers en streepjes.",
        en: "A code is 3 to 40 letters, digits and hyphens.")
    case .couponCodeTaken:
      Phrase(nl: "Deze code is er al.", en: "This code exists already.")
    case .couponLimitOutOfRange:
      Phrase(
        nl: "Kies 1 tot 1.000.000, en niet minder dan al gebruikt is.",
        en: "Choose 1 to 1,000,000, and no less than have been used.")
    case .couponDatesReversed:
      Phrase(
        nl: "De laatste dag ligt niet voor de eerste.",
        en: "The last day is not before the first.")
    case .discountOutOfRange:
      Phrase(
        nl: "Een korting is 0,01 tot 100 procent of een bedrag boven nul, voor 1 tot 120 termijnen "
          + "of voor altijd.",
        en: "A discount is 0.01 to 100 percent or an amount above zero, for 1 to 120 periods or "
          + "for ever.")
    default: Phrase(nl: "Deze code kennen we niet.", en: "We do not know this code.")
    }
  }

  private var risePhrase: Phrase {
    switch self {
    case .riseUnderWay:
      Phrase(
        nl: "Er loopt al een prijsverhoging van dit plan.",
        en: "A price rise of this plan is under way.")
    case .riseNotHigher:
      Phrase(
        nl: "De nieuwe prijs is hoger dan de huidige.",
        en: "The new price is higher than the present one.")
    case .riseTooSoon(let date):
      Phrase(
        nl: "Klanten horen het 30 dagen tevoren: kies \(date.formatted(.nl)) of later.",
        en: "Customers have 30 days' notice: choose \(date.formatted(.en)) or later.")
    case .riseSettled:
      Phrase(
        nl: "Aan deze prijsverhoging is niets meer te veranderen.",
        en: "This price rise can no longer be changed.")
    default: Phrase(nl: "Deze prijsverhoging bestaat niet.", en: "There is no such price rise.")
    }
  }
}
