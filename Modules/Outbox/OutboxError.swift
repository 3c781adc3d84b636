/// Why a row of a queue, or a job, could not be taken on.
package enum OutboxError: Error, Hashable, Sendable {
  /// The lease ended and another worker holds it since: what was done under the older token must
  /// not be committed (I-48).
  case staleFence(held: Int64, current: Int64)
  case impossible(state: String, event: String)
  /// No such row in this shop.
  case unknown
}
