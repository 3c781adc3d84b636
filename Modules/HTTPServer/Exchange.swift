import CMicroHTTPD
import Synchronization

/// One request and its answer, from the request line to the last byte.
///
/// ```
/// head ─▶ body ─▶ handled ─▶ answered ─▶ sending ─▶ over
///   └──────┴───────── refused ───────────▲
/// ```
/// The library's threads drive it through `Callbacks`. While the handler runs the connection is
/// suspended: the library neither reads nor frees it, even if the peer goes away, so it is alive
/// whenever it is resumed. Resuming happens at most once per suspension, under the lock.
final class Exchange: Sendable {
  private enum Stage {
    case head
    case body(HTTPRequest, limit: Int)
    case handled
    case answered(HTTPResponse)
    case sending
    case over
  }

  private struct State {
    var stage = Stage.head
    var isSuspended = false
    var isAborted = false
    var task: Task<Void, Never>?
    var request: HTTPRequest?
    var method = ""
    var remote = ""
    var scheme = "http"
    var status = 0
    var bytes = 0
    var closes = false
  }

  let target: String
  let connection: Connection?
  let service: Service
  let began = ContinuousClock.now
  private let handle: LibraryConnection
  private let state: Mutex<State>
  private let requestID = Mutex("")

  init(
    target: String, handle: LibraryConnection, connection: Connection?, service: Service
  ) {
    self.target = target
    self.handle = handle
    self.connection = connection
    self.service = service
    state = Mutex(State())
    if !service.exchanges.add(self) { abort() }
  }

  var id: String { requestID.withLock { $0 } }

  // MARK: Reading

  /// The head is there. The answer, when it is refused.
  func read(head: RequestHead) -> HTTPResponse? {
    let id = RequestID.from(head.headers)
    requestID.withLock { $0 = id }
    state.withLock {
      $0.method = head.method
      $0.remote = head.peer
    }
    switch service.judge(head, id: id) {
    case .refuse(let response): return sending(response)
    case .accept(let head, let limit):
      let request = head.request
      state.withLock {
        $0.stage = .body(request, limit: limit)
        $0.request = request
        $0.remote = request.remoteAddress
        $0.scheme = request.scheme
        $0.closes = head.body == .chunked
      }
      connection?.enter(.body(since: .now, bytes: 0))
      return nil
    }
  }

  /// More of the body came; false when it is more than allowed.
  func read(body bytes: UnsafeRawBufferPointer) -> Bool {
    connection?.bodyCame(bytes.count)
    return state.withLock { state in
      guard case .body(var request, let limit) = state.stage else { return true }
      guard request.body.count + bytes.count <= limit else { return false }
      state.stage = .head  // So that the bytes have one owner and grow in place.
      request.body.append(contentsOf: bytes)
      state.stage = .body(request, limit: limit)
      return true
    }
  }

  /// Ends a request whose body is too large for its place. The library can't answer in the middle
  /// of a body, so the last word goes past it.
  func refuseBody() {
    state.withLock { $0.status = 413 }
    connection?.refuse(status: 413)
  }

  /// What the library shall do once it has nothing more to read.
  enum Next { case wait, send(HTTPResponse) }

  /// The request is whole: its handler begins. Or the handler is done: its answer is taken.
  func proceed() -> Next {
    let response: HTTPResponse? = state.withLock { state in
      switch state.stage {
      case .body(let request, _):
        guard !state.isAborted else { return Problem(status: 503).response }
        state.stage = .handled
        connection?.enter(.ours)
        suspend(&state)
        state.task = Task {
          let response = await service.respond(to: request)
          answer(response)
        }
        return nil
      case .answered(let response): return response
      case .handled: return nil
      case .head, .sending, .over: return Problem(status: 500).response
      }
    }
    return response.map { .send(sending($0)) } ?? .wait
  }

  // MARK: Answering

  private func answer(_ response: HTTPResponse) {
    state.withLock { state in
      guard case .handled = state.stage else { return }
      state.stage = .answered(response)
      state.task = nil
      resume(&state)
    }
  }

  /// The answer as it goes out.
  private func sending(_ response: HTTPResponse) -> HTTPResponse {
    connection?.enter(.answer(since: .now, bytes: 0))
    return state.withLock { state in
      let whole = service.completed(response, id: id, scheme: state.scheme)
      state.stage = .sending
      state.status = whole.status
      return whole
    }
  }

  /// Whether the connection ends with this answer. After a chunked body it does: the library takes
  /// a bare LF between chunks, so what follows might be read otherwise by a proxy in front.
  var closes: Bool { state.withLock { $0.closes } || service.exchanges.isClosing }

  /// So many bytes of the answer's body went to the library, in all.
  func sent(_ bytes: Int) { state.withLock { $0.bytes = bytes } }

  // MARK: Waiting

  /// Stops the library's work on the connection until `wake`; false when all is being broken off.
  /// Only from within a callback.
  func rest() -> Bool {
    state.withLock { state in
      guard !state.isAborted else { return false }
      suspend(&state)
      return true
    }
  }

  func wake() { state.withLock { resume(&$0) } }

  /// Breaks off: a handler that still runs is cancelled and its answer dropped.
  func abort() {
    state.withLock { state in
      state.isAborted = true
      if case .handled = state.stage {
        state.stage = .answered(Problem(status: 503).response)
        state.task?.cancel()
      }
      resume(&state)
    }
  }

  var isAborted: Bool { state.withLock { $0.isAborted } }

  /// The library is done with the request.
  func end(_ outcome: RequestRecord.Outcome) {
    let record = state.withLock { state in
      state.stage = .over
      let path = target.prefix { $0 != "?" }
      return RequestRecord(
        id: id, request: state.request, method: String(state.method.prefix(20)),
        path: state.request?.path ?? String(path), remote: state.remote, status: state.status,
        bytes: state.bytes, duration: began.duration(to: .now), outcome: outcome)
    }
    connection?.enter(.header(since: .now, fresh: false))
    if record.status != 0 || record.request != nil { service.note(record) }
    service.exchanges.remove(self)
  }

  private func suspend(_ state: inout State) {
    state.isSuspended = true
    MHD_suspend_connection(handle.pointer)
  }

  private func resume(_ state: inout State) {
    guard state.isSuspended else { return }
    state.isSuspended = false
    MHD_resume_connection(handle.pointer)
  }
}

/// The library's connection. Only touched from its callbacks, but for resuming while suspended,
/// which is allowed from anywhere.
struct LibraryConnection: @unchecked Sendable {
  let pointer: OpaquePointer
}

/// The id of a request: the asker's own when it is well formed, so that a proxy's log and ours
/// speak of the same, else 16 random hex digits.
enum RequestID {
  static func from(_ headers: HTTPHeaders) -> String {
    let asked = headers.values(of: "X-Request-Id")
    if asked.count == 1, isWellFormed(asked[0]) { return asked[0] }
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  private static func isWellFormed(_ text: String) -> Bool {
    (8...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { $0.isAlphanumeric || "-_".utf8.contains($0) }
  }
}
