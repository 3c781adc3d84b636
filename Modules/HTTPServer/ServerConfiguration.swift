/// How a server listens and what it grants to each peer. Sizes in bytes.
package struct ServerConfiguration: Sendable {
  /// `127.0.0.1:8080`, `[::1]:8080`; port 0: the kernel chooses.
  package var listen: String
  package var threads = 2
  /// Connections at once.
  package var connectionLimit = 2000
  /// Connections of one address at once; 0: no limit, as behind a proxy.
  package var connectionsPerAddress = 250
  /// Request line and header together (431).
  package var headerLimit = 32 * 1024
  package var headerFieldLimit = 100
  /// The request target alone (414).
  package var targetLimit = 8 * 1024
  /// Bodies, where the route says nothing else (413).
  package var bodyLimit = 1024 * 1024
  /// A header must be whole within this time.
  package var headerTimeout = Duration.seconds(10)
  /// A connection without traffic ends; counted in whole seconds.
  package var idleTimeout = Duration.seconds(60)
  /// What a body must come in at, and an answer be taken at, after the first `headerTimeout`.
  package var bytesPerSecond = 500
  /// Peers whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
  package var trustedProxies: [AddressRange] = []

  package init(listen: String) { self.listen = listen }
}

/// Where a server listens.
package struct ListeningAddress: Sendable, Hashable, CustomStringConvertible {
  package let host: String
  package let port: Int

  /// `127.0.0.1:8080`, `[::1]:8080`.
  package var description: String {
    host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
  }
}

/// Why a server does not start.
package enum ServerError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Not of the form `127.0.0.1:8080`.
  case badAddress(String)
  /// The system refuses the address; with its reason.
  case cannotListen(String, reason: String)
  case cannotStart
  case alreadyStarted

  package var description: String {
    switch self {
    case .badAddress(let text): "not a listening address: \(text) (such as 127.0.0.1:8080)"
    case .cannotListen(let text, let reason): "cannot listen on \(text): \(reason)"
    case .cannotStart: "the HTTP server does not start"
    case .alreadyStarted: "the HTTP server was started before"
    }
  }
}
