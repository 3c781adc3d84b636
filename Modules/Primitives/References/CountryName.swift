/// What a country is called, by its code of two letters (ISO 3166-1).
package enum CountryName {
  /// Whether ISO 3166-1 knows the code, in capitals.
  package static func isCode(_ code: String) -> Bool { names[code] != nil }

  /// All codes, in the order of their letters.
  package static let codes = names.keys.sorted()

  /// The name, or the code itself where there is no such country.
  package static func of(_ code: String) -> Phrase { names[code] ?? Phrase(verbatim: code) }

  private static let names: [String: Phrase] = {
    var names: [String: Phrase] = [:]
    for line in CountryTable.text.split(separator: "\n") {
      let parts = line.split(separator: "|")
      guard let code = parts.first, let nl = parts.dropFirst().first, let en = parts.last else {
        continue
      }
      names[String(code)] = Phrase(nl: String(nl), en: String(en))
    }
    return names
  }()
}
