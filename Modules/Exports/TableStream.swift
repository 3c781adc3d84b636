import Archives

/// One row of a table.
typealias TableRow = [CSVCell]

/// A CSV file, written a page of rows at a time.
actor TableStream {
  private var csv: CSVWriter
  private let page: @Sendable () async throws -> [TableRow]?
  private var isDone = false

  /// - Parameter page: the next rows; nil at the end.
  init(columns: [String], page: @escaping @Sendable () async throws -> [TableRow]?) {
    csv = CSVWriter(columns: columns)
    self.page = page
  }

  func next() async throws -> [UInt8]? {
    while csv.pending < ExportFile.piece, !isDone {
      guard let rows = try await page() else {
        isDone = true
        break
      }
      for row in rows { csv.append(row) }
    }
    let bytes = csv.take()
    return bytes.isEmpty ? nil : bytes
  }
}
