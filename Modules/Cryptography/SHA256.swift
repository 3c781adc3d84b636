import CCrypto

/// SHA-256 (FIPS 180-4).
package enum SHA256 {
  /// Bytes of a digest.
  package static let length = 32

  /// The digest of the bytes, 32 bytes long.
  package static func hash(_ bytes: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: length) { digest, count in
      let result = CCrypto.SHA256(bytes, bytes.count, digest.baseAddress)
      // A wrong digest would be worse than a stop: it names documents and guards tokens.
      precondition(result != nil, "libcrypto has no SHA-256")
      count = length
    }
  }

  /// The digest of the text's UTF-8 bytes.
  package static func hash(_ text: String) -> [UInt8] { hash(Array(text.utf8)) }
}
