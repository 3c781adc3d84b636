import CSQLite

extension SQLiteConnection {
  func insert(_ rows: BulkRows, ahead: Bool) throws(StorageError) {
    _ = try run(insertion(rows), rows, order: Array(rows.columns.indices))
  }

  func insert(_ rows: BulkRows, newBy key: [String]) throws(StorageError) -> Int {
    let text = insertion(rows) + " ON CONFLICT (\(key.joined(separator: ", "))) DO NOTHING"
    return try run(text, rows, order: Array(rows.columns.indices))
  }

  func update(_ rows: BulkRows, key: [String]) throws(StorageError) -> Int {
    let order = rows.order(keyLast: key)
    let pairs = order.enumerated().map { "\(rows.columns[$1].name) = $\($0 + 1)" }
    let (changes, conditions) = (pairs.dropLast(key.count), pairs.suffix(key.count))
    let text = """
      UPDATE \(rows.table) SET \(changes.joined(separator: ", ")) \
      WHERE \(conditions.joined(separator: " AND "))
      """
    return try run(text, rows, order: order)
  }

  private func insertion(_ rows: BulkRows) -> String {
    let names = rows.columns.map(\.name)
    let places = names.indices.map { "$\($0 + 1)" }
    return """
      INSERT INTO \(rows.table) (\(names.joined(separator: ", "))) \
      VALUES (\(places.joined(separator: ", ")))
      """
  }

  /// Runs one statement for each row, with the columns bound in `order`.
  private func run(_ text: String, _ rows: BulkRows, order: [Int]) throws(StorageError) -> Int {
    let statement = try prepareBulk(text)
    defer { statement.close() }
    do {
      return try withMemory(of: order.map { rows.values[$0] }[...]) {
        columns throws(StorageError) in
        for column in columns { try column.checkText() }
        defer { statement.forgetValues() }
        var changes = 0
        for row in 0..<rows.count {
          statement.bind(columns, row: row)
          while try statement.next() {}
          changes += Int(sqlite3_changes64(handle))
          statement.reset()
        }
        return changes
      }
    } catch { throw error.with(sql: text) }
  }

  /// Lends the memory of all columns at once, so that no value is copied to be bound.
  private func withMemory<R>(
    of columns: ArraySlice<ColumnValues>, after found: [ColumnMemory] = [],
    _ body: ([ColumnMemory]) throws(StorageError) -> R
  ) throws(StorageError) -> R {
    guard let first = columns.first else { return try body(found) }
    return try first.withMemory { memory throws(StorageError) in
      try withMemory(of: columns.dropFirst(), after: found + [memory], body)
    }
  }
}

extension BulkRows {
  /// The columns with those of `key` at the end, in its order.
  func order(keyLast key: [String]) -> [Int] {
    let names = columns.map(\.name)
    let others = names.indices.filter { !key.contains(names[$0]) }
    return others + key.compactMap { names.firstIndex(of: $0) }
  }
}
