/// A column of a bulk statement: its name and the type of its values.
package struct Column: Sendable, Hashable {
  enum Kind: Sendable { case integer, text, bytes }

  let name: String
  let kind: Kind

  /// BIGINT.
  package static func integer(_ name: String) -> Column { Column(name: name, kind: .integer) }
  /// TEXT.
  package static func text(_ name: String) -> Column { Column(name: name, kind: .text) }
  /// BYTEA.
  package static func bytes(_ name: String) -> Column { Column(name: name, kind: .bytes) }
}

/// Many rows for one table, gathered column by column, so that PostgreSQL takes thousands in one
/// statement and SQLite binds them without a copy for each.
package struct BulkRows: Sendable {
  let table: String
  let columns: [Column]
  private(set) var values: [ColumnValues]
  package private(set) var count = 0
  private var isMisshapen = false

  /// - Parameter columns: in the order in which `append` receives the values.
  package init(into table: String, _ columns: [Column]) {
    self.table = table
    self.columns = columns
    values = columns.map { ColumnValues(kind: $0.kind) }
  }

  package var isEmpty: Bool { count == 0 }

  /// Adds a row. A wrong number or type of values is told when the rows are written.
  package mutating func append<each Value: SQLBindable>(_ row: repeat each Value) {
    var column = 0
    for value in repeat each row {
      add(value.sqlValue, to: column)
      column += 1
    }
    endRow(width: column)
  }

  package mutating func removeAll() {
    count = 0
    for index in values.indices { values[index].removeAll() }
  }

  private mutating func add(_ value: SQLValue, to column: Int) {
    guard column < values.count, values[column].append(value) else {
      isMisshapen = true
      return
    }
  }

  private mutating func endRow(width: Int) {
    count += 1
    if width != columns.count { isMisshapen = true }
  }

  func checkShape(key: [String] = []) throws(StorageError) {
    let names = columns.map(\.name)
    guard !isMisshapen, key.allSatisfy({ names.contains($0) }), key.count < names.count else {
      throw StorageError(
        .invalidSQL, message: "rows for \(table) do not have the columns \(names), key \(key)")
    }
  }
}

/// The values of one column, one after the other.
struct ColumnValues: Sendable {
  let kind: Column.Kind
  private(set) var isNull: [Bool] = []
  /// The values of an integer column, 0 for NULL.
  private(set) var integers: [Int64] = []
  /// The values of a text or bytes column without anything between them.
  private(set) var content: [UInt8] = []
  /// Where each value ends in `content`.
  private(set) var ends: [Int] = []

  init(kind: Column.Kind) { self.kind = kind }

  /// False when the value is not of the column's type.
  mutating func append(_ value: SQLValue) -> Bool {
    switch (kind, value) {
    case (.integer, .integer(let number)): integers.append(number)
    case (.integer, .null): integers.append(0)
    case (.text, .text(let text)):
      content.append(contentsOf: text.utf8)
      ends.append(content.count)
    case (.bytes, .bytes(let bytes)):
      content.append(contentsOf: bytes)
      ends.append(content.count)
    case (.text, .null), (.bytes, .null): ends.append(content.count)
    default: return false
    }
    isNull.append(value == .null)
    return true
  }

  /// Where the value of a row stands in `content`.
  func range(_ row: Int) -> Range<Int> { (row == 0 ? 0 : ends[row - 1])..<ends[row] }

  mutating func removeAll() {
    isNull.removeAll(keepingCapacity: true)
    integers.removeAll(keepingCapacity: true)
    content.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }
}
