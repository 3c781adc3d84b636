import Glibc

/// Runs blocking socket work on a thread of its own, off Swift's few task threads, which the
/// handlers need.
func offPool<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
  await withCheckedContinuation { continuation in
    let work = Unmanaged.passRetained(Work { continuation.resume(returning: body()) })
    var thread = pthread_t()
    let start: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
      if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body() }
      return nil
    }
    let failed = pthread_create(&thread, nil, start, work.toOpaque())
    precondition(failed == 0, "no thread")
    pthread_detach(thread)
  }
}

private final class Work: Sendable {
  let body: @Sendable () -> Void
  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

/// A plain TCP client that says exactly the bytes it is told, for one thread at a time.
final class Peer: @unchecked Sendable {
  private let socket: Int32
  private var received: [UInt8] = []
  private(set) var isEnded = false

  /// Nil when the server refuses. `receiveBuffer` in bytes makes a peer that takes little at once.
  init?(port: Int, receiveBuffer: Int32? = nil) {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    if var size = receiveBuffer {
      setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    var on: Int32 = 1
    setsockopt(
      socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if result != 0 {
      Glibc.close(socket)
      return nil
    }
  }

  deinit { Glibc.close(socket) }

  /// Sends all, reading meanwhile so that neither side waits for the other; false when cut off.
  @discardableResult
  func say(_ bytes: [UInt8], within seconds: Double = 10) -> Bool {
    var rest = bytes[...]
    let deadline = ContinuousClock.now.advanced(by: .seconds(seconds))
    while !rest.isEmpty {
      guard ContinuousClock.now < deadline else { return false }
      var watched = pollfd(fd: socket, events: Int16(POLLOUT | POLLIN), revents: 0)
      guard poll(&watched, 1, 200) > 0 else { continue }
      if watched.revents & Int16(POLLIN) != 0, !isEnded { take() }
      guard watched.revents & Int16(POLLOUT) != 0 else {
        if isEnded { return false }
        continue
      }
      let piece = Array(rest.prefix(65_536))
      let flags = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
      let sent = send(socket, piece, piece.count, flags)
      if sent < 0, errno == EAGAIN { continue }
      guard sent > 0 else { return false }
      rest = rest.dropFirst(sent)
    }
    return true
  }

  @discardableResult
  func say(_ text: String) -> Bool { say(Array(text.utf8)) }

  /// Tells the server that nothing more comes.
  func endSaying() { shutdown(socket, Int32(SHUT_WR)) }

  /// Goes away at once, with a reset.
  func vanish() {
    var hard = linger(l_onoff: 1, l_linger: 0)
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<linger>.size))
    shutdown(socket, Int32(SHUT_RDWR))
  }

  /// The next whole answer; nil when the connection ends or time is over first.
  func hear(toHead: Bool = false, within seconds: Double = 10) -> Answer? {
    let deadline = ContinuousClock.now.advanced(by: .seconds(seconds))
    while true {
      if let (answer, length) = Answer.parse(received, isEnded: isEnded, toHead: toHead) {
        received.removeFirst(length)
        return answer
      }
      guard !isEnded, wait(until: deadline) else { return nil }
      take()
    }
  }

  /// Everything until the server closes; nil when it does not within the time.
  func hearAll(within seconds: Double = 10) -> [UInt8]? {
    let deadline = ContinuousClock.now.advanced(by: .seconds(seconds))
    while !isEnded {
      guard wait(until: deadline) else { return nil }
      take()
    }
    return received
  }

  /// Reads and forgets until `count` bytes came or the server closes; the number that came.
  func swallow(_ count: Int, within seconds: Double = 30) -> Int {
    let deadline = ContinuousClock.now.advanced(by: .seconds(seconds))
    var total = received.count
    received = []
    while total < count, !isEnded, wait(until: deadline) {
      take()
      total += received.count
      received = []
    }
    return total
  }

  private func wait(until deadline: ContinuousClock.Instant) -> Bool {
    while true {
      let left = ContinuousClock.now.duration(to: deadline)
      guard left > .zero else { return false }
      var watched = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
      if poll(&watched, 1, 100) > 0 { return true }
    }
  }

  private func take() {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    if count > 0 {
      received += buffer[..<count]
    } else if count == 0 || errno != EAGAIN {
      isEnded = true
    }
  }
}
