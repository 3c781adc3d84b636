import CPostgres

/// The values of one statement as libpq wants them: in PostgreSQL's binary format, one after the
/// other in one piece of memory that is used again.
struct PostgresParameters {
  private(set) var types: [Oid] = []
  private var memory: [UInt8] = [0]
  /// Where each value begins; nil for NULL.
  private var starts: [Int?] = []
  private var lengths: [Int32] = []
  private var formats: [Int32] = []

  var count: Int { types.count }

  mutating func removeAll() {
    types.removeAll(keepingCapacity: true)
    // Never empty, so that a value without bytes has an address too.
    memory.removeLast(memory.count - 1)
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
      append(bigEndian: number)
      add(type: PostgresType.int8, from: start)
    case .text(let text):
      guard !text.utf8.contains(0) else { throw Self.embeddedNUL }
      let start = memory.count
      memory.append(contentsOf: text.utf8)
      add(type: PostgresType.text, from: start)
    case .bytes(let bytes):
      let start = memory.count
      memory.append(contentsOf: bytes)
      add(type: PostgresType.bytea, from: start)
    }
  }

  /// Some rows of a column as one array: a header, then each value with its length before it.
  mutating func append(
    arrayOf column: ColumnValues, rows: Range<Int>
  ) throws(StorageError) {
    let start = memory.count
    append(bigEndian: Int32(1))
    append(bigEndian: Int32(1))
    append(bigEndian: column.kind.type)
    append(bigEndian: Int32(clamping: rows.count))
    append(bigEndian: Int32(1))
    for row in rows {
      if column.isNull[row] {
        append(bigEndian: Int32(-1))
      } else if column.kind == .integer {
        append(bigEndian: Int32(8))
        append(bigEndian: column.integers[row])
      } else {
        let content = column.content[column.range(row)]
        if column.kind == .text && content.contains(0) { throw Self.embeddedNUL }
        append(bigEndian: Int32(clamping: content.count))
        memory.append(contentsOf: content)
      }
    }
    add(type: column.kind.arrayType, from: start)
  }

  /// Lends the values to a call of libpq.
  func withPointers<R>(
    _ body: (
      UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
    ) -> R
  ) -> R {
    memory.withUnsafeBytes { bytes in
      let base = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
      let values = starts.map { start in start.flatMap { offset in base.map { $0 + offset } } }
      return values.withUnsafeBufferPointer { values in
        lengths.withUnsafeBufferPointer { lengths in
          formats.withUnsafeBufferPointer { formats in
            body(values.baseAddress, lengths.baseAddress, formats.baseAddress)
          }
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

  private mutating func append<N: FixedWidthInteger>(bigEndian number: N) {
    withUnsafeBytes(of: number.bigEndian) { memory.append(contentsOf: $0) }
  }

  private static let embeddedNUL = StorageError(
    .unstorable, message: "text with an embedded NUL")
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
