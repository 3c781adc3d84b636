import Cryptography
import JSON
package import Outbound
import Primitives
package import Tenancy

/// The European Commission's register of VAT numbers, by its REST interface:
/// `GET /ms/{country}/vat/{number}?requesterMemberStateCode=…&requesterNumber=…`. It asks the state
/// behind the number at once, and says so when that state does not answer.
package struct VIESRegister: VATRegister {
  /// Where it is, unless a setting says otherwise.
  package static let baseURL = "https://ec.europa.eu/taxation_customs/vies/rest-api"

  private let baseURL: String
  private let client: HTTPClient

  /// - Parameter baseURL: with or without a slash at the end.
  package init(baseURL: String = VIESRegister.baseURL, client: HTTPClient) {
    self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
    self.client = client
  }

  package func check(_ number: VATNumber, for requester: VATNumber?) async -> VATAnswer {
    guard number.isInRegister, Self.isPathPart(number.text) else {
      return .unavailable(reason: "the register does not hold numbers of \(number.country)")
    }
    let request = OutboundRequest(
      .get, url(of: number, for: requester),
      headers: [OutboundHeader("Accept", "application/json")],
      responseLimit: Self.limits.bytes)
    let response: OutboundResponse
    do {
      response = try await client.send(request)
    } catch {
      return .unavailable(reason: "\(error)")
    }
    return Self.answer(response)
  }

  private func url(of number: VATNumber, for requester: VATNumber?) -> String {
    let path = "\(baseURL)/ms/\(number.country)/vat/\(number.text.dropFirst(2))"
    guard let requester, requester.isInRegister, Self.isPathPart(requester.text) else {
      return path
    }
    return path + "?requesterMemberStateCode=\(requester.country)"
      + "&requesterNumber=\(requester.text.dropFirst(2))"
  }

  /// Letters and digits: safe in a path. (Numbers of other signs, such as the old Irish ones with
  /// `+` and `*`, are refused rather than encoded.)
  private static func isPathPart(_ text: String) -> Bool {
    text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
  }

  private static let limits = JSONLimits(depth: 8, bytes: 64 << 10, values: 1000)
}

// MARK: - What the register says

extension VIESRegister {
  /// `userError` decides: `VALID` and `INVALID` are answers, a number that cannot be read is
  /// nobody's, and every other word says why there is none.
  static func answer(_ response: OutboundResponse) -> VATAnswer {
    let hash = SHA256.hash(response.body)
    guard response.status == 200,
      let body = try? JSONValue(parsing: response.body, limits: limits)  // may be a page of HTML
    else { return .unavailable(reason: "HTTP \(response.status)") }
    let word = body["userError"]?.stringValue ?? ""
    switch (word, body["isValid"]?.boolValue) {
    case ("VALID", .some(true)):
      return .valid(
        VATEntry(
          name: body["name"]?.stringValue ?? "", address: body["address"]?.stringValue ?? "",
          consultation: body["requestIdentifier"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 },
          answerHash: hash))
    case ("INVALID", .some(false)), ("INVALID_INPUT", _): return .invalid(answerHash: hash)
    default: return .unavailable(reason: reason(word))
    }
  }

  private static func reason(_ word: String) -> String {
    let isWord =
      !word.isEmpty && word.utf8.count <= 60
      && word.utf8.allSatisfy { (65...90).contains($0) || $0 == 95 }
    return isWord ? word : "an unreadable answer"
  }
}
