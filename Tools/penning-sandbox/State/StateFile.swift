import Glibc
import JSON

/// Why what was remembered cannot be read or written; always one line.
struct StateFault: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}

/// The file in which the sandbox's memory outlives the process.
struct StateFile: Sendable {
  /// Bytes; what would be longer is cut to its newest part before it is written.
  static let limit = 64 << 20

  let path: String

  /// What was saved last, or nil when there is no file yet.
  /// - Throws: `StateFault` for a file that is damaged, too long or out of reach, and for a folder
  ///   in which nothing can be saved.
  func load() throws(StateFault) -> Universe? {
    guard access(folder, W_OK | X_OK) == 0 else { throw fault("write", because: reason) }
    guard let bytes = try read() else { return nil }
    let limits = JSONLimits(depth: 128, bytes: Self.limit, values: 20_000_000)
    let value: JSONValue
    do { value = try JSONValue(parsing: bytes, limits: limits) } catch {
      throw fault("read", because: "\(error)")
    }
    do { return try Universe(state: value) } catch {
      throw fault("read", because: error.description)
    }
  }

  /// Puts `bytes` in the place of what was saved before: all of it or nothing.
  func save(_ bytes: [UInt8]) throws(StateFault) {
    let fresh = "\(path).new"
    unlink(fresh)
    let descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw fault("write", because: reason) }
    let isWritten = write(bytes, to: descriptor) && fsync(descriptor) == 0
    let why = reason
    close(descriptor)
    guard isWritten else { throw fault("write", because: why) }
    guard rename(fresh, path) == 0 else { throw fault("write", because: reason) }
  }

  private func read() throws(StateFault) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw fault("read", because: reason)
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw fault("read", because: reason) }
      if count == 0 { return bytes }
      bytes += buffer.prefix(count)
      guard bytes.count <= Self.limit else {
        throw fault("read", because: "it is longer than \(Self.limit) bytes")
      }
    }
  }

  private func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let count = Glibc.write(
          descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }
  }

  private var folder: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private var reason: String { String(cString: strerror(errno)) }

  private func fault(_ what: String, because reason: String) -> StateFault {
    StateFault("cannot \(what) the state in \(path): \(reason)")
  }
}
