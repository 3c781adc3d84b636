import Primitives

/// A letter as plain text: everything the HTML says, readable anywhere.
struct TextMail {
  let language: Language

  func render(_ letter: Letter, in frame: MailFrame) -> String {
    let parts =
      [frame.greeting(language)] + letter.blocks.map(text)
      + [frame.closing(language) + "\n" + frame.signature, "-- \n" + frame.imprint]
    return parts.joined(separator: "\n\n") + "\n"
  }

  private func text(_ block: Letter.Block) -> String {
    switch block {
    case .paragraph(let phrase), .note(let phrase): phrase(language)
    case .items(let items, let sums):
      (items.map(text) + sums.map(text)).joined(separator: "\n")
    case .facts(let facts): facts.map(text).joined(separator: "\n")
    case .button(let label, let url): label(language) + ":\n" + url
    }
  }

  private func text(_ item: MailItem) -> String {
    let line = "- \(item.description): \(item.amount.formatted(language))"
    return item.explanation.map { line + "\n  " + $0 } ?? line
  }

  private func text(_ fact: Letter.Fact) -> String {
    "\(fact.label(language)): \(fact.value(language))"
  }
}
