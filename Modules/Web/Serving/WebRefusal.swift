package import Primitives

/// A no of the surface itself.
package enum WebRefusal: Refusal, Hashable {
  /// There is no such page for this asker.
  case notFound
  case forbidden
  /// The page needs a session.
  case signInRequired
  /// The form's token is missing, old or another session's, or it came from another site.
  case crossSite
  /// Seconds to wait.
  case tooMany(retryAfter: Int64)

  package var kind: RefusalKind {
    switch self {
    case .notFound: .notFound
    case .forbidden, .signInRequired, .crossSite: .forbidden
    case .tooMany: .tooMany
    }
  }

  package var code: String {
    switch self {
    case .notFound: "notFound"
    case .forbidden: "forbidden"
    case .signInRequired: "signInRequired"
    case .crossSite: "crossSite"
    case .tooMany: "tooMany"
    }
  }

  package var phrase: Phrase {
    switch self {
    case .notFound: ErrorText.detail(404)
    case .forbidden: ErrorText.detail(403)
    case .signInRequired: ErrorText.detail(401)
    case .crossSite: ErrorText.crossSite
    case .tooMany: ErrorText.detail(429)
    }
  }
}
