import CPostgres
/// stub
final class PostgresConnection: Connection {
  let dialect = Dialect.postgres
  init(_ url: String, _ options: DatabaseOptions) throws(StorageError) { throw Session.closedError }
  func begin(_ opening: Opening) throws(StorageError) -> Int64? { nil }
  func commit() throws(StorageError) {}
  func rollback() throws(StorageError) {}
  func fence(tenant: Int64?) throws(StorageError) {}
  func execute(_ sql: SQL) throws(StorageError) -> Int { 0 }
  func start(_ sql: SQL) throws(StorageError) -> any Cursor { throw Session.closedError }
  func run(script: String) throws(StorageError) {}
  func run(migration: String) throws(StorageError) {}
  func insert(_ rows: BulkRows) throws(StorageError) {}
  func update(_ rows: BulkRows, key: [String]) throws(StorageError) -> Int { 0 }
  func close() {}
}
