import CPostgres
import CSQLite

/// One row of an answer, valid only inside the closure that received it. Columns are counted
/// from 0 in the order of the SELECT: `let name: String = try row(0)`.
package struct Row {
  let source: Source

  enum Source {
    case sqlite(OpaquePointer)
    case postgres(OpaquePointer, Int32)
  }

  /// The value of a column. `StorageError` of kind `unreadable` when it is NULL or of another
  /// type than asked for.
  @inlinable
  package func get<T: SQLReadable>(_ index: Int) throws(StorageError) -> T {
    try T.read(self, index)
  }

  /// The same as `get`.
  @inlinable
  package func callAsFunction<T: SQLReadable>(_ index: Int) throws(StorageError) -> T {
    try T.read(self, index)
  }

  package var columnCount: Int {
    switch source {
    case .sqlite(let statement): Int(sqlite3_column_count(statement))
    case .postgres(let result, _): Int(PQnfields(result))
    }
  }

  package func isNull(_ index: Int) -> Bool {
    let column = Int32(truncatingIfNeeded: index)
    return switch source {
    case .sqlite(let statement): sqlite3_column_type(statement, column) == SQLITE_NULL
    case .postgres(let result, let row): PQgetisnull(result, row, column) == 1
    }
  }

  /// The error for a value in column `index` that cannot be read as `expected`. The value itself
  /// is not in it.
  package func mismatch(_ index: Int, expected: String) -> StorageError {
    let found = isNull(index) ? "NULL" : "another value"
    return StorageError(
      .unreadable, message: "column \(index) (\(name(index))): \(expected) expected, \(found) found"
    )
  }

  /// Nil for NULL.
  func kind(_ index: Int) -> Column.Kind? {
    let column = Int32(truncatingIfNeeded: index)
    switch source {
    case .sqlite(let statement):
      return switch sqlite3_column_type(statement, column) {
      case SQLITE_NULL: nil
      case SQLITE_INTEGER: .integer
      case SQLITE_BLOB: .bytes
      default: .text
      }
    case .postgres(let result, let row):
      guard let value = PostgresValue(result, row, column) else { return nil }
      return value.isText ? .text : value.isBytes ? .bytes : .integer
    }
  }

  func integer(_ index: Int) throws(StorageError) -> Int64 {
    let column = Int32(truncatingIfNeeded: index)
    switch source {
    case .sqlite(let statement):
      guard sqlite3_column_type(statement, column) == SQLITE_INTEGER else {
        throw mismatch(index, expected: "an integer")
      }
      return sqlite3_column_int64(statement, column)
    case .postgres(let result, let row):
      guard let value = PostgresValue(result, row, column)?.integer else {
        throw mismatch(index, expected: "an integer")
      }
      return value
    }
  }

  func text(_ index: Int) throws(StorageError) -> String {
    let column = Int32(truncatingIfNeeded: index)
    switch source {
    case .sqlite(let statement):
      guard sqlite3_column_type(statement, column) == SQLITE_TEXT,
        let start = sqlite3_column_text(statement, column)
      else { throw mismatch(index, expected: "text") }
      let count = Int(sqlite3_column_bytes(statement, column))
      return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    case .postgres(let result, let row):
      guard let value = PostgresValue(result, row, column), value.isText else {
        throw mismatch(index, expected: "text")
      }
      return String(decoding: value.bytes, as: UTF8.self)
    }
  }

  func bytes(_ index: Int) throws(StorageError) -> [UInt8] {
    let column = Int32(truncatingIfNeeded: index)
    switch source {
    case .sqlite(let statement):
      guard sqlite3_column_type(statement, column) == SQLITE_BLOB else {
        throw mismatch(index, expected: "bytes")
      }
      let start = sqlite3_column_blob(statement, column)
      let count = Int(sqlite3_column_bytes(statement, column))
      return Array(UnsafeRawBufferPointer(start: start, count: count))
    case .postgres(let result, let row):
      guard let value = PostgresValue(result, row, column), value.isBytes else {
        throw mismatch(index, expected: "bytes")
      }
      return Array(value.bytes)
    }
  }

  private func name(_ index: Int) -> String {
    let column = Int32(truncatingIfNeeded: index)
    let name =
      switch source {
      case .sqlite(let statement): sqlite3_column_name(statement, column)
      case .postgres(let result, _): UnsafePointer(PQfname(result, column))
      }
    return name.map { String(cString: $0) } ?? "no such column"
  }
}
