package import Primitives

/// Why a checkout cannot go on.
package enum CheckoutRefusal: Refusal, Hashable {
  case methodNotOffered
  case priceChanged(now: Money)
  /// An extra that was ticked is no longer offered.
  case offerGone
  /// The shop, or the plan, lets nobody choose a day.
  case dayNotOffered
  /// The mailbox has had its trial of this plan.
  case trialUsedBefore
  /// There is nothing to pay today, where a payment was expected.
  case nothingToPay
  /// The time for taking an offer after a purchase is over.
  case upsellOver

  package var kind: RefusalKind {
    switch self {
    case .methodNotOffered, .dayNotOffered: .invalid
    case .priceChanged, .offerGone, .trialUsedBefore, .nothingToPay, .upsellOver: .conflict
    }
  }

  package var code: String {
    switch self {
    case .methodNotOffered: "checkout.methodNotOffered"
    case .priceChanged: "checkout.priceChanged"
    case .offerGone: "checkout.offerGone"
    case .dayNotOffered: "checkout.dayNotOffered"
    case .trialUsedBefore: "checkout.trialUsedBefore"
    case .nothingToPay: "checkout.nothingToPay"
    case .upsellOver: "checkout.upsellOver"
    }
  }

  package var pointer: String? {
    switch self {
    case .methodNotOffered: "/method"
    case .offerGone: "/extras"
    case .dayNotOffered: "/collectionDay"
    case .trialUsedBefore: "/email"
    case .priceChanged, .nothingToPay, .upsellOver: nil
    }
  }

  package var phrase: Phrase {
    switch self {
    case .methodNotOffered:
      Phrase(
        nl: "Deze betaalmethode wordt hier niet aangeboden.",
        en: "This payment method is not offered here.")
    case .priceChanged(let now):
      Phrase(
        nl: "Het bedrag van vandaag is veranderd: het is nu \(now.formatted(.nl)).",
        en: "Today's amount has changed: it is now \(now.formatted(.en)).")
    case .offerGone:
      Phrase(
        nl: "Een van de extra's wordt niet meer aangeboden. Kies opnieuw.",
        en: "One of the extras is no longer offered. Please choose again.")
    case .dayNotOffered:
      Phrase(
        nl: "Hier kunt u geen eigen incassodag kiezen.",
        en: "You cannot choose a collection day of your own here.")
    case .trialUsedBefore:
      Phrase(
        nl: "De proefperiode is met dit e-mailadres al eens gebruikt.",
        en: "The trial was used before with this e-mail address.")
    case .nothingToPay:
      Phrase(nl: "Er is vandaag niets te betalen.", en: "There is nothing to pay today.")
    case .upsellOver:
      Phrase(
        nl: "Dit aanbod was er alleen direct na uw bestelling.",
        en: "This offer was there only right after your order.")
    }
  }
}
