import Glibc

/// A bound, listening TCP socket.
struct ListeningSocket {
  let descriptor: Int32
  let address: ListeningAddress

  init(_ text: String) throws(ServerError) {
    guard let (host, port) = Self.parts(of: text) else { throw .badAddress(text) }
    var hints = addrinfo()
    hints.ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, "\(port)", &hints, &found) == 0, let first = found else {
      throw .badAddress(text)
    }
    defer { freeaddrinfo(first) }
    descriptor = try Self.listening(first.pointee, text)
    address = ListeningAddress(host: host, port: Self.port(of: descriptor) ?? port)
  }

  private static func listening(
    _ info: addrinfo, _ text: String
  ) throws(ServerError) -> Int32 {
    let kind = info.ai_socktype | Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let descriptor = socket(info.ai_family, kind, info.ai_protocol)
    guard descriptor >= 0 else { throw .cannotListen(text, reason: reason()) }
    var on: Int32 = 1
    setsockopt(
      descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    guard bind(descriptor, info.ai_addr, info.ai_addrlen) == 0, listen(descriptor, 1024) == 0
    else {
      let failure = reason()
      close(descriptor)
      throw .cannotListen(text, reason: failure)
    }
    return descriptor
  }

  private static func reason() -> String { String(cString: strerror(errno)) }

  private static func parts(of text: String) -> (host: String, port: Int)? {
    guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
      (0...65_535).contains(port)
    else { return nil }
    let host = String(text[..<colon])
    if host == "localhost" { return ("127.0.0.1", port) }
    if host.hasPrefix("["), host.hasSuffix("]") {
      return (String(host.dropFirst().dropLast()), port)
    }
    return host.isEmpty || host.contains(":") ? nil : (host, port)
  }

  private static func port(of descriptor: Int32) -> Int? {
    var storage = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let result = withUnsafeMutablePointer(to: &storage) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
    }
    guard result == 0 else { return nil }
    // The port stands at the same place in IPv4 and IPv6 addresses.
    return withUnsafeBytes(of: &storage) { Int($0[2]) << 8 | Int($0[3]) }
  }
}
