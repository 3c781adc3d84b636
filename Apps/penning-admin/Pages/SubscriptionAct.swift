import HTTPServer
import Primitives
import Subscriptions
import Workflows

/// What the shop does with a customer's subscription, each on a page of its own: a form where
/// something must be said, a preview, and the deed.
enum SubscriptionAct: CaseIterable, Sendable {
  case plan, quantity, addOn, pause, resume, day, cancel, withdraw, restart, planned

  var link: Link<Subscription.ID> {
    switch self {
    case .plan: Link("/subscriptions/{subscription}/plan")
    case .quantity: Link("/subscriptions/{subscription}/quantity")
    case .addOn: Link("/subscriptions/{subscription}/add-ons")
    case .pause: Link("/subscriptions/{subscription}/pause")
    case .resume: Link("/subscriptions/{subscription}/resume")
    case .day: Link("/subscriptions/{subscription}/day")
    case .cancel: Link("/subscriptions/{subscription}/cancel")
    case .withdraw: Link("/subscriptions/{subscription}/withdraw")
    case .restart: Link("/subscriptions/{subscription}/restart")
    case .planned: Link("/subscriptions/{subscription}/planned")
    }
  }

  func isOffered(_ options: ChangeOptions) -> Bool {
    let rights = options.rights
    switch self {
    case .plan: return options.mayChangePlan
    case .quantity: return rights.mayChangeTerms
    case .addOn: return options.mayAddOn || (rights.mayChangeTerms && !options.addOns.isEmpty)
    case .pause: return rights.mayPause
    case .resume: return rights.mayResume
    case .day: return rights.mayChooseDay
    case .cancel: return rights.mayCancel
    case .withdraw: return rights.mayWithdraw
    case .restart: return rights.mayRestart
    case .planned: return options.planned != nil
    }
  }

  var isEnding: Bool { self == .cancel || self == .withdraw }

  var name: Phrase {
    switch self {
    case .plan: Phrase(nl: "Ander plan", en: "Another plan")
    case .quantity: Phrase(nl: "Aantal", en: "Quantity")
    case .addOn: Phrase(nl: "Aanvullingen", en: "Add-ons")
    case .pause: Phrase(nl: "Pauzeren", en: "Pause")
    case .resume: Phrase(nl: "Pauze beëindigen", en: "End the pause")
    case .day: Phrase(nl: "Incassodag", en: "Collection day")
    case .cancel: Phrase(nl: "Abonnement opzeggen", en: "Cancel the subscription")
    case .withdraw: Phrase(nl: "Herroeping verwerken", en: "Record a withdrawal")
    case .restart: Phrase(nl: "Opnieuw beginnen", en: "Start again")
    case .planned: Phrase(nl: "Geplande wijziging schrappen", en: "Drop the planned change")
    }
  }

  var confirm: Phrase {
    switch self {
    case .cancel: Phrase(nl: "Nu opzeggen", en: "Cancel the subscription now")
    case .withdraw: Phrase(nl: "Herroeping vastleggen", en: "Record the withdrawal")
    case .pause: Phrase(nl: "Pauzeren", en: "Pause it")
    case .resume: Phrase(nl: "Weer laten lopen", en: "Let it run again")
    case .restart: Phrase(nl: "Opnieuw beginnen", en: "Start it again")
    case .planned: Phrase(nl: "Schrappen", en: "Drop it")
    case .plan, .quantity, .addOn, .day: Phrase(nl: "Wijzigen", en: "Change it")
    }
  }
}
