import Glibc
import Synchronization

/// Catches mail over SMTP on this machine alone: one thread, one `poll` over all connections.
final class MailListener: Sendable {
  /// Where it listens: `127.0.0.1:2525`.
  let address: String
  private let descriptor: Int32
  /// A byte into it wakes the thread up to end.
  private let wakeUp: (read: Int32, write: Int32)
  private let isStopped = Mutex(false)

  /// - Throws: `ListenError` for an address that is not of this machine or cannot be had.
  init(
    listen: String, onMail: @escaping @Sendable (SMTPSession.Envelope) -> Void
  ) throws(ListenError) {
    let parts = listen.split(separator: ":")
    guard parts.count == 2, ["127.0.0.1", "localhost"].contains(parts[0]),
      let port = UInt16(parts[1])
    else { throw ListenError("mail is caught on 127.0.0.1:PORT only, not on \(listen)") }
    (descriptor, address) = try MailListener.open(port)
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw ListenError("no pipe: \(errno)") }
    wakeUp = (ends[0], ends[1])
    let loop = MailLoop(listener: descriptor, wakeUp: ends[0], onMail: onMail)
    guard MailListener.start(loop) else { throw ListenError("no thread for mail") }
  }

  /// Ends the thread and every connection.
  func stop() {
    let isFirst = isStopped.withLock { stopped in
      defer { stopped = true }
      return !stopped
    }
    guard isFirst else { return }
    var byte: UInt8 = 1
    _ = write(wakeUp.write, &byte, 1)
  }

  private static func open(_ port: UInt16) throws(ListenError) -> (Int32, String) {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { throw ListenError("no socket: \(errno)") }
    var on: Int32 = 1
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = port.bigEndian
    place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(socket, address, size) == 0 && Glibc.listen(socket, 64) == 0
          && getsockname(socket, address, &size) == 0
      }
    }
    guard isListening else {
      close(socket)
      throw ListenError("cannot listen on 127.0.0.1:\(port): \(String(cString: strerror(errno)))")
    }
    return (socket, "127.0.0.1:\(UInt16(bigEndian: place.sin_port))")
  }

  private static func start(_ loop: MailLoop) -> Bool {
    var thread = pthread_t()
    let context = Unmanaged.passRetained(loop)
    let result = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<MailLoop>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, context.toOpaque())
    if result != 0 { context.release() } else { pthread_detach(thread) }
    return result == 0
  }
}

struct ListenError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// What the thread does. Made on one thread and handed to the other before it starts.
private final class MailLoop {
  private static let limit = 100

  private struct Client {
    var session = SMTPSession()
    var outgoing: [UInt8] = []
  }

  private let listener: Int32
  private let wakeUp: Int32
  private let onMail: @Sendable (SMTPSession.Envelope) -> Void
  private var clients: [Int32: Client] = [:]

  init(
    listener: Int32, wakeUp: Int32, onMail: @escaping @Sendable (SMTPSession.Envelope) -> Void
  ) {
    self.listener = listener
    self.wakeUp = wakeUp
    self.onMail = onMail
  }

  func run() {
    defer { end() }
    while true {
      var waits = [wait(for: wakeUp, POLLIN), wait(for: listener, POLLIN)]
      for (socket, client) in clients {
        waits.append(wait(for: socket, client.outgoing.isEmpty ? POLLIN : POLLOUT))
      }
      // Five minutes without a word end every conversation.
      let count = poll(&waits, nfds_t(waits.count), 300_000)
      if count == 0 { dropAll() }
      guard count >= 0 || errno == EINTR, waits[0].revents == 0 else { return }
      if waits[1].revents != 0 { accept() }
      for wait in waits.dropFirst(2) where wait.revents != 0 { serve(wait.fd) }
    }
  }

  private func wait(for socket: Int32, _ events: Int32) -> pollfd {
    pollfd(fd: socket, events: Int16(truncatingIfNeeded: events), revents: 0)
  }

  private func accept() {
    let socket = Glibc.accept(listener, nil, nil)
    guard socket >= 0 else { return }
    guard clients.count < Self.limit, fcntl(socket, F_SETFL, O_NONBLOCK) == 0 else {
      close(socket)
      return
    }
    var client = Client()
    client.outgoing = client.session.greeting
    clients[socket] = client
    send(to: socket)
  }

  private func serve(_ socket: Int32) {
    guard clients[socket] != nil else { return }
    guard clients[socket]?.outgoing.isEmpty == true else { return send(to: socket) }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(socket, &buffer, buffer.count, 0)
    guard count > 0 else {
      if count == 0 || (errno != EAGAIN && errno != EINTR) { drop(socket) }
      return
    }
    let answers = clients[socket]?.session.receive(buffer.prefix(count)) ?? []
    // Kept before the client hears of it.
    for mail in clients[socket]?.session.takeAccepted() ?? [] { onMail(mail) }
    clients[socket]?.outgoing += answers
    send(to: socket)
  }

  private func send(to socket: Int32) {
    guard let client = clients[socket] else { return }
    if !client.outgoing.isEmpty {
      let count = Glibc.send(
        socket, client.outgoing, client.outgoing.count, Int32(MSG_NOSIGNAL))
      guard count >= 0 else {
        if errno != EAGAIN && errno != EINTR { drop(socket) }
        return
      }
      clients[socket]?.outgoing.removeFirst(count)
    }
    if client.session.isOver, clients[socket]?.outgoing.isEmpty == true { drop(socket) }
  }

  private func drop(_ socket: Int32) {
    clients[socket] = nil
    close(socket)
  }

  private func dropAll() {
    for socket in clients.keys { close(socket) }
    clients = [:]
  }

  private func end() {
    dropAll()
    close(listener)
    close(wakeUp)
  }
}
