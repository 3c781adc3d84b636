import Primitives
import TestSupport
import Testing

@testable import Notifications
@testable import Tenancy

@Suite struct LetterTests {
  static let url = "https://shop.example.nl/demo/portal"
  static let due = CivilDate("2026-12-01")

  struct Sample: Sendable, CustomTestStringConvertible {
    let name: String
    let content: any MailContent
    var testDescription: String { name }
  }

  /// One of each kind.
  static func samples() throws -> [Sample] {
    let day = try #require(due)
    let claim = try claim()
    return [
      Sample(name: "sign-in", content: SignInLinkMail(url: url + "/sign-in/abc")),
      Sample(name: "request", content: PaymentRequestMail(claim)),
      Sample(name: "request with debit", content: PaymentRequestMail(try Self.claim(debit: true))),
      Sample(name: "invoice due", content: InvoiceDueMail(claim)),
      Sample(
        name: "invoice paid",
        content: InvoicePaidMail(
          number: "2026-00042", proFormaNumber: "PF000123", total: .eur(1500),
          creditsUsed: .eur(0), paidOn: day, portalURL: url)),
      Sample(
        name: "memory aid",
        content: MemoryAidMail(number: "PF000123", toPay: .eur(1500), dueOn: day, portalURL: url)),
      Sample(
        name: "reminder",
        content: ReminderMail(
          number: "PF000123", toPay: .eur(1500), dueOn: day, level: 1, portalURL: url,
          transfer: TransferDetails(
            iban: "NL91 ABNA 0417 1643 00", accountName: "Demo B.V.", reference: "RF18 5390"))),
      Sample(
        name: "failed",
        content: PaymentFailedMail(
          number: "PF000123", amount: .eur(1500), reason: nil, portalURL: url)),
      Sample(
        name: "subscription",
        content: SubscriptionConfirmedMail(
          planName: "Groente", price: .eur(3000), interval: Phrase(nl: "per maand", en: "a month"),
          startedOn: day, paidNow: .eur(1500), nextAmount: .eur(3000), nextCollectionOn: day,
          portalURL: url)),
      Sample(
        name: "cancellation",
        content: CancellationConfirmedMail(
          planName: "Groente", endsOn: day, credit: .eur(500), portalURL: url)),
    ] + (try ContractSamples(text: "Groente").all())
  }

  static func claim(
    debit: Bool = false, credits: Int64 = 0, description: String = "Groente, 16-30 november"
  ) throws -> Claim {
    let day = try #require(due)
    let toPay = Money.eur(1500 - credits)
    let notice = CollectionNotice(
      amount: toPay, collectOn: day, mandateReference: "M-2026-1",
      creditorID: "NL98ZZZ123456780000", creditorName: "Demo B.V.")
    return Claim(
      number: "PF000123",
      items: [
        MailItem(
          description: description, explanation: "15 van 30 dagen x 30,00 = 15,00",
          amount: .eur(1500))
      ],
      total: .eur(1500), creditsUsed: .eur(credits), toPay: toPay, dueOn: day,
      collection: debit ? notice : nil, portalURL: url)
  }

