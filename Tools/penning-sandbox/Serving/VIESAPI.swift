import HTTPServer
import JSON
import Primitives

/// A register of VAT numbers under `/vies`, as the European Commission's answers: every number is
/// somebody's, but for what the behaviour says, and those that end in 404 (nobody's) or 503 (whose
/// state does not answer).
struct VIESAPI: Sendable {
  let sandbox: Sandbox

  func declare(in router: inout Router) {
    router.get(Link<String, String>("/vies/ms/{country}/vat/{number}")) {
      request, country, number in
      answer(country, number, request)
    }
  }

  private func answer(
    _ country: String, _ number: String, _ request: HTTPRequest
  ) -> HTTPResponse {
    let (behaviour, now) = sandbox.with { ($0.behaviour, $0.now) }
    if behaviour.viesIsDown { return Problem(status: 503).response }
    let isReadable =
      country.utf8.count == 2 && (2...13).contains(number.utf8.count)
      && (country + number).utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
    var word = isReadable ? "VALID" : "INVALID_INPUT"
    if isReadable, number.hasSuffix("503") { word = "MS_UNAVAILABLE" }
    if isReadable, number.hasSuffix("404") || behaviour.viesInvalid.contains(country + number) {
      word = "INVALID"
    }
    return .json(entry(country, number, word, at: now, isProven(request)))
  }

  private func isProven(_ request: HTTPRequest) -> Bool {
    request.query["requesterMemberStateCode"] != nil && request.query["requesterNumber"] != nil
  }

  private func entry(
    _ country: String, _ number: String, _ word: String, at now: Instant, _ isProven: Bool
  ) -> JSONValue {
    let isValid = word == "VALID"
    let proof = isValid && isProven ? "WAPIAAAA\(now.milliseconds)" : ""
    return [
      "isValid": .bool(isValid), "requestDate": .string(now.rfc3339), "userError": .string(word),
      "name": .string(isValid ? "PROEFBEDRIJF \(country)\(number)" : "---"),
      "address": .string(isValid ? "TESTSTRAAT 1\n1000 TESTSTAD" : "---"),
      "requestIdentifier": .string(proof), "originalVatNumber": .string(number),
      "vatNumber": .string(number),
    ]
  }
}
