import Primitives
import Testing

@testable import Cryptography

/// AES-256-GCM against the cases that NIST's proposal was published with (13 to 16).
@Suite struct SealingTests {
  struct Vector: Sendable, CustomTestStringConvertible {
    let name: String
    let key, nonce, text, data, cipher, tag: String
    var testDescription: String { name }
  }

  static let key = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"
  static let text =
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
  static let cipher =
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
    + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
  static let vectors = [
    Vector(
      name: "13", key: String(repeating: "0", count: 64), nonce: String(repeating: "0", count: 24),
      text: "", data: "", cipher: "", tag: "530f8afbc74536b9a963b4f1c4cb738b"),
    Vector(
      name: "14", key: String(repeating: "0", count: 64), nonce: String(repeating: "0", count: 24),
      text: String(repeating: "0", count: 32), data: "",
      cipher: "cea7403d4d606b6e074ec5d3baf39d18", tag: "d0d1c8a799996bf0265b98b5d48ab919"),
    Vector(
      name: "15", key: key, nonce: "cafebabefacedbaddecaf888", text: text + "1aafd255", data: "",
      cipher: cipher + "898015ad", tag: "b094dac5d93471bdec1a502270e3cc6c"),
    Vector(
      name: "16", key: key, nonce: "cafebabefacedbaddecaf888", text: text,
      data: "feedfacedeadbeeffeedfacedeadbeefabaddad2", cipher: cipher,
      tag: "76fc6ece0f4e1768cddf8853bb2d551b"),
  ]

  @Test("the published ciphertexts and tags come out and open again", arguments: vectors)
  func published(vector: Vector) throws {
    let key = try #require(Hex.decode(vector.key))
    let nonce = try #require(Hex.decode(vector.nonce))
    let text = try #require(Hex.decode(vector.text))
    let data = try #require(Hex.decode(vector.data))
    let sealed = try AESGCM.encrypt(text, key: key, nonce: nonce, associatedData: data)
    #expect(Hex.encode(sealed.ciphertext) == vector.cipher)
    #expect(Hex.encode(sealed.tag) == vector.tag)
    let opened = try AESGCM.decrypt(
      sealed.ciphertext, tag: sealed.tag, key: key, nonce: nonce, associatedData: data)
    #expect(opened == text)
  }

  @Test("any changed bit keeps an envelope shut")
  func tampering() throws {
    let key = [UInt8](repeating: 7, count: 32)
    let envelope = try AESGCM.seal(Array("live_key".utf8), key: key, associatedData: [1])
    let bytes = try #require(Base64URL.decode(envelope.dropFirst(3)))
    for index in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[index] ^= 1 << UInt8(bit)
        #expect(throws: CryptographyError.notAuthentic) {
          try AESGCM.open("v1." + Base64URL.encode(changed), key: key, associatedData: [1])
        }
      }
    }
  }

  @Test(
    "what is no envelope is said to be malformed",
    arguments: ["", "v1.", "v2.AAAA", "v1.AAAA", "v1.!", "live_abc", "v1." + "é"])
  func malformed(text: String) {
    #expect(throws: CryptographyError.malformed) {
      try AESGCM.open(text, key: [UInt8](repeating: 0, count: 32), associatedData: [])
    }
  }

  @Test("a secret opens only in its own box, for its own purpose and place")
  func secretBox() throws {
    let master = try MasterKey(MasterKey.generate())
    let box = SecretBox(masterKey: master, purpose: "gateway")
    let envelope = try box.seal("live_é€😀", context: "shp_1/mollie")
    #expect(!envelope.contains("live"))
    #expect(try box.open(envelope, context: "shp_1/mollie") == "live_é€😀")
    #expect(throws: CryptographyError.notAuthentic) {
      try box.open(envelope, context: "shp_2/mollie")
    }
    #expect(throws: CryptographyError.notAuthentic) {
      try SecretBox(masterKey: master, purpose: "other").open(envelope, context: "shp_1/mollie")
    }
    let other = SecretBox(masterKey: try MasterKey(MasterKey.generate()), purpose: "gateway")
    #expect(throws: CryptographyError.notAuthentic) {
      try other.open(envelope, context: "shp_1/mollie")
    }
    #expect(try box.seal("x", context: "") != box.seal("x", context: ""))
  }

  @Test("an empty secret can be kept")
  func emptySecret() throws {
    let box = SecretBox(masterKey: try MasterKey(MasterKey.generate()), purpose: "p")
    #expect(try box.open(box.seal("", context: ""), context: "") == "")
  }
}
