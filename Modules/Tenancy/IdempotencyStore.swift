import Cryptography
import Primitives
package import Storage

/// A writing request that carries an `Idempotency-Key`, as far as it decides about the answer.
package struct IdempotentRequest: Hashable, Sendable {
  package static let maxKeyLength = 255

  let key: String
  let route: String
  let fingerprint: [UInt8]

  /// - Parameters:
  ///   - key: the header's text; quotes around it are dropped.
  ///   - route: method and path, `POST /api/v1/plans`.
  ///   - body: the bytes as received.
  package init(key: String, route: String, body: [UInt8]) throws(TenancyRefusal) {
    let isQuoted = key.utf8.count >= 2 && key.hasPrefix("\"") && key.hasSuffix("\"")
    let bare = isQuoted ? String(key.dropFirst().dropLast()) : key
    guard bare.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else {
      throw .field("Idempotency-Key", .malformed)
    }
    self.key = try PlainText.required(
      bare, "Idempotency-Key", most: IdempotentRequest.maxKeyLength)
    self.route = route
    fingerprint = SHA256.hash(body)
  }
}

/// An answer that is given again, byte for byte.
package struct KeptAnswer: Hashable, Sendable {
  package let status: Int
  package let body: [UInt8]

  package init(status: Int, body: [UInt8]) {
    self.status = status
    self.body = body
  }
}

extension Database {
  /// Runs a writing request of a program at most once: the effect and its answer are kept in one
  /// transaction, and the same key with the same body gets that answer again.
  ///
  /// `.idempotencyKeyReused` for the same key with another body. Without a request it just runs.
  package func write(
    as scope: TenantScope, once request: IdempotentRequest?,
    _ body: @escaping @Sendable (ShopTransaction) throws -> KeptAnswer
  ) async throws -> (answer: KeptAnswer, isReplay: Bool) {
    guard let request, case .apiKey(let key, _) = scope.actor else {
      return (try await write(as: scope, body), false)
    }
    let attempt: @Sendable (ShopTransaction) throws -> (answer: KeptAnswer, isReplay: Bool) = {
      let store = IdempotencyStore(shop: $0, apiKey: key)
      if let kept = try store.answer(to: request) { return (kept, true) }
      let answer = try body($0)
      try store.keep(answer, for: request)
      return (answer, false)
    }
    do {
      return try await write(as: scope, attempt)
    } catch let error as StorageError where error.isRepeatedKey {
      // The same request ran beside this one and was first: its answer is there now.
      return try await write(as: scope, attempt)
    }
  }

  /// Forgets answers that are older than a day, at most `limit` of them.
  @discardableResult
  package func sweepIdempotencyKeys(limit: Int = 1000) async throws -> Int {
    try await write { transaction in
      try transaction.execute(
        """
        DELETE FROM idempotency_keys WHERE id IN (
          SELECT id FROM idempotency_keys WHERE created_at < \(transaction.now.adding(days: -1))
          ORDER BY created_at LIMIT \(limit))
        """)
    }
  }
}

/// The answers that were given to a key's requests.
struct IdempotencyStore {
  let shop: ShopTransaction
  let apiKey: APIKey.ID

  func answer(to request: IdempotentRequest) throws -> KeptAnswer? {
    let known: (fingerprint: [UInt8], answer: KeptAnswer)? = try shop.first(
      """
      SELECT fingerprint, status, body FROM idempotency_keys
      WHERE tenant_id = \(shop.tenant) AND api_key_id = \(apiKey) AND route = \(request.route)
        AND request_key = \(request.key)
      """
    ) { (try $0(0), KeptAnswer(status: try $0(1), body: try $0(2))) }
    guard let known else { return nil }
    guard known.fingerprint == request.fingerprint else {
      throw TenancyRefusal.idempotencyKeyReused
    }
    return known.answer
  }

  func keep(_ answer: KeptAnswer, for request: IdempotentRequest) throws {
    let id: EntityID<IdempotentRequest> = shop.newID()
    try shop.execute(
      """
      INSERT INTO idempotency_keys (id, tenant_id, api_key_id, route, request_key, fingerprint,
        status, body, created_at)
      VALUES (\(id), \(shop.tenant), \(apiKey), \(request.route), \(request.key),
        \(request.fingerprint), \(answer.status), \(answer.body), \(shop.now))
      """)
  }
}

extension IdempotentRequest: Entity {
  package static let idPrefix = "idk"
}

extension StorageError {
  fileprivate var isRepeatedKey: Bool {
    guard case .uniqueViolation(let key) = kind else { return false }
    return key.table == "idempotency_keys"
  }
}
