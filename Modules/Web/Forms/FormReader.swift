package import HTTPServer
import JSON
package import Primitives
package import Tenancy

/// Reads a sent form field by field into typed values; what is wrong stays beside its field, and
/// what was typed is kept to be shown again.
///
///     var form = visit.reader
///     let name = form.text("name", most: 100)
///     let price = form.money("price", .eur)
///     guard form.isComplete(), let name, let price else { return show(form.state) }
package struct FormReader: Sendable {
  package private(set) var state: FormState
  package let language: Language
  private let fields: FormFields
  private var known: Set<String>

  package init(_ fields: FormFields, language: Language, ignoring: Set<String> = []) {
    self.fields = fields
    self.language = language
    known = ignoring
    state = FormState()
    for item in fields.texts.items where !ignoring.contains(item.name) {
      state.values[item.name] = item.value
    }
  }

  /// True when every field was read and none is wrong: a form with fields that nobody asked for
  /// is refused whole (S-32). Call it last.
  package mutating func isComplete() -> Bool {
    let sent = fields.texts.names + fields.files.map(\.field)
    if sent.contains(where: { !known.contains($0) }) { state.note("", FormText.unknownField) }
    return !state.hasFaults
  }

  /// Notes a fault that a rule found.
  package mutating func refuse(_ field: String, _ phrase: Phrase) { state.note(field, phrase) }

  /// Runs a rule of the domain; its refusal becomes a fault of its field.
  package mutating func checking<Value>(
    fields names: [String: String] = [:], _ rule: () throws -> Value
  ) throws -> Value? {
    do { return try rule() } catch let refusal as any Refusal {
      state.note(refusal, fields: names)
      return nil
    }
  }

  /// The files that were sent under a name, which is then known.
  mutating func sentFiles(_ name: String) -> [FormFields.File] {
    known.insert(name)
    return fields.files.filter { $0.field == name }
  }

  /// The text as it was sent; nil when the field was not sent, or twice, which is a fault.
  private mutating func raw(_ name: String) -> String? {
    known.insert(name)
    let values = fields.texts.values(of: name)
    if values.count > 1 { state.note(name, FormText.twice) }
    return values.count == 1 ? values[0] : nil
  }
}

// Texts.
extension FormReader {
  /// One line that must be filled in, without blanks at its ends.
  package mutating func text(_ name: String, most: Int, least: Int = 1) -> String? {
    guard let text = optionalText(name, most: most, least: least) else {
      if state.fault(name) == nil { state.note(name, FormText.missing) }
      return nil
    }
    return text
  }

  /// One line that may stay empty; nil then.
  package mutating func optionalText(_ name: String, most: Int, least: Int = 1) -> String? {
    ruled(name, TextRule(most: most, least: least))
  }

  /// Several lines, line breaks as LF; nil when empty.
  package mutating func paragraph(_ name: String, most: Int = 4000) -> String? {
    ruled(name, TextRule(most: most, lines: .multiple))?.replacingLineBreaks
  }

  /// A password: any text, taken exactly as typed, and never shown again.
  package mutating func password(_ name: String, most: Int = 1024) -> String? {
    let typed = raw(name)
    state.values[name] = nil
    guard let typed, !typed.isEmpty else {
      state.note(name, FormText.missing)
      return nil
    }
    guard typed.utf8.count <= most else {
      state.note(name, FormText.tooLong(most))
      return nil
    }
    return typed
  }

  package mutating func email(_ name: String) -> EmailAddress? {
    parsed(name, most: EmailAddress.maxLength, FormText.email, EmailAddress.init)
  }

  /// Any value that is written as text: a VAT number, an IBAN, an id.
  package mutating func parsed<Value>(
    _ name: String, most: Int, _ fault: Phrase = FormText.malformed, _ read: (String) -> Value?
  ) -> Value? {
    guard let text = text(name, most: most) else { return nil }
    guard let value = read(text) else {
      state.note(name, fault)
      return nil
    }
    return value
  }

  /// The same for a field that may stay empty; nil then.
  package mutating func optionalParsed<Value>(
    _ name: String, most: Int, _ fault: Phrase = FormText.malformed, _ read: (String) -> Value?
  ) -> Value? {
    guard let text = optionalText(name, most: most) else { return nil }
    guard let value = read(text) else {
      state.note(name, fault)
      return nil
    }
    return value
  }

