/// What a database holds in one place: the four kinds that SQLite and PostgreSQL share.
package enum SQLValue: Sendable, Hashable {
  case null
  case integer(Int64)
  case text(String)
  case bytes([UInt8])
}

/// A value that can stand in SQL as a bound argument. Enums with a raw value that can be bound
/// need only name the conformance.
package protocol SQLBindable {
  var sqlValue: SQLValue { get }

  /// Adds the value to a column of rows that are written in bulk. Whoever conforms need not give
  /// it: it only saves the way round by `sqlValue`.
  /// - Returns: false when the value is not of the column's type.
  func append(to column: inout ColumnValues) -> Bool
}

extension SQLBindable {
  package func append(to column: inout ColumnValues) -> Bool {
    switch sqlValue {
    case .null: column.appendNull()
    case .integer(let number): column.append(number)
    case .text(let text): column.append(text)
    case .bytes(let bytes): column.append(bytes)
    }
  }
}

/// A value that can be read from a column of a row. Enums with a readable raw value need only
/// name the conformance.
package protocol SQLReadable {
  /// The value in column `index`, counted from 0.
  static func read(_ row: Row, _ index: Int) throws(StorageError) -> Self
}

extension SQLValue: SQLBindable {
  package var sqlValue: SQLValue { self }
}

extension SQLBindable where Self: RawRepresentable, RawValue: SQLBindable {
  package var sqlValue: SQLValue { rawValue.sqlValue }
}

extension SQLReadable where Self: RawRepresentable, RawValue: SQLReadable {
  package static func read(_ row: Row, _ index: Int) throws(StorageError) -> Self {
    guard let value = Self(rawValue: try RawValue.read(row, index)) else {
      throw row.mismatch(index, expected: "\(Self.self)")
    }
    return value
  }
}
