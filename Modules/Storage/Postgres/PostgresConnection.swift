import CPostgres

/// A connection to PostgreSQL through libpq.
final class PostgresConnection: Connection {
  let dialect = Dialect.postgres
  private let handle: OpaquePointer
  private let uniqueKeys: UniqueKeys
  private var statements = PostgresStatementNames()
  var parameters = PostgresParameters()
  /// The text of the statement that was sent and whose answer nobody waited for yet.
  private var ahead: String?
  private var tenant: Int64?
  private var isReading = false
  private var isOpen = true

  init(_ url: String, _ options: DatabaseOptions, _ keys: UniqueKeys) throws(StorageError) {
    handle = try PostgresLogin.connect(url)
    uniqueKeys = keys
    try command(
      """
      SET statement_timeout = \(max(options.statementTimeout, 0));
      SET idle_in_transaction_session_timeout = 60000;
      SET client_min_messages = error;
      SET jit = off;
      SET enable_seqscan = off
      """)
  }

  deinit { close() }

  func close() {
    guard isOpen else { return }
    isOpen = false
    PQfinish(handle)
  }

  // MARK: - Transactions

  /// Begins, raises the fence and reads the platform's time in one round trip.
  func begin(_ opening: Opening) throws(StorageError) -> Int64? {
    isReading = opening.mode.isReadOnly
    // A migration waits for another one and must then see what that did.
    let level = opening.mode == .migrate ? "READ COMMITTED" : "SERIALIZABLE"
    var script = "BEGIN ISOLATION LEVEL \(level)\(isReading ? " READ ONLY" : ""); "
    if opening.mode == .migrate {
      script += "SET LOCAL statement_timeout = 0; "
      script += "SELECT pg_advisory_xact_lock(\(Self.migrationLock)); "
    }
    tenant = opening.tenant
    script += PostgresFence.setting(tenant: opening.tenant)
    if opening.readsClock { script += ", now_ms FROM platform_clock" }
    do {
      let answer = try command(script)
      guard opening.readsClock, answer.next() else { return nil }
      return Int64(String(cString: PQgetvalue(answer.handle, 0, 2)))
    } catch {
      if PQtransactionStatus(handle) != PQTRANS_IDLE { try rollback() }
      throw error
    }
  }

  func commit() throws(StorageError) {
    do throws(StorageError) {
      guard try command("COMMIT").isTagged("COMMIT") else {
        throw StorageError(.other, message: "PostgreSQL had rolled the transaction back")
      }
    } catch {
      guard error.kind == .connectionLost, !isReading else { throw error }
      throw StorageError(.outcomeUnknown, message: error.message, code: error.code)
    }
  }

  func rollback() throws(StorageError) { try command("ROLLBACK") }

  func fence(tenant: Int64?) throws(StorageError) {
    self.tenant = tenant
    try command(PostgresFence.setting(tenant: tenant))
  }

  /// Any number that no other program uses for an advisory lock in this database.
  private static let migrationLock = 7_036_661_474

  // MARK: - Statements

  func execute(_ sql: SQL) throws(StorageError) -> Int { try run(sql).changes }

  func start(_ sql: SQL) throws(StorageError) -> any Cursor { try run(sql) }

  func run(script: String) throws(StorageError) { try command(script) }

  func run(migration: String) throws(StorageError) { try command(migration) }

  private func run(_ sql: SQL) throws(StorageError) -> PostgresResult {
    parameters.removeAll()
    do {
      for binding in sql.bindings { try parameters.append(binding.value) }
    } catch { throw error.with(sql: sql.text) }
    return try runPrepared(sql.text)
  }

  /// Runs statements without values, separated by semicolons, in one round trip.
  @discardableResult
  private func command(_ text: String) throws(StorageError) -> PostgresResult {
    try settle()
    return try check(PQexec(handle, text), text)
  }

