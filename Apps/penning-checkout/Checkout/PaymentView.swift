import HTML
import HTTPServer
import Invoicing
import Payments
import Primitives
import Tenancy
import Web

/// Draws a payment's page: thanks, or how it stands and what can be done.
struct PaymentView {
  private let story: PaymentStory
  private let token: PathToken
  private let shop: ShopVisit
  private let form: FormState
  private let order: PathToken?

  /// - Parameter order: where the offers after the purchase are taken.
  init(
    _ story: PaymentStory, _ token: PathToken, _ shop: ShopVisit, _ form: FormState,
    order: PathToken? = nil
  ) {
    self.order = order
    self.story = story
    self.token = token
    self.shop = shop
    self.form = form
  }

  private var language: Language { shop.language }
  private var amount: Money { story.payment.amount }

  var title: Phrase {
    switch story.outcome {
    case .paid: Text.paid
    case .givenBack: Text.givenBack
    case .waitingForPayer: Text.waiting
    case .notHandedOver: Text.notHandedOver
    case .underWay: Text.underWay
    case .notPaid: Text.notPaid
    case .overtaken: Text.overtaken
    case .closed: Text.closed
    }
  }

  @MarkupBuilder var page: Markup {
    card {
      p { badge(shop(story.payment.state.label), tone) }
      h1 { shop(title) }
      p { shop(explanation) }
      switch story.outcome {
      case .paid: receipt
      case .waitingForPayer: waiting
      case .notHandedOver: handOverAgain
      case .underWay: lookAgain
      case .notPaid: again
      case .givenBack, .overtaken, .closed: toPortal
      }
    }
    if story.outcome == .paid {
      if let order { UpsellView(story.offers, order, shop).markup }
      comingNext
    }
  }

  private var tone: Tone {
    switch story.outcome {
    case .paid: .good
    case .givenBack, .notPaid: .bad
    case .waitingForPayer, .notHandedOver: .warn
    case .underWay, .overtaken: .info
    case .closed: .neutral
    }
  }

  private var explanation: Phrase {
    switch story.outcome {
    case .paid: Text.paidHow(amount)
    case .givenBack: Text.givenBackHow
    case .waitingForPayer: Text.waitingHow(amount)
    case .notHandedOver: Text.notHandedOverHow
    case .underWay: Text.underWayHow
    case .notPaid: Text.notPaidHow(story.payment.state)
    case .overtaken: Text.overtakenHow
    case .closed: Text.closedHow
    }
  }

  // MARK: What can be done

  private var receipt: Markup {
    facts(
      story.documents.map { document in
        (document.kind.title(language), numbered(document))
      } + [(shop(Texts.amount), money(amount, language))]
        + (story.payment.method.map { [(shop(Texts.method), Markup($0.label(language)))] } ?? []))
  }

  /// The number leads to the document's page, which asks to sign in first.
  private func numbered(_ document: DocumentHead) -> Markup {
    let address = Links.invoice.path(shop.shop.slug, .page(document.id))
    return a(.href(SafeURL(path: address))) { document.number }
  }

  private var waiting: Markup {
    div(.class("actions")) {
      if let url = story.payment.checkoutURL.flatMap(SafeURL.init(external:)) {
        linkButton(shop(Texts.toPaymentPage), url)
      }
      linkButton(shop(Text.lookAgain), here, .quiet)
    }
  }

  private var handOverAgain: Markup {
    div(.class("actions")) {
      actionButton(shop(Text.tryNow), action, shop.visit)
      linkButton(shop(Texts.toPortal), portal, .quiet)
    }
  }

  private var lookAgain: Markup {
    div(.class("actions")) {
      linkButton(shop(Text.lookAgain), here)
      linkButton(shop(Texts.toPortal), portal, .quiet)
    }
  }

  private var again: Markup {
    FormView(shop.visit, form, action: action).markup { form in
      form.radios("method", shop(Texts.method), shop.door.methods.choices(language))
      form.submit(shop(Text.payAgain(amount)))
    }
  }

  private var toPortal: Markup {
    div(.class("actions")) { linkButton(shop(Texts.toPortal), portal) }
  }

  @MarkupBuilder private var comingNext: Markup {
    card(shop(Text.next)) {
      for bought in story.bought { outlook(bought) }
      if let mandate = story.mandate {
        p { shop(Text.mandate(mandate)) }
      }
      p { shop(Text.mail) }
      toPortal
    }
  }

  @MarkupBuilder private func outlook(_ bought: PaymentStory.Bought) -> Markup {
    if let next = bought.next {
      h3 { bought.plan }
      facts([
        (shop(Texts.nextCollection), day(next.day, language)),
        (shop(Texts.amount), money(next.amount, language)),
      ])
    }
  }

  private var here: SafeURL { SafeURL(path: Links.payment.path(shop.shop.slug, token)) }
  private var action: SafeURL { SafeURL(path: Links.paymentAgain.path(shop.shop.slug, token)) }
  private var portal: SafeURL { SafeURL(path: Links.portal.path(shop.shop.slug)) }
}

