import JSON
import Testing

@Suite struct ReaderTests {
  @Test(
    arguments: [
      ("null", JSONValue.null), (" true ", true), ("false", false),
      ("0", 0), ("-1", -1), ("9223372036854775807", .integer(.max)),
      ("-9223372036854775808", .integer(.min)),
      ("9223372036854775808", .number("9223372036854775808")),
      ("1.50", .number("1.50")), ("1e999", .number("1e999")), ("-0", .number("-0")),
      (#""""#, ""), (#""a\"\\\/\b\f\n\r\t""#, "a\"\\/\u{08}\u{0C}\n\r\t"),
      (#""\u00e9\ud83d\ude00""#, "é😀"), ("\"\u{2028}Ł\"", "\u{2028}Ł"),
      ("[]", []), ("[1, [2], {}]", [1, [2], [:]]),
      (#"{"b": 1, "a": {"c": null}}"#, ["b": 1, "a": ["c": nil]]),
    ] as [(String, JSONValue)])
  func `a valid text becomes its value`(text: String, value: JSONValue) throws {
    #expect(try JSONValue(parsing: text) == value)
  }

  @Test(
    arguments: [
      ("", JSONError.Reason.empty, 0, ""), ("  \n", .empty, 3, ""),
      ("\u{FEFF}1", .byteOrderMark, 0, ""),
      ("1 2", .trailingText, 2, ""), ("{} x", .trailingText, 3, ""),
      ("[1,]", .unexpected(expected: "a value"), 3, "/1"),
      ("[1 2]", .unexpected(expected: "a comma or the end of the array"), 3, ""),
      ("[1", .unexpectedEnd, 2, ""), ("{", .unexpectedEnd, 1, ""), ("\"a", .unexpectedEnd, 2, ""),
      (#"{"a" 1}"#, .unexpected(expected: "a colon"), 5, ""),
      (#"{"a":1,}"#, .unexpected(expected: "a name"), 7, ""),
      (#"{a:1}"#, .unexpected(expected: "a name"), 1, ""),
      ("{'a':1}", .unexpected(expected: "a name"), 1, ""),
      (#"{"a":1,"b":{"x/y":2,"x/y":3}}"#, .duplicateKey("x/y"), 20, "/b/x~1y"),
      (#"{"a":1,"\u0061":2}"#, .duplicateKey("a"), 7, "/a"),
      ("01", .badNumber, 0, ""), ("-", .badNumber, 0, ""), ("1.", .badNumber, 0, ""),
      ("1e", .badNumber, 0, ""), ("-a", .badNumber, 0, ""), ("00.5", .badNumber, 0, ""),
      ("+1", .unexpected(expected: "a value"), 0, ""),
      (".5", .unexpected(expected: "a value"), 0, ""),
      ("NaN", .unexpected(expected: "a value"), 0, ""), ("0x10", .trailingText, 1, ""),
      ("tru", .unexpected(expected: "a value"), 0, ""),
      ("\"a\nb\"", .controlCharacter, 2, ""), ("\"\u{0}\"", .controlCharacter, 1, ""),
      (#""\u0000""#, .nulCharacter, 1, ""), (#""\x41""#, .badEscape, 1, ""),
      (#""\u12g4""#, .badEscape, 1, ""), (#""\u12"#, .unexpectedEnd, 5, ""),
      (#"["\ud800"]"#, .loneSurrogate, 2, "/0"), (#""\udc00\ud800""#, .loneSurrogate, 1, ""),
      (#""\ud800\u0041""#, .loneSurrogate, 1, ""), (#""\ud800"#, .loneSurrogate, 1, ""),
      ("// hello\n1", .unexpected(expected: "a value"), 0, ""),
    ] as [(String, JSONError.Reason, Int, String)])
  func `a broken text is refused at its place`(
    text: String, reason: JSONError.Reason, offset: Int, pointer: String
  ) {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    #expect(error?.reason == reason)
    #expect(error?.offset == offset)
    #expect(error?.pointer == pointer)
  }

  @Test(
    arguments: [
      [0xFF], [0x22, 0xC3, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
      [0x22, 0xF5, 0x80, 0x80, 0x80, 0x22], [0x22, 0x80, 0x22], [0xFE, 0xFF, 0x00, 0x31],
      [0x22, 0x5C, 0x6E, 0xFF, 0x22], [0x22, 0x5C, 0x75, 0xC3, 0xA9, 0x30, 0x30, 0x22],
    ] as [[UInt8]])
  func `bytes that are no UTF-8 are refused`(bytes: [UInt8]) {
    #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
  }

  @Test(arguments: ["[", "{\"a\":", "[[{\"a\":"])
  func `nesting a hundred thousand deep is refused without harm`(opening: String) {
    let text = String(repeating: opening, count: 100_000)
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    #expect(error?.reason == .tooDeep(limit: 64))
  }

  @Test func `exactly the allowed depth is read`() throws {
    let text = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    _ = try JSONValue(parsing: text)
    #expect(throws: JSONError.self) { try JSONValue(parsing: "[" + text + "]") }
  }

  @Test func `size and number of values are limited`() {
    let long = "\"" + String(repeating: "a", count: 1_048_576) + "\""
    #expect(
      throws: JSONError.self, performing: { try JSONValue(parsing: long) })
    let many = "[" + String(repeating: "1,", count: 200_000) + "1]"
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: many) }
    #expect(error?.reason == .tooManyValues(limit: 100_000))
    let digits = String(repeating: "1", count: 1_000_000)
    #expect(throws: JSONError.self) { try JSONValue(parsing: digits) }
  }

  @Test func `an error is a sentence with its place`() {
    let error = #expect(throws: JSONError.self) {
      try JSONValue(parsing: #"{"price":{"amount":1,"amount":2}}"#)
    }
    #expect(
      error?.description
        == "The JSON is refused: the name \"amount\" occurs twice in one object "
        + "(at byte 21, in /price/amount).")
  }

  @Test func `whatever is cut or changed, the reader answers and never traps`() throws {
    let text = #"{"a":[1,-2.5e+3,"\ud83d\ude00\n",null,true,{"é":""}],"b":"x"}"#
    let bytes = Array(text.utf8)
    for end in 0..<bytes.count {
      #expect(throws: JSONError.self) { try JSONValue(parsing: Array(bytes[..<end])) }
    }
    for place in bytes.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = bytes
        changed[place] = byte
        if let value = try? JSONValue(parsing: changed) {
          #expect(try JSONValue(parsing: value.serialized()) == value)
        }
      }
    }
  }
}
