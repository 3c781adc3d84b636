import HTML
import HTTPServer
import Primitives
import Storage
import Tenancy
import Web
import Workflows

/// `/{shop}/portal/sign-in`: asks for the mail with the link. Says the same whether the mailbox
/// is known or not (S-22).
enum SignInPage {
  static func show(_ shop: ShopVisit) async throws -> HTTPResponse {
    if try await shop.app.portal(shop) != nil {
      return shop.visit.redirect(to: Links.portal.path(shop.shop.slug))
    }
    return page(shop, FormState(values: ["email": ""]))
  }

  static func sendLink(_ shop: ShopVisit) async throws -> HTTPResponse {
    var form = shop.visit.reader
    let email = form.email("email")
    guard form.isComplete(), let email else { return page(shop, form.state, status: 422) }
    if try await shop.mayMail(email) {
      try await PortalSignIn(shop.app.platform).sendLink(to: email, as: shop.scope)
    }
    return shop.page(shop(Text.sent)) {
      card {
        h1 { shop(Text.sent) }
        p { shop(Text.sentHow(email)) }
        p(.class("muted")) { shop(Text.nothingCame) }
        div(.class("actions")) { linkButton(shop(WebText.back), shop.signInURL, .quiet) }
      }
    }
  }

  static func signOut(_ portal: PortalVisit) async throws -> HTTPResponse {
    let session = portal.session.id
    try await portal.shop.app.platform.database.write(as: portal.scope) { shop in
      try shop.tokens.revoke(session)
    }
    let response = portal.visit.redirect(
      to: Links.signIn.path(portal.slug), notice: Notice(portal(Text.signedOut)))
    return portal.visit.site.endingSession(with: response)
  }

  private static func page(
    _ shop: ShopVisit, _ state: FormState, status: Int = 200
  ) -> HTTPResponse {
    shop.page(shop(WebText.signIn), status: status) {
      card {
        h1 { shop(Text.heading) }
        p { shop(Text.explanation(shop.shop.name)) }
        FormView(shop.visit, state, action: shop.signInURL).markup { form in
          form.email("email", shop(Text.email))
          form.submit(shop(Text.send), .wide)
        }
      }
    }
  }

  private enum Text {
    static let heading = Phrase(nl: "Inloggen", en: "Sign in")
    static let email = Phrase(nl: "E-mailadres", en: "E-mail address")
    static let send = Phrase(nl: "Stuur mij een inloglink", en: "Send me a sign-in link")
    static let sent = Phrase(nl: "De link is verstuurd", en: "The link was sent")
    static let signedOut = Phrase(nl: "U bent uitgelogd.", en: "You are signed out.")
    static let nothingCame = Phrase(
      nl: "Geen bericht? Kijk in de map met ongewenste e-mail, of probeer een ander adres. Per "
        + "adres sturen we hoogstens drie berichten per uur.",
      en: "No message? Look in your spam folder, or try another address. We send at most three "
        + "messages an hour to one address.")

    static func explanation(_ name: String) -> Phrase {
      Phrase(
        nl: "Vul het e-mailadres in waarmee u klant bent bij \(name). U krijgt een link die u "
          + "inlogt; een wachtwoord is niet nodig.",
        en: "Enter the e-mail address by which you are a customer of \(name). You get a link that "
          + "signs you in; there is no password.")
    }

    static func sentHow(_ email: EmailAddress) -> Phrase {
      Phrase(
        nl: "Als \(email.text) bij ons bekend is, ligt er zo een e-mail met een link in uw "
          + "postvak. De link werkt één keer, binnen een uur.",
        en: "If we know \(email.text), an e-mail with a link will be in your mailbox shortly. The "
          + "link works once, within an hour.")
    }
  }
}

extension ShopVisit {
  var signInURL: SafeURL { SafeURL(path: Links.signIn.path(shop.slug)) }

  /// Counts a wish for a mail. False when this mailbox has had its three of the hour: then
  /// nothing is sent and the page says the same.
  /// - Throws: `.tooManyAttempts` for an address that asks for many.
  fileprivate func mayMail(_ email: EmailAddress) async throws -> Bool {
    let source = ThrottleKey(.mailsFromAddress, "mail-from", visit.request.remoteAddress)
    let mailbox = ThrottleKey(.mailbox, "mail-to", shop.id.description, email.folded)
    let database = app.platform.database
    try await database.write { try $0.throttles.take([source]) }
    do {
      try await database.write { try $0.throttles.take([mailbox]) }
      return true
    } catch TenancyRefusal.tooManyAttempts {
      return false
    }
  }
}
