extension JSONValue {
  /// Reads one strict JSON text (RFC 8259, UTF-8).
  ///
  /// Refused beyond the grammar: duplicate names, a byte order mark, lone surrogates, U+0000,
  /// and whatever passes the limits.
  package init(parsing bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
    guard bytes.count <= limits.bytes else {
      throw JSONError(.tooLong(limit: limits.bytes), at: limits.bytes)
    }
    guard !bytes.isEmpty else { throw JSONError(.empty, at: 0) }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw JSONError(.byteOrderMark, at: 0) }
    var reader = JSONReader(bytes: bytes, limits: limits)
    self = try reader.document()
  }

  package init(parsing text: String, limits: JSONLimits = JSONLimits()) throws(JSONError) {
    try self.init(parsing: Array(text.utf8), limits: limits)
  }
}

/// Descends by calls, never further than the depth limit.
struct JSONReader {
  private static let longestNumber = 128

  let bytes: [UInt8]
  let limits: JSONLimits
  var position = 0
  private var depth = 0
  private var values = 0

  init(bytes: [UInt8], limits: JSONLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func document() throws(JSONError) -> JSONValue {
    skipSpace()
    if next == nil { throw JSONError(.empty, at: position) }
    let value = try self.value()
    skipSpace()
    if next != nil { throw JSONError(.trailingText, at: position) }
    return value
  }

  private mutating func value() throws(JSONError) -> JSONValue {
    values += 1
    if values > limits.values {
      throw JSONError(.tooManyValues(limit: limits.values), at: position)
    }
    guard let byte = next else { throw JSONError(.unexpectedEnd, at: position) }
    switch byte {
    case UInt8(ascii: "{"): return try nested { (reader) throws(JSONError) in try reader.object() }
    case UInt8(ascii: "["): return try nested { (reader) throws(JSONError) in try reader.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw JSONError(.unexpected(expected: "a value"), at: position)
    }
  }

  private mutating func nested(
    _ read: (inout JSONReader) throws(JSONError) -> JSONValue
  ) throws(JSONError) -> JSONValue {
    guard depth < limits.depth else { throw JSONError(.tooDeep(limit: limits.depth), at: position) }
    depth += 1
    position += 1
    let value = try read(&self)
    depth -= 1
    return value
  }

  private mutating func array() throws(JSONError) -> JSONValue {
    var items: [JSONValue] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array(items) }
    while true {
      skipSpace()
      do throws(JSONError) { items.append(try value()) } catch {
        throw error.inside(String(items.count))
      }
      skipSpace()
      if take(UInt8(ascii: ",")) { continue }
      try expect(UInt8(ascii: "]"), "a comma or the end of the array")
      return .array(items)
    }
  }

  private mutating func object() throws(JSONError) -> JSONValue {
    var members: [JSONObject.Member] = []
    var seen: Set<String> = []
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object(JSONObject()) }
    while true {
      skipSpace()
      let start = position
      guard next == UInt8(ascii: "\"") else {
        throw JSONError(next == nil ? .unexpectedEnd : .unexpected(expected: "a name"), at: start)
      }
      let key = try string()
      guard seen.insert(key).inserted else {
        throw JSONError(.duplicateKey(key), at: start).inside(key)
      }
      skipSpace()
      try expect(UInt8(ascii: ":"), "a colon")
      skipSpace()
      do throws(JSONError) { members.append(.init(key: key, value: try value())) } catch {
        throw error.inside(key)
      }
      skipSpace()
      if take(UInt8(ascii: ",")) { continue }
      try expect(UInt8(ascii: "}"), "a comma or the end of the object")
      return .object(JSONObject(distinct: members))
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError)
    -> JSONValue
  {
    let end = position + word.utf8CodeUnitCount
    let matches =
      end <= bytes.count
      && word.withUTF8Buffer { bytes[position..<end].elementsEqual($0) }
    guard matches else { throw JSONError(.unexpected(expected: "a value"), at: position) }
    position = end
    return value
  }

  /// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
  private mutating func number() throws(JSONError) -> JSONValue {
    let start = position
    _ = take(UInt8(ascii: "-"))
    let leadingZero = next == UInt8(ascii: "0")
    let digits = skipDigits()
    var isInteger = true
    var isValid = digits == 1 || (digits > 1 && !leadingZero)
    if take(UInt8(ascii: ".")) {
      isInteger = false
      isValid = skipDigits() > 0 && isValid
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isInteger = false
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      isValid = skipDigits() > 0 && isValid
    }
    guard isValid, position - start <= Self.longestNumber else {
      throw JSONError(.badNumber, at: start)
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isInteger, text != "-0", let value = Int64(text) { return .integer(value) }
    return .number(text)
  }

  private mutating func skipDigits() -> Int {
    let start = position
    while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
    return position - start
  }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ byte: UInt8, _ what: String) throws(JSONError) {
    guard !take(byte) else { return }
    throw JSONError(next == nil ? .unexpectedEnd : .unexpected(expected: what), at: position)
  }
}
