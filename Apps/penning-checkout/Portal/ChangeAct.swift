import HTTPServer
import Primitives
import Subscriptions
import Tenancy
import Workflows

/// What a customer can do with a subscription, each on a page of its own: a form where something
/// must be said, a preview, and the deed.
enum ChangeAct: CaseIterable, Sendable {
  case plan, quantity, addOn, pause, resume, day, cancel, withdraw, restart, planned

  var link: Link<Slug, Subscription.ID> {
    switch self {
    case .plan: Link("/{shop}/portal/subscriptions/{id}/plan")
    case .quantity: Link("/{shop}/portal/subscriptions/{id}/quantity")
    case .addOn: Link("/{shop}/portal/subscriptions/{id}/add-ons")
    case .pause: Link("/{shop}/portal/subscriptions/{id}/pause")
    case .resume: Link("/{shop}/portal/subscriptions/{id}/resume")
    case .day: Link("/{shop}/portal/subscriptions/{id}/day")
    case .cancel: Link("/{shop}/portal/subscriptions/{id}/cancel")
    case .withdraw: Link("/{shop}/portal/subscriptions/{id}/withdraw")
    case .restart: Link("/{shop}/portal/subscriptions/{id}/restart")
    case .planned: Link("/{shop}/portal/subscriptions/{id}/planned")
    }
  }

  /// Whether it is offered as the subscription stands.
  func isOffered(_ options: ChangeOptions) -> Bool {
    switch self {
    case .plan: options.mayChangePlan
    case .addOn: options.mayAddOn || (options.rights.mayChangeTerms && !options.addOns.isEmpty)
    case .planned: options.planned != nil
    case .quantity, .pause, .resume, .day, .cancel, .withdraw, .restart: isAllowed(options.rights)
    }
  }

  /// The same for what needs no look at the catalog.
  func isAllowed(_ rights: ChangeRights) -> Bool {
    switch self {
    case .plan, .quantity, .addOn, .planned: rights.mayChangeTerms
    case .pause: rights.mayPause
    case .resume: rights.mayResume
    case .day: rights.mayChooseDay
    case .cancel: rights.mayCancel
    case .withdraw: rights.mayWithdraw
    case .restart: rights.mayRestart
    }
  }

  /// Whether there is anything to fill in before the preview.
  var hasForm: Bool {
    switch self {
    case .resume, .restart, .planned: false
    case .plan, .quantity, .addOn, .pause, .day, .cancel, .withdraw: true
    }
  }

  /// Whether it ends something.
  var isEnding: Bool { self == .cancel || self == .withdraw }

  /// What the link to it says.
  var name: Phrase {
    switch self {
    case .plan: Phrase(nl: "Ander plan kiezen", en: "Choose another plan")
    case .quantity: Phrase(nl: "Aantal wijzigen", en: "Change the quantity")
    case .addOn: Phrase(nl: "Aanvullingen", en: "Add-ons")
    case .pause: Phrase(nl: "Pauzeren", en: "Pause")
    case .resume: Phrase(nl: "Pauze beëindigen", en: "End the pause")
    case .day: Phrase(nl: "Incassodag kiezen", en: "Choose the collection day")
    case .cancel: Phrase(nl: "Opzeggen", en: "Cancel subscription")
    case .withdraw: Phrase(nl: "Overeenkomst herroepen", en: "Withdraw from contract")
    case .restart: Phrase(nl: "Opnieuw beginnen", en: "Start again")
    case .planned: Phrase(nl: "Geplande wijziging schrappen", en: "Drop the planned change")
    }
  }

  /// The button below the preview.
  var confirm: Phrase {
    switch self {
    case .cancel: Phrase(nl: "Ja, zeg op", en: "Yes, cancel it")
    case .withdraw: Phrase(nl: "Herroeping bevestigen", en: "Confirm withdrawal")
    case .pause: Phrase(nl: "Ja, pauzeer", en: "Yes, pause it")
    case .resume: Phrase(nl: "Ja, ga weer verder", en: "Yes, go on again")
    case .restart: Phrase(nl: "Ja, begin opnieuw", en: "Yes, start again")
    case .planned: Phrase(nl: "Ja, laat alles zoals het is", en: "Yes, leave things as they are")
    case .plan, .quantity, .addOn, .day:
      Phrase(nl: "Ja, wijzig het", en: "Yes, change it")
    }
  }

  /// Said once it is done.
  func done(_ result: ChangeResult) -> Phrase {
    let (nl, en) = (
      result.lastDay?.formatted(.nl) ?? "", result.lastDay?.formatted(.en) ?? ""
    )
    switch self {
    case .cancel where result.isOver:
      return Phrase(
        nl: "Opgezegd. Uw abonnement is geëindigd.",
        en: "Cancelled. Your subscription has ended.")
    case .cancel:
      return Phrase(
        nl: "Opgezegd. Uw abonnement loopt tot en met \(nl).",
        en: "Cancelled. Your subscription runs until \(en).")
    case .withdraw:
      return Phrase(
        nl: "Uw herroeping is ontvangen. Het bewijs komt per e-mail.",
        en: "Your withdrawal was received. The receipt comes by e-mail.")
    case .pause: return Phrase(nl: "Uw abonnement pauzeert.", en: "Your subscription pauses.")
    case .resume, .restart:
      return Phrase(nl: "Uw abonnement loopt weer.", en: "Your subscription runs again.")
    case .planned:
      return Phrase(nl: "Er verandert niets.", en: "Nothing will change.")
    case .plan, .quantity, .addOn, .day:
      let day = result.from
      return result.isPlanned
        ? Phrase(
          nl: "Gewijzigd met ingang van \(day.formatted(.nl)).",
          en: "Changed from \(day.formatted(.en)).")
        : Phrase(nl: "Uw abonnement is gewijzigd.", en: "Your subscription has been changed.")
    }
  }
}
