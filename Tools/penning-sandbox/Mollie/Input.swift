import JSON
import Primitives

/// Reads the members of a request's body, each with the interface's own complaint.
struct Input {
  let object: JSONObject

  /// - Throws: 400 for what is no JSON object.
  init(_ bytes: [UInt8]) throws(APIFault) {
    guard !bytes.isEmpty else {
      object = [:]
      return
    }
    let value: JSONValue
    do { value = try JSONValue(parsing: bytes) } catch {
      throw APIFault(status: 400, detail: "The body is not valid JSON: \(error)")
    }
    guard let object = value.objectValue else {
      throw APIFault(status: 400, detail: "The body must be a JSON object")
    }
    self.object = object
  }

  func text(_ field: String, most: Int = 255) throws(APIFault) -> String? {
    guard let value = object[field], !value.isNull else { return nil }
    guard let text = value.stringValue, text.unicodeScalars.count <= most else {
      throw .unprocessable(field, "The \(field) is invalid")
    }
    return text
  }

  func required(_ field: String, most: Int = 255) throws(APIFault) -> String {
    guard let text = try text(field, most: most), !text.isEmpty else {
      throw .unprocessable(field, "The \(field) is missing")
    }
    return text
  }

  /// An http(s) address.
  func url(_ field: String) throws(APIFault) -> String? {
    guard let text = try text(field, most: 2000) else { return nil }
    let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    guard isPlain, text.hasPrefix("https://") || text.hasPrefix("http://") else {
      throw .unprocessable(field, "The \(field) is invalid")
    }
    return text
  }

  /// `{"currency":"EUR","value":"40.00"}` with exactly the currency's decimals.
  func amount(_ field: String = "amount", allowingZero: Bool = false) throws(APIFault) -> Money {
    guard let value = object[field] else {
      throw .unprocessable(field, "The \(field) is missing")
    }
    guard let code = value["currency"]?.stringValue, let text = value["value"]?.stringValue else {
      throw .unprocessable(field, "The \(field) must have a currency and a value, both strings")
    }
    guard let currency = Currency(code: code) else {
      throw .unprocessable(field, "The currency is not supported")
    }
    guard let money = try? Money(decimal: text, currency: currency), money.decimal == text else {
      throw .unprocessable(field, "The \(field) value is invalid")
    }
    guard money.isPositive || allowingZero && money.isZero else {
      throw .unprocessable(field, "The \(field) is lower than the minimum")
    }
    return money
  }

  /// Any JSON up to about a kilobyte.
  func metadata() throws(APIFault) -> JSONValue {
    let value = object["metadata"] ?? .null
    guard value.serialized().count <= 2048 else {
      throw .unprocessable("metadata", "The metadata is too large")
    }
    return value
  }

  /// One method, or a list of which the payer chooses.
  func methods() throws(APIFault) -> [MollieMethod] {
    let value = object["method"] ?? .null
    if value.isNull { return [] }
    let names = value.arrayValue?.map(\.stringValue) ?? [value.stringValue]
    var methods: [MollieMethod] = []
    for name in names {
      guard let method = name.flatMap(MollieMethod.init(rawValue:)) else {
        throw .unprocessable("method", "The payment method is invalid")
      }
      methods.append(method)
    }
    return methods
  }
}
