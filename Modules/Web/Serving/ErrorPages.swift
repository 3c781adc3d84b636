import HTML
import HTTPServer
import Observability
import Primitives
import Tenancy

// The one place where an error becomes a page.
extension Site {
  /// The page for an error, or the way to the sign-in page.
  func failure(_ error: any Error, _ visit: Visit) -> HTTPResponse {
    noteSecurity(error, visit)
    switch error {
    case WebRefusal.signInRequired where visit.request.method.isSafe:
      return .redirect(to: signInPath(andThen: visit.request.target))
    case WebRefusal.signInRequired:
      return errorPage(401, ErrorText.detail(401), visit)
    case WebRefusal.tooMany(let seconds):
      return errorPage(429, ErrorText.detail(429), visit).with("Retry-After", "\(seconds)")
    case let refusal as any Refusal:
      return errorPage(HTTPStatus.of(refusal.kind), refusal.phrase, visit)
    case let fault as HTTPError:
      return errorPage(fault.status, ErrorText.detail(fault.status), visit)
    default:
      options.log.error(
        "a page failed",
        ["request": .text(visit.request.id), "error": .failure(error)])
      return errorPage(500, ErrorText.detail(500), visit)
    }
  }

  /// The page for a path or method that is none of ours.
  func answer(_ request: HTTPRequest, isUnknown status: Int) async -> HTTPResponse {
    // Read as GET: an unknown place has no form, so there is none to check.
    guard
      let asked = HTTPRequest(
        .get, request.target, headers: request.headers, remoteAddress: request.remoteAddress,
        scheme: request.scheme, id: request.id)
    else { return policy.apply(to: Problem(status: status).response) }
    return await answer(asked) { visit in errorPage(status, ErrorText.detail(status), visit) }
  }

  /// Refusals that may be an attack leave a trace of their own (S-56). The path
  /// is in the access log under the same id, its secrets masked.
  private func noteSecurity(_ error: any Error, _ visit: Visit) {
    guard let refusal = error as? any Refusal,
      refusal.kind == .forbidden || refusal.kind == .tooMany
    else { return }
    if case WebRefusal.signInRequired = error { return }
    options.log.notice(
      "a page refused someone",
      [
        "reason": .text(refusal.code), "request": .text(visit.request.id),
        "address": .text(visit.request.remoteAddress),
        "shop": .text(visit.admission?.scope.shop.id.description ?? "none"),
        "actor": .text(visit.admission?.scope.actor.label ?? "visitor"),
      ])
  }

  private func signInPath(andThen target: String) -> String {
    guard SafeURL(untrustedPath: target) != nil else { return options.signInPath }
    return QueryItems(dictionaryLiteral: ("next", target)).appended(to: options.signInPath)
  }

  private func errorPage(_ status: Int, _ detail: Phrase, _ visit: Visit) -> HTTPResponse {
    var frame = frame(visit)
    frame.title = visit(ErrorText.title(status))
    frame.width = .narrow
    let home = frame.brand.home
    return visit.page(frame, status: status) {
      card {
        h1 { frame.title }
        p { visit(detail) }
        p(.class("muted")) {
          small {
            "\(status) · \(visit(WebText.requestID)): "
            code { visit.request.id }
          }
        }
        div(.class("actions")) { linkButton(visit(WebText.back), home, .quiet) }
      }
    }
  }
}
