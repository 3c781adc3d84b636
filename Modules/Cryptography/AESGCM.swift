import CCrypto
package import Primitives

/// Authenticated encryption: AES-256-GCM (NIST SP 800-38D).
package enum AESGCM {
  /// Bytes of a key.
  package static let keyLength = 32
  static let nonceLength = 12
  static let tagLength = 16

  /// Envelope text `v1.` + base64url(nonce, ciphertext, tag), with a fresh random nonce.
  ///
  /// `associatedData` is not stored but must be the same when opening: it ties the envelope to
  /// its place, so that one row's secret cannot be moved to another row.
  package static func seal(
    _ plaintext: [UInt8], key: [UInt8], associatedData: [UInt8],
    from source: any RandomSource = SecureRandom()
  ) throws(CryptographyError) -> String {
    let nonce = source.bytes(nonceLength)
    let (ciphertext, tag) = try encrypt(
      plaintext, key: key, nonce: nonce, associatedData: associatedData)
    return "v1." + Base64URL.encode(nonce + ciphertext + tag)
  }

  /// The plaintext; `.malformed` if it is no envelope, `.notAuthentic` if anything differs.
  package static func open(
    _ envelope: String, key: [UInt8], associatedData: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    guard envelope.hasPrefix("v1."), let bytes = Base64URL.decode(envelope.dropFirst(3)),
      bytes.count >= nonceLength + tagLength
    else { throw .malformed }
    return try decrypt(
      Array(bytes[nonceLength..<(bytes.count - tagLength)]), tag: Array(bytes.suffix(tagLength)),
      key: key, nonce: Array(bytes.prefix(nonceLength)), associatedData: associatedData)
  }

  static func encrypt(
    _ plaintext: [UInt8], key: [UInt8], nonce: [UInt8], associatedData: [UInt8]
  ) throws(CryptographyError) -> (ciphertext: [UInt8], tag: [UInt8]) {
    let context = try CipherContext(sealing: true, key: key, nonce: nonce)
    try context.update(associatedData: associatedData)
    let ciphertext = try context.update(plaintext)
    guard context.finish() else { throw .unavailable(operation: "AES-256-GCM") }
    return (ciphertext, try context.tag())
  }

  static func decrypt(
    _ ciphertext: [UInt8], tag: [UInt8], key: [UInt8], nonce: [UInt8], associatedData: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    let context = try CipherContext(sealing: false, key: key, nonce: nonce)
    try context.update(associatedData: associatedData)
    let plaintext = try context.update(ciphertext)
    try context.expect(tag: tag)
    guard context.finish() else { throw .notAuthentic }
    return plaintext
  }
}

/// One run of the cipher; owns libcrypto's context.
private final class CipherContext {
  private let raw: OpaquePointer

  init(sealing: Bool, key: [UInt8], nonce: [UInt8]) throws(CryptographyError) {
    precondition(key.count == AESGCM.keyLength && nonce.count == AESGCM.nonceLength)
    guard let raw = EVP_CIPHER_CTX_new() else { throw .unavailable(operation: "AES-256-GCM") }
    self.raw = raw
    guard EVP_CipherInit_ex(raw, EVP_aes_256_gcm(), nil, key, nonce, sealing ? 1 : 0) == 1
    else { throw .unavailable(operation: "AES-256-GCM") }
  }

  deinit { EVP_CIPHER_CTX_free(raw) }

  func update(associatedData: [UInt8]) throws(CryptographyError) {
    guard !associatedData.isEmpty else { return }
    guard let length = Int32(exactly: associatedData.count) else { throw .tooLong }
    var written: Int32 = 0
    guard EVP_CipherUpdate(raw, nil, &written, associatedData, length) == 1
    else { throw .unavailable(operation: "AES-256-GCM") }
  }

  func update(_ input: [UInt8]) throws(CryptographyError) -> [UInt8] {
    guard !input.isEmpty else { return [] }
    guard let length = Int32(exactly: input.count) else { throw .tooLong }
    var output = [UInt8](repeating: 0, count: input.count)
    var written: Int32 = 0
    guard EVP_CipherUpdate(raw, &output, &written, input, length) == 1, written == length
    else { throw .unavailable(operation: "AES-256-GCM") }
    return output
  }

  /// GCM gives no bytes at the end; on opening this is where the tag is checked.
  func finish() -> Bool {
    var rest = [UInt8](repeating: 0, count: 16)
    var written: Int32 = 0
    return EVP_CipherFinal_ex(raw, &rest, &written) == 1
  }

  func tag() throws(CryptographyError) -> [UInt8] {
    var tag = [UInt8](repeating: 0, count: AESGCM.tagLength)
    guard EVP_CIPHER_CTX_ctrl(raw, EVP_CTRL_AEAD_GET_TAG, Int32(tag.count), &tag) == 1
    else { throw .unavailable(operation: "AES-256-GCM") }
    return tag
  }

  func expect(tag: [UInt8]) throws(CryptographyError) {
    var tag = tag
    guard EVP_CIPHER_CTX_ctrl(raw, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag) == 1
    else { throw .notAuthentic }
  }
}
