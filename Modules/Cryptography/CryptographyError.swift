/// Why a cryptographic operation gave no result.
package enum CryptographyError: Error, Sendable, Hashable {
  /// The text is not in the form that this module writes (or has an unknown version).
  case malformed
  /// Altered, or sealed with another key, purpose or context. Deliberately says no more.
  case notAuthentic
  /// Longer than this module will work on; see the limit at the call.
  case tooLong
  /// Too many password hashes are waiting already; the caller should answer "try again later".
  case busy
  /// libcrypto could not do what was asked (out of memory, or a build without the algorithm).
  case unavailable(operation: String)
}
