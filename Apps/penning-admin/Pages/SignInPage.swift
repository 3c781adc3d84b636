import HTML
import HTTPServer
import Observability
import Primitives
import Tenancy
import Web
import Workflows

/// Where staff sign in and out. An unknown address and a wrong password get the same answer.
enum SignInPage {
  static func show(_ app: AdminApp, _ visit: Visit) async throws -> HTTPResponse {
    guard visit.admission == nil else { return visit.redirect(to: destination(visit)) }
    return page(visit, FormState())
  }

  static func enter(_ app: AdminApp, _ visit: Visit) async throws -> HTTPResponse {
    var form = visit.reader
    let email = form.text("email", most: EmailAddress.maxLength)
    let password = form.password("password")
    _ = form.carried("next")
    guard form.isComplete(), let email, let password else {
      return page(visit, form.state, status: 422)
    }
    let secret = NewSecret(for: .staffSession, from: app.platform.random)
    do {
      let session = try await app.database.signIn(
        Credentials(email: email, password: password, address: visit.request.remoteAddress),
        hasher: app.hasher, session: secret)
      try await end(visit.admission, app)
      let shops = try await app.database.memberships(of: session)
      let place = shops.count > 1 ? Links.shops.path() : destination(visit)
      return visit.site.beginning(session: secret.text, with: visit.redirect(to: place))
    } catch let refusal as TenancyRefusal {
      app.log.notice("sign-in refused", ["reason": .text(refusal.code)])
      form.refuse("", refusal.phrase)
      return page(visit, form.state, status: HTTPStatus.of(refusal.kind))
    }
  }

  static func leave(_ visit: StaffVisit) async throws -> HTTPResponse {
    try await end(visit.session, visit.app)
    return visit.visit.site.endingSession(
      with: visit.visit.redirect(
        to: Links.signIn.path(),
        notice: Notice(visit("U bent uitgelogd.", "You are signed out."), .info)))
  }

  /// A session that is left opens nothing any more (S-24, S-26).
  private static func end(_ session: Admission?, _ app: AdminApp) async throws {
    guard let session else { return }
    try await app.database.write(as: session.scope) { try $0.tokens.revoke(session.token.id) }
  }

  private static func destination(_ visit: Visit) -> String {
    let place = visit.next(otherwise: Links.dashboard.path())
    return place == Links.signIn.path() ? Links.dashboard.path() : place
  }

  private static func page(_ visit: Visit, _ state: FormState, status: Int = 200) -> HTTPResponse {
    let say = { (nl: String, en: String) in visit.language == .nl ? nl : en }
    let next = visit.next(otherwise: "")
    let frame = PageFrame.plain(visit).titled(visit(WebText.signIn), width: .narrow)
    return visit.page(frame, status: status) {
      card {
        h1 { say("Inloggen bij uw winkel", "Sign in to your shop") }
        FormView(visit, state, action: SafeURL(path: Links.signIn.path())).markup { form in
          form.email("email", visit(Texts.email), FieldLook(autocomplete: "username"))
          form.password("password", say("Wachtwoord", "Password"))
          if !next.isEmpty { form.hidden("next", next) }
          form.submit(visit(WebText.signIn))
        }
      }
      p(.class("muted")) {
        small {
          say(
            "Deze pagina is voor medewerkers van een winkel. Klanten loggen in via de link in "
              + "hun e-mail.",
            "This page is for the staff of a shop. Customers sign in with the link in their mail.")
        }
      }
    }
  }
}
