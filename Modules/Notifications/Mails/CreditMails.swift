package import Primitives

/// An invoice was taken back, whole or in part. The PDF goes along.
package struct CreditNoteMail: MailContent, Hashable {
  package static let kind = MessageKind.creditNote
  /// Of the credit note.
  package let number: String
  package let invoiceNumber: String
  package let reason: String
  package let items: [MailItem]
  /// VAT included.
  package let total: Money
  /// What became of the amount, each part of it.
  package let settlements: [Settlement]
  package let portalURL: String

  package init(
    number: String, invoiceNumber: String, reason: String, items: [MailItem], total: Money,
    settlements: [Settlement], portalURL: String
  ) {
    self.number = number
    self.invoiceNumber = invoiceNumber
    self.reason = reason
    self.items = items
    self.total = total
    self.settlements = settlements
    self.portalURL = portalURL
  }

  package var letter: Letter {
    let opening = Phrase(
      nl: "Als bijlage vindt u creditnota \(number) bij factuur \(invoiceNumber).",
      en: "Credit note \(number) to invoice \(invoiceNumber) is attached.")
    let why = [Letter.Fact(Phrase(nl: "Reden", en: "Reason"), text: reason)]
    let sum = Letter.Fact(
      Phrase(nl: "Gecrediteerd incl. btw", en: "Credited incl. VAT"), total)
    return Letter(
      subject: Phrase(
        nl: "Creditnota \(number) bij factuur \(invoiceNumber)",
        en: "Credit note \(number) to invoice \(invoiceNumber)"),
      blocks: [.paragraph(opening), reason.isEmpty ? nil : .facts(why), .items(items, sums: [sum])]
        + settlements.map(\.paragraph) + [.portal(portalURL)])
  }
}

/// The shop gave credits.
package struct CreditsGrantedMail: MailContent, Hashable {
  package static let kind = MessageKind.creditsGranted
  package let amount: Money
  package let reason: String
  /// All that the customer has now.
  package let balance: Money
  /// The last day on which they can be used.
  package let lastDay: CivilDate?
  package let portalURL: String

  package init(
    amount: Money, reason: String, balance: Money, lastDay: CivilDate?, portalURL: String
  ) {
    self.amount = amount
    self.reason = reason
    self.balance = balance
    self.lastDay = lastDay
    self.portalURL = portalURL
  }

  package var letter: Letter {
    let opening = Phrase(
      nl: """
        U heeft \(amount.formatted(.nl)) tegoed gekregen. Uw volgende facturen worden er vanzelf \
        mee betaald.
        """,
      en: """
        You were given \(amount.formatted(.en)) in credits. They settle your next invoices by \
        themselves.
        """)
    var facts = [Letter.Fact(Phrase(nl: "Uw tegoed nu", en: "Your credits now"), balance)]
    if !reason.isEmpty {
      facts.insert(Letter.Fact(Phrase(nl: "Reden", en: "Reason"), text: reason), at: 0)
    }
    if let lastDay {
      facts.append(
        Letter.Fact(Phrase(nl: "Te gebruiken tot en met", en: "Can be used until"), lastDay))
    }
    return Letter(
      subject: Phrase(
        nl: "U heeft \(amount.formatted(.nl)) tegoed gekregen",
        en: "You were given \(amount.formatted(.en)) in credits"),
      blocks: [.paragraph(opening), .facts(facts), .portal(portalURL)])
  }
}

/// Credits were turned into money.
package struct CreditsPaidOutMail: MailContent, Hashable {
  package static let kind = MessageKind.creditsPaidOut
  package let amount: Money
  /// Masked, where it went to an account.
  package let account: String?
  package let balance: Money
  package let portalURL: String

  package init(amount: Money, account: String?, balance: Money, portalURL: String) {
    self.amount = amount
    self.account = account
    self.balance = balance
    self.portalURL = portalURL
  }

  package var letter: Letter {
    let opening = Phrase(
      nl: "Wij betalen \(amount.formatted(.nl)) van uw tegoed aan u uit.",
      en: "We pay \(amount.formatted(.en)) of your credits out to you.")
    let left = Letter.Fact(Phrase(nl: "Tegoed dat overblijft", en: "Credits left"), balance)
    let place = account.map {
      Letter.Fact(Phrase(nl: "Naar rekening", en: "To account"), text: $0)
    }
    return Letter(
      subject: Phrase(
        nl: "Uw tegoed van \(amount.formatted(.nl)) wordt uitbetaald",
        en: "Your credits of \(amount.formatted(.en)) are paid out"),
      blocks: [
        .paragraph(opening), .facts([place, left].compactMap { $0 }), .portal(portalURL),
      ])
  }
}

/// Credits are lost before long if they are not used.
package struct CreditsExpireSoonMail: MailContent, Hashable {
  package static let kind = MessageKind.creditsExpireSoon
  package let amount: Money
  /// The last day on which they can be used.
  package let lastDay: CivilDate
  package let portalURL: String

  package init(amount: Money, lastDay: CivilDate, portalURL: String) {
    self.amount = amount
    self.lastDay = lastDay
    self.portalURL = portalURL
  }

  package var letter: Letter {
    let opening = Phrase(
      nl: """
        Van uw tegoed vervalt \(amount.formatted(.nl)) na \(lastDay.formatted(.nl)). Facturen tot \
        en met die dag worden er vanzelf mee betaald.
        """,
      en: """
        \(amount.formatted(.en)) of your credits lapse after \(lastDay.formatted(.en)). Invoices \
        up to that day are settled with them by themselves.
        """)
    return Letter(
      subject: Phrase(
        nl: "\(amount.formatted(.nl)) van uw tegoed vervalt na \(lastDay.formatted(.nl))",
        en: "\(amount.formatted(.en)) of your credits lapse after \(lastDay.formatted(.en))"),
      blocks: [.paragraph(opening), .portal(portalURL)])
  }
}

/// Money is on its way back.
package struct RefundSentMail: MailContent, Hashable {
  package static let kind = MessageKind.refundSent
  package let amount: Money
  /// What it is for: the number of an invoice or credit note.
  package let document: String?
  /// How it goes: "iDEAL", or a masked account.
  package let way: String?
  package let sentOn: CivilDate
  package let portalURL: String

  package init(
    amount: Money, document: String?, way: String?, sentOn: CivilDate, portalURL: String
  ) {
    self.amount = amount
    self.document = document
    self.way = way
    self.sentOn = sentOn
    self.portalURL = portalURL
  }

  package var letter: Letter {
    let opening = Phrase(
      nl: """
        Wij hebben \(amount.formatted(.nl)) aan u teruggestuurd. Het staat meestal binnen enkele \
        werkdagen op uw rekening.
        """,
      en: """
        We have sent \(amount.formatted(.en)) back to you. It usually reaches your account within \
        a few working days.
        """)
    let facts = [
      Letter.Fact(Phrase(nl: "Bedrag", en: "Amount"), amount),
      document.map { Letter.Fact(Phrase(nl: "Betreft", en: "Concerns"), text: $0) },
      way.map { Letter.Fact(Phrase(nl: "Via", en: "By"), text: $0) },
      Letter.Fact(Phrase(nl: "Verstuurd op", en: "Sent on"), sentOn),
    ]
    return Letter(
      subject: Phrase(
        nl: "Terugbetaling van \(amount.formatted(.nl))",
        en: "Refund of \(amount.formatted(.en))"),
      blocks: [.paragraph(opening), .facts(facts.compactMap { $0 }), .portal(portalURL)])
  }
}
