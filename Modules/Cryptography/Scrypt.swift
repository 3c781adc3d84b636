import CCrypto

/// The cost of one scrypt hash (RFC 7914).
package struct ScryptCost: Sendable, Hashable {
  /// Work and memory factor, a power of two.
  package let n: Int
  package let r: Int
  package let p: Int

  /// 16 MiB a hash, as strong as 2^17/8/1 (OWASP).
  package static let standard = ScryptCost(n: 1 << 14, r: 8, p: 5)

  /// Nil when outside of what this platform will ever compute: a stored text must not be able
  /// to ask for gigabytes.
  package init?(checking n: Int, _ r: Int, _ p: Int) {
    guard (2...1 << 17).contains(n), n & (n - 1) == 0, (1...16).contains(r), (1...16).contains(p),
      n * r <= 1 << 20
    else { return nil }
    self.init(n: n, r: r, p: p)
  }

  private init(n: Int, r: Int, p: Int) {
    self.n = n
    self.r = r
    self.p = p
  }
}

/// The bare function. Blocks its thread for about a tenth of a second at standard cost.
func scrypt(
  _ password: [UInt8], salt: [UInt8], cost: ScryptCost, count: Int
) throws(CryptographyError) -> [UInt8] {
  var output = [UInt8](repeating: 0, count: count)
  let memory = 128 * cost.r * (cost.n + cost.p + 2) + (1 << 20)
  let result = password.withUnsafeBytes { password in
    EVP_PBE_scrypt(
      password.assumingMemoryBound(to: CChar.self).baseAddress, password.count, salt, salt.count,
      UInt64(cost.n), UInt64(cost.r), UInt64(cost.p), UInt64(memory), &output, count)
  }
  guard result == 1 else { throw .unavailable(operation: "scrypt") }
  return output
}
