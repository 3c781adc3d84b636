import CPostgres

/// A connection to PostgreSQL through libpq.
final class PostgresConnection: Connection {
  let dialect = Dialect.postgres
  private let handle: OpaquePointer
  private let uniqueKeys: UniqueKeys
  private var statements = PostgresStatementNames()
  private var parameters = PostgresParameters()
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
    try check(PQexec(handle, text), text)
  }

  /// Runs a statement with what is in `parameters`; it is prepared the first time.
  private func runPrepared(_ text: String) throws(StorageError) -> PostgresResult {
    if statements.isFull {
      try command("DEALLOCATE ALL")
      statements = PostgresStatementNames()
    }
    let name: String
    if let known = statements.name(text, parameters.types) {
      name = known
    } else {
      name = statements.newName()
      let types = parameters.types
      try check(PQprepare(handle, name, text, Int32(types.count), types), text)
      statements.add(name, text, types)
    }
    let answer = parameters.withPointers { values, lengths, formats in
      PQexecPrepared(handle, name, Int32(parameters.count), values, lengths, formats, 1)
    }
    return try check(answer, text)
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

  // MARK: - In bulk

  func insert(_ rows: BulkRows) throws(StorageError) {
    let names = rows.columns.map(\.name).joined(separator: ", ")
    let text = "INSERT INTO \(rows.table) (\(names)) SELECT * FROM \(unnest(rows))"
    for chunk in rows.chunks { _ = try run(text, rows, chunk) }
  }

  func update(_ rows: BulkRows, key: [String]) throws(StorageError) -> Int {
    let names = rows.columns.map(\.name)
    let changes = names.filter { !key.contains($0) }.map { "\($0) = source.\($0)" }
    let conditions = key.map { "target.\($0) = source.\($0)" }
    let text = """
      UPDATE \(rows.table) AS target SET \(changes.joined(separator: ", ")) \
      FROM \(unnest(rows)) AS source (\(names.joined(separator: ", "))) \
      WHERE \(conditions.joined(separator: " AND "))
      """
    var count = 0
    for chunk in rows.chunks { count += try run(text, rows, chunk) }
    return count
  }

  private func unnest(_ rows: BulkRows) -> String {
    let arrays = rows.columns.enumerated().map { "$\($0 + 1)::\($1.kind.arrayName)" }
    return "unnest(\(arrays.joined(separator: ", ")))"
  }

  private func run(
    _ text: String, _ rows: BulkRows, _ chunk: Range<Int>
  ) throws(StorageError) -> Int {
    parameters.removeAll()
    do {
      for column in rows.values { try parameters.append(arrayOf: column, rows: chunk) }
    } catch { throw error.with(sql: text) }
    return try runPrepared(text).changes
  }
}

extension BulkRows {
  /// The rows in parts of at most 5,000 and about 16 MB, so that no statement becomes too large.
  fileprivate var chunks: [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = 0
    var size = 0
    for row in 0..<count {
      size += values.reduce(0) { $0 + ($1.kind == .integer ? 8 : $1.range(row).count) }
      if row + 1 - start == 5_000 || size > 16_000_000 {
        parts.append(start..<row + 1)
        (start, size) = (row + 1, 0)
      }
    }
    if start < count { parts.append(start..<count) }
    return parts
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
