import CPostgres

/// The whole answer to one statement.
final class PostgresResult: Cursor {
  let handle: OpaquePointer
  private var position: Int32 = -1

  init(_ handle: OpaquePointer) { self.handle = handle }

  deinit { PQclear(handle) }

  var row: Row { Row(source: .postgres(handle, position)) }

  func next() -> Bool {
    guard position + 1 < PQntuples(handle) else { return false }
    position += 1
    return true
  }

  /// The memory is let go with the object.
  func close() {}

  /// How many rows were inserted, changed or deleted; 0 for a SELECT.
  var changes: Int {
    isTagged("SELECT") ? 0 : Int(String(cString: PQcmdTuples(handle))) ?? 0
  }

  /// Whether the server named the finished command so.
  func isTagged(_ command: String) -> Bool {
    String(cString: PQcmdStatus(handle)).hasPrefix(command)
  }
}
