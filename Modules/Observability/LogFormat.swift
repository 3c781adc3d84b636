import JSON
import Primitives

/// How an event becomes a line. Neither form lets data break out of its line or reach a terminal
/// as a command: control characters, line separators and bidirectional marks are written as
/// escapes.
package enum LogFormat: String, Sendable, CaseIterable {
  case text
  case json

  /// The line, without its end.
  package func line(_ event: LogEvent) -> String {
    switch self {
    case .text: textLine(event)
    case .json: jsonLine(event)
    }
  }
}

private func textLine(_ event: LogEvent) -> String {
  var line = "\(event.at.rfc3339) \(event.level.name.uppercased()) \(escaped(event.message))"
  for field in event.fields.all {
    line += " \(escaped(field.name))=\(textValue(field.value))"
  }
  return line
}

private func textValue(_ value: LogValue) -> String {
  switch value {
  case .text(let text): quotedIfNeeded(text)
  case .integer(let number): "\(number)"
  case .boolean(let flag): "\(flag)"
  case .duration(let duration): milliseconds(duration)
  case .secret: "***"
  }
}

private func quotedIfNeeded(_ text: String) -> String {
  let inner = escaped(text)
  let plain = !inner.isEmpty && !inner.contains { " \"=\\".contains($0) }
  return plain ? inner : "\"\(inner)\""
}

/// Escapes what a terminal or a line reader would act upon, and the quote.
private func escaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    default:
      if isUnsafe(scalar) {
        result += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
  }
  return result
}

private func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: true
  default: false
  }
}

private func jsonLine(_ event: LogEvent) -> String {
  var object = JSONObject()
  object["time"] = .string(event.at.rfc3339)
  object["level"] = .string(event.level.name)
  object["message"] = .string(harmless(event.message))
  for field in event.fields.all {
    let name = harmless(field.name)
    object[object[name] == nil ? name : "field_\(name)"] = jsonValue(field.value)
  }
  return JSONValue.object(object).text
}

private func jsonValue(_ value: LogValue) -> JSONValue {
  switch value {
  case .text(let text): .string(harmless(text))
  case .integer(let number): .integer(number)
  case .boolean(let flag): .bool(flag)
  case .duration(let duration): .number(milliseconds(duration))
  case .secret: .string("***")
  }
}

/// JSON escapes C0 itself; what it leaves (DEL, C1, bidirectional marks) or what readers of JSON
/// refuse (NUL) is spelled out.
private func harmless(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: needsSpelling) else { return text }
  var result = ""
  for scalar in text.unicodeScalars {
    if needsSpelling(scalar) {
      result += "\\u{\(String(scalar.value, radix: 16))}"
    } else {
      result.unicodeScalars.append(scalar)
    }
  }
  return result
}

private func needsSpelling(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value == 0 || scalar.value >= 0x7F && isUnsafe(scalar)
}

/// `12.345`.
private func milliseconds(_ duration: Duration) -> String {
  let (seconds, attoseconds) = duration.components
  let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
  let total = overflow ? Int64.max : product &+ attoseconds / 1_000_000_000_000
  let (whole, thousandths) = total.magnitude.quotientAndRemainder(dividingBy: 1000)
  let fraction = "\(thousandths)"
  let zeros = String(repeating: "0", count: 3 - fraction.utf8.count)
  return "\(total < 0 ? "-" : "")\(whole).\(zeros)\(fraction)"
}
