package import Primitives

/// Why a signed token opens nothing.
package enum SignatureError: Error, Sendable, Hashable {
  /// Not a token of this signer: forged, altered, for another purpose, or no token at all.
  case invalid
  /// Genuine, but its moment has passed.
  case expired(at: Instant)
}

/// Texts that the platform hands out and believes when they come back: links in mails, form
/// tokens, bounce addresses. Bound to a purpose and to a last moment; readable, not secret.
package struct Signer: Sendable {
  private let key: [UInt8]

  package init(masterKey: MasterKey, purpose: String) {
    key = masterKey.key(for: "sign/" + purpose)
  }

  /// A URL-safe token for the payload, good before `expiry`.
  package func sign(_ payload: String, expiry: Instant) -> String {
    let body = Self.bytes(of: expiry.milliseconds) + Array(payload.utf8)
    return Base64URL.encode(HMAC.sha256(key: key, message: body) + body)
  }

  /// The payload of a genuine token that has not expired.
  package func verify(_ token: String, at now: Instant) throws(SignatureError) -> String {
    guard token.utf8.count <= Self.longestToken, let bytes = Base64URL.decode(token),
      bytes.count >= SHA256.length + 8
    else { throw .invalid }
    let body = Array(bytes.dropFirst(SHA256.length))
    let code = HMAC.sha256(key: key, message: body)
    guard constantTimeEquals(code, Array(bytes.prefix(SHA256.length))) else { throw .invalid }
    let expiry = Instant(milliseconds: Self.integer(of: body.prefix(8)))
    guard now < expiry else { throw .expired(at: expiry) }
    guard let payload = String(validating: body.dropFirst(8), as: UTF8.self)
    else { throw .invalid }
    return payload
  }

  /// Longer ones are refused before any work is done on them.
  private static let longestToken = 4096

  private static func bytes(of value: Int64) -> [UInt8] {
    stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private static func integer(of bytes: some Sequence<UInt8>) -> Int64 {
    Int64(bitPattern: bytes.reduce(0) { $0 << 8 | UInt64($1) })
  }
}
