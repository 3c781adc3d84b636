import Notifications
import Primitives
import Testing

/// One mail of each kind about changes, contracts and credits, with a text of choice wherever
/// people may have typed it.
struct ContractSamples {
  let text: String

  private static let monthly = Phrase(nl: "per maand", en: "per month")

  func all() throws -> [LetterTests.Sample] { try changes() + contracts() + money() }

  private var url: String { LetterTests.url }

  private func sample(_ content: any MailContent) -> LetterTests.Sample {
    LetterTests.Sample(name: type(of: content).kind.rawValue, content: content)
  }

  private func day() throws -> CivilDate { try #require(CivilDate("2026-12-01")) }

  func next() throws -> NextPayment { NextPayment(amount: .eur(3000), on: try day()) }

  func changed(_ settlement: Settlement = .toPay(.eur(500))) throws -> SubscriptionChangedMail {
    let quantity = Phrase(nl: "Aantal", en: "Quantity")
    return SubscriptionChangedMail(
      planName: text,
      changes: [
        .init(quantity, from: "1", to: "2"),
        .init(Phrase(nl: "Abonnement", en: "Plan"), from: text, to: text),
      ],
      effectiveFrom: try day(),
      lines: [
        MailItem(description: text, explanation: "15 van 30 dagen x 10,00", amount: .eur(-500)),
        MailItem(description: text, explanation: "15 van 30 dagen x 20,00", amount: .eur(1000)),
      ],
      settlement: settlement, next: try next(), portalURL: url)
  }

  private func changes() throws -> [LetterTests.Sample] {
    let pause = try #require(Period(from: day(), until: day().adding(days: 31)))
    return [
      sample(try changed()),
      sample(
        SubscriptionPausedMail(planName: text, pause: pause, next: try next(), portalURL: url)),
      sample(
        SubscriptionResumedMail(planName: text, resumedOn: try day(), next: nil, portalURL: url)),
      sample(
        SubscriptionReactivatedMail(
          planName: text, price: .eur(3000), interval: Self.monthly, from: try day(),
          next: try next(), portalURL: url)),
    ]
  }

  func withdrawal(_ settlement: Settlement = .paidBack(.eur(1700))) throws
    -> WithdrawalReceiptMail
  {
    WithdrawalReceiptMail(
      planName: text, purchasedOn: try day(), customerName: text,
      receivedOn: try day().adding(days: 13), receivedAt: "14:05", statement: text,
      settlement: settlement,
      kept: MailItem(
        description: text, explanation: "13 van 30 dagen x 30,00", amount: .eur(1300)),
      paidBackBy: try day().adding(days: 27), portalURL: url)
  }

  func rise() throws -> PriceRiseMail {
    PriceRiseMail(
      planName: text, oldPrice: .eur(3000), newPrice: .eur(3500), interval: Self.monthly,
      from: try day(), portalURL: url)
  }

  func trial() throws -> TrialTerms {
    TrialTerms(
      planName: text, paidFrom: try day(), price: .eur(3000), interval: Self.monthly,
      first: try next(), portalURL: url)
  }

  private func contracts() throws -> [LetterTests.Sample] {
    [
      sample(try withdrawal()), sample(TrialStartedMail(try trial())),
      sample(TrialEndsSoonMail(try trial())), sample(try rise()),
    ]
  }

  private func money() throws -> [LetterTests.Sample] {
    [
      sample(
        CreditNoteMail(
          number: "CN2026-00001", invoiceNumber: "2026-00042", reason: text,
          items: [MailItem(description: text, amount: .eur(1500))], total: .eur(1500),
          settlements: [.lowered(.eur(500)), .credited(.eur(1000))], portalURL: url)),
      sample(
        CreditsGrantedMail(
          amount: .eur(500), reason: text, balance: .eur(1500), lastDay: try day(), portalURL: url)
      ),
      sample(
        CreditsPaidOutMail(
          amount: .eur(500), account: "NL91 **** 4300", balance: .eur(0), portalURL: url)),
      sample(
        CreditsExpireSoonMail(amount: .eur(500), lastDay: try day(), portalURL: url)),
      sample(
        RefundSentMail(
          amount: .eur(500), document: "2026-00042", way: text, sentOn: try day(), portalURL: url)),
      sample(
        InvoiceSentAgainMail(
          number: "2026-00042", total: .eur(3000), label: .paid(on: try day()), portalURL: url)),
      sample(
        PurchaseReceiptMail(
          items: [MailItem(description: text, amount: .eur(1500))], total: .eur(1500),
          way: Phrase(nl: "iDEAL", en: "iDEAL"), paidOn: try day(), portalURL: url)),
    ]
  }
}
