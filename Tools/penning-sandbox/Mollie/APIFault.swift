import HTTPServer
import JSON

/// An error in the interface's own form.
struct APIFault: Error, Sendable, Hashable {
  let status: Int
  let detail: String
  var field: String?

  static func unprocessable(_ field: String, _ detail: String) -> APIFault {
    APIFault(status: 422, detail: detail, field: field)
  }

  static func unknown(_ kind: String, _ id: String) -> APIFault {
    APIFault(status: 404, detail: "No \(kind) exists with token \(id.prefix(60)).")
  }

  static let unauthorized = APIFault(
    status: 401, detail: "Missing authentication, or failed to authenticate")

  private static let titles = [
    400: "Bad Request", 401: "Unauthorized Request", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 409: "Conflict", 410: "Gone", 413: "Content Too Large",
    415: "Unsupported Media Type", 422: "Unprocessable Entity", 429: "Too Many Requests",
    503: "Service Unavailable",
  ]

  var response: HTTPResponse {
    var object: JSONObject = [
      "status": JSONValue(status), "title": .string(Self.titles[status] ?? "Error"),
      "detail": .string(detail),
    ]
    if let field { object["field"] = .string(field) }
    object["_links"] = [
      "documentation": [
        "href": "https://docs.mollie.com/overview/handling-errors", "type": "text/html",
      ]
    ]
    return HAL.response(.object(object), status: status)
  }
}
