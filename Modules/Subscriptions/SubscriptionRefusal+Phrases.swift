package import Primitives

extension SubscriptionRefusal {
  package var phrase: Phrase {
    switch self {
    case .unknown:
      Phrase(nl: "Deze inschrijving bestaat niet.", en: "There is no such subscription.")
    case .impossible(let state, let event):
      Phrase(
        nl: "Dit kan nu niet: de inschrijving is '\(state)', gevraagd is '\(event)'.",
        en: "Not possible now: the subscription is '\(state)', the request is '\(event)'.")
    case .quantityOutOfRange:
      Phrase(
        nl: "Het aantal ligt tussen 1 en 10.000.", en: "The quantity lies between 1 and 10,000.")
    case .purchaseDateOutOfRange:
      Phrase(
        nl: "De aankoopdatum ligt tussen 1900 en 2200.",
        en: "The purchase date lies between 1900 and 2200.")
    case .collectionDayOutOfRange:
      Phrase(
        nl: "De incassodag ligt tussen de 1e en de 28e.",
        en: "The collection day lies between the 1st and the 28th.")
    case .changedMeanwhile:
      Phrase(
        nl: "De inschrijving is intussen gewijzigd. Bekijk het voorstel opnieuw.",
        en: "The subscription has changed meanwhile. Look at the proposal again.")
    case .isParked:
      Phrase(
        nl: "Deze inschrijving wacht op een medewerker.",
        en: "This subscription is waiting for a member of staff.")
    case .notParked:
      Phrase(nl: "Deze inschrijving staat niet stil.", en: "This subscription is not set aside.")
    default: plans ?? pauses
    }
  }

  private var plans: Phrase? {
    switch self {
    case .planNotPossible:
      Phrase(
        nl: "Dit plan kan hier niet gekozen worden.", en: "This plan cannot be chosen here.")
    case .addOnNotPossible:
      Phrase(
        nl: "Een aanvulling moet hetzelfde ritme en dezelfde valuta hebben als de inschrijving.",
        en: "An add-on must have the rhythm and the currency of the subscription.")
    case .addOnUnknown:
      Phrase(nl: "Deze aanvulling loopt niet.", en: "This add-on is not running.")
    case .addOnsInTheWay:
      Phrase(
        nl: "Beëindig eerst de aanvullingen: het nieuwe plan heeft een ander ritme.",
        en: "End the add-ons first: the new plan has another rhythm.")
    case .discountUnknown:
      Phrase(nl: "Deze korting loopt niet.", en: "This discount is not running.")
    case .tooManyExtras:
      Phrase(
        nl: "Meer dan 20 aanvullingen of kortingen kan niet.",
        en: "No more than 20 add-ons or discounts.")
    case .paidInInstalments:
      Phrase(
        nl: "Deze aankoop wordt in termijnen betaald en kan niet gewijzigd worden.",
        en: "This purchase is paid in instalments and cannot be changed.")
    case .nothingChanges:
      Phrase(nl: "Er verandert niets.", en: "Nothing would change.")
    default: nil
    }
  }

  private var pauses: Phrase {
    switch self {
    case .cancelled:
      Phrase(
        nl: "Deze inschrijving is opgezegd. Maak eerst de opzegging ongedaan.",
        en: "This subscription is cancelled. Take the cancellation back first.")
    case .paused:
      Phrase(
        nl: "Deze inschrijving is al gepauzeerd. Hervat haar eerst.",
        en: "This subscription is paused already. Resume it first.")
    case .notPaused:
      Phrase(nl: "Deze inschrijving is niet gepauzeerd.", en: "This subscription is not paused.")
    case .pauseOutOfRange:
      Phrase(
        nl: "Een pauze begint vandaag of later, na de proefperiode, en duurt hoogstens een jaar.",
        en: "A pause begins today or later, after the trial, and lasts at most a year.")
    case .resumeBilled(let date):
      Phrase(
        nl: "De periode vanaf \(date.formatted(.nl)) is al in rekening gebracht.",
        en: "The period from \(date.formatted(.en)) has been billed already.")
    case .withdrawalOver(let date):
      Phrase(
        nl: "De bedenktijd liep tot en met \(date.formatted(.nl)).",
        en: "The withdrawal period ran until \(date.formatted(.en)).")
    default:
      Phrase(nl: "Dit kan nu niet.", en: "Not possible now.")
    }
  }
}
