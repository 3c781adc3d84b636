import HTTPServer

/// An answer as a client reads it.
struct Answer: Sendable {
  let status: Int
  let headers: HTTPHeaders
  let body: [UInt8]

  var text: String { String(decoding: body, as: UTF8.self) }

  /// The first answer in `bytes` and its length; nil when it is not whole yet.
  static func parse(_ bytes: [UInt8], isEnded: Bool, toHead: Bool) -> (Answer, Int)? {
    guard let headEnd = bytes.firstRange(of: [13, 10, 13, 10])?.upperBound else { return nil }
    let lines = String(decoding: bytes[..<headEnd], as: UTF8.self).split(separator: "\r\n")
    let status = lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    var headers = HTTPHeaders()
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      headers.add(String(parts[0]), parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "")
    }
    if status == 100 { return (Answer(status: 100, headers: headers, body: []), headEnd) }
    let rest = Array(bytes[headEnd...])
    if toHead || status == 204 || status == 304 {
      return (Answer(status: status, headers: headers, body: []), headEnd)
    }
    if headers["Transfer-Encoding"] == "chunked" {
      guard let (body, length) = chunks(rest) else { return nil }
      return (Answer(status: status, headers: headers, body: body), headEnd + length)
    }
    guard let length = headers["Content-Length"].flatMap({ Int($0) }) else {
      guard isEnded else { return nil }
      return (Answer(status: status, headers: headers, body: rest), bytes.count)
    }
    guard rest.count >= length else { return nil }
    let body = Array(rest[..<length])
    return (Answer(status: status, headers: headers, body: body), headEnd + length)
  }

  private static func chunks(_ bytes: [UInt8]) -> ([UInt8], Int)? {
    var body: [UInt8] = []
    var at = 0
    while let lineEnd = bytes[at...].firstRange(of: [13, 10]) {
      let digits = String(decoding: bytes[at..<lineEnd.lowerBound], as: UTF8.self)
      guard let size = Int(digits, radix: 16), lineEnd.upperBound + size + 2 <= bytes.count
      else { return nil }
      body += bytes[lineEnd.upperBound..<lineEnd.upperBound + size]
      at = lineEnd.upperBound + size + 2
      if size == 0 { return (body, at) }
    }
    return nil
  }
}

/// Every answer in a stream of bytes.
func answers(in bytes: [UInt8]) -> [Answer] {
  var rest = bytes
  var all: [Answer] = []
  while let (answer, length) = Answer.parse(rest, isEnded: true, toHead: false), length > 0 {
    all.append(answer)
    rest.removeFirst(length)
  }
  return all
}
