import JSON
import Payments
import Primitives

/// Looks through Mollie's lists for a payment that carries our id in its metadata: once the
/// idempotency key has lapsed (an hour), nothing else tells whether it was made (section 6).
struct MollieSearch {
  let call: MollieCall

  private static let pageLength = 100
  private static let mostPages = 20
  /// How far back the list of a whole account is read; an answer that was lost is asked about
  /// within minutes.
  private static let reach: Int64 = 48 * 3600

  /// Nil when the list was read to its end, or far enough back, without finding it.
  func payment(
    _ payment: Payment.ID, customer: String?
  ) async throws(MollieFailure) -> JSONValue? {
    let list = customer.map { "/customers/\($0)/payments" } ?? "/payments"
    var from: String?
    var newest: Instant?
    for _ in 0..<Self.mostPages {
      let start = from.map { "&from=\($0)" } ?? ""
      let page = try await call.get("\(list)?limit=\(Self.pageLength)\(start)")
      guard let items = page["_embedded"]?["payments"]?.arrayValue else {
        throw MollieReading.unreadable("payments")
      }
      if let found = items.first(where: { $0["metadata"]?["payment"] == .string("\(payment)") }) {
        return found
      }
      let moments = items.compactMap {
        $0["createdAt"]?.stringValue.flatMap(Instant.init(rfc3339:))
      }
      newest = newest ?? moments.first
      let isFarEnough = newest.flatMap { newest in moments.last.map(newest.seconds(since:)) }
      guard let next = Self.next(page) else { return nil }
      if customer == nil, let isFarEnough, isFarEnough >= Self.reach { return nil }
      from = next
    }
    throw .unknown(reason: "more payments than can be searched")
  }

  /// The id with which the next page begins. The link itself is not followed: it could name
  /// another host, which would then get the key.
  private static func next(_ page: JSONValue) -> String? {
    guard let link = page["_links"]?["next"]?["href"]?.stringValue,
      let query = link.split(separator: "?", maxSplits: 1).dropFirst().first,
      let field = query.split(separator: "&").first(where: { $0.hasPrefix("from=") })
    else { return nil }
    let id = String(field.dropFirst(5))
    return MollieWebhook.isPaymentID(id) ? id : nil
  }
}
