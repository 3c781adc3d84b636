import Glibc
import Synchronization

/// A bare HTTP server that takes webhooks: what Penning is to the sandbox.
final class HookReceiver: Sendable {
  struct Hook: Sendable, Hashable {
    let type: String
    let body: String
  }

  private struct State {
    var hooks: [Hook] = []
    /// Statuses still to be answered before 200.
    var refusals: [Int] = []
  }

  let url: String
  private let listener: Int32
  private let state: Mutex<State>

  init(refusing refusals: [Int] = []) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isUp = withUnsafeMutablePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, size) == 0 && listen(listener, 16) == 0
          && getsockname(listener, address, &size) == 0
      }
    }
    guard isUp else { throw NoSocket() }
    self.listener = listener
    url = "http://127.0.0.1:\(UInt16(bigEndian: place.sin_port))/hooks/1"
    state = Mutex(State(refusals: refusals))
    var thread = pthread_t()
    let context = Unmanaged.passRetained(self)
    pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<HookReceiver>.fromOpaque(context).takeRetainedValue().serve()
        return nil
      }, context.toOpaque())
    pthread_detach(thread)
  }

  struct NoSocket: Error {}

  var hooks: [Hook] { state.withLock { $0.hooks } }

  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  private func serve() {
    while true {
      let peer = accept(listener, nil, nil)
      guard peer >= 0 else { break }
      take(peer)
      close(peer)
    }
    close(listener)
  }

  private func take(_ peer: Int32) {
    var received = ""
    while !isWhole(received) {
      var buffer = [UInt8](repeating: 0, count: 4096)
      let count = recv(peer, &buffer, buffer.count, 0)
      guard count > 0 else { return }
      received += String(decoding: buffer.prefix(count), as: UTF8.self)
    }
    let status = state.withLock { state in
      state.hooks.append(
        Hook(type: header("content-type", received), body: body(received)))
      return state.refusals.isEmpty ? 200 : state.refusals.removeFirst()
    }
    let answer = Array(
      "HTTP/1.1 \(status) X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8)
    _ = send(peer, answer, answer.count, Int32(MSG_NOSIGNAL))
  }

  private func isWhole(_ text: String) -> Bool {
    guard text.contains("\r\n\r\n") else { return false }
    return body(text).utf8.count >= Int(header("content-length", text)) ?? 0
  }

  private func body(_ text: String) -> String {
    text.firstRange(of: "\r\n\r\n").map { String(text[$0.upperBound...]) } ?? ""
  }

  private func header(_ name: String, _ text: String) -> String {
    let lines = text.split(separator: "\r\n")
    let line = lines.first { $0.lowercased().hasPrefix(name + ":") }
    return line.map { String($0.dropFirst(name.count + 2)) } ?? ""
  }
}
