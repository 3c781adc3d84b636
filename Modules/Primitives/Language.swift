/// The languages of every page, mail and document.
package enum Language: String, CaseIterable, Hashable, Sendable {
  case nl
  case en
}

/// One text in every language. Both stand side by side, so that a missing one does not compile.
package struct Phrase: Hashable, Sendable {
  package let nl: String
  package let en: String

  package init(nl: String, en: String) {
    self.nl = nl
    self.en = en
  }

  /// A text that is the same in every language, such as a name.
  package init(verbatim text: String) { self.init(nl: text, en: text) }

  package func callAsFunction(_ language: Language) -> String {
    switch language {
    case .nl: nl
    case .en: en
    }
  }
}
