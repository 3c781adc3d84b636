import Cryptography

/// What Mollie posts to our webhook address. It carries no status and no proof: the id is a hint
/// to fetch the payment with the shop's own key, and nothing more.
package enum MollieWebhook {
  /// The payment id of a body that is exactly `id=tr_…`; nil for anything else.
  package static func paymentID(_ body: [UInt8]) -> String? {
    let prefix = Array("id=".utf8)
    guard body.starts(with: prefix), body.count <= 80 else { return nil }
    let id = String(decoding: body.dropFirst(prefix.count), as: UTF8.self)
    return isPaymentID(id) ? id : nil
  }

  /// `tr_` and up to 64 letters and digits: safe in a path.
  package static func isPaymentID(_ text: String) -> Bool {
    text.hasPrefix("tr_") && (4...67).contains(text.utf8.count)
      && text.utf8.dropFirst(3).allSatisfy(isWordSign)
  }

  /// Whether an account-wide webhook carries a true `X-Mollie-Signature` (the newer kind), by any
  /// of the secrets in use. No secret, no truth (S-47).
  package static func isGenuine(_ body: [UInt8], signature: String?, secrets: [String]) -> Bool {
    guard let signature, signature.utf8.count <= 256 else { return false }
    let hex = signature.hasPrefix("sha256=") ? signature.dropFirst(7) : signature[...]
    guard let given = Hex.decode(hex) else { return false }
    // All secrets are tried, so that the time does not tell which one fits.
    return secrets.filter { !$0.isEmpty }.reduce(false) { found, secret in
      let right = HMAC.sha256(key: Array(secret.utf8), message: body)
      return constantTimeEquals(right, given) || found
    }
  }

  static func isWordSign(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
