import JSON
import Primitives
import Tenancy

// How a manual draft is stored: one JSON text, since nobody looks for its parts.

extension ManualContent {
  var text: String {
    let members: [(String, JSONValue)] = [
      ("lines", .array(lines.map(\.value))), ("pricesIncludeVAT", .bool(pricesIncludeVAT)),
      ("mode", .string(mode.rawValue)), ("dueOn", .text(dueOn?.description)),
      ("customerReference", .text(customerReference)), ("note", .text(note)),
    ]
    return JSONValue.object(JSONObject(members: members)).text
  }

  /// Reads what `text` wrote; nil when it is damaged.
  init?(stored text: String, currency: Currency) {
    guard let value = try? JSONValue(parsing: Array(text.utf8)),  // Damage is told by the caller.
      let stored = value["lines"]?.arrayValue, let includes = value["pricesIncludeVAT"]?.boolValue,
      let mode = value["mode"]?.stringValue.flatMap(InvoiceMode.init(rawValue:))
    else { return nil }
    let lines = stored.compactMap { Line($0, currency) }
    guard lines.count == stored.count else { return nil }
    self.init(
      lines: lines, pricesIncludeVAT: includes, mode: mode,
      dueOn: value["dueOn"]?.stringValue.flatMap { CivilDate($0) },
      customerReference: value["customerReference"]?.stringValue,
      note: value["note"]?.stringValue)
  }
}

extension ManualContent.Line {
  fileprivate var value: JSONValue {
    .object(
      JSONObject(members: [
        ("description", .string(description)), ("quantity", .integer(quantity)),
        ("unitPrice", unitPrice.map { .integer($0.minorUnits) } ?? .null),
        ("treatment", .string(treatment.code)), ("from", .text(period?.from.description)),
        ("until", .text(period?.until.description)),
      ]))
  }

  fileprivate init?(_ value: JSONValue, _ currency: Currency) {
    guard let description = value["description"]?.stringValue,
      let quantity = value["quantity"]?.integerValue,
      let treatment = value["treatment"]?.stringValue.flatMap({ VATTreatment(code: $0) })
    else { return nil }
    var period: Period?
    if let from = value["from"]?.stringValue.flatMap({ CivilDate($0) }),
      let until = value["until"]?.stringValue.flatMap({ CivilDate($0) })
    {
      period = Period(from: from, until: until)
    }
    self.init(
      description: description, quantity: quantity,
      unitPrice: value["unitPrice"]?.integerValue.map {
        Money(minorUnits: $0, currency: currency)
      }, treatment: treatment, period: period)
  }
}

extension JSONValue {
  fileprivate static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}
