package import HTTPServer

/// What every answer tells the browser to be careful with (S-16, S-17, S-53).
package struct SecurityPolicy: Sendable, Hashable {
  /// Origins besides our own that a form may lead to. Browsers apply this to the redirects after
  /// a form too, so the hosts of the payment services belong here.
  package let formTargets: [String]
  /// The server is reached by https.
  package let isSecure: Bool

  /// Targets that are no plain origin are dropped: nothing else can stand in the header.
  package init(formTargets: [String] = [], isSecure: Bool) {
    self.formTargets = formTargets.compactMap { PublicOrigin($0)?.description }
    self.isSecure = isSecure
  }

  /// For pages: own style sheets and pictures, no script, no frame.
  var pagePolicy: String {
    let forms = (["'self'"] + formTargets).joined(separator: " ")
    return "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
      + "script-src 'none'; connect-src 'none'; object-src 'none'; form-action \(forms); "
      + "base-uri 'none'; frame-ancestors 'none'"
  }

  /// Puts the headers on an answer; those it has already stay.
  package func apply(to response: HTTPResponse) -> HTTPResponse {
    var response = response
    let type = response.headers["Content-Type"] ?? ""
    let policy =
      if type.hasPrefix("text/html") {
        pagePolicy
      } else if type.hasPrefix("application/pdf") {
        // A browser's own viewer needs its styles; the file can hold no script of ours.
        "object-src 'self'; frame-ancestors 'none'"
      } else {
        "default-src 'none'; frame-ancestors 'none'"
      }
    response.headers.setIfMissing("Content-Security-Policy", policy)
    response.headers.setIfMissing("X-Content-Type-Options", "nosniff")
    response.headers.setIfMissing("Referrer-Policy", "same-origin")
    response.headers.setIfMissing("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setIfMissing("Cross-Origin-Resource-Policy", "same-origin")
    response.headers.setIfMissing(
      "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
    response.headers.setIfMissing("Cache-Control", "no-store")
    if isSecure {
      response.headers.setIfMissing(
        "Strict-Transport-Security", "max-age=63072000; includeSubDomains")
    }
    return response
  }
}
