import HTTPServer
package import JSON
package import Tenancy

/// The answer to a writing request: new, or the one that was given before.
package struct APIReply: Sendable {
  let answer: KeptAnswer
  let isReplay: Bool

  package init(_ answer: KeptAnswer, isReplay: Bool = false) {
    self.answer = answer
    self.isReplay = isReplay
  }

  var response: HTTPResponse {
    let response = HTTPResponse.bytes(
      answer.body, type: "application/json", status: answer.status)
    return isReplay ? response.with("Idempotent-Replayed", "true") : response
  }
}

extension APICall {
  /// Writes in one transaction, effect and answer together, at most once per `Idempotency-Key`.
  package func once<Output>(
    _ answer: Answer<Output>, status: Int = 200,
    _ body: @escaping @Sendable (ShopTransaction) throws -> Output
  ) async throws -> APIReply {
    let (kept, isReplay) = try await database.write(as: scope, once: idempotent) { shop in
      KeptAnswer(status: status, body: answer.render(try body(shop)).serialized())
    }
    return APIReply(kept, isReplay: isReplay)
  }
}