  static func render(
    _ content: any MailContent, _ language: Language, name: String = "Piet Jansen"
  ) throws -> RenderedMail {
    let recipient = Recipient(
      email: try #require(EmailAddress("piet@example.nl")), name: name, language: language)
    return try renderer().render(content.letter, for: recipient)
  }

  /// A shop as it is kept; stores make the real ones.
  static func renderer() throws -> MailRenderer {
    let new = try Demo.shop()
    let shop = Shop(
      id: Shop.ID(rawValue: 1), slug: new.slug, name: new.name, host: nil, zone: new.zone,
      language: .nl, currency: .eur, country: new.legal.address.country,
      platformPackage: .ultimate, legal: new.legal, sender: new.sender, state: .active,
      createdAt: Demo.start, version: 1)
    return MailRenderer(shop: shop, accentColour: "#1a6f4b")
  }

  @Test func everyKindHasASampleAndBothLanguagesDiffer() throws {
    let samples = try Self.samples()
    #expect(Set(samples.map { type(of: $0.content).kind }) == Set(MessageKind.allCases))
    for sample in samples {
      let (nl, en) = (
        try Self.render(sample.content, .nl), try Self.render(sample.content, .en)
      )
      #expect(nl.subject != en.subject, "\(sample.name)")
      #expect(nl.text.hasPrefix("Beste Piet Jansen,") && en.text.hasPrefix("Dear Piet Jansen,"))
      #expect(nl.html.contains("<html lang=\"nl\">") && en.html.contains("<html lang=\"en\">"))
      for mail in [nl, en] {
        #expect(!mail.subject.isEmpty && mail.subject.utf8.count < 150)
        #expect(mail.text.contains(Self.url) && mail.html.contains("href=\"\(Self.url)"))
        #expect(mail.text.contains("demo B.V., Dorpsstraat 1, 1234 AB  Utrecht, Ne"))
      }
    }
  }

  @Test func dutchIsPoliteThroughout() throws {
    for sample in try Self.samples() {
      let text = try Self.render(sample.content, .nl).text
      let words = text.split { !$0.isLetter }.map { $0.lowercased() }
      for familiar in ["je", "jij", "jouw", "jullie"] { #expect(!words.contains(familiar)) }
    }
  }

  @Test func thePaymentRequestExplainsItselfAndIsNoInvoice() throws {
    let mail = try Self.render(PaymentRequestMail(try Self.claim(credits: 500)), .nl)
    #expect(mail.subject.hasPrefix("Betaalverzoek PF000123: €"))
    for line in [
      "- Groente, 16-30 november: \(Money.eur(1500).formatted(.nl))",
      "  15 van 30 dagen x 30,00 = 15,00",
      "Betaald met uw tegoed: \(Money.eur(-500).formatted(.nl))",
      "Te betalen: \(Money.eur(1000).formatted(.nl))",
      "geen btw-factuur. De btw-factuur volgt na betaling.",
    ] {
      #expect(mail.text.contains(line), "\(line)")
    }
  }

  @Test(arguments: Language.allCases)
  func theNoticeOfADebitNamesAllThatItMust(language: Language) throws {
    let mail = try Self.render(PaymentRequestMail(try Self.claim(debit: true)), language)
    let date = try #require(Self.due).formatted(language)
    for part in [
      "M-2026-1", "NL98ZZZ123456780000", "Demo B.V.", date, Money.eur(1500).formatted(language),
    ] {
      #expect(mail.text.contains(part) && mail.html.contains(part), "\(part)")
    }
    #expect(mail.subject.contains(date))
  }

  @Test func nothingTypedByPeopleBecomesMarkup() throws {
    let evil = "\"><img src=x onerror=alert(1)></td>"
    let claim = try Self.claim(description: evil)
    let mail = try Self.render(PaymentRequestMail(claim), .en, name: evil)
    #expect(!mail.html.contains("<img"))
    #expect(mail.text.contains(evil))
  }

  @Test func aSubjectIsOneLine() throws {
    let content = CancellationConfirmedMail(
      planName: "Groente\r\nBcc: dief@example.nl", endsOn: try #require(Self.due), credit: nil,
      portalURL: Self.url)
    let subject = try Self.render(content, .nl).subject
    #expect(!subject.contains { $0.isNewline })
  }

  @Test func aLinkThatIsNoWebAddressLeadsNowhere() throws {
    let mail = try Self.render(SignInLinkMail(url: "javascript:alert(1)"), .nl)
    #expect(!mail.html.contains("href=\"javascript"))
  }

  @Test func theShopsOwnAddressIsUsedOnceItHasOne() throws {
    let platform = try #require(EmailAddress("post@penning.example"))
    let own = try #require(EmailAddress("hallo@demo.example"))
    var shop = try Self.renderer().shop
    var sender = SenderIdentity(shop, platformAddress: platform)
    #expect(sender.from == Correspondent(name: "Shop demo", address: platform))
    #expect(sender.replyTo == nil)
    shop.sender.replyTo = own
    #expect(SenderIdentity(shop, platformAddress: platform).replyTo == own)
    shop.sender.email = own
    shop.sender.replyTo = nil
    sender = SenderIdentity(shop, platformAddress: platform)
    #expect(sender.from.address == own && sender.replyTo == nil)
    shop.platformPackage = .lite
    sender = SenderIdentity(shop, platformAddress: platform)
    #expect(sender.from.address == platform && sender.replyTo == own)
  }
}
