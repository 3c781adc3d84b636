import HTML
import HTTPServer
import Primitives
import Tenancy
import Web
import Workflows

/// `/{shop}/portal/sign-in/{token}`: where the mailed link leads. Opening the page does nothing,
/// so that a mail scanner does not use the link up; its button signs in, once.
enum SignInLinkPage {
  static func show(_ shop: ShopVisit, _ token: PathToken) async throws -> HTTPResponse {
    shop.page(shop(WebText.signIn)) {
      card {
        h1 { shop(Text.heading(shop.shop.name)) }
        p { shop(Text.explanation) }
        actionButton(
          shop(WebText.signIn), SafeURL(path: Links.signInLink.path(shop.shop.slug, token)),
          shop.visit, .wide)
      }
    }
  }

  static func enter(_ shop: ShopVisit, _ token: PathToken) async throws -> HTTPResponse {
    let platform = shop.app.platform
    let secret = NewSecret(for: .portalSession, from: platform.random)
    guard let admission = try await platform.database.redeem(link: token.text, session: secret)
    else { return spent(shop) }
    // A link of another shop signs in there.
    let response = shop.visit.redirect(to: Links.portal.path(admission.scope.shop.slug))
    return shop.visit.site.beginning(session: secret.text, with: response)
  }

  private static func spent(_ shop: ShopVisit) -> HTTPResponse {
    shop.page(shop(Text.spent), status: 410) {
      card {
        h1 { shop(Text.spent) }
        p { shop(Text.spentHow) }
        div(.class("actions")) { linkButton(shop(Text.newLink), shop.signInURL) }
      }
    }
  }

  private enum Text {
    static let explanation = Phrase(
      nl: "Druk op de knop om in te loggen. Dat kan met deze link één keer.",
      en: "Press the button to sign in. This link works once.")
    static let spent = Phrase(nl: "Deze link werkt niet meer", en: "This link no longer works")
    static let spentHow = Phrase(
      nl: "De link is al gebruikt, of ouder dan een uur. Vraag een nieuwe aan.",
      en: "The link was used before, or is older than an hour. Ask for a new one.")
    static let newLink = Phrase(nl: "Nieuwe link aanvragen", en: "Ask for a new link")

    static func heading(_ name: String) -> Phrase {
      Phrase(nl: "Inloggen bij \(name)", en: "Sign in to \(name)")
    }
  }
}
