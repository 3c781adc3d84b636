/// Keeps secrets of shops in the database, such as their PSP keys: sealed, and tied to a place.
package struct SecretBox: Sendable {
  private let key: [UInt8]

  /// A box of its own per purpose, for example `"gateway-credentials"`.
  package init(masterKey: MasterKey, purpose: String) {
    key = masterKey.key(for: "box/" + purpose)
  }

  /// An envelope to store. `context` names the place, for example `"shp_1/mollie"`; it is not
  /// stored, and the same one opens the envelope again.
  package func seal(_ secret: String, context: String) throws(CryptographyError) -> String {
    try AESGCM.seal(Array(secret.utf8), key: key, associatedData: Array(context.utf8))
  }

  /// The secret; `.malformed` or `.notAuthentic` if the envelope is not from this box and place.
  package func open(_ envelope: String, context: String) throws(CryptographyError) -> String {
    let bytes = try AESGCM.open(envelope, key: key, associatedData: Array(context.utf8))
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformed }
    return text
  }
}
