import Foundation
import Primitives
import Runtime
import Synchronization

/// As many requests as the server answers on some connections, one after the other on each.
struct HTTPLoad {
  let port: UInt16
  let connections: Int
  let seconds: Int

  /// - Throws: when an answer is not 200.
  func run(_ path: String, cookie: String?) throws -> HTTPPace {
    let results = Mutex<[Result<HTTPPace, any Error>]>([])
    DispatchQueue.concurrentPerform(iterations: connections) { _ in
      let result = Result { try drive(path, cookie) }
      results.withLock { $0.append(result) }
    }
    var sum = HTTPPace()
    for result in results.withLock({ $0 }) { sum.join(try result.get()) }
    return sum
  }

  private func drive(_ path: String, _ cookie: String?) throws -> HTTPPace {
    let connection = try HTTPConnection(port: port)
    var pace = HTTPPace()
    let watch = Stopwatch()
    while watch.nanoseconds < UInt64(seconds) * 1_000_000_000 {
      let lap = Stopwatch()
      let answer = try connection.get(path, cookie: cookie)
      guard answer.status == 200 else {
        throw ProgramFailed("\(path) answered \(answer.status)")
      }
      pace.add(lap.nanoseconds, bytes: answer.bytes)
    }
    pace.end(after: watch.seconds)
    return pace
  }
}

/// How many answers came in how long.
struct HTTPPace: Sendable {
  private var nanoseconds: [UInt64] = []
  private var seconds = 0.0
  private(set) var bytesEach = 0

  mutating func add(_ nanoseconds: UInt64, bytes: Int) {
    self.nanoseconds.append(nanoseconds)
    bytesEach = bytes
  }

  mutating func end(after seconds: Double) { self.seconds = seconds }

  /// Another connection at the same time.
  mutating func join(_ other: HTTPPace) {
    nanoseconds += other.nanoseconds
    seconds = max(seconds, other.seconds)
    bytesEach = max(bytesEach, other.bytesEach)
  }

  /// Another turn.
  mutating func add(_ other: HTTPPace) {
    nanoseconds += other.nanoseconds
    seconds += other.seconds
    bytesEach = max(bytesEach, other.bytesEach)
  }

  var perSecond: Double { Double(nanoseconds.count) / max(seconds, 1e-9) }
  var medianMilliseconds: Double { latency(0.5) }

  func latency(_ part: Double) -> Double {
    let sorted = nanoseconds.sorted()
    guard let last = sorted.indices.last else { return 0 }
    return Double(sorted[min(Int(Double(sorted.count) * part), last)]) / 1e6
  }
}

/// One kept-alive connection to this machine.
final class HTTPConnection {
  struct Answer {
    let status: Int
    let bytes: Int
  }

  private let socket: Int32
  private let port: UInt16
  private var buffer = [UInt8](repeating: 0, count: 65_536)
  private var requests = 0
  private var client = ""

  /// Addresses of clients so far. The server allows each a number of requests at once, and its
  /// clock stands still; so the bench comes as the proxy of ever more of them.
  private static let clients = Mutex(0)
  private static let requestsOfClient = 100

  init(port: UInt16) throws {
    self.port = port
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var yes: Int32 = 1
    setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = HTTPConnection.loopback(port)
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else { throw ProgramFailed("nothing listens on port \(port)") }
  }

  deinit { close(socket) }

  func get(_ path: String, cookie: String?) throws -> Answer {
    if requests % HTTPConnection.requestsOfClient == 0 { client = HTTPConnection.nextClient() }
    requests += 1
    var head = "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nAccept: text/html\r\n"
    head += "X-Forwarded-For: \(client)\r\n"
    if let cookie { head += "Cookie: \(cookie)\r\n" }
    let request = Array((head + "\r\n").utf8)
    guard send(socket, request, request.count, Int32(MSG_NOSIGNAL)) == request.count
    else { throw ProgramFailed("the connection broke") }
    return try receive()
  }

  private static func nextClient() -> String {
    let number = clients.withLock { number in
      number += 1
      return number
    }
    return "10.\(number >> 16 & 255).\(number >> 8 & 255).\(number & 255)"
  }

  private func receive() throws -> Answer {
    var received: [UInt8] = []
    var wanted: Int?
    var status = 0
    while wanted.map({ received.count < $0 }) ?? true {
      let count = recv(socket, &buffer, buffer.count, 0)
      guard count > 0 else { throw ProgramFailed("the connection broke") }
      received += buffer[..<count]
      if wanted == nil, let end = received.firstRange(of: Array("\r\n\r\n".utf8)) {
        let head = String(decoding: received[..<end.lowerBound], as: UTF8.self).lowercased()
        status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        let length = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
        guard let length, let count = Int(length.dropFirst(15).filter { $0 != " " }) else {
          throw ProgramFailed("the answer has no length")
        }
        wanted = end.upperBound + count
      }
    }
    return Answer(status: status, bytes: received.count)
  }

  /// One that is free at this moment.
  static func freePort() throws -> UInt16 {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = loopback(0)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, size) == 0 && getsockname(socket, $0, &size) == 0
      }
    }
    guard isBound else { throw ProgramFailed("there is no free port") }
    return UInt16(bigEndian: address.sin_port)
  }

  private static func loopback(_ port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
    return address
  }
}
