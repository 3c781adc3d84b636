package import Primitives

/// The status codes that Penning answers with.
package enum HTTPStatus {
  /// The phrase of RFC 9110.
  package static func reason(_ status: Int) -> String { reasons[status] ?? "Status \(status)" }

  package static func of(_ kind: RefusalKind) -> Int {
    switch kind {
    case .invalid: 422
    case .notFound: 404
    case .conflict: 409
    case .forbidden: 403
    case .tooMany: 429
    }
  }

  private static let reasons = [
    200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 303: "See Other",
    304: "Not Modified", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden",
    404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable", 408: "Request Timeout",
    409: "Conflict", 410: "Gone", 411: "Length Required", 412: "Precondition Failed",
    413: "Content Too Large", 414: "URI Too Long", 415: "Unsupported Media Type",
    417: "Expectation Failed", 421: "Misdirected Request", 422: "Unprocessable Content",
    428: "Precondition Required", 429: "Too Many Requests",
    431: "Request Header Fields Too Large", 500: "Internal Server Error",
    501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
    504: "Gateway Timeout", 505: "HTTP Version Not Supported",
  ]
}
