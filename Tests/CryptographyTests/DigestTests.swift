import Cryptography
import Testing

/// FIPS 180-4, RFC 4231 and RFC 5869 examples.
@Suite struct DigestTests {
  @Test(
    "SHA-256 gives the published digests",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        String(repeating: "a", count: 1_000_000),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
      ),
    ])
  func sha256(text: String, digest: String) {
    #expect(Hex.encode(SHA256.hash(text)) == digest)
  }

  @Test(
    "HMAC-SHA-256 gives the codes of RFC 4231",
    arguments: [
      (
        String(repeating: "0b", count: 20), Hex.encode(Array("Hi There".utf8)),
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
      ),
      (
        Hex.encode(Array("Jefe".utf8)), Hex.encode(Array("what do ya want for nothing?".utf8)),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ),
      (
        String(repeating: "aa", count: 20), String(repeating: "dd", count: 50),
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
      ),
      (
        "0102030405060708090a0b0c0d0e0f10111213141516171819", String(repeating: "cd", count: 50),
        "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
      ),
      (
        String(repeating: "aa", count: 131),
        Hex.encode(Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8)),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
      ),
    ])
  func hmac(key: String, message: String, code: String) throws {
    let key = try #require(Hex.decode(key))
    let message = try #require(Hex.decode(message))
    #expect(Hex.encode(HMAC.sha256(key: key, message: message)) == code)
  }

  @Test("HMAC takes an empty key and an empty message")
  func emptyHMAC() {
    #expect(
      Hex.encode(HMAC.sha256(key: [], message: []))
        == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
  }

  @Test("the signature of Mollie's newer webhooks comes out as its fact sheet says")
  func mollieSignature() {
    let body =
      #"{"resource":"event","id":"event_GvJ8WHrp5isUdRub9CJyH","type":"payment.paid","#
      + #""entityId":"tr_5B8cwPMGnU"}"#
    #expect(
      Hex.encode(HMAC.sha256(key: Array("penning-docs-secret".utf8), message: body))
        == "8b8a5579315de662e36246874edc964f1c4cf66562988746136521611893a7ed")
  }

  @Test("a standard webhook is signed as the reference library does")
  func standardWebhook() throws {
    let key = try #require(Base64.decode("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"))
    let body =
      #"{"type":"invoice.paid","timestamp":"2026-01-01T10:00:00Z","#
      + #""data":{"id":"inv_42","number":"2026-0042","amount":"40.00"}}"#
    let signed = "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W.1767261600." + body
    #expect(
      Base64.encode(HMAC.sha256(key: key, message: signed))
        == "umlL34pKSdIFsA8Ld1X2MZ/Uus0bxmt1TH81WuvobYU=")
  }

  @Test("HKDF gives the keys of RFC 5869, cases 1 and 3")
  func hkdf() throws {
    let secret = [UInt8](repeating: 0x0b, count: 22)
    let salt = try #require(Hex.decode("000102030405060708090a0b0c"))
    let info = try #require(Hex.decode("f0f1f2f3f4f5f6f7f8f9"))
    #expect(
      Hex.encode(HKDF.derive(from: secret, salt: salt, info: info, count: 42))
        == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")
    #expect(
      Hex.encode(HKDF.derive(from: secret, salt: [], info: [], count: 42))
        == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8")
  }

  @Test(
    "constant-time comparison agrees with plain equality",
    arguments: [("", "", true), ("a", "", false), ("abc", "abd", false), ("abc", "abc", true)])
  func comparison(one: String, other: String, equal: Bool) {
    #expect(constantTimeEquals(one, other) == equal)
  }
}
