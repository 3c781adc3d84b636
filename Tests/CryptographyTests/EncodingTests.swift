import Cryptography
import Testing

/// RFC 4648, section 10, and what a strict reader refuses.
@Suite struct EncodingTests {
  @Test(
    "the published texts come out",
    arguments: [
      ("", "", ""), ("f", "Zg==", "MY"), ("fo", "Zm8=", "MZXQ"), ("foo", "Zm9v", "MZXW6"),
      ("foob", "Zm9vYg==", "MZXW6YQ"), ("fooba", "Zm9vYmE=", "MZXW6YTB"),
      ("foobar", "Zm9vYmFy", "MZXW6YTBOI"),
    ])
  func published(text: String, base64: String, base32: String) {
    let bytes = Array(text.utf8)
    #expect(Base64.encode(bytes) == base64)
    #expect(Base64.decode(base64) == bytes)
    #expect(Base64URL.encode(bytes) == base64.filter { $0 != "=" })
    #expect(Base32.encode(bytes) == base32)
    #expect(Base32.decode(base32.lowercased()) == bytes)
  }

  @Test("every length and byte survives the way there and back")
  func roundTrip() {
    for count in 0...65 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 41 + count) }
      #expect(Hex.decode(Hex.encode(bytes)) == bytes)
      #expect(Base64.decode(Base64.encode(bytes)) == bytes)
      #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
      #expect(Base32.decode(Base32.encode(bytes)) == bytes)
    }
  }

  @Test(
    "base64 with stray bits, padding, spaces or other signs is refused",
    arguments: [
      "Zg", "Zh==", "Zg=", "Z===", "====", "Zm9v====", "Zm 9v", "Zm9v\n", "Zg==Zg==", "é",
    ])
  func strictBase64(text: String) {
    #expect(Base64.decode(text) == nil)
  }

  @Test("base64url is refused likewise", arguments: ["Z", "Zh", "Zg==", "+/", "A A", "Zm9vZ"])
  func strictBase64URL(text: String) {
    #expect(Base64URL.decode(text) == nil)
  }

  @Test("base32 is refused likewise", arguments: ["M", "MZ1", "MY======", "MZX", "MZ"])
  func strictBase32(text: String) {
    #expect(Base32.decode(text) == nil)
  }

  @Test("hexadecimal is read in either case and refused otherwise")
  func hex() {
    #expect(Hex.decode("00fFa9") == [0, 255, 169])
    for text in ["0", "0g", " 0", "+1", "é"] { #expect(Hex.decode(text) == nil) }
  }
}
