import HTML
package import Primitives
package import Tenancy

/// Whom a mail is for.
package struct Recipient: Hashable, Sendable {
  package let email: EmailAddress
  package let name: String
  package let language: Language

  package init(email: EmailAddress, name: String, language: Language) {
    self.email = email
    self.name = name
    self.language = language
  }

  package init(_ user: CustomerUser) {
    self.init(email: user.email, name: user.name, language: user.language)
  }
}

/// A letter put into words: what is stored and sent.
package struct RenderedMail: Hashable, Sendable {
  package let subject: String
  package let text: String
  package let html: String
}

/// Puts a letter between greeting and signature, in the recipient's language.
package struct MailRenderer: Sendable {
  package let shop: Shop
  /// `#rrggbb` of the shop's buttons; a calm blue where it chose none.
  package let accentColour: String?

  package init(shop: Shop, accentColour: String?) {
    self.shop = shop
    self.accentColour = accentColour
  }

  package func render(_ letter: Letter, for recipient: Recipient) -> RenderedMail {
    let language = recipient.language
    let frame = MailFrame(shop: shop, recipient: recipient)
    return RenderedMail(
      subject: oneLine(letter.subject(language)),
      text: TextMail(language: language).render(letter, in: frame),
      html: HTMLMail(language: language, accent: accent).render(letter, in: frame))
  }

  private var accent: HexColor {
    accentColour.flatMap { HexColor($0) } ?? HexColor(red: 0x1F, green: 0x5F, blue: 0xBF)
  }

  /// A subject is a header: nothing in it may begin another line.
  private func oneLine(_ text: String) -> String {
    String(text.map { $0.isNewline || $0.unicodeScalars.contains { $0.value < 0x20 } ? " " : $0 })
  }
}

/// What stands around every letter.
struct MailFrame {
  let shop: Shop
  let recipient: Recipient

  var greeting: Phrase {
    Phrase(nl: "Beste \(recipient.name),", en: "Dear \(recipient.name),")
  }

  var closing: Phrase { Phrase(nl: "Met vriendelijke groet,", en: "Kind regards,") }
  var signature: String { shop.sender.name }

  var imprint: String {
    ([shop.legal.legalName] + shop.legal.address.lines(recipient.language)).joined(separator: ", ")
  }
}