  private mutating func ruled(_ name: String, _ rule: TextRule) -> String? {
    guard let typed = raw(name) else { return nil }
    // Cut before trimming, so that a megabyte of blanks costs nothing.
    guard typed.utf8.count <= rule.most * 8 + 1024 else {
      state.note(name, FormText.tooLong(rule.most))
      return nil
    }
    let text = typed.withoutBlankEnds
    if text.isEmpty { return nil }
    switch rule.fault(in: text) {
    case nil: return text
    case .blank: return nil
    case .tooLong(let most): state.note(name, FormText.tooLong(most))
    case .tooShort(let least): state.note(name, FormText.tooShort(least))
    case .controlCharacter: state.note(name, FormText.controlCharacters)
    }
    return nil
  }
}

// Values.
extension FormReader {
  /// An amount as people type it, up to a thousand million either way.
  package mutating func money(_ name: String, _ currency: Currency) -> Money? {
    guard let amount = parsed(name, most: 40, FormText.amount, { MoneyInput.read($0, currency) })
    else { return nil }
    let limit = Money.inputLimitUnits * currency.minorUnitsPerUnit
    guard amount.minorUnits.magnitude <= limit.magnitude else {
      state.note(name, FormText.amountRange)
      return nil
    }
    return amount
  }

  package mutating func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
    guard let number = parsed(name, most: 20, FormText.number, Self.plainInteger) else {
      return nil
    }
    guard range.contains(number) else {
      state.note(name, FormText.range(range))
      return nil
    }
    return number
  }

  /// `2026-11-16`, as date fields send it, or `16-11-2026` as people type it.
  package mutating func date(_ name: String) -> CivilDate? {
    parsed(name, most: 10, FormText.date, Self.plainDate)
  }

  package mutating func optionalDate(_ name: String) -> CivilDate? {
    optionalParsed(name, most: 10, FormText.date, Self.plainDate)
  }

  package mutating func id<Owner: Entity>(_ name: String, of: Owner.Type = Owner.self)
    -> EntityID<Owner>?
  {
    choice(name) { EntityID<Owner>($0) }
  }

  /// One of the cases, by its raw value.
  package mutating func choice<Value: RawRepresentable<String>>(
    _ name: String, of: Value.Type = Value.self
  ) -> Value? { choice(name) { Value(rawValue: $0) } }

  /// One of a list, as `read` knows it by its text.
  package mutating func choice<Value>(_ name: String, _ read: (String) -> Value?) -> Value? {
    guard let text = raw(name), !text.isEmpty else {
      if state.fault(name) == nil { state.note(name, FormText.notSelected) }
      return nil
    }
    guard text.utf8.count <= 200, let value = read(text) else {
      state.note(name, FormText.unknownChoice)
      return nil
    }
    return value
  }

  /// Several of a list: checkboxes of one name.
  package mutating func choices<Value>(
    _ name: String, most: Int = 100, _ read: (String) -> Value?
  ) -> [Value] {
    known.insert(name)
    let texts = fields.texts.values(of: name)
    state.values[name] = texts.prefix(most).joined(separator: "\n")
    let values = texts.prefix(most).compactMap(read)
    if values.count != texts.count { state.note(name, FormText.unknownChoice) }
    return values
  }

  /// Whether a box is ticked. Browsers leave an empty one out.
  package mutating func checkbox(_ name: String) -> Bool {
    let text = raw(name)
    if let text, text != "on" { state.note(name, FormText.unknownChoice) }
    return text == "on"
  }

  /// A field that the form carries along without asking for it, such as `next`.
  package mutating func carried(_ name: String) -> String? { raw(name) }

  private static func plainInteger(_ text: String) -> Int? {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return Int(text)
  }

  private static func plainDate(_ text: String) -> CivilDate? {
    if let date = CivilDate(text) { return date }
    let parts = text.split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == "-" || $0 == "/" || $0 == "." })
    guard parts.count == 3, parts[2].count == 4, (1...2).contains(parts[0].count),
      (1...2).contains(parts[1].count), let day = plainInteger(String(parts[0])),
      let month = plainInteger(String(parts[1])), let year = plainInteger(String(parts[2]))
    else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }
}

extension String {
  fileprivate var withoutBlankEnds: String {
    let start = drop { $0.isWhitespace }
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
  }

  /// Browsers send CR LF.
  fileprivate var replacingLineBreaks: String {
    String(map { $0 == "\r\n" || $0 == "\r" ? "\n" : $0 })
  }
}
