import Primitives

extension OutboundResponse {
  /// How many seconds the other side asks to wait: `Retry-After`, given as seconds, or as an HTTP
  /// date, which is read against the answer's own `Date`. At most a day; nil when absent or
  /// unreadable.
  package var retryAfter: Int? {
    guard let text = header("Retry-After") else { return nil }
    let day = 86_400
    if !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) {
      return min(Int(text) ?? day, day)
    }
    guard let moment = Self.instant(ofHTTPDate: text),
      let sent = header("Date").flatMap(Self.instant(ofHTTPDate:))
    else { return nil }
    return Int(min(max(moment.seconds(since: sent), 0), Int64(day)))
  }

  /// `Thu, 01 Jan 2026 10:00:00 GMT`.
  static func instant(ofHTTPDate text: String) -> Instant? {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[5] == "GMT", parts[1].utf8.count == 2,
      let month = months.firstIndex(of: String(parts[2]))
    else { return nil }
    let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
    return Instant(rfc3339: "\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z")
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
