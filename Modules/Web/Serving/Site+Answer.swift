import Cryptography
package import HTTPServer
import Observability
import Primitives
import Tenancy

extension Site {
  /// Answers a request for a page: finds language and session, checks a form's origin and token,
  /// runs the handler, and turns whatever it throws into a page. Never throws.
  package func answer(
    _ request: HTTPRequest, _ handler: (Visit) async throws -> HTTPResponse
  ) async -> HTTPResponse {
    var visit = visitor(request, admission: nil)
    do {
      if let wait = limiter.take(request.remoteAddress, at: visit.now) {
        throw WebRefusal.tooMany(retryAfter: wait)
      }
      visit = visitor(request, admission: try await admission(of: request))
      if !request.method.isSafe { visit.form = try checkedForm(visit) }
      return finish(try await handler(visit), visit)
    } catch {
      return finish(failure(error, visit), visit)
    }
  }

  private func visitor(_ request: HTTPRequest, admission: Admission?) -> Visit {
    let now = options.clock()
    let seed = crossSite.visitorSeed(in: request)
    return Visit(
      site: self, request: request,
      language: LanguageChoice.language(
        of: request, isSecure: options.origin.isSecure, otherwise: options.language),
      now: now, admission: admission,
      notice: cookieValue(NoticeCookie.name, in: request).flatMap { notices.notice($0, at: now) },
      visitorSeed: seed ?? Token.random(bytes: 32, from: options.random), isNewVisitor: seed == nil)
  }

  private func admission(of request: HTTPRequest) async throws -> Admission? {
    guard let secret = cookieValue(options.audience.cookie, in: request), !secret.isEmpty else {
      return nil
    }
    return try await admit(secret)
  }

  private func checkedForm(_ visit: Visit) throws -> FormFields {
    try crossSite.checkSource(of: visit.request)
    let form = try visit.request.form()
    try crossSite.check(form, expected: visit.formToken)
    return form
  }

  /// Headers and cookies that every answer gets.
  private func finish(_ response: HTTPResponse, _ visit: Visit) -> HTTPResponse {
    var response = policy.apply(to: response)
    let isPage = response.headers["Content-Type"]?.hasPrefix("text/html") ?? false
    if let chosen = LanguageChoice.chosen(in: visit.request) {
      response = response.setting(
        cookie(LanguageChoice.cookie, chosen.rawValue, lifetime: 31_536_000))
    }
    guard isPage else { return response }
    if visit.isNewVisitor, visit.admission == nil {
      response = response.setting(cookie(CrossSiteGuard.cookie, visit.visitorSeed))
    }
    if visit.notice != nil {
      response = response.setting(cookie(NoticeCookie.name, "", lifetime: 0))
    }
    return response
  }
}