extension PaymentView {
  private enum Text {
    static let paid = Phrase(nl: "Bedankt, er is betaald", en: "Thank you, it is paid")
    static let givenBack = Phrase(
      nl: "Dit bedrag is teruggegaan", en: "This amount has gone back")
    static let waiting = Phrase(nl: "Nog niet betaald", en: "Not paid yet")
    static let notHandedOver = Phrase(
      nl: "De betaaldienst is nog niet bereikt", en: "The payment service was not reached yet")
    static let underWay = Phrase(nl: "Uw betaling is onderweg", en: "Your payment is under way")
    static let notPaid = Phrase(nl: "Er is niet betaald", en: "It was not paid")
    static let overtaken = Phrase(
      nl: "Een andere betaling nam de plaats in", en: "Another payment took its place")
    static let closed = Phrase(
      nl: "Hier valt niets meer te betalen", en: "Nothing is left to pay here")
    static let closedHow = Phrase(
      nl: "Met deze poging is niets betaald. Waar zij voor was, is anders betaald of vervallen. "
        + "Hoe het staat, ziet u in uw account.",
      en: "Nothing was paid with this attempt. What it was for was paid otherwise or has lapsed. "
        + "How it stands, you see in your account.")
    static let next = Phrase(nl: "Hoe het verder gaat", en: "What comes next")
    static let lookAgain = Phrase(nl: "Kijk opnieuw", en: "Look again")
    static let tryNow = Phrase(nl: "Probeer het nu opnieuw", en: "Try again now")
    static let mail = Phrase(
      nl: "De factuur komt per e-mail en staat in uw account. U logt in met uw e-mailadres, zonder "
        + "wachtwoord.",
      en: "The invoice comes by e-mail and stands in your account. You sign in with your e-mail "
        + "address, without a password.")
    static let givenBackHow = Phrase(
      nl: "Wat nog openstaat, vindt u in uw account.",
      en: "What is still open, you find in your account.")
    static let notHandedOverHow = Phrase(
      nl: "Uw bestelling is bewaard en er is niets afgeschreven. We proberen het vanzelf opnieuw; "
        + "u kunt het ook zelf doen, of later betalen vanuit uw account. U hoeft niet opnieuw te "
        + "bestellen.",
      en: "Your order is kept and nothing was taken. We try again by ourselves; you can do so too, "
        + "or pay later from your account. There is no need to order again.")
    static let underWayHow = Phrase(
      nl: "De bank of betaaldienst heeft nog niet gezegd dat het geld er is. Betaal niet nog eens: "
        + "deze pagina kijkt vanzelf opnieuw, en u krijgt bericht per e-mail.",
      en: "The bank or payment service has not yet said that the money is there. Do not pay again: "
        + "this page looks again by itself, and we tell you by e-mail.")
    static let overtakenHow = Phrase(
      nl: "Met deze poging is niets betaald. Hoe het nu staat, ziet u in uw account.",
      en: "Nothing was paid with this attempt. How it stands now, you see in your account.")

    static func paidHow(_ amount: Money) -> Phrase {
      Phrase(
        nl: "We hebben uw betaling van \(amount.formatted(.nl)) ontvangen.",
        en: "We have received your payment of \(amount.formatted(.en)).")
    }

    static func waitingHow(_ amount: Money) -> Phrase {
      Phrase(
        nl: "De betaaldienst heeft nog geen betaling van \(amount.formatted(.nl)) gezien. Heeft u "
          + "net betaald? Dan kijkt deze pagina vanzelf opnieuw.",
        en: "The payment service has seen no payment of \(amount.formatted(.en)) yet. Have you "
          + "just paid? Then this page looks again by itself.")
    }

    static func notPaidHow(_ state: PaymentState) -> Phrase {
      switch state {
      case .expired:
        Phrase(
          nl: "De betaalpagina is verlopen voordat er is betaald. Er is niets afgeschreven. U kunt "
            + "het opnieuw proberen; u bestelt daarmee niets dubbel.",
          en: "The payment page expired before it was used. Nothing was taken. You can try again; "
            + "that orders nothing twice.")
      case .cancelled:
        Phrase(
          nl: "De betaling is afgebroken. Er is niets afgeschreven. U kunt het opnieuw proberen; u "
            + "bestelt daarmee niets dubbel.",
          en: "The payment was cancelled. Nothing was taken. You can try again; that orders "
            + "nothing twice.")
      default:
        Phrase(
          nl: "De betaling is niet gelukt. Er is niets afgeschreven. U kunt het opnieuw proberen, "
            + "ook met een andere methode; u bestelt daarmee niets dubbel.",
          en: "The payment did not succeed. Nothing was taken. You can try again, also with "
            + "another method; that orders nothing twice.")
      }
    }

    static func payAgain(_ amount: Money) -> Phrase {
      Phrase(nl: "\(amount.formatted(.nl)) betalen", en: "Pay \(amount.formatted(.en))")
    }

    static func mandate(_ mandate: Mandate) -> Phrase {
      let account = (mandate.accountMasked ?? mandate.method.label(.en))
        .replacing(" ", with: "\u{A0}")
      return Phrase(
        nl: "U gaf een doorlopende machtiging (\(mandate.reference)) voor \(account). De volgende "
          + "bedragen gaan daarmee vanzelf; u hoort het steeds vooraf.",
        en: "You gave a standing mandate (\(mandate.reference)) for \(account). The next amounts "
          + "go by it on their own; we tell you beforehand each time.")
    }
  }
}
