import CSQLite

/// A prepared statement, kept and used again. It is lent to one use at a time.
final class SQLiteStatement: Cursor {
  let text: String
  let isReadOnly: Bool
  /// When it was last taken from the cache.
  var lastUse: UInt64 = 0
  private(set) var isInUse = false
  private let handle: OpaquePointer
  private let connection: OpaquePointer
  private let parameters: Int
  /// Holds the bound texts and bytes while the statement runs: one copy, no allocation each.
  private var scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 64, alignment: 1)

  init(_ text: String, on connection: OpaquePointer) throws(StorageError) {
    var prepared: OpaquePointer?
    var copy = text
    var code = SQLITE_OK
    copy.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        code = sqlite3_prepare_v3(
          connection, characters.baseAddress, Int32(clamping: characters.count),
          UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
      }
    }
    guard code == SQLITE_OK, let prepared else {
      let error = StorageError(sqlite: connection)
      throw code == SQLITE_OK
        ? StorageError(.invalidSQL, message: "an empty statement") : error.with(sql: text)
    }
    self.text = text
    self.connection = connection
    handle = prepared
    // BEGIN and SAVEPOINT count as reading too.
    isReadOnly = sqlite3_stmt_readonly(prepared) != 0
    parameters = Int(sqlite3_bind_parameter_count(prepared))
  }

  deinit {
    sqlite3_finalize(handle)
    scratch.deallocate()
  }

  func take() { isInUse = true }

  // MARK: - Cursor

  var row: Row { Row(source: .sqlite(handle)) }

  func next() throws(StorageError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw StorageError(sqlite: connection).with(sql: text)
    }
  }

  func close() {
    sqlite3_reset(handle)
    isInUse = false
  }

  func reset() { sqlite3_reset(handle) }

  // MARK: - Binding

  func bind(_ bindings: [SQL.Binding]) throws(StorageError) {
    guard bindings.count == parameters else {
      throw StorageError(
        .invalidSQL, message: "\(parameters) placeholders, \(bindings.count) values")
    }
    var size = 0
    for binding in bindings {
      switch binding.value {
      case .text(let text): size += text.utf8.count
      case .bytes(let bytes): size += bytes.count
      case .null, .integer: break
      }
    }
    reserve(size)
    var used = 0
    var place: Int32 = 0
    for binding in bindings {
      place += 1
      switch binding.value {
      case .null: sqlite3_bind_null(handle, place)
      case .integer(let number): sqlite3_bind_int64(handle, place, number)
      case .text(var text):
        var count = 0
        text.withUTF8 { count = copy(UnsafeRawBufferPointer($0), to: used) }
        try bindText(place, at: used, count: count)
        used += count
      case .bytes(let bytes):
        bytes.withUnsafeBytes { _ = copy($0, to: used) }
        bindBytes(place, at: used, count: bytes.count)
        used += bytes.count
      }
    }
  }

  /// Binds one row of a bulk statement where the values lie: they must outlive the run.
  func bind(_ columns: [ColumnMemory], row: Int) {
    for index in columns.indices {
      let place = Int32(truncatingIfNeeded: index + 1)
      bind(columns[index], row, at: place)
    }
  }

  private func bind(_ column: ColumnMemory, _ row: Int, at place: Int32) {
    if column.isNull(row) {
      sqlite3_bind_null(handle, place)
    } else if column.kind == .integer {
      sqlite3_bind_int64(handle, place, column.integers[row])
    } else {
      let bytes = column.bytes(row)
      // A null pointer would bind NULL: an empty value has an address too.
      let start = bytes.baseAddress ?? UnsafeRawPointer(scratch.baseAddress)
      if column.kind == .text {
        sqlite3_bind_text64(
          handle, place, start?.assumingMemoryBound(to: CChar.self), UInt64(bytes.count), nil,
          UInt8(SQLITE_UTF8))
      } else {
        sqlite3_bind_blob64(handle, place, start, UInt64(bytes.count), nil)
      }
    }
  }

  /// Lets go of values whose memory goes away.
  func forgetValues() {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  private func reserve(_ size: Int) {
    guard size > scratch.count else { return }
    scratch.deallocate()
    scratch = .allocate(byteCount: max(size, 256), alignment: 1)
  }

  private func copy(_ bytes: UnsafeRawBufferPointer, to offset: Int) -> Int {
    UnsafeMutableRawBufferPointer(rebasing: scratch[offset...]).copyMemory(from: bytes)
    return bytes.count
  }

  private func bindText(_ place: Int32, at offset: Int, count: Int) throws(StorageError) {
    let content = UnsafeRawBufferPointer(rebasing: scratch[offset..<offset + count])
    if content.contains(0) {
      throw StorageError(.unstorable, message: "text with an embedded NUL")
    }
    // The scratch space outlives the run of the statement, so SQLite need not copy.
    sqlite3_bind_text64(
      handle, place, start(at: offset)?.assumingMemoryBound(to: CChar.self), UInt64(count), nil,
      UInt8(SQLITE_UTF8))
  }

  private func bindBytes(_ place: Int32, at offset: Int, count: Int) {
    sqlite3_bind_blob64(handle, place, start(at: offset), UInt64(count), nil)
  }

  private func start(at offset: Int) -> UnsafeRawPointer? {
    scratch.baseAddress.map { UnsafeRawPointer($0 + offset) }
  }
}

/// The prepared statements of a connection by their text.
struct SQLiteStatementCache {
  /// Past this number the half that was not used for longest is let go.
  static let limit = 1_000
  private var byText: [String: SQLiteStatement] = [:]
  private var uses: UInt64 = 0

  /// Lends the statement, or another one of the same text when it is running already.
  mutating func take(
    _ text: String, on connection: OpaquePointer
  ) throws(StorageError) -> SQLiteStatement {
    uses += 1
    if let known = byText[text], !known.isInUse {
      known.lastUse = uses
      known.take()
      return known
    }
    let fresh = try SQLiteStatement(text, on: connection)
    fresh.lastUse = uses
    fresh.take()
    if byText[text] == nil {
      if byText.count >= Self.limit { forgetOldest() }
      byText[text] = fresh
    }
    return fresh
  }

  mutating func removeAll() { byText = [:] }

  private mutating func forgetOldest() {
    let ages = byText.values.map(\.lastUse).sorted()
    let middle = ages[ages.count / 2]
    byText = byText.filter { $0.value.lastUse > middle || $0.value.isInUse }
  }
}
