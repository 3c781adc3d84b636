import JSON
import Testing

private struct Order: Sendable, Equatable {
  var price: String
  var quantity: Int
  var note: String?
  var collection: Collection
}

private enum Collection: Sendable, Equatable {
  case purchaseDate
  case fixedDay(Int)
}

private enum Unit: String, CaseIterable, Sendable { case week, month }

private let collection = Shape<Collection>.oneOf(
  "policy",
  [
    .init("purchaseDate", .object { () throws(ShapeFault) in .purchaseDate }),
    .init(
      "fixedDay",
      .object(.required("day", Shape<Int>.integer(in: 1...28))) { (day) throws(ShapeFault) in
        .fixedDay(day)
      }),
  ])

private let order = Shape<Order>.object(
  .required("price", Shape.decimal(fraction: 2)),
  .optional("quantity", Shape<Int>.integer(in: 1...1000), default: 1),
  .optional("note", Shape.text(most: 10)),
  .required("collection", collection)
) { (price, quantity, note, collection) throws(ShapeFault) in
  Order(price: price, quantity: quantity, note: note, collection: collection)
}

@Suite struct ShapeTests {
  @Test func `a good body becomes its value`() throws {
    let body: JSONValue = ["price": "15.00", "collection": ["policy": "fixedDay", "day": 3]]
    let value = try order.value(of: body)
    #expect(
      value == Order(price: "15.00", quantity: 1, note: nil, collection: .fixedDay(3)))
    let full: JSONValue = [
      "collection": ["policy": "purchaseDate"], "note": "hé", "quantity": 1000, "price": "-3",
    ]
    #expect(
      try order.value(of: full)
        == Order(price: "-3", quantity: 1000, note: "hé", collection: .purchaseDate))
  }

  @Test(arguments: [
    ("[]", [""], ["type"]),
    ("null", [""], ["type"]),
    ("{}", ["/price", "/collection"], ["missing", "missing"]),
    (#"{"price":15,"collection":3}"#, ["/price", "/collection"], ["type", "type"]),
    (
      #"{"price":"1,5","collection":{"policy":"x"}}"#, ["/price", "/collection/policy"],
      ["format", "choice"]
    ),
    (
      #"{"price":"1","collection":{"policy":"fixedDay"}}"#, ["/collection/day"], ["missing"]
    ),
    (
      #"{"price":"1","collection":{"policy":"fixedDay","day":29}}"#, ["/collection/day"],
      ["range"]
    ),
    (
      #"{"price":"1","collection":{"policy":"fixedDay","day":1.5}}"#, ["/collection/day"],
      ["type"]
    ),
    (
      #"{"price":"1","collection":{"policy":"purchaseDate","day":1}}"#, ["/collection/day"],
      ["unknown"]
    ),
    (#"{"price":"1","collection":{}}"#, ["/collection/policy"], ["missing"]),
    (#"{"price":"1","collection":{"policy":["fixedDay"]}}"#, ["/collection/policy"], ["type"]),
    (
      #"{"price":"1","collection":{"policy":"purchaseDate"},"tenant_id":7,"a/b":1}"#,
      ["/tenant_id", "/a~1b"], ["unknown", "unknown"]
    ),
    (
      #"{"price":"1","collection":{"policy":"purchaseDate"},"note":null}"#, ["/note"], ["type"]
    ),
    (
      #"{"price":"1","collection":{"policy":"purchaseDate"},"note":"a\u0007","quantity":1e3}"#,
      ["/quantity", "/note"], ["type", "control_character"]
    ),
    (
      #"{"price":"1","collection":{"policy":"purchaseDate"},"note":"   "}"#, ["/note"], ["blank"]
    ),
    (
      #"{"price":"1","collection":{"policy":"purchaseDate"},"note":"12345678901"}"#, ["/note"],
      ["length"]
    ),
  ])
  func `every problem of a bad body is named`(
    text: String, pointers: [String], codes: [String]
  ) throws {
    let body = try JSONValue(parsing: text)
    let error = #expect(throws: FieldProblems.self) { try order.value(of: body) }
    #expect(error?.problems.map(\.pointer) == pointers)
    #expect(error?.problems.map(\.code) == codes)
  }

  @Test(arguments: [
    "", "1.", ".5", "01", "1.005", "+1", "1e3", "NaN", "-", "--1", " 1", "1 ", "0x10", "١",
    "1.0.0", "1234567890123456", "1_000",
  ])
  func `a decimal text is strict`(text: String) {
    var problems: [FieldProblem] = []
    #expect(Shape.decimal(fraction: 2).read(.string(text), at: "/x", into: &problems) == nil)
    #expect(problems.map(\.pointer) == ["/x"])
  }

  @Test func `lists name the item, and a long list of faults is cut`() throws {
    let units = Shape.list(of: Shape<Unit>.choice(), count: 1...1000)
    #expect(try units.value(of: ["week", "month"]) == [.week, .month])
    var problems: [FieldProblem] = []
    _ = units.read(["week", "day"], at: "/units", into: &problems)
    #expect(problems.map(\.pointer) == ["/units/1"])
    #expect(problems.first?.detail == "must be one of week, month")
    #expect(throws: FieldProblems.self) { try units.value(of: []) }
    let many = JSONValue.array(Array(repeating: 1, count: 900))
    let error = #expect(throws: FieldProblems.self) { try units.value(of: many) }
    #expect(error?.problems.count == 50)
  }

  @Test func `thousands of unknown fields cost little`() {
    let members = (0..<20_000).map { ("x\($0)", JSONValue.null) }
    let text = "{" + members.map { "\"\($0.0)\":null" }.joined(separator: ",") + "}"
    let error = #expect(throws: FieldProblems.self) {
      try order.value(of: JSONValue(parsing: text))
    }
    #expect(error?.problems.count == 50)
  }

  @Test func `a value of the right form can still be refused at a part`() {
    let pair = Shape<[Int]>.object(
      .required("from", Shape<Int>.integer(in: 0...9)),
      .required("until", Shape<Int>.integer(in: 0...9))
    ) { (from, until) throws(ShapeFault) in
      guard from < until else {
        throw ShapeFault("order", "must be after from", at: "/until")
      }
      return [from, until]
    }
    var problems: [FieldProblem] = []
    _ = pair.read(["from": 3, "until": 3], at: "/period", into: &problems)
    #expect(problems.map(\.pointer) == ["/period/until"])
    #expect(problems.map(\.code) == ["order"])
  }

  @Test func `null is taken where it is said so`() throws {
    let shape = Shape<Int>.integer(in: 1...2).orNull
    #expect(try shape.value(of: nil) == nil)
    #expect(try shape.value(of: 2) == 2)
    #expect(throws: FieldProblems.self) { try shape.value(of: 3) }
  }

  @Test func `a shape describes what it reads`() {
    #expect(
      order.titled("Order").schema.text.hasPrefix(
        #"{"type":"object","properties":{"price":{"type":"string","#))
    #expect(order.schema["required"] == ["price", "collection"])
    #expect(order.schema["additionalProperties"] == false)
    #expect(order.schema["properties"]?["quantity"]?["maximum"] == 1000)
    let fixedDay = order.schema["properties"]?["collection"]?["oneOf"]?[1]
    #expect(fixedDay?["properties"]?["policy"] == ["const": "fixedDay"])
    #expect(fixedDay?["required"] == ["policy", "day"])
    #expect(order.titled("Order").schema["title"] == "Order")
  }

  @Test func `an answer renders and describes itself`() {
    let answer = Answer<Order>.object(
      "Order",
      [
        .init("price", .text) { $0.price },
        .init("note", Answer<String>.text.orNull) { $0.note },
        .init("counts", Answer<Int>.integer.list) { [$0.quantity, 2] },
      ])
    let value = Order(price: "1.00", quantity: 1, note: nil, collection: .purchaseDate)
    #expect(answer.render(value).text == #"{"price":"1.00","note":null,"counts":[1,2]}"#)
    #expect(answer.schema["title"] == "Order")
    #expect(answer.schema["required"] == ["price", "note", "counts"])
  }
}

@Suite struct TextRuleTests {
  @Test(
    arguments: [
      ("Łukasz Şahin-Đorđević", nil), ("a\u{301}😀👨‍👩‍👧", nil), ("\t", .controlCharacter),
      ("a\nb", .controlCharacter), ("a\u{7F}", .controlCharacter), ("a\u{85}", .controlCharacter),
      ("a\u{202E}b", .controlCharacter), ("a\u{2028}", .controlCharacter), ("", .blank),
      (" \u{A0}", .blank), ("a", .tooShort(least: 2)),
      (String(repeating: "a", count: 41), .tooLong(most: 40)),
      (String(repeating: "a", count: 100_000), .tooLong(most: 40)),
    ] as [(String, TextRule.Fault?)])
  func `one line of text`(text: String, fault: TextRule.Fault?) {
    #expect(TextRule(most: 40, least: 2).fault(in: text) == fault)
  }

  @Test func `lines where they are allowed, nothing where nothing is needed`() {
    #expect(TextRule(most: 9, lines: .multiple).fault(in: "a\r\n\tb") == nil)
    #expect(TextRule(most: 9, least: 0).fault(in: "") == nil)
  }
}
