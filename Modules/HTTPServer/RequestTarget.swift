/// What a request line asks for, read strictly: only the origin form `/path?query`, printable
/// ASCII, each escape whole and decoded once, no NUL or other control character, no `.` or `..`
/// segment, no encoded slash and no backslash. So no two readers can disagree about the path.
struct RequestTarget: Sendable, Hashable {
  let path: String
  let segments: [String]
  let query: QueryItems

  init?(_ raw: String) {
    let bytes = Array(raw.utf8)
    guard bytes.first == UInt8(ascii: "/"), bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
      !bytes.contains(UInt8(ascii: "#"))
    else { return nil }
    let parts = bytes.split(
      separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
    guard let segments = Self.segments(parts[0]),
      let query = QueryItems(urlEncoded: parts.count > 1 ? parts[1] : [])
    else { return nil }
    self.segments = segments
    self.query = query
    path = "/" + segments.joined(separator: "/")
  }

  /// The decoded segments of an encoded path that begins with `/`; nil when it is not acceptable.
  static func segments(_ path: some Collection<UInt8>) -> [String]? {
    var segments: [String] = []
    for part in path.dropFirst().split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    {
      guard let segment = PercentCoding.decode(part), isAcceptable(segment) else { return nil }
      segments.append(segment)
    }
    return segments
  }

  private static func isAcceptable(_ segment: String) -> Bool {
    segment != "." && segment != ".."
      && segment.utf8.allSatisfy {
        $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "\\")
      }
  }
}
