import CMicroHTTPD

/// Where the library's threads come in. No state, no isolation, no throwing: each call finds its
/// object by the pointer that the library kept for it and passes on.
enum Callbacks {
  /// The library's codes by number: its closed enums import under names that differ by compiler.
  private enum Codes {
    static let started: UInt32 = 0
    static let completed: UInt32 = 0
  }

  /// A connection begins or ends. Its `Connection` is kept by the library in between.
  static let connection: MHD_NotifyConnectionCallback = { context, connection, kept, code in
    guard let context, let connection, let kept else { return }
    let service = Unmanaged<Service>.fromOpaque(context).takeUnretainedValue()
    if code.rawValue == Codes.started {
      let made = Connection(socket: penning_http_socket(connection))
      service.connections.add(made)
      kept.pointee = Unmanaged.passRetained(made).toOpaque()
    } else if let ended = kept.pointee {
      kept.pointee = nil
      let connection = Unmanaged<Connection>.fromOpaque(ended).takeRetainedValue()
      connection.closed()
      service.connections.remove(connection)
    }
  }

  /// A request line came: the request's `Exchange` begins, kept by the library until `completed`.
  static let target:
    @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?) ->
      UnsafeMutableRawPointer? = { context, target, connection in
        guard let context, let target, let connection else { return nil }
        let service = Unmanaged<Service>.fromOpaque(context).takeUnretainedValue()
        let watched = penning_http_context(connection).map {
          Unmanaged<Connection>.fromOpaque($0).takeUnretainedValue()
        }
        watched?.requestLineCame()
        let exchange = Exchange(
          target: String(cString: target), handle: LibraryConnection(pointer: connection),
          connection: watched, service: service)
        return Unmanaged.passRetained(exchange).toOpaque()
      }

  /// Called with the head, with each piece of the body, and when the request is whole.
  static let handler: MHD_AccessHandlerCallback = {
    _, connection, target, method, version, upload, uploadSize, kept in
    guard let connection, let uploadSize, let kept, let pointer = kept.pointee else {
      return .NO
    }
    let exchange = Unmanaged<Exchange>.fromOpaque(pointer).takeUnretainedValue()
    if exchange.id.isEmpty {
      guard let target, let method, let version else { return .NO }
      let head = requestHead(connection, exchange.target, target, method, version)
      guard let refusal = exchange.read(head: head) else { return .YES }
      return ResponseSender(exchange: exchange, connection: connection)
        .send(refusal, closing: true)
    }
    if uploadSize.pointee > 0 {
      let bytes = UnsafeRawBufferPointer(start: upload, count: uploadSize.pointee)
      uploadSize.pointee = 0
      guard exchange.read(body: bytes) else {
        exchange.refuseBody()
        return .NO
      }
      return .YES
    }
    switch exchange.proceed() {
    case .wait: return .YES
    case .send(let response):
      return ResponseSender(exchange: exchange, connection: connection)
        .send(response, closing: exchange.closes)
    }
  }

  /// The library is done with a request, whether it was answered or not.
  static let completed: MHD_RequestCompletedCallback = { _, _, kept, code in
    guard let kept, let pointer = kept.pointee else { return }
    kept.pointee = nil
    let exchange = Unmanaged<Exchange>.fromOpaque(pointer).takeRetainedValue()
    exchange.end(code.rawValue == Codes.completed ? .answered : .brokenOff)
  }

  /// The library wants more of a body.
  static let piece: MHD_ContentReaderCallback = { context, _, buffer, size in
    guard let context, let buffer else { return -2 }
    let feed = Unmanaged<BodyFeed>.fromOpaque(context).takeUnretainedValue()
    return feed.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: size))
  }

  static let freeFeed: MHD_ContentReaderFreeCallback = { context in
    guard let context else { return }
    Unmanaged<BodyFeed>.fromOpaque(context).release()
  }

  private static func requestHead(
    _ connection: OpaquePointer, _ raw: String, _ target: UnsafePointer<CChar>,
    _ method: UnsafePointer<CChar>, _ version: UnsafePointer<CChar>
  ) -> RequestHead {
    let (headers, areSound) = headerFields(connection)
    let isStrict =
      penning_http_header_is_strict(
        connection, method, target, raw.utf8.count, version) == 1
    return RequestHead(
      method: String(cString: method), target: raw, version: String(cString: version),
      headers: headers, isStrict: isStrict && areSound,
      size: penning_http_header_size(connection), peer: peer(connection))
  }

  private static func peer(_ connection: OpaquePointer) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { text in
      guard let start = text.baseAddress, penning_http_peer(connection, start, 64) == 1 else {
        return ""
      }
      return String(cString: start)
    }
  }

  private struct Collected {
    var headers = HTTPHeaders()
    var areSound = true
  }

  /// The header fields, and whether each name is a token and no value holds a control character.
  private static func headerFields(_ connection: OpaquePointer) -> (HTTPHeaders, Bool) {
    var collected = Collected()
    withUnsafeMutablePointer(to: &collected) { pointer in
      penning_http_each_field(connection, pointer) { context, name, nameSize, value, valueSize in
        guard let context, let name, let value else { return }
        let collected = context.assumingMemoryBound(to: Collected.self)
        let nameBytes = UnsafeRawBufferPointer(start: name, count: nameSize)
        let valueBytes = UnsafeRawBufferPointer(start: value, count: valueSize)
        let fieldName = String(decoding: nameBytes, as: UTF8.self)
        guard isToken(fieldName), valueBytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 })
        else {
          collected.pointee.areSound = false
          return
        }
        let text = String(decoding: valueBytes, as: UTF8.self).trimmed
        collected.pointee.headers.add(fieldName, text)
      }
    }
    return (collected.headers, collected.areSound)
  }
}
