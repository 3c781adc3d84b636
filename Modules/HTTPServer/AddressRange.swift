import Glibc

/// An address, or a range of addresses by its prefix: `10.0.0.0/8`, `::1`.
package struct AddressRange: Sendable, Hashable {
  private let bytes: [UInt8]
  private let bits: Int

  package init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let bytes = addressBytes(String(parts[0])) else { return nil }
    self.bytes = bytes
    guard parts.count > 1 else {
      bits = 128
      return
    }
    let offset = parts[0].contains(":") ? 0 : 96
    guard let length = Int(parts[1]), (0...128 - offset).contains(length) else { return nil }
    bits = length + offset
  }

  package func contains(_ address: String) -> Bool {
    guard let other = addressBytes(address) else { return false }
    return (0..<bits).allSatisfy { bit in
      let mask: UInt8 = 0x80 >> UInt8(bit % 8)
      return bytes[bit / 8] & mask == other[bit / 8] & mask
    }
  }
}

/// 16 bytes; an IPv4 address in its mapped form.
private func addressBytes(_ text: String) -> [UInt8]? {
  var bytes = [UInt8](repeating: 0, count: 16)
  if inet_pton(AF_INET6, text, &bytes) == 1 { return bytes }
  var four = [UInt8](repeating: 0, count: 4)
  guard inet_pton(AF_INET, text, &four) == 1 else { return nil }
  return [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF] + four
}

/// Who asks, as far as it can be believed.
struct Asker: Sendable, Hashable {
  let address: String
  let scheme: String

  /// `X-Forwarded-For` counts only from a trusted proxy: the right-most entry that is no such
  /// proxy itself. `X-Forwarded-Proto` likewise. No other such field is ever read (S-46).
  init(peer: String, headers: HTTPHeaders, proxies: [AddressRange]) {
    let peer = peer.hasPrefix("::ffff:") ? String(peer.dropFirst(7)) : peer
    let isProxy = { (address: String) in proxies.contains { $0.contains(address) } }
    guard isProxy(peer) else {
      address = peer
      scheme = "http"
      return
    }
    scheme = headers["X-Forwarded-Proto"]?.asciiLowercased == "https" ? "https" : "http"
    let entries = headers.values(of: "X-Forwarded-For").joined(separator: ",").split(separator: ",")
    let nearest = entries.reversed().lazy.map { String($0).trimmed }.first { !isProxy($0) }
    address = nearest.flatMap { addressBytes($0) == nil ? nil : $0 } ?? peer
  }
}
