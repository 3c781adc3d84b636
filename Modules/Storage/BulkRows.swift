#if canImport(Glibc)
  import Glibc
#endif

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
  @usableFromInline var values: [ColumnValues]
  @usableFromInline var rowCount = 0
  @usableFromInline var isMisshapen = false

  /// - Parameter columns: in the order in which `append` receives the values.
  package init(into table: String, _ columns: [Column]) {
    self.table = table
    self.columns = columns
    values = columns.map { ColumnValues(kind: $0.kind) }
  }

  package var count: Int { rowCount }
  package var isEmpty: Bool { rowCount == 0 }

  /// Adds a row. A wrong number or type of values is told when the rows are written.
  @inlinable
  package mutating func append<each Value: SQLBindable>(_ row: repeat each Value) {
    var column = 0
    for value in repeat each row {
      if column >= values.count || !value.append(to: &values[column]) { isMisshapen = true }
      column += 1
    }
    rowCount += 1
    if column != values.count { isMisshapen = true }
  }

  /// Adds a row of values whose number is not known to the program.
  package mutating func append(values row: [SQLValue]) {
    for (column, value) in row.enumerated()
    where column >= values.count || !value.append(to: &values[column]) { isMisshapen = true }
    rowCount += 1
    if row.count != values.count { isMisshapen = true }
  }

  package mutating func removeAll() {
    rowCount = 0
    for index in values.indices { values[index].removeAll() }
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
package struct ColumnValues: Sendable {
  let kind: Column.Kind
  /// Which rows are NULL; empty as long as none is.
  private var nulls: [Bool] = []
  /// The values of an integer column, 0 for NULL.
  private var integers: [Int64] = []
  /// The values of a text or bytes column without anything between them.
  private var content: [UInt8] = []
  /// Where each value ends in `content`.
  private var ends: [Int] = []

  init(kind: Column.Kind) { self.kind = kind }

  private var count: Int { kind == .integer ? integers.count : ends.count }

  /// How many bytes the values have.
  var size: Int { kind == .integer ? 8 * integers.count : content.count }

  /// How many bytes the value of a row has.
  func size(of row: Int) -> Int {
    kind == .integer ? 8 : ends[row] - (row == 0 ? 0 : ends[row - 1])
  }

  /// Whether it is a column of integers; false tells that the value does not belong here, as with
  /// the other kinds.
  package mutating func append(_ number: Int64) -> Bool {
    guard kind == .integer else { return false }
    integers.append(number)
    if !nulls.isEmpty { nulls.append(false) }
    return true
  }

  package mutating func append(_ text: String) -> Bool {
    guard kind == .text else { return false }
    var text = text
    text.withUTF8 { content.append(contentsOf: $0) }
    endValue()
    return true
  }

  package mutating func append(_ bytes: [UInt8]) -> Bool {
    guard kind == .bytes else { return false }
    content.append(contentsOf: bytes)
    endValue()
    return true
  }

  package mutating func appendNull() -> Bool {
    if nulls.isEmpty { nulls = Array(repeating: false, count: count) }
    nulls.append(true)
    if kind == .integer { integers.append(0) } else { ends.append(content.count) }
    return true
  }

  private mutating func endValue() {
    ends.append(content.count)
    if !nulls.isEmpty { nulls.append(false) }
  }

  mutating func removeAll() {
    nulls.removeAll(keepingCapacity: true)
    integers.removeAll(keepingCapacity: true)
    content.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  /// Lends the memory of the values, which stays where it is until `body` returns.
  func withMemory<R>(
    _ body: (ColumnMemory) throws(StorageError) -> R
  ) throws(StorageError) -> R {
    try nulls.withUnsafeBufferPointer { nulls throws(StorageError) in
      try integers.withUnsafeBufferPointer { integers throws(StorageError) in
        try content.withUnsafeBufferPointer { content throws(StorageError) in
          try ends.withUnsafeBufferPointer { ends throws(StorageError) in
            try body(
              ColumnMemory(
                kind: kind, nulls: nulls, integers: integers,
                content: UnsafeRawBufferPointer(content), ends: ends))
          }
        }
      }
    }
  }
}

/// The values of a column where they lie.
struct ColumnMemory {
  let kind: Column.Kind
  let nulls: UnsafeBufferPointer<Bool>
  let integers: UnsafeBufferPointer<Int64>
  let content: UnsafeRawBufferPointer
  let ends: UnsafeBufferPointer<Int>

  func isNull(_ row: Int) -> Bool { !nulls.isEmpty && nulls[row] }

  /// The value of a row of text or bytes.
  func bytes(_ row: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: content[(row == 0 ? 0 : ends[row - 1])..<ends[row]])
  }

  /// Neither database can hold text with a NUL inside.
  func checkText() throws(StorageError) {
    guard kind == .text, let start = content.baseAddress, memchr(start, 0, content.count) != nil
    else { return }
    throw StorageError(.unstorable, message: "text with an embedded NUL")
  }
}
