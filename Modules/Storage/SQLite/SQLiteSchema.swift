import CSQLite

/// Runs the statements of a migration on SQLite.
///
/// Tables are made `WITHOUT ROWID`: the row lies in the tree of its primary key, where
/// PostgreSQL's dialect cannot say so. A row otherwise costs two trees (see the README).
enum SQLiteSchema {
  static func run(_ migration: String, on connection: OpaquePointer) throws(StorageError) {
    var bytes = Array(migration.utf8CString)
    var start = 0
    while let next = try statementEnd(&bytes, from: start, connection) {
      let text = String(decoding: bytes[start..<next].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      guard sqlite3_exec(connection, clustered(text), nil, nil, nil) == SQLITE_OK else {
        throw StorageError(sqlite: connection).with(sql: text)
      }
      start = next
    }
  }

  /// Where the statement ends that begins at `start`, by SQLite's own parser; nil when there is
  /// none any more.
  private static func statementEnd(
    _ bytes: inout [CChar], from start: Int, _ connection: OpaquePointer
  ) throws(StorageError) -> Int? {
    var statement: OpaquePointer?
    var code = SQLITE_OK
    var end = start
    bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var tail: UnsafePointer<CChar>?
      code = sqlite3_prepare_v2(connection, base + start, -1, &statement, &tail)
      if let tail { end = tail - base }
    }
    guard code == SQLITE_OK else { throw StorageError(sqlite: connection) }
    guard let statement else { return nil }
    sqlite3_finalize(statement)
    return end
  }

  private static func clustered(_ statement: String) -> String {
    let lines = statement.split(separator: "\n").filter {
      !$0.drop(while: \.isWhitespace).hasPrefix("--")
    }
    let upper = lines.joined(separator: "\n").uppercased()
    let words = upper.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    guard words.starts(with: ["CREATE", "TABLE"]), upper.contains("PRIMARY KEY"),
      let end = statement.lastIndex(of: ")")
    else { return statement }
    return statement[...end] + " WITHOUT ROWID"
  }
}
