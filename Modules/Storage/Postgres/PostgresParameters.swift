import CPostgres

/// The values of one statement as libpq wants them: in PostgreSQL's binary format, one after the
/// other in one piece of memory that is used again.
struct PostgresParameters {
  private(set) var types: [Oid] = []
  private let memory = PostgresMemory()
  /// Where each value begins; nil for NULL.
  private var starts: [Int?] = []
  private var lengths: [Int32] = []
  private var formats: [Int32] = []

  var count: Int { types.count }

  mutating func removeAll() {
    types.removeAll(keepingCapacity: true)
    memory.removeAll()
    starts.removeAll(keepingCapacity: true)
    lengths.removeAll(keepingCapacity: true)
    formats.removeAll(keepingCapacity: true)
  }

  mutating func append(_ value: SQLValue) throws(StorageError) {
    switch value {
    // Of type unknown: the server takes the type from where the placeholder stands.
    case .null: add(type: 0, from: nil)
    case .integer(let number):
      let start = memory.count
      memory.append(bigEndian: number)
      add(type: PostgresType.int8, from: start)
    case .text(var text):
      guard !text.utf8.contains(0) else { throw Self.embeddedNUL }
      let start = memory.count
      text.withUTF8 { memory.append(UnsafeRawBufferPointer($0)) }
      add(type: PostgresType.text, from: start)
    case .bytes(let bytes):
      let start = memory.count
      bytes.withUnsafeBytes { memory.append($0) }
      add(type: PostgresType.bytea, from: start)
    }
  }

  /// Some rows of a column as one array: a header, then each value with its length before it.
  mutating func append(
    arrayOf column: ColumnValues, rows: Range<Int>
  ) throws(StorageError) {
    let start = memory.count
    try column.withMemory { column throws(StorageError) in
      try column.checkText()
      let header: [Int32] = [1, 1, Int32(column.kind.type), Int32(clamping: rows.count), 1]
      for number in header { memory.append(bigEndian: number) }
      if column.kind == .integer { append(integers: column, rows) } else { append(column, rows) }
    }
    add(type: column.kind.arrayType, from: start)
  }

  private func append(integers column: ColumnMemory, _ rows: Range<Int>) {
    memory.reserve(12 * rows.count)
    for row in rows {
      if column.isNull(row) {
        memory.append(bigEndian: Int32(-1))
      } else {
        memory.append(bigEndian: Int32(8))
        memory.append(bigEndian: column.integers[row])
      }
    }
  }

  private func append(_ column: ColumnMemory, _ rows: Range<Int>) {
    for row in rows {
      if column.isNull(row) {
        memory.append(bigEndian: Int32(-1))
      } else {
        let bytes = column.bytes(row)
        memory.append(bigEndian: Int32(clamping: bytes.count))
        memory.append(bytes)
      }
    }
  }

  /// Lends the values to a call of libpq.
  func withPointers<R>(
    _ body: (
      UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
    ) -> R
  ) -> R {
    let base = UnsafePointer(memory.base.assumingMemoryBound(to: CChar.self))
    let values = starts.map { start in start.map { base + $0 } }
    return values.withUnsafeBufferPointer { values in
      lengths.withUnsafeBufferPointer { lengths in
        formats.withUnsafeBufferPointer { formats in
          body(values.baseAddress, lengths.baseAddress, formats.baseAddress)
        }
      }
    }
  }

  private mutating func add(type: Oid, from start: Int?) {
    types.append(type)
    starts.append(start)
    lengths.append(Int32(clamping: memory.count - (start ?? memory.count)))
    formats.append(1)
  }

  private static let embeddedNUL = StorageError(
    .unstorable, message: "text with an embedded NUL")
}

/// Memory that grows and is used again from one statement to the next.
private final class PostgresMemory {
  private(set) var base: UnsafeMutableRawPointer
  private(set) var count = 0
  private var capacity = 4096

  init() { base = .allocate(byteCount: capacity, alignment: 16) }

  deinit { base.deallocate() }

  func removeAll() { count = 0 }

  func reserve(_ size: Int) {
    guard count + size > capacity else { return }
    capacity = max(2 * capacity, count + size)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    larger.copyMemory(from: base, byteCount: count)
    base.deallocate()
    base = larger
  }

  func append<N: FixedWidthInteger>(bigEndian number: N) {
    reserve(MemoryLayout<N>.size)
    base.storeBytes(of: number.bigEndian, toByteOffset: count, as: N.self)
    count += MemoryLayout<N>.size
  }

  func append(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    reserve(bytes.count)
    (base + count).copyMemory(from: start, byteCount: bytes.count)
    count += bytes.count
  }
}

extension Column.Kind {
  fileprivate var type: Oid {
    switch self {
    case .integer: PostgresType.int8
    case .text: PostgresType.text
    case .bytes: PostgresType.bytea
    }
  }

  fileprivate var arrayType: Oid {
    switch self {
    case .integer: PostgresType.int8Array
    case .text: PostgresType.textArray
    case .bytes: PostgresType.byteaArray
    }
  }

  var arrayName: String {
    switch self {
    case .integer: "bigint[]"
    case .text: "text[]"
    case .bytes: "bytea[]"
    }
  }
}
