/// Key derivation from one strong secret (RFC 5869 with HMAC-SHA-256).
package enum HKDF {
  /// Up to 8,160 bytes of key, bound to `info`. Another `info` gives an unrelated key.
  package static func derive(
    from secret: [UInt8], salt: [UInt8], info: [UInt8], count: Int
  ) -> [UInt8] {
    precondition((0...255 * SHA256.length).contains(count), "HKDF gives at most 8,160 bytes")
    let extracted = HMAC.sha256(key: salt, message: secret)
    var output: [UInt8] = []
    var block: [UInt8] = []
    var counter: UInt8 = 0
    while output.count < count {
      counter += 1
      block = HMAC.sha256(key: extracted, message: block + info + [counter])
      output += block
    }
    return Array(output.prefix(count))
  }
}
