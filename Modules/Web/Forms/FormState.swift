package import Primitives

/// What a form shows: the values to start from or as typed, and what is wrong with them.
package struct FormState: Sendable, Hashable {
  package struct Fault: Sendable, Hashable {
    /// Empty for a fault of the form as a whole.
    package let field: String
    package let phrase: Phrase
  }

  package var values: [String: String]
  package private(set) var faults: [Fault]

  /// A form as it is first shown.
  package init(values: [String: String] = [:]) {
    self.values = values
    faults = []
  }

  package var hasFaults: Bool { !faults.isEmpty }

  package func value(_ field: String) -> String { values[field] ?? "" }

  package func fault(_ field: String) -> Phrase? { faults.first { $0.field == field }?.phrase }

  /// Notes a fault; of one field the first counts.
  package mutating func note(_ field: String, _ phrase: Phrase) {
    guard fault(field) == nil, faults.count < 50 else { return }
    faults.append(Fault(field: field, phrase: phrase))
  }

  /// Notes what a rule refused. Its pointer names the field: "/address/city" is the field
  /// "address.city" or "city", whichever the form has, unless `fields` says otherwise. A refusal
  /// without a field of this form is one of the whole.
  package mutating func note(_ refusal: any Refusal, fields: [String: String] = [:]) {
    note(field(of: refusal.pointer, fields), refusal.phrase)
  }

  private func field(of pointer: String?, _ fields: [String: String]) -> String {
    guard let pointer, pointer.hasPrefix("/") else { return "" }
    if let named = fields[pointer] { return named }
    let parts = pointer.dropFirst().split(separator: "/")
    let candidates = [parts.joined(separator: "."), parts.last.map(String.init) ?? ""]
    return candidates.first { values[$0] != nil } ?? ""
  }
}
