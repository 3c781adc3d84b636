import Primitives
import Storage

/// The throw-away server that `PENNING_TEST_POSTGRES` names; its role may create databases and
/// is no superuser, so that row-level security holds for it.
struct PostgresServer: Sendable {
  let serverURL: String

  static func named() throws -> PostgresServer {
    guard let url = TestDatabase.serverURL else { throw TestSupportError.noServer }
    return PostgresServer(serverURL: url)
  }

  func url(of database: String) throws -> DatabaseURL {
    let halves = serverURL.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let parts = halves[0].split(separator: "/", omittingEmptySubsequences: false)
    let authority = parts.prefix(3).joined(separator: "/")
    let query = halves.count == 2 ? "?" + halves[1] : ""
    return try DatabaseURL("\(authority)/\(database)\(query)")
  }

  /// Makes a database, with migrations as a copy of a template that has them.
  func create(_ migrations: [Migration]) async throws -> String {
    let name = Self.freshName()
    guard !migrations.isEmpty else {
      try await administer("CREATE DATABASE \(sql: name)")
      return name
    }
    let template = try await PostgresTemplates.shared.template(for: migrations, on: self)
    try await administer("CREATE DATABASE \(sql: name) TEMPLATE \(sql: template)")
    return name
  }

  /// A database that cannot be dropped stays behind and goes with the server.
  func drop(_ name: String) async {
    try? await administer("DROP DATABASE IF EXISTS \(sql: name) WITH (FORCE)")
  }

  func administer(_ statement: SQL) async throws {
    let server = try await Database.open(try DatabaseURL(serverURL))
    do {
      try await server.administer(statement)
      await server.close()
    } catch {
      await server.close()
      throw error
    }
  }

  static func freshName() -> String {
    "penning_test_" + String(SystemRandom().next(), radix: 36)
  }
}

/// One template for each list of migrations; they stay until the server is thrown away.
private actor PostgresTemplates {
  static let shared = PostgresTemplates()
  private var tasks: [[Migration]: Task<String, any Error>] = [:]

  func template(for migrations: [Migration], on server: PostgresServer) async throws -> String {
    if let task = tasks[migrations] { return try await task.value }
    let task = Task {
      let name = try await server.create([])
      // The copies are to claim the first lane of ids.
      let database = try await Database.open(
        try server.url(of: name), options: .init(lane: 0))
      try await database.migrate(migrations)
      await database.close()
      return name
    }
    tasks[migrations] = task
    return try await task.value
  }
}
