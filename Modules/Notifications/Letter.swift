package import Primitives

/// What a mail says, in both languages, before it is put into text or HTML. One structure gives
/// both, so they never say different things.
package struct Letter: Hashable, Sendable {
  package let subject: Phrase
  package let blocks: [Block]

  package init(subject: Phrase, blocks: [Block?]) {
    self.subject = subject
    self.blocks = blocks.compactMap { $0 }
  }

  package enum Block: Hashable, Sendable {
    case paragraph(Phrase)
    /// What is charged, line by line, and what it comes to.
    case items([MailItem], sums: [Fact])
    /// Names and values, such as the mandate of a debit.
    case facts([Fact])
    /// The one thing to do.
    case button(Phrase, url: String)
    /// Small print.
    case note(Phrase)
  }

  package struct Fact: Hashable, Sendable {
    package let label: Phrase
    package let value: Phrase

    package init(_ label: Phrase, _ value: Phrase) {
      self.label = label
      self.value = value
    }

    init(_ label: Phrase, _ amount: Money) { self.init(label, .amount(amount)) }
    init(_ label: Phrase, _ date: CivilDate) { self.init(label, .date(date)) }
    init(_ label: Phrase, text: String) { self.init(label, Phrase(verbatim: text)) }
  }
}

/// One line of what is charged.
package struct MailItem: Hashable, Sendable {
  package let description: String
  /// A pro rata in words: "15 of 30 days x 30.00 = 15.00".
  package let explanation: String?
  /// VAT included.
  package let amount: Money

  package init(description: String, explanation: String? = nil, amount: Money) {
    self.description = description
    self.explanation = explanation
    self.amount = amount
  }
}

/// Something that is told by mail: plain fields in, a letter out.
package protocol MailContent: Sendable {
  static var kind: MessageKind { get }
  var letter: Letter { get }
}

extension Letter.Block {
  static func portal(_ url: String) -> Letter.Block {
    .button(Phrase(nl: "Naar uw klantomgeving", en: "Go to your portal"), url: url)
  }
}

extension Phrase {
  static func amount(_ money: Money) -> Phrase {
    Phrase(nl: money.formatted(.nl), en: money.formatted(.en))
  }

  static func date(_ date: CivilDate) -> Phrase {
    Phrase(nl: date.formatted(.nl), en: date.formatted(.en))
  }
}
