import Foundation
import Primitives
import Runtime
import Storage
import Tenancy

/// Requests a second of a customer's portal page, against a static answer of the same server.
struct HTTPBench {
  let seconds: Int
  let connections: Int
  /// The program that serves, beside this one when nil.
  let program: String?

  func run(on town: BilledTown, at url: String) async throws -> Figures {
    let (database, scope) = (town.database, try town.scope)
    let session = try await session(as: scope, in: database)
    let server = try CheckoutProcess(program, database: url)
    defer { server.stop() }
    try server.awaitReadiness()
    let load = HTTPLoad(port: server.port, connections: connections, seconds: seconds)
    let portal = "/\(scope.shop.slug)/portal"
    // By turns, so that both meet the same weather.
    var (page, plain, ready) = (HTTPPace(), HTTPPace(), HTTPPace())
    for _ in 0..<3 {
      plain.add(try load.run("/robots.txt", cookie: nil))
      ready.add(try load.run("/readyz", cookie: nil))
      page.add(try load.run(portal, cookie: "penning_portal=\(session)"))
    }
    var figures = Figures("http")
    figures.add("database", text: database.dialect.rawValue)
    figures.add("connections", connections)
    figures.add("portal_per_second", page.perSecond, 0)
    figures.add("portal_bytes", page.bytesEach)
    figures.add("static_per_second", plain.perSecond, 0)
    figures.add("readiness_per_second", ready.perSecond, 0)
    figures.add("ratio_to_static", plain.perSecond / max(page.perSecond, 1e-9), 1)
    figures.add("portal_median_ms", page.medianMilliseconds, 2)
    figures.add("portal_p99_ms", page.latency(0.99), 2)
    return figures
  }

  /// A customer who is signed in.
  private func session(as scope: TenantScope, in database: Database) async throws -> String {
    let secret = NewSecret(for: .portalSession)
    try await database.write { transaction in
      _ = try transaction.execute("UPDATE platform_clock SET now_ms = \(Town.billingDay)")
    }
    try await database.write(as: scope) { shop in
      guard let customer = try shop.customers.page(.first).items.first,
        let user = try shop.customerUsers.all(of: customer.id).first
      else { throw ProgramFailed("there is no customer") }
      try shop.tokens.issue(.portalSession, to: user.id.rawValue, secret)
    }
    return secret.text.revealed
  }
}

/// `penning-checkout` on a free port.
private final class CheckoutProcess {
  let port: UInt16
  private let process = Process()

  init(_ program: String?, database: String) throws {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let beside = URL(filePath: own).deletingLastPathComponent().appending(path: "penning-checkout")
    let path = program ?? beside.path
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw ProgramFailed("there is no program \(path); build penning-checkout or name it")
    }
    port = try HTTPConnection.freePort()
    process.executableURL = URL(filePath: path)
    process.environment = [
      "PENNING_DATABASE_URL": database, "PENNING_CLOCK": "database",
      "PENNING_SECRET_KEY": "a secret of a benchmark that guards nothing",
      "PENNING_CHECKOUT_LISTEN": "127.0.0.1:\(port)",
      "PENNING_PUBLIC_CHECKOUT_URL": "http://127.0.0.1:\(port)",
      "PENNING_ALLOW_LOOPBACK": "yes", "PENNING_TRUSTED_PROXIES": "127.0.0.1",
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  func awaitReadiness() throws {
    for _ in 0..<300 {
      guard process.isRunning else { break }
      if let connection = try? HTTPConnection(port: port),
        let answer = try? connection.get("/readyz", cookie: nil), answer.status == 200
      {
        return
      }
      Thread.sleep(forTimeInterval: 0.1)
    }
    throw ProgramFailed("penning-checkout does not answer")
  }

  func stop() {
    process.terminate()
    process.waitUntilExit()
  }
}
