import Catalog
import HTML
import HTTPServer
import Primitives
import Tenancy
import Web
import Workflows

/// Draws what can be added to a purchase with one click; nothing where nothing is offered.
struct UpsellView {
  private let offers: [UpsellOffer]
  private let token: PathToken
  private let shop: ShopVisit

  init(_ offers: [UpsellOffer], _ token: PathToken, _ shop: ShopVisit) {
    self.offers = offers
    self.token = token
    self.shop = shop
  }

  @MarkupBuilder var markup: Markup {
    for offer in offers { box(offer) }
  }

  private func box(_ offer: UpsellOffer) -> Markup {
    card(shop(Text.heading(offer.plan))) {
      if !offer.plan.summary.isEmpty { p { offer.plan.summary } }
      p { shop(Text.terms(offer)) }
      if let bill = offer.bill {
        for line in bill.lines {
          if let explanation = line.explanation { p(.class("muted")) { explanation } }
        }
      }
      actionButton(
        shop(Text.take(offer)), SafeURL(path: Links.addOffer.path(shop.shop.slug, token)),
        shop.visit,
        fields: [("plan", offer.plan.id.description), ("shown", offer.askedNow.decimal)])
      p(.class("muted")) { shop(Text.leave) }
    }
  }

  private enum Text {
    static let leave = Phrase(
      nl: "Niet nodig? Dan hoeft u niets te doen.", en: "Not needed? Then there is nothing to do.")

    static func heading(_ plan: Plan) -> Phrase {
      Phrase(nl: "Ook interessant: \(plan.name)", en: "You may also like: \(plan.name)")
    }

    /// Price, rhythm and how it is paid, before the button (BW 6:230v).
    static func terms(_ offer: UpsellOffer) -> Phrase {
      let parts = [now(offer), later(offer), way(offer)].compactMap { $0 }
      return Phrase(
        nl: parts.map { $0(.nl) }.joined(separator: " "),
        en: parts.map { $0(.en) }.joined(separator: " "))
    }

    private static func now(_ offer: UpsellOffer) -> Phrase? {
      guard let bill = offer.bill else { return nil }
      return Phrase(
        nl: "Nu \(bill.asked.formatted(.nl)), inclusief btw.",
        en: "Now \(bill.asked.formatted(.en)), including VAT.")
    }

    private static func later(_ offer: UpsellOffer) -> Phrase? {
      guard let later = offer.later else { return nil }
      let interval = offer.plan.version.interval
      return Phrase(
        nl: "Vanaf \(later.from.formatted(.nl)) \(later.amount.formatted(.nl)) "
          + "\(interval.formatted(.nl)), tot u opzegt.",
        en: "From \(later.from.formatted(.en)) \(later.amount.formatted(.en)) "
          + "\(interval.formatted(.en)), until you cancel.")
    }

    private static func way(_ offer: UpsellOffer) -> Phrase? {
      guard let day = offer.collectOn else { return nil }
      return Phrase(
        nl: "Het wordt rond \(day.formatted(.nl)) afgeschreven met de machtiging die u net gaf.",
        en: "It is collected around \(day.formatted(.en)) by the authorisation you just gave.")
    }

    static func take(_ offer: UpsellOffer) -> Phrase {
      guard offer.askedNow.isPositive else {
        return Phrase(
          nl: "Bestellen met betalingsverplichting", en: "Order with obligation to pay")
      }
      return Phrase(
        nl: "Bestellen en \(offer.askedNow.formatted(.nl)) betalen",
        en: "Order and pay \(offer.askedNow.formatted(.en))")
    }
  }
}
