import Primitives
import Testing

@testable import Notifications

@Suite struct ContractLetterTests {
  private func text(_ content: any MailContent, _ language: Language = .nl) throws -> String {
    try LetterTests.render(content, language).text
  }

  private let samples = ContractSamples(text: "Groente")

  @Test(arguments: Language.allCases)
  func `a change says what changed and how it is counted`(language: Language) throws {
    let text = try text(try samples.changed(), language)
    for part in [
      "1 → 2", "15 van 30 dagen x 20,00", Money.eur(-500).formatted(language),
      Money.eur(1000).formatted(language), Money.eur(500).formatted(language),
      Money.eur(3000).formatted(language),
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test(arguments: [
    (Settlement.toPay(.eur(500)), "betaalt u eenmalig", "you pay"),
    (.credited(.eur(500)), "tegoed", "in credits"),
    (.paidBack(.eur(500)), "terug", "back to you"),
    (.lowered(.eur(500)), "lager geworden", "become"),
  ])
  func `what became of the difference is said`(
    settlement: Settlement, nl: String, en: String
  ) throws {
    let mail = try samples.changed(settlement)
    for (language, words) in [(Language.nl, nl), (.en, en)] {
      let text = try text(mail, language)
      let line = text.split(separator: "\n").first { $0.contains(words) }
      #expect(line?.contains(Money.eur(500).formatted(language)) == true)
    }
  }

  @Test func `where nothing is owed nothing is said of it`() throws {
    let text = try text(try samples.changed(.nothing))
    #expect(!text.contains("tegoed") && !text.contains("eenmalig"))
  }

  /// BW 6:230o: what was received, from whom, and when, on a durable medium.
  @Test(arguments: Language.allCases)
  func `the receipt of a withdrawal states what was received and when`(
    language: Language
  ) throws {
    let text = try text(try ContractSamples(text: "Ik wil niet meer").withdrawal(), language)
    let received = try #require(CivilDate("2026-12-14"))
    let back = try #require(CivilDate("2026-12-28"))
    for part in [
      received.formatted(language), "14:05", "Ik wil niet meer", back.formatted(language),
      Money.eur(1700).formatted(language), Money.eur(1300).formatted(language),
      "13 van 30 dagen x 30,00",
      Phrase(nl: "Bewaar deze mail als bewijs", en: "keep this mail as proof")(language),
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test(arguments: Language.allCases)
  func `a price rise says old, new, from when and how to leave`(language: Language) throws {
    let text = try text(try samples.rise(), language)
    let (from, last) = (
      try #require(CivilDate("2026-12-01")), try #require(CivilDate("2026-11-30"))
    )
    for part in [
      Money.eur(3000).formatted(language), Money.eur(3500).formatted(language),
      from.formatted(language), last.formatted(language),
      Phrase(nl: "zonder kosten opzeggen", en: "cancel free of charge")(language),
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test(arguments: Language.allCases)
  func `a trial names price, first payment and the last free day`(language: Language) throws {
    let last = try #require(CivilDate("2026-11-30")).formatted(language)
    for mail in [TrialStartedMail(try samples.trial()), TrialEndsSoonMail(try samples.trial())]
      as [any MailContent]
    {
      let text = try text(mail, language)
      #expect(text.contains(last) && text.contains(Money.eur(3000).formatted(language)))
    }
  }

  @Test(arguments: [
    ("paid", "Betaald", "Paid"), ("unpaid", "Onbetaald", "Unpaid"),
    ("credited", "Gecrediteerd", "Credited"),
  ])
  func `an invoice sent again carries its label`(label: String, nl: String, en: String) throws {
    let day = try #require(CivilDate("2026-12-01"))
    let labels: [String: InvoiceSentAgainMail.Label] = [
      "paid": .paid(on: day), "unpaid": .unpaid(toPay: .eur(1000), dueOn: day),
      "credited": .credited,
    ]
    let mail = InvoiceSentAgainMail(
      number: "2026-00042", total: .eur(3000), label: try #require(labels[label]),
      portalURL: LetterTests.url)
    #expect(try text(mail, .nl).contains("Status: \(nl)."))
    #expect(try text(mail, .en).contains("Status: \(en)."))
    let subject = try LetterTests.render(mail, .nl).subject
    #expect(subject == "Factuur 2026-00042 (\(nl.lowercased()))")
  }

  private static let hostile = [
    "<img src=x onerror=alert(1)>", "{{7*7}}", "\u{05E9}\u{05DC}\u{05D5}\u{05DD}", "\u{1F957}",
    "=cmd|' /C calc'!A0", "a\"'&<>", "Bcc: dief\r\nBcc: dief@example.nl",
    String(repeating: "é", count: 10_000), "x",
  ]

  /// In every mail and language the text stands as it was typed: never markup, never a header.
  @Test(arguments: hostile, Language.allCases)
  func `what people typed is rendered literally`(typed: String, language: Language) throws {
    for sample in try ContractSamples(text: typed).all() {
      let mail = try LetterTests.render(sample.content, language)
      #expect(!mail.html.contains("<img") && !mail.html.contains("49"), "\(sample.name)")
      #expect(!mail.subject.contains { $0.isNewline }, "\(sample.name)")
      if mail.text.contains("Groente") { Issue.record("\(sample.name) ignores its text") }
    }
    let body = try text(try ContractSamples(text: typed).changed(), language)
    #expect(body.contains(typed))
  }
}
