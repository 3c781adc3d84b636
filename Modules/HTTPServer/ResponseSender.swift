import CMicroHTTPD

/// Gives an answer to the library.
struct ResponseSender {
  let exchange: Exchange
  let connection: OpaquePointer

  /// Bodies up to this size are copied at once; larger ones are taken piece by piece.
  private static let pieceSize = 32 * 1024

  func send(_ response: HTTPResponse, closing: Bool) -> MHD_Result {
    guard let made = make(response) else { return .NO }
    defer { MHD_destroy_response(made) }
    for field in response.headers.fields where !isOurs(field.name) {
      MHD_add_response_header(made, field.name, field.value)
    }
    if closing { MHD_add_response_header(made, "Connection", "close") }
    return MHD_queue_response(connection, UInt32(clamping: response.status), made)
  }

  /// What the library writes itself.
  private func isOurs(_ name: String) -> Bool {
    ["Connection", "Content-Length", "Date", "Transfer-Encoding"].contains { sameName($0, name) }
  }

  private func make(_ response: HTTPResponse) -> OpaquePointer? {
    let hasBody = response.status != 204 && response.status != 304
    switch response.body {
    case .bytes(let bytes) where hasBody && bytes.count > Self.pieceSize:
      return feed(BodyFeed(exchange, bytes: bytes), size: UInt64(bytes.count))
    case .bytes(let bytes) where hasBody:
      exchange.sent(bytes.count)
      return bytes.withUnsafeBytes { penning_http_copied_response($0.baseAddress, $0.count) }
    case .stream(let source) where hasBody:
      return feed(BodyFeed(exchange, source: source), size: UInt64.max)
    case .empty, .bytes, .stream:
      return penning_http_copied_response(nil, 0)
    }
  }

  private func feed(_ feed: BodyFeed, size: UInt64) -> OpaquePointer? {
    let context = Unmanaged.passRetained(feed)
    let made = MHD_create_response_from_callback(
      size, Self.pieceSize, Callbacks.piece, context.toOpaque(), Callbacks.freeFeed)
    if made == nil { context.release() }
    return made
  }
}
