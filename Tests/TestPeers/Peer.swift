import Foundation
import Glibc
import Synchronization

/// The other side, written by hand: a listening socket on loopback and what it does with each
/// connection, on a thread of its own.
package final class Peer: Sendable {
  package let port: Int
  private let listener: Int32
  private let log = Mutex<(connections: Int, requests: [String])>((0, []))

  package var url: String { "http://127.0.0.1:\(port)" }
  package var connections: Int { log.withLock { $0.connections } }
  package var requests: [String] { log.withLock { $0.requests } }

  package init(_ serve: @escaping @Sendable (Connection) -> Void) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listening = listener
    let ready = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
        bind(listening, plain, length) == 0 && listen(listening, 512) == 0
          && getsockname(listening, plain, &length) == 0
      }
    }
    guard ready else { throw PeerError.cannotListen(errno) }
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread { [weak self] in
      while true {
        let accepted = accept(listening, nil, nil)
        guard accepted >= 0, let peer = self else {
          close(listening)
          return
        }
        peer.log.withLock { $0.connections += 1 }
        Thread.detachNewThread {
          serve(Connection(accepted, peer))
          close(accepted)
        }
      }
    }
  }

  /// Ends listening; the accepting thread then closes the socket.
  deinit { shutdown(listener, Int32(SHUT_RDWR)) }

  fileprivate func note(_ request: String) { log.withLock { $0.requests.append(request) } }

  /// One connection, as its serving thread sees it.
  package final class Connection {
    private let descriptor: Int32
    private weak var peer: Peer?
    private var buffer: [UInt8] = []

    init(_ descriptor: Int32, _ peer: Peer) {
      self.descriptor = descriptor
      self.peer = peer
    }

    /// The next line without its CRLF; nil when the other side has hung up.
    package func line() -> String? {
      while true {
        if let end = buffer.firstIndex(of: 10) {
          let line = buffer[..<end].filter { $0 != 13 }
          buffer.removeSubrange(...end)
          return String(decoding: line, as: UTF8.self)
        }
        guard fill() else { return nil }
      }
    }

    /// Head and body of the next HTTP request, noted for the test.
    package func request() -> String? {
      var head: [String] = []
      while let line = line(), !line.isEmpty { head.append(line) }
      guard !head.isEmpty else { return nil }
      let length = head.first { $0.lowercased().hasPrefix("content-length:") }
      let count = length.flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
      while buffer.count < count { guard fill() else { return nil } }
      let body = String(decoding: buffer.prefix(count), as: UTF8.self)
      buffer.removeFirst(count)
      let text = head.joined(separator: "\n") + "\n\n" + body
      peer?.note(text)
      return text
    }

    /// Everything up to the line with a single dot, dots and all.
    package func mailText() -> String? {
      var text: [UInt8] = []
      while true {
        let window = text + buffer
        if let end = window.firstRange(of: Array("\r\n.\r\n".utf8)) {
          let rest = window[end.upperBound...]
          buffer = Array(rest)
          let whole = String(decoding: window[..<end.lowerBound], as: UTF8.self) + "\r\n"
          peer?.note(whole)
          return whole
        }
        text = window
        buffer = []
        guard fill() else { return nil }
      }
    }

    package func write(_ text: String) { write(Array(text.utf8)) }

    package func write(_ bytes: [UInt8]) {
      var rest = bytes[...]
      while !rest.isEmpty {
        let sent = rest.withUnsafeBytes {
          send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard sent > 0 else { return }
        rest = rest.dropFirst(sent)
      }
    }

    /// Until the other side hangs up.
    package func waitForEnd() { while fill() {} }

    package func note(_ text: String) { peer?.note(text) }

    /// How many requests all connections together have had.
    package var requestsSoFar: Int? { peer?.requests.count }

    private func fill() -> Bool {
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      let count = recv(descriptor, &chunk, chunk.count, 0)
      guard count > 0 else { return false }
      buffer += chunk.prefix(count)
      return true
    }
  }
}

package enum PeerError: Error { case cannotListen(Int32) }
