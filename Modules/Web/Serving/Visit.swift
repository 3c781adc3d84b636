package import HTML
package import HTTPServer
package import Primitives
package import Tenancy

/// One request for a page, with everything that was found out about it.
package struct Visit: Sendable {
  package let site: Site
  package let request: HTTPRequest
  package let language: Language
  /// Wall time; not the platform's.
  package let now: Instant
  /// Who is signed in; nil for a visitor.
  package let admission: Admission?
  /// The fields of a form that was sent, its token checked.
  package internal(set) var form = FormFields()
  /// A message from the page before.
  package let notice: Notice?
  /// What the token of forms on this page is made from, before sign-in.
  let visitorSeed: String
  let isNewVisitor: Bool

  /// The token of this page's forms.
  package var formToken: String {
    if let admission { return site.crossSite.token(session: admission.token.csrfSeed) }
    return site.crossSite.token(visitor: visitorSeed)
  }

  /// The hidden field that every form holds.
  package var formTokenField: Markup {
    input(.type("hidden"), .name(CrossSiteGuard.field), .value(formToken))
  }

  /// Who is signed in, or a refusal that leads to the sign-in page.
  package func signedIn() throws(WebRefusal) -> Admission {
    guard let admission else { throw .signInRequired }
    return admission
  }

  /// A phrase in the visit's language.
  package func callAsFunction(_ phrase: Phrase) -> String { phrase(language) }

  /// Where to after sign-in: the `next` field or query, if it is a place on this server.
  package func next(otherwise path: String) -> String {
    let wanted = form["next"] ?? request.query["next"]
    return wanted.flatMap { SafeURL(untrustedPath: $0) }?.text ?? path
  }

  /// Which part of a list the address asks for (`after`); a cursor that is none is refused.
  package func pageRequest(limit: Int = 50) throws -> PageRequest {
    guard let text = request.query["after"] else { return try PageRequest(limit: limit) }
    guard let cursor = Cursor(text) else { throw TenancyRefusal.field("/after", .malformed) }
    return try PageRequest(limit: limit, after: cursor)
  }

  /// A form's fields, to be read with types. Our own token is not among them.
  package var reader: FormReader {
    FormReader(form, language: language, ignoring: [CrossSiteGuard.field])
  }
}

// Answers.
extension Visit {
  /// A whole page in its frame.
  package func page(
    _ frame: PageFrame, status: Int = 200, @MarkupBuilder content: () -> Markup
  ) -> HTTPResponse {
    let markup = frame.document(for: self, content: content())
    return .bytes(markup.bytes, type: "text/html; charset=utf-8", status: status)
  }

  /// To another page of this server, with GET, with a message to show there.
  package func redirect(to path: String, notice: Notice? = nil) -> HTTPResponse {
    let response = HTTPResponse.redirect(to: SafeURL(path: path).text)
    guard let notice else { return response }
    return response.setting(
      site.cookie(
        NoticeCookie.name, site.notices.value(notice, at: now), lifetime: 300))
  }
}
