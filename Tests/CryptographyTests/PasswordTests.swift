import Primitives
import Testing

@testable import Cryptography

@Suite struct PasswordTests {
  struct Vector: Sendable {
    let password, salt: String
    let n, r, p: Int
    let output: String
  }

  static let vectors = [
    Vector(
      password: "password", salt: "NaCl", n: 1024, r: 8, p: 16,
      output: "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
        + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"),
    Vector(
      password: "", salt: "", n: 16, r: 1, p: 1,
      output: "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
        + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"),
    Vector(
      password: "correct horse", salt: "0123456789abcdef", n: 131072, r: 8, p: 1,
      output: "aa6b264e05219145de9ee3be635c6926423619248d53fbe162940b97c1766983"),
    Vector(
      password: "correct horse", salt: "0123456789abcdef", n: 16384, r: 8, p: 5,
      output: "d3683cf82bd0affe57422730fc35e49cc907081ceb84e85a03912cb76ddc14c2"),
  ]

  @Test("scrypt gives the published outputs (RFC 7914 and the fact sheet)", arguments: vectors)
  func published(vector: Vector) throws {
    let cost = try #require(ScryptCost(checking: vector.n, vector.r, vector.p))
    let output = try scrypt(
      Array(vector.password.utf8), salt: Array(vector.salt.utf8), cost: cost,
      count: vector.output.utf8.count / 2)
    #expect(Hex.encode(output) == vector.output)
  }

  /// Cheap enough for tests.
  static let light = PasswordHasher(cost: ScryptCost(checking: 16, 1, 1) ?? .standard)

  @Test("a password opens its own hash and no other does")
  func verify() async throws {
    let hasher = Self.light
    let stored = try await hasher.hash("correct horse battery")
    #expect(stored.hasPrefix("$scrypt$n=16,r=1,p=1$"))
    #expect(!stored.contains("correct"))
    #expect(try await hasher.verify("correct horse battery", against: stored))
    #expect(try await !hasher.verify("correct horse batterz", against: stored))
    #expect(try await !hasher.verify("Correct horse battery", against: stored))
    #expect(try await !hasher.verify("", against: stored))
    #expect(try await hasher.hash("correct horse battery") != stored)
  }

  @Test("every character counts, up to the limit")
  func noTruncation() async throws {
    let hasher = Self.light
    let stem = String(repeating: "a", count: 1000)
    let stored = try await hasher.hash(stem + "1")
    #expect(try await hasher.verify(stem + "1", against: stored))
    #expect(try await !hasher.verify(stem + "2", against: stored))
    let nul = try await hasher.hash("ab\0cd")
    #expect(try await !hasher.verify("ab\0ce", against: nul))
  }

  @Test("the same password composed and decomposed is the same")
  func unicode() async throws {
    let hasher = Self.light
    let stored = try await hasher.hash("caf\u{e9} 😀")
    #expect(try await hasher.verify("cafe\u{301} 😀", against: stored))
  }

  @Test("a megabyte is refused, and never matches")
  func tooLong() async throws {
    let long = String(repeating: "a", count: 1_000_000)
    await #expect(throws: CryptographyError.tooLong) { try await Self.light.hash(long) }
    #expect(try await !Self.light.verify(long, against: nil))
  }

  @Test("an unknown account is never let in")
  func unknownAccount() async throws {
    #expect(try await !Self.light.verify("", against: nil))
  }

  @Test("the stored cost is used, and another cost asks for a new hash")
  func rehash() async throws {
    let stored = try await Self.light.hash("secret word")
    let stronger = PasswordHasher(cost: ScryptCost(checking: 32, 1, 1) ?? .standard)
    #expect(try await stronger.verify("secret word", against: stored))
    #expect(stronger.needsRehash(stored))
    #expect(!Self.light.needsRehash(stored))
    #expect(stronger.needsRehash("plain"))
  }

  @Test(
    "a stored text of another form or with a mad cost is refused",
    arguments: [
      "", "plain", "$scrypt$", "$scrypt$n=16,r=1,p=1$AAAAAAAAAAAAAAAA",
      "$scrypt$n=1073741824,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
      "$scrypt$n=15,r=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
      "$scrypt$n=16,r=0,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
      "$scrypt$n=16,r=1,p=99$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
      "$scrypt$n=16,r=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
      "$bcrypt$n=16,r=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
      "$scrypt$n=16,r=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$",
    ])
  func malformed(stored: String) async {
    await #expect(throws: CryptographyError.malformed) {
      try await Self.light.verify("x", against: stored)
    }
  }

  @Test("many at once all end, and beyond the limit the answer is busy")
  func crowd() async throws {
    let hasher = PasswordHasher(
      cost: ScryptCost(checking: 4096, 8, 1) ?? .standard, parallel: 2, waitingLimit: 8)
    let outcomes = await withTaskGroup(of: String.self) { group in
      for number in 0..<24 {
        group.addTask {
          do {
            _ = try await hasher.hash("password \(number)")
            return "done"
          } catch {
            return "\(error)"
          }
        }
      }
      return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
    #expect(outcomes["done", default: 0] >= 8)
    #expect(outcomes["done", default: 0] + outcomes["busy", default: 0] == 24)
    #expect(try await hasher.hash("afterwards").hasPrefix("$scrypt$"))
  }
}
