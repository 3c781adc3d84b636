import CSQLite

extension StorageError {
  /// The error that a call on `connection` has just returned.
  init(sqlite connection: OpaquePointer) {
    let code = sqlite3_extended_errcode(connection)
    let message = String(cString: sqlite3_errmsg(connection))
    self.init(Self.kind(code, message), message: message, code: String(code))
  }

  private static func kind(_ code: Int32, _ message: String) -> Kind {
    switch code & 0xff {
    case SQLITE_CONSTRAINT: constraint(code, message)
    case SQLITE_BUSY, SQLITE_LOCKED: .busy
    case SQLITE_FULL: .diskFull
    case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
    case SQLITE_READONLY: .readOnly
    case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: .unavailable
    case SQLITE_INTERRUPT: .timeout
    case SQLITE_ERROR, SQLITE_MISUSE, SQLITE_RANGE: .invalidSQL
    default: .other
    }
  }

  private static func constraint(_ code: Int32, _ message: String) -> Kind {
    let subject = message.firstRange(of: "constraint failed: ").map {
      String(message[$0.upperBound...])
    }
    switch (code >> 8, subject) {
    case (3, _): return .foreignKeyViolation(constraint: nil)
    case (6, let subject?), (8, let subject?), (10, let subject?):
      return .uniqueViolation(Key(sqlite: subject))
    case (5, let subject?):
      let parts = subject.split(separator: ".", maxSplits: 1).map(String.init)
      return .notNullViolation(table: parts.first ?? "", column: parts.last ?? "")
    case (1, let subject?): return .checkViolation(constraint: subject)
    default: return .other
    }
  }
}

extension StorageError.Key {
  /// From `table.column, table.column` or `index 'name'`.
  fileprivate init(sqlite subject: String) {
    if let name = subject.dropping(prefix: "index '") {
      self.init(table: "", columns: [], constraint: String(name.dropLast()))
      return
    }
    let columns = subject.split(separator: ",").map { $0.drop { $0 == " " }.split(separator: ".") }
    self.init(
      table: columns.first?.first.map(String.init) ?? "",
      columns: columns.compactMap { $0.last.map(String.init) }, constraint: nil)
  }
}
