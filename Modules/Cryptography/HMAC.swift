import CCrypto

/// Keyed message authentication (RFC 2104).
package enum HMAC {
  /// HMAC-SHA-256, 32 bytes long. Compare with `constantTimeEquals`, never with `==`.
  package static func sha256(key: [UInt8], message: [UInt8]) -> [UInt8] {
    // Longer keys are hashed first by definition; doing so here keeps the length within C's int.
    let key = key.count > 64 ? SHA256.hash(key) : key
    return [UInt8](unsafeUninitializedCapacity: SHA256.length) { code, count in
      let result = CCrypto.HMAC(
        EVP_sha256(), key, Int32(key.count), message, message.count, code.baseAddress, nil)
      precondition(result != nil, "libcrypto has no HMAC-SHA-256")
      count = SHA256.length
    }
  }

  /// HMAC-SHA-256 over the text's UTF-8 bytes.
  package static func sha256(key: [UInt8], message: String) -> [UInt8] {
    sha256(key: key, message: Array(message.utf8))
  }
}

/// Whether both are equal, in a time that depends on their length alone, not on their content.
package func constantTimeEquals(_ one: [UInt8], _ other: [UInt8]) -> Bool {
  one.count == other.count && CRYPTO_memcmp(one, other, one.count) == 0
}

/// As for bytes, over the UTF-8 of both texts.
package func constantTimeEquals(_ one: String, _ other: String) -> Bool {
  constantTimeEquals(Array(one.utf8), Array(other.utf8))
}
