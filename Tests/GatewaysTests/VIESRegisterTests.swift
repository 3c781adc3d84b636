import Cryptography
import JSON
import Outbound
import Primitives
import Tenancy
import TestPeers
import Testing

@testable import Gateways

@Suite struct VIESRegisterTests {
  struct Case: Sendable {
    let status: Int
    let body: String
    let answer: VATAnswer
  }

  static func hash(_ body: String) -> [UInt8] { SHA256.hash(Array(body.utf8)) }

  static let whole = """
    {"isValid":true,"requestDate":"2026-11-22T09:00:00.000Z","userError":"VALID",
     "name":"BELVEDERE NV","address":"Straat 1\\n1000 Brussel",
     "requestIdentifier":"WAPIAAAAYx0WqJ5h","vatNumber":"0428759497"}
    """
  static let secretive = #"{"isValid":true,"userError":"VALID","name":"---","address":"---"}"#
  static let nobody = #"{"isValid":false,"userError":"INVALID","name":"---","address":"---"}"#
  static let unreadable = #"{"isValid":false,"userError":"INVALID_INPUT"}"#

  static let cases: [Case] =
    [
      Case(
        status: 200, body: whole,
        answer: .valid(
          VATEntry(
            name: "BELVEDERE NV", address: "Straat 1 1000 Brussel",
            consultation: "WAPIAAAAYx0WqJ5h", answerHash: hash(whole)))),
      Case(
        status: 200, body: secretive,
        answer: .valid(
          VATEntry(name: "", address: "", consultation: nil, answerHash: hash(secretive)))),
      Case(status: 200, body: nobody, answer: .invalid(answerHash: hash(nobody))),
      Case(status: 200, body: unreadable, answer: .invalid(answerHash: hash(unreadable))),
    ] + silences

  /// None of them is an answer: the number is neither good nor bad.
  static let silences: [Case] = [
    ("MS_UNAVAILABLE", 200, #"{"isValid":false,"userError":"MS_UNAVAILABLE"}"#),
    ("MS_MAX_CONCURRENT_REQ", 200, #"{"isValid":false,"userError":"MS_MAX_CONCURRENT_REQ"}"#),
    ("TIMEOUT", 200, #"{"isValid":false,"userError":"TIMEOUT"}"#),
    // A word that does not fit what it says.
    ("VALID", 200, #"{"isValid":false,"userError":"VALID"}"#),
    ("INVALID", 200, #"{"isValid":true,"userError":"INVALID"}"#),
    ("an unreadable answer", 200, #"{"isValid":true}"#),
    ("an unreadable answer", 200, #"{"isValid":true,"userError":"<script>"}"#),
    ("HTTP 200", 200, "<html>Wartung</html>"), ("HTTP 503", 503, "{}"), ("HTTP 404", 404, "{}"),
  ].map { Case(status: $0.1, body: $0.2, answer: .unavailable(reason: $0.0)) }

  @Test("each answer has its meaning, and what is none makes no number valid", arguments: cases)
  func answers(_ example: Case) {
    let response = OutboundResponse(
      status: example.status, headers: [], body: Array(example.body.utf8))
    #expect(VIESRegister.answer(response) == example.answer)
  }

  @Test("the shop's own number goes along, for the proof")
  func asks() async throws {
    let peer = try Peer { connection in
      while connection.request() != nil {
        connection.write(MollieScript.answer(200, Self.whole))
      }
    }
    let register = VIESRegister(
      baseURL: peer.url + "/vies/", client: HTTPClient(policy: .development))
    let number = try #require(VATNumber("BE0428759497"))
    let own = try #require(VATNumber("NL123456782B90"))
    guard case .valid = await register.check(number, for: own) else {
      Issue.record("not valid")
      return
    }
    _ = await register.check(number, for: nil)
    let lines = peer.requests.map { String($0.prefix { $0 != "\n" }) }
    #expect(
      lines == [
        "GET /vies/ms/BE/vat/0428759497?requesterMemberStateCode=NL"
          + "&requesterNumber=123456782B90 HTTP/1.1",
        "GET /vies/ms/BE/vat/0428759497 HTTP/1.1",
      ])
  }

  @Test("where nobody answers, the number is not known")
  func silence() async throws {
    let peer = try Peer { connection in _ = connection.request() }
    let register = VIESRegister(
      baseURL: peer.url, client: HTTPClient(policy: .development))
    let number = try #require(VATNumber("BE0428759497"))
    guard case .unavailable = await register.check(number, for: nil) else {
      Issue.record("an answer out of nothing")
      return
    }
  }

  @Test("a number of another country is not asked about")
  func foreign() async throws {
    let register = VIESRegister(
      baseURL: "http://127.0.0.1:1", client: HTTPClient(policy: .development))
    let number = try #require(VATNumber("CHE123456788"))
    #expect(
      await register.check(number, for: nil)
        == .unavailable(reason: "the register does not hold numbers of CH"))
  }
}
