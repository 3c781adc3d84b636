import CPostgres

extension PostgresConnection {
  func insert(_ rows: BulkRows, ahead: Bool) throws(StorageError) {
    let text = insertion(rows)
    for chunk in rows.chunks {
      if ahead { try send(text, rows, chunk) } else { _ = try run(text, rows, chunk) }
    }
  }

  func insert(_ rows: BulkRows, newBy key: [String]) throws(StorageError) -> Int {
    let text =
      insertion(rows) + " ON CONFLICT (\(key.joined(separator: ", "))) DO NOTHING"
    var count = 0
    for chunk in rows.chunks { count += try run(text, rows, chunk) }
    return count
  }

  func update(_ rows: BulkRows, key: [String]) throws(StorageError) -> Int {
    let names = rows.columns.map(\.name)
    let changes = names.filter { !key.contains($0) }.map { "\($0) = source.\($0)" }
    let conditions = key.map { "target.\($0) = source.\($0)" }
    let text = """
      UPDATE \(rows.table) AS target SET \(changes.joined(separator: ", ")) \
      FROM \(unnest(rows)) AS source (\(names.joined(separator: ", "))) \
      WHERE \(conditions.joined(separator: " AND "))
      """
    var count = 0
    for chunk in rows.chunks { count += try run(text, rows, chunk) }
    return count
  }

  private func insertion(_ rows: BulkRows) -> String {
    let names = rows.columns.map(\.name).joined(separator: ", ")
    return "INSERT INTO \(rows.table) (\(names)) SELECT * FROM \(unnest(rows))"
  }

  private func unnest(_ rows: BulkRows) -> String {
    let arrays = rows.columns.enumerated().map { "$\($0 + 1)::\($1.kind.arrayName)" }
    return "unnest(\(arrays.joined(separator: ", ")))"
  }

  private func run(
    _ text: String, _ rows: BulkRows, _ chunk: Range<Int>
  ) throws(StorageError) -> Int {
    try take(rows, chunk, for: text)
    return try runPrepared(text).changes
  }

  private func send(
    _ text: String, _ rows: BulkRows, _ chunk: Range<Int>
  ) throws(StorageError) {
    try take(rows, chunk, for: text)
    try sendPrepared(text)
  }

  private func take(
    _ rows: BulkRows, _ chunk: Range<Int>, for text: String
  ) throws(StorageError) {
    parameters.removeAll()
    do {
      for column in rows.values { try parameters.append(arrayOf: column, rows: chunk) }
    } catch { throw error.with(sql: text) }
  }
}

extension BulkRows {
  /// The rows in parts of at most 5,000 and about 16 MB, so that no statement becomes too large.
  fileprivate var chunks: [Range<Int>] {
    let (mostRows, mostBytes) = (5_000, 16_000_000)
    if count <= mostRows, values.reduce(0, { $0 + $1.size }) <= mostBytes { return [0..<count] }
    var parts: [Range<Int>] = []
    var start = 0
    var size = 0
    for row in 0..<count {
      size += values.reduce(0) { $0 + $1.size(of: row) }
      if row + 1 - start == mostRows || size > mostBytes {
        parts.append(start..<row + 1)
        (start, size) = (row + 1, 0)
      }
    }
    if start < count { parts.append(start..<count) }
    return parts
  }
}