  /// Runs a statement with what is in `parameters`; it is prepared the first time.
  func runPrepared(_ text: String) throws(StorageError) -> PostgresResult {
    let name = try prepare(text)
    let answer = parameters.withPointers { values, lengths, formats in
      PQexecPrepared(handle, name, Int32(parameters.count), values, lengths, formats, 1)
    }
    return try check(answer, text)
  }

  /// Sends a statement with what is in `parameters` and does not wait for the answer.
  func sendPrepared(_ text: String) throws(StorageError) {
    let name = try prepare(text)
    let isSent = parameters.withPointers { values, lengths, formats in
      PQsendQueryPrepared(handle, name, Int32(parameters.count), values, lengths, formats, 1)
    }
    guard isSent == 1 else { throw StorageError(lost: handle).with(sql: text) }
    ahead = text
  }

  /// The name of the statement for values of these types. A connection has one statement at work,
  /// so what was sent ahead is settled first.
  private func prepare(_ text: String) throws(StorageError) -> String {
    try settle()
    if let known = statements.name(text, parameters.types) { return known }
    if statements.isFull {
      try command("DEALLOCATE ALL")
      statements = PostgresStatementNames()
    }
    let name = statements.newName()
    let types = parameters.types
    try check(PQprepare(handle, name, text, Int32(types.count), types), text)
    statements.add(name, text, types)
    return name
  }

  func settle() throws(StorageError) {
    guard let text = ahead else { return }
    ahead = nil
    _ = try answers(to: text)
  }

  /// The answers to what was sent; the first failure is thrown when all have been read.
  private func answers(to text: String) throws(StorageError) -> [PostgresResult] {
    var answers: [PostgresResult] = []
    var failure: StorageError?
    while let answer = PQgetResult(handle) {
      do { answers.append(try check(answer, text)) } catch { failure = failure ?? error }
    }
    if let failure { throw failure }
    return answers
  }

  /// Looks over the fence for this one question, all in one round trip.
  func nextMoment(
    of due: DueIndex, after start: Int64, until end: Int64
  ) throws(StorageError) -> Int64? {
    try settle()
    let script = """
      \(PostgresFence.setting(tenant: nil)); \
      SELECT \(due.column) FROM \(due.table) \
      WHERE \(due.column) > \(start) AND \(due.column) <= \(end)\(due.filter) \
      ORDER BY \(due.column) LIMIT 1; \
      \(PostgresFence.setting(tenant: tenant))
      """
    guard PQsendQuery(handle, script) == 1 else {
      throw StorageError(lost: handle).with(sql: script)
    }
    let found = try answers(to: script).dropFirst().first
    guard let found, found.next() else { return nil }
    return Int64(String(cString: PQgetvalue(found.handle, 0, 0)))
  }

  @discardableResult
  private func check(_ answer: OpaquePointer?, _ text: String) throws(StorageError)
    -> PostgresResult
  {
    guard let answer else { throw StorageError(lost: handle).with(sql: text) }
    let result = PostgresResult(answer)
    switch PQresultStatus(answer) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return result
    default:
      guard PQstatus(handle) == CONNECTION_OK else {
        throw StorageError(lost: handle).with(sql: text)
      }
      throw StorageError(postgres: answer, uniqueKeys).with(sql: text)
    }
  }
}

/// The names of a connection's prepared statements. One text has several when it was run with
/// values of several types (NULL has none).
struct PostgresStatementNames {
  private var byText: [String: [(types: [Oid], name: String)]] = [:]
  private var count = 0

  var isFull: Bool { count >= 1_000 }

  func name(_ text: String, _ types: [Oid]) -> String? {
    byText[text]?.first { $0.types == types }?.name
  }

  mutating func newName() -> String {
    count += 1
    return "s\(count)"
  }

  mutating func add(_ name: String, _ text: String, _ types: [Oid]) {
    byText[text, default: []].append((types, name))
  }
}
