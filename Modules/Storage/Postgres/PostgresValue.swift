import CPostgres

/// One value of an answer, in PostgreSQL's binary format.
struct PostgresValue {
  let type: Oid
  let bytes: UnsafeRawBufferPointer

  /// Nil when it is NULL or there is no such column.
  init?(_ result: OpaquePointer, _ row: Int32, _ column: Int32) {
    guard column >= 0, column < PQnfields(result), PQgetisnull(result, row, column) == 0 else {
      return nil
    }
    type = PQftype(result, column)
    bytes = UnsafeRawBufferPointer(
      start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
  }

  /// Nil when it is no whole number.
  var integer: Int64? {
    switch type {
    case PostgresType.int8: bigEndian(Int64.self)
    case PostgresType.int4: bigEndian(Int32.self).map(Int64.init)
    case PostgresType.int2: bigEndian(Int16.self).map(Int64.init)
    case PostgresType.boolean: bytes.first.map(Int64.init)
    case PostgresType.numeric: numeric
    default: nil
    }
  }

  var isText: Bool { type == PostgresType.text || PostgresType.otherTexts.contains(type) }
  var isBytes: Bool { type == PostgresType.bytea }

  private func bigEndian<N: FixedWidthInteger>(_ type: N.Type, at offset: Int = 0) -> N? {
    guard offset >= 0, offset + MemoryLayout<N>.size <= bytes.count else { return nil }
    return N(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: N.self))
  }

  /// A NUMERIC, which is what SUM over BIGINT gives: digits of base 10,000, the first of which
  /// counts 10,000 to the power `weight`. Nil when it has a fraction or does not fit.
  private var numeric: Int64? {
    guard let digits = bigEndian(Int16.self), let weight = bigEndian(Int16.self, at: 2),
      let sign = bigEndian(UInt16.self, at: 4), sign == 0 || sign == 0x4000
    else { return nil }
    var sum: Int64 = 0
    let places = max(Int(weight) + 1, Int(digits))
    for place in 0..<places {
      let digit = place < digits ? bigEndian(Int16.self, at: 8 + 2 * place) : 0
      guard let digit else { return nil }
      if place > weight {
        if digit != 0 { return nil }
        continue
      }
      let (shifted, tooLarge) = sum.multipliedReportingOverflow(by: 10_000)
      // Below zero all the way, so that the least Int64 fits too.
      let (next, tooSmall) = shifted.subtractingReportingOverflow(Int64(digit))
      if tooLarge || tooSmall { return nil }
      sum = next
    }
    if sign == 0x4000 { return sum }
    let (positive, overflow) = Int64(0).subtractingReportingOverflow(sum)
    return overflow ? nil : positive
  }
}

/// The object ids of the types that are sent and read.
enum PostgresType {
  static let boolean: Oid = 16
  static let bytea: Oid = 17
  static let int8: Oid = 20
  static let int2: Oid = 21
  static let int4: Oid = 23
  static let text: Oid = 25
  static let numeric: Oid = 1700
  static let byteaArray: Oid = 1001
  static let textArray: Oid = 1009
  static let int8Array: Oid = 1016
  /// char, name, json, unknown, bpchar, varchar.
  static let otherTexts: Set<Oid> = [18, 19, 114, 705, 1042, 1043]
}
