package import Primitives

// How the values of the platform stand in a column.

extension Int64: SQLBindable, SQLReadable {
  package var sqlValue: SQLValue { .integer(self) }

  package func append(to column: inout ColumnValues) -> Bool { column.append(self) }

  package static func read(_ row: Row, _ index: Int) throws(StorageError) -> Int64 {
    try row.integer(index)
  }
}

extension Int: SQLBindable, SQLReadable {
  package var sqlValue: SQLValue { .integer(Int64(self)) }

  package func append(to column: inout ColumnValues) -> Bool { column.append(Int64(self)) }

  package static func read(_ row: Row, _ index: Int) throws(StorageError) -> Int {
    guard let value = Int(exactly: try row.integer(index)) else {
      throw row.mismatch(index, expected: "Int")
    }
    return value
  }
}

/// A truth value is BIGINT 0 or 1.
extension Bool: SQLBindable, SQLReadable {
  package var sqlValue: SQLValue { .integer(self ? 1 : 0) }

  package static func read(_ row: Row, _ index: Int) throws(StorageError) -> Bool {
    switch try row.integer(index) {
    case 0: false
    case 1: true
    default: throw row.mismatch(index, expected: "0 or 1")
    }
  }
}

extension String: SQLBindable, SQLReadable {
  package var sqlValue: SQLValue { .text(self) }

  package func append(to column: inout ColumnValues) -> Bool { column.append(self) }

  package static func read(_ row: Row, _ index: Int) throws(StorageError) -> String {
    try row.text(index)
  }
}

extension [UInt8]: SQLBindable, SQLReadable {
  package var sqlValue: SQLValue { .bytes(self) }

  package func append(to column: inout ColumnValues) -> Bool { column.append(self) }

  package static func read(_ row: Row, _ index: Int) throws(StorageError) -> [UInt8] {
    try row.bytes(index)
  }
}

extension Optional: SQLBindable where Wrapped: SQLBindable {
  package var sqlValue: SQLValue { self?.sqlValue ?? .null }

  package func append(to column: inout ColumnValues) -> Bool {
    if let self { self.append(to: &column) } else { column.appendNull() }
  }
}

extension Optional: SQLReadable where Wrapped: SQLReadable {
  package static func read(_ row: Row, _ index: Int) throws(StorageError) -> Wrapped? {
    row.isNull(index) ? nil : try Wrapped.read(row, index)
  }
}

/// BIGINT: milliseconds since 1970 UTC.
extension Instant: SQLBindable, SQLReadable {
  package var sqlValue: SQLValue { .integer(milliseconds) }

  package func append(to column: inout ColumnValues) -> Bool { column.append(milliseconds) }

  package static func read(_ row: Row, _ index: Int) throws(StorageError) -> Instant {
    Instant(milliseconds: try row.integer(index))
  }
}

/// TEXT `YYYY-MM-DD`: sorts rightly in both databases and is readable in a dump.
extension CivilDate: SQLBindable, SQLReadable {
  package var sqlValue: SQLValue { .text(description) }

  package static func read(_ row: Row, _ index: Int) throws(StorageError) -> CivilDate {
    guard let date = CivilDate(try row.text(index)) else {
      throw row.mismatch(index, expected: "YYYY-MM-DD")
    }
    return date
  }
}

extension EntityID: SQLBindable, SQLReadable {
  package var sqlValue: SQLValue { .integer(rawValue) }

  package func append(to column: inout ColumnValues) -> Bool { column.append(rawValue) }

  package static func read(_ row: Row, _ index: Int) throws(StorageError) -> EntityID<Owner> {
    EntityID(rawValue: try row.integer(index))
  }
}

extension Currency: SQLBindable, SQLReadable {}
extension Language: SQLBindable, SQLReadable {}

/// Whatever stands there: for tools that copy rows without knowing them.
extension SQLValue: SQLReadable {
  package static func read(_ row: Row, _ index: Int) throws(StorageError) -> SQLValue {
    switch row.kind(index) {
    case nil: .null
    case .integer: .integer(try row.integer(index))
    case .text: .text(try row.text(index))
    case .bytes: .bytes(try row.bytes(index))
    }
  }
}
