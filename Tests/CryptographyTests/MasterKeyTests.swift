import Cryptography
import Primitives
import Testing

@Suite struct MasterKeyTests {
  @Test("no secret and short ones are refused with their length")
  func short() {
    #expect(throws: WeakSecret.missing) { try MasterKey("") }
    #expect(throws: WeakSecret.tooShort(bytes: 16)) { try MasterKey("k9Jw2Lq8Zx4Vb7Nm") }
    #expect(throws: WeakSecret.tooShort(bytes: 31)) {
      try MasterKey("k9Jw2Lq8Zx4Vb7NmP3Rt6Yu1Is5Dh0F")
    }
  }

  @Test(
    "examples and regular texts are refused",
    arguments: [
      "change-me-change-me-change-me-change-me", "penning-demo-secret-of-thirty-two-bytes!",
      "0123456789abcdef0123456789abcdef", String(repeating: "k9Jw2Lq8", count: 5),
      String(repeating: "a", count: 64), "ThisIsAnExampleSecretForTheDocumentation",
    ])
  func known(text: String) {
    #expect(throws: WeakSecret.known) { try MasterKey(text) }
  }

  @Test("generated secrets are accepted, and so are 32 random hexadecimal digits")
  func accepted() throws {
    for _ in 0..<100 { _ = try MasterKey(MasterKey.generate()) }
    _ = try MasterKey("9f2c41d07be835a6c0d4e7f18b2a6953")
  }

  @Test("the secret does not print")
  func silent() throws {
    let text = MasterKey.generate()
    let key = try MasterKey(text)
    var dumped = ""
    dump(key, to: &dumped)
    #expect("\(key)" == "***")
    #expect(!String(reflecting: key).contains(text))
    #expect(!dumped.contains("bytes"))
  }

  @Test("each purpose has its own key, the same one every time")
  func purposes() throws {
    let text = MasterKey.generate()
    let key = try MasterKey(text)
    #expect(key.key(for: "a") == (try MasterKey(text)).key(for: "a"))
    #expect(key.key(for: "a") != key.key(for: "b"))
    #expect(key.key(for: "a").count == 32)
  }
}

@Suite struct SignerTests {
  let signer: Signer
  let other: Signer
  let now = Instant(milliseconds: 1_767_261_600_000)

  init() throws {
    let master = try MasterKey(MasterKey.generate())
    signer = Signer(masterKey: master, purpose: "portal-link")
    other = Signer(masterKey: master, purpose: "bounce")
  }

  @Test("a token gives its payload back until its last moment")
  func genuine() throws {
    let token = signer.sign("cus_42 é", expiry: now)
    #expect(try signer.verify(token, at: now.adding(milliseconds: -1)) == "cus_42 é")
    #expect(throws: SignatureError.expired(at: now)) { try signer.verify(token, at: now) }
  }

  @Test("a token of another purpose, altered or cut is invalid")
  func forged() throws {
    let token = signer.sign("cus_42", expiry: now)
    let before = now.adding(milliseconds: -1)
    #expect(throws: SignatureError.invalid) { try other.verify(token, at: before) }
    for text in ["", "x", token + "A", String(token.dropLast()), String(token.dropFirst())] {
      #expect(throws: SignatureError.invalid) { try signer.verify(text, at: before) }
    }
    let bytes = try #require(Base64URL.decode(token))
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 1
      #expect(throws: SignatureError.invalid) {
        try signer.verify(Base64URL.encode(changed), at: before)
      }
    }
  }

  @Test("a huge token is refused unread")
  func huge() {
    #expect(throws: SignatureError.invalid) {
      try signer.verify(String(repeating: "A", count: 1_000_000), at: now)
    }
  }
}

@Suite struct TokenTests {
  @Test("ten thousand tokens are all different and use their whole alphabet evenly")
  func spread() {
    let tokens = (0..<10_000).map { _ in Token.random() }
    #expect(Set(tokens).count == tokens.count)
    #expect(tokens.allSatisfy { $0.utf8.count == 43 })
    var counts: [UInt8: Int] = [:]
    // The last sign holds four bits only, so it is left out.
    for token in tokens { for sign in token.utf8.dropLast() { counts[sign, default: 0] += 1 } }
    let expected = 10_000 * 42 / 64
    let chiSquare = counts.values.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
    // 63 degrees of freedom: 130 is beyond one in a million.
    #expect(counts.count == 64 && chiSquare < 130)
  }

  @Test("tokens of an injected source repeat, and their hash is SHA-256")
  func injected() {
    let token = Token.random(bytes: 20, .base32, from: SeededRandom(seed: 7))
    #expect(token == Token.random(bytes: 20, .base32, from: SeededRandom(seed: 7)))
    #expect(token.utf8.count == 32)
    #expect(Token.hash(token) == SHA256.hash(token))
  }
}
