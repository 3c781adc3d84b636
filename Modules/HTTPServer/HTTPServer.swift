import CMicroHTTPD
import Dispatch
import Glibc
package import Observability
import Synchronization

/// An HTTP/1.1 server on libmicrohttpd: its threads read requests and write answers, each handler
/// runs in a task of its own. TLS is the proxy's in front.
///
///     let server = HTTPServer(ServerConfiguration(listen: "127.0.0.1:0"), router: routes, …)
///     let address = try server.start()
///     await server.stop(grace: .seconds(10))
///
/// Every answer carries `X-Request-Id`, `Date` and `nosniff`; every request leaves one line in
/// the log. What a handler throws becomes a problem: an `HTTPError` or `Refusal` tells what to
/// mend, anything else is a 500 that tells only the request's id.
package final class HTTPServer: Sendable {
  private enum State {
    case new
    case running(Daemon)
    case stopped
  }

  private let service: Service
  private let state = Mutex(State.new)

  /// A server for a router's routes. `around` stands between: it may look at the request first,
  /// and must ask the router for the answer.
  package init(
    _ configuration: ServerConfiguration, router: Router, log: Log, metrics: Metrics,
    around: @escaping @Sendable (HTTPRequest, Router) async throws -> HTTPResponse = {
      try await $1.respond(to: $0)
    }
  ) {
    service = Service(
      configuration, router: router, log: log, metrics: metrics,
      handler: { try await around($0, router) })
  }

  /// A server whose handler answers everything.
  package init(
    _ configuration: ServerConfiguration, log: Log, metrics: Metrics,
    handler: @escaping @Sendable (HTTPRequest) async throws -> HTTPResponse
  ) {
    service = Service(configuration, router: nil, log: log, metrics: metrics, handler: handler)
  }

  /// Listens and answers from now on.
  package func start() throws(ServerError) -> ListeningAddress {
    try state.withLock { state throws(ServerError) in
      guard case .new = state else { throw .alreadyStarted }
      let socket = try ListeningSocket(service.configuration.listen)
      guard let daemon = Daemon(socket: socket.descriptor, service: service) else {
        close(socket.descriptor)
        throw .cannotStart
      }
      state = .running(daemon)
      return socket.address
    }
  }

  /// Takes no more connections, lets the requests under way finish for as long as `grace`, then
  /// breaks off what is left. Returns when nothing of the server runs any more.
  package func stop(grace: Duration) async {
    let daemon: Daemon? = state.withLock { state in
      guard case .running(let daemon) = state else { return nil }
      state = .stopped
      return daemon
    }
    guard let daemon else { return }
    daemon.stopListening()
    service.exchanges.close()
    await service.exchanges.drained(within: grace)
    service.exchanges.abortAll()
    await service.exchanges.drained(within: .seconds(2))
    await daemon.stop()
  }
}

/// The running library.
struct Daemon: @unchecked Sendable {
  // The library guards the daemon's state itself; the pointer is only passed to it.
  private let pointer: OpaquePointer
  private let socket: Int32
  private let service: Service

  init?(socket: Int32, service: Service) {
    let configuration = service.configuration
    var settings = penning_http_settings(
      listen_socket: socket, threads: UInt32(clamping: max(configuration.threads, 1)),
      connection_limit: UInt32(clamping: max(configuration.connectionLimit, 1)),
      address_limit: UInt32(clamping: max(configuration.connectionsPerAddress, 0)),
      idle_seconds: UInt32(clamping: max(configuration.idleTimeout.components.seconds, 1)),
      // Room for the header, for what the library notes about it, and for the answer's header.
      connection_memory: max(configuration.headerLimit, 8 * 1024) * 2 + 16 * 1024)
    // Given back in `stop`.
    let context = Unmanaged.passRetained(service)
    var callbacks = penning_http_callbacks(
      context: context.toOpaque(), target: Callbacks.target, handler: Callbacks.handler,
      completed: Callbacks.completed, connection: Callbacks.connection)
    guard let pointer = penning_http_start(&settings, &callbacks) else {
      context.release()
      return nil
    }
    self.pointer = pointer
    self.socket = socket
    self.service = service
    service.connections.startWatching()
  }

  func stopListening() {
    MHD_quiesce_daemon(pointer)
    close(socket)
  }

  /// Ends the library's threads; blocks a thread of its own while it does.
  func stop() async {
    await withCheckedContinuation { continuation in
      DispatchQueue(label: "http.stop").async {
        MHD_stop_daemon(pointer)
        continuation.resume()
      }
    }
    service.connections.stopWatching()
    Unmanaged.passUnretained(service).release()
  }
}
