import JSON
import Testing

@Suite struct WriterTests {
  @Test(
    arguments: [
      (JSONValue.null, "null"), (true, "true"), (.integer(.min), "-9223372036854775808"),
      (.number("1.50"), "1.50"), ([1, "a"], #"[1,"a"]"#), ([:], "{}"), ([], "[]"),
      (["b": 1, "a": [true]], #"{"b":1,"a":[true]}"#),
      ("a\"\\/\n\r\t\u{01}\u{7F}", #""a\"\\/\n\r\t\u0001\u007f""#),
      ("</script><b>&'", #""\u003c/script\u003e\u003cb\u003e\u0026'""#),
      ("\u{2027}\u{2028}\u{2029}\u{202A}é", "\"\u{2027}\\u2028\\u2029\u{202A}é\""),
      (.number("1},\"x\":{"), #""1},\"x\":{""#), (.number("<b>"), #""\u003cb\u003e""#),
    ] as [(JSONValue, String)])
  func `a value has one text`(value: JSONValue, text: String) {
    #expect(value.text == text)
  }

  @Test func `what is written is read back`() throws {
    let value: JSONValue = [
      "a": [nil, false, 12, .number("1E-7"), "\u{2028}\"<😀>\\"], "": [["x": [:]]],
    ]
    #expect(try JSONValue(parsing: value.serialized()) == value)
  }

  @Test func `an object is changed in place and keeps its order`() {
    var object: JSONObject = ["a": 1, "b": 2, "a": 3]
    #expect(JSONValue.object(object).text == #"{"a":3,"b":2}"#)
    object["b"] = nil
    object["c"] = 4
    object["a"] = 5
    #expect(JSONValue.object(object).text == #"{"a":5,"c":4}"#)
    #expect(object.removing("a").keys == ["c"])
  }

  @Test func `accessors give nil for another kind`() {
    let value: JSONValue = ["n": 1, "s": "x", "l": [true]]
    #expect(value["n"]?.intValue == 1)
    #expect(value["s"]?.stringValue == "x")
    #expect(value["l"]?[0]?.boolValue == true)
    #expect(value["l"]?[1] == nil)
    #expect(value["l"]?[-1] == nil)
    #expect(value["s"]?.intValue == nil)
    #expect(value["n"]?["x"] == nil)
  }
}
