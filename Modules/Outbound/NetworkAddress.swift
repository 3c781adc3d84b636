/// An IP address and how far it reaches.
struct NetworkAddress: Hashable, Sendable {
  enum Reach: Sendable {
    case internet, loopback, privateNetwork
    /// Unspecified, link-local (with the clouds' metadata service), multicast, reserved.
    case forbidden
  }

  /// 4 or 16 bytes in network order.
  let bytes: [UInt8]

  init?(bytes: [UInt8]) {
    guard bytes.count == 4 || bytes.count == 16 else { return nil }
    self.bytes = bytes
  }

  var reach: Reach {
    if bytes.count == 4 { return Self.reach(v4: bytes[...]) }
    if let inner = embeddedV4 { return Self.reach(v4: inner) }
    return Self.reach(v6: bytes)
  }

  /// The IPv4 address that an IPv6 one stands for: mapped, NAT64, 6to4.
  private var embeddedV4: ArraySlice<UInt8>? {
    let zeros = [UInt8](repeating: 0, count: 10)
    if bytes.starts(with: zeros + [0xff, 0xff]) { return bytes[12...] }
    if bytes.starts(with: [0, 0x64, 0xff, 0x9b] + zeros.prefix(8)) { return bytes[12...] }
    if bytes.starts(with: [0x20, 0x02]) { return bytes[2..<6] }
    return nil
  }

  private static func reach(v4 slice: ArraySlice<UInt8>) -> Reach {
    let (a, b) = (slice[slice.startIndex], slice[slice.startIndex + 1])
    let c = slice[slice.startIndex + 2]
    switch (a, b, c) {
    case (127, _, _): return .loopback
    case (10, _, _), (172, 16...31, _), (192, 168, _), (100, 64...127, _): return .privateNetwork
    case (0, _, _), (169, 254, _), (224...255, _, _): return .forbidden
    case (192, 0, 0), (192, 0, 2), (192, 88, 99), (198, 18...19, _), (198, 51, 100),
      (203, 0, 113):
      return .forbidden
    default: return .internet
    }
  }

  private static func reach(v6 bytes: [UInt8]) -> Reach {
    if bytes == [UInt8](repeating: 0, count: 15) + [1] { return .loopback }
    if bytes[0] & 0xfe == 0xfc { return .privateNetwork }
    // Only 2000::/3 is given out; Teredo, ORCHID and documentation lie within it.
    guard bytes[0] & 0xe0 == 0x20 else { return .forbidden }
    if bytes.starts(with: [0x20, 0x01, 0x0d, 0xb8]) { return .forbidden }
    if bytes.starts(with: [0x20, 0x01]) && bytes[2] < 2 { return .forbidden }
    return .internet
  }
}

extension NetworkAddress {
  /// Canonical text alone: four decimal numbers, or IPv6 (without zone) in any legal spelling.
  init?(_ text: some StringProtocol) {
    let bytes = text.contains(":") ? Self.v6(Substring(text)) : Self.v4(Substring(text))
    guard let bytes else { return nil }
    self.init(bytes: bytes)
  }

  private static func v4(_ text: Substring) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    let numbers = parts.compactMap { part -> UInt8? in
      guard part.utf8.allSatisfy({ (48...57).contains($0) }), part == "0" || !part.hasPrefix("0")
      else { return nil }
      return UInt8(part)
    }
    return numbers.count == 4 ? numbers : nil
  }

  private static func v6(_ text: Substring) -> [UInt8]? {
    let halves = text.split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
    guard halves.count <= 2, let head = groups(halves[0]) else { return nil }
    guard halves.count == 2 else { return head.count == 16 ? head : nil }
    // An IPv4 spelling can only stand at the very end.
    guard !halves[0].contains("."), let tail = groups(halves[1]), head.count + tail.count <= 14
    else { return nil }
    return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
  }

  private static func groups(_ text: Substring) -> [UInt8]? {
    guard !text.isEmpty else { return [] }
    var bytes: [UInt8] = []
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if part.contains(".") {
        guard index == parts.count - 1, let last = v4(part) else { return nil }
        bytes += last
      } else {
        guard (1...4).contains(part.utf8.count), !part.hasPrefix("+"), !part.hasPrefix("-"),
          let group = UInt16(part, radix: 16)
        else { return nil }
        bytes += [UInt8(group >> 8), UInt8(group & 255)]
      }
    }
    return bytes
  }
}
