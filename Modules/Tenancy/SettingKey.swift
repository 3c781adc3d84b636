package import JSON

/// One key of the settings: how its value is written, read and described.
///
/// The same shape reads the stored row, a program's request and a typed change, so that nothing
/// gets in that could not be read again.
package struct SettingKey: Sendable {
  package let name: String
  /// JSON Schema of the value.
  package let schema: JSONValue
  /// Where the value is a number: its bounds, for the message.
  let range: ClosedRange<Int>?
  /// The key's value in these settings.
  package let json: @Sendable (ShopSettings) -> JSONValue
  let read: @Sendable (JSONValue, inout ShopSettings, inout [FieldProblem]) -> Void

  private init<Value: Sendable>(
    _ name: String, _ path: any WritableKeyPath<ShopSettings, Value> & Sendable,
    _ shape: Shape<Value>, range: ClosedRange<Int>? = nil,
    json: @escaping @Sendable (Value) -> JSONValue
  ) {
    self.name = name
    self.range = range
    schema = shape.schema
    self.json = { json($0[keyPath: path]) }
    read = { value, settings, problems in
      guard let value = shape.read(value, at: "/" + name, into: &problems) else { return }
      settings[keyPath: path] = value
    }
  }

  private static func days(
    _ name: String, _ path: any WritableKeyPath<ShopSettings, Int> & Sendable,
    _ range: ClosedRange<Int>
  ) -> SettingKey {
    SettingKey(name, path, .integer(in: range), range: range) { JSONValue($0) }
  }

  private static func choice<Value: CaseIterable & RawRepresentable<String> & Sendable>(
    _ name: String, _ path: any WritableKeyPath<ShopSettings, Value> & Sendable
  ) -> SettingKey {
    SettingKey(name, path, .choice(of: Value.self)) { .string($0.rawValue) }
  }

  private static func flag(
    _ name: String, _ path: any WritableKeyPath<ShopSettings, Bool> & Sendable
  ) -> SettingKey {
    SettingKey(name, path, .bool) { JSONValue($0) }
  }

  package static let all: [SettingKey] = payments + documents + subscriptions + taxes

  private static let payments: [SettingKey] = [
    SettingKey("collectionPolicy", \.collectionPolicy, CollectionPolicy.shape) { $0.json },
    days("collectionLeadDays", \.collectionLeadDays, 0...10),
    flag("customersChooseDay", \.customersChooseDay),
    days("preNotificationDays", \.preNotificationDays, 0...14),
    days("paymentTermDays", \.paymentTermDays, 0...90),
    choice("allocationRule", \.allocationRule),
    days("memoryAidDays", \.memoryAidDays, 0...30),
    days("reminderDays", \.reminderDays, 0...90),
    SettingKey("paymentMethods", \.paymentMethods, methods) {
      JSONValue($0.map(JSONValue.string))
    },
  ]

  private static let documents: [SettingKey] = [
    choice("invoiceMode", \.invoiceMode),
    days("renewalNoticeDays", \.renewalNoticeDays, 0...60),
    flag("combinesDocuments", \.combinesDocuments),
    SettingKey("numbering", \.numbering, Numbering.shape) { $0.json },
    flag("showIBAN", \.showIBAN),
    flag("attachesUBL", \.attachesUBL),
    choice("portalOrder", \.portalOrder),
    SettingKey("accentColour", \.accentColour, colour.orNull) { JSONValue($0) },
  ]

  private static let subscriptions: [SettingKey] = [
    days("cancellationNoticeDays", \.cancellationNoticeDays, 0...31),
    flag("customersMayPause", \.customersMayPause),
    days("maximumPauseDays", \.maximumPauseDays, 1...366),
    choice("unusedPart", \.unusedPart),
    choice("downgradeTiming", \.downgradeTiming),
  ]

  private static let taxes: [SettingKey] = [
    flag("defersRevenue", \.defersRevenue),
    flag("usesOneStopShop", \.usesOneStopShop),
    flag("isSmallBusiness", \.isSmallBusiness),
  ]

  private static let methods = Shape<[String]>
    .list(of: .text(most: 32), count: 1...12)
    .refined { (names) throws(ShapeFault) in
      guard Set(names).count == names.count, names.allSatisfy(isMethodID) else {
        throw ShapeFault("format", "must be different ids of payment methods")
      }
      return names
    }

  private static func isMethodID(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.allSatisfy { (97...122).contains($0) || isCapital($0) }
  }

  private static let colour = Shape<String>.text(most: 7, least: 7)
    .refined { (text) throws(ShapeFault) in
      let digits = text.utf8.dropFirst()
      let hex = digits.allSatisfy {
        isDigit($0) || (97...102).contains($0) || (65...70).contains($0)
      }
      guard text.utf8.first == UInt8(ascii: "#"), hex else {
        throw ShapeFault("format", "must be a colour such as #1a6f4b")
      }
      return text
    }
}

extension CollectionPolicy {
  /// `{"policy": "purchaseDate"}` or `{"policy": "fixedDay", "day": 1}`, as in the contract.
  package static let shape = Shape<CollectionPolicy>.oneOf(
    "policy",
    [
      .init("purchaseDate", .object { CollectionPolicy.purchaseDate }),
      .init("fixedDay", .object(.required("day", .integer(in: days))) { .fixedDay($0) }),
    ])

  package var json: JSONValue {
    switch self {
    case .purchaseDate: ["policy": "purchaseDate"]
    case .fixedDay(let day): ["policy": "fixedDay", "day": JSONValue(day)]
    }
  }
}

extension NumberFormat {
  static let shape = Shape<NumberFormat>.object(
    .required("prefix", .text(most: prefixLength, least: 0)),
    .required("includesYear", .bool),
    .required("width", .integer(in: widths))
  ) { (prefix, includesYear, width) throws(ShapeFault) in
    guard prefix.utf8.allSatisfy(isPrefixByte) else {
      throw ShapeFault("format", "must be capitals, digits, - or /", at: "/prefix")
    }
    return NumberFormat(prefix: prefix, includesYear: includesYear, width: width)
  }

  private static func isPrefixByte(_ byte: UInt8) -> Bool {
    isCapital(byte) || isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/")
  }

  var json: JSONValue {
    [
      "prefix": .string(prefix), "includesYear": JSONValue(includesYear),
      "width": JSONValue(width),
    ]
  }
}

extension Numbering {
  static let shape = Shape<Numbering>.object(
    .required("proForma", NumberFormat.shape), .required("invoice", NumberFormat.shape),
    .required("creditNote", NumberFormat.shape)
  ) { (proForma, invoice, creditNote) throws(ShapeFault) in
    var numbering = Numbering()
    numbering.proForma = proForma
    numbering.invoice = invoice
    numbering.creditNote = creditNote
    guard numbering.isDistinct else {
      throw ShapeFault("distinct", "must differ per series, so that no number means two documents")
    }
    return numbering
  }

  /// Equal looking series would give two documents one number.
  private var isDistinct: Bool {
    Set([proForma, invoice, creditNote].map { "\($0.prefix)|\($0.includesYear)" }).count == 3
  }

  var json: JSONValue {
    ["proForma": proForma.json, "invoice": invoice.json, "creditNote": creditNote.json]
  }
}
