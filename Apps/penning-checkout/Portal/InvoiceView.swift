import HTML
import HTTPServer
import Invoicing
import Payments
import Primitives
import Tenancy
import Web

/// Draws one document.
struct InvoiceView {
  private let model: InvoicePage.Model
  private let portal: PortalVisit

  init(_ model: InvoicePage.Model, _ portal: PortalVisit) {
    self.model = model
    self.portal = portal
  }

  private var language: Language { portal.visit.language }
  private var document: IssuedDocument { model.document }

  @MarkupBuilder var page: Markup {
    pageHead("\(document.title(language)) \(document.number)") {
      linkButton(
        portal(Text.download),
        SafeURL(path: Links.invoice.path(portal.slug, .pdf(document.id))), .quiet)
      if document.kind != .proForma {
        linkButton(
          portal(Text.eInvoice),
          SafeURL(path: Links.invoice.path(portal.slug, .ubl(document.id))), .quiet)
      }
    }
    if let following = document.notice, model.invoice == nil {
      notice(following(language), .info)
    }
    div(.class("columns")) {
      card(portal(Text.standing)) { standing }
      card(portal(Text.history)) { history }
    }
    lines
    card { totals }
  }

  // MARK: How it stands

  @MarkupBuilder private var standing: Markup {
    p {
      let (text, tone) = model.head.badge(on: model.today)
      badge(portal(text), tone.look)
      if model.isUnderWay {
        " "
        badge(portal(Texts.inTransit), .info)
      }
    }
    if document.toPay.isPositive, model.head.isOpen {
      p(.class("amount-large")) { document.toPay.formatted(language) }
    }
    facts(dates + references)
    if model.head.isOpen, portal.right.mayPay, !model.isUnderWay { payment }
  }

  private var dates: [(String, Markup)] {
    var facts = [(portal(Text.issuedOn), day(document.issuedOn, language))]
    if let paidOn = document.paidOn {
      facts.append((portal(Texts.paidOn), day(paidOn, language)))
    } else if let planned = model.planned?.debitOn {
      facts.append((portal(Texts.collectOn), day(planned, language)))
    } else if model.head.isOpen {
      facts.append((portal(Texts.dueOn), day(document.dueOn, language)))
    }
    return facts
  }

  private var references: [(String, Markup)] {
    var facts: [(String, Markup)] = []
    if let proForma = model.proForma {
      facts.append((portal(Text.proForma), InvoiceLink(proForma, portal).markup))
    }
    if let invoice = model.invoice {
      facts.append((portal(Text.invoice), InvoiceLink(invoice, portal).markup))
    }
    if let credited = document.creditedNumber {
      facts.append((portal(Text.credited), Markup(credited)))
    }
    facts.append((portal(Text.reference), Markup(model.head.reference.grouped)))
    if model.head.isOpen, let iban = document.iban {
      facts.append((portal(Text.account), Markup(IBAN(iban)?.grouped ?? iban)))
    }
    return facts
  }

  private var payment: Markup {
    let first = portal.shop.door.methods.first?.rawValue ?? ""
    return FormView(
      portal.visit, FormState(values: ["method": first]),
      action: SafeURL(path: Links.pay.path(portal.slug))
    ).markup { form in
      form.hidden("document", document.id.description)
      form.radios("method", portal(Texts.method), portal.shop.door.methods.choices(language))
      form.submit(portal(Text.pay(document.toPay)))
    }
  }

  // MARK: What it is for

  private var lines: Markup {
    DataTable<IssuedDocument.Line>(
      portal(Text.lines), showsCaption: false,
      columns: [
        .init(portal(Text.description), .rowHeader) { line in described(line) },
        .init(portal(Text.period)) { line in line.period?.formatted(language) ?? "" },
        .init(portal(Text.quantity), .number) { line in "\(line.quantity)" },
        .init(portal(Text.unitPrice), .number) { line in money(line.unitPrice, language) },
        .init(portal(Texts.amount), .number) { line in money(line.amount, language) },
      ]
    ).markup(document.lines)
  }

  private func described(_ line: IssuedDocument.Line) -> Markup {
    span {
      line.description
      if let explanation = line.explanation { span(.class("hint")) { explanation } }
    }
  }

  private var totals: Markup {
    var sums: [(String, Markup)] = []
    if let net = document.net { sums.append((portal(Text.net), money(net, language))) }
    for rate in document.rates {
      sums.append(
        (portal(Text.vat(rate.rate, over: rate.net)), money(rate.vat, language)))
    }
    sums.append((portal(Text.total), money(document.total, language)))
    if document.creditsUsed.isPositive {
      sums.append((portal(Text.credits), money(document.creditsUsed, language)))
    }
    if document.paid.isPositive {
      sums.append((portal(Text.paid), money(document.paid, language)))
    }
    if model.head.isOpen { sums.append((portal(Text.toPay), money(document.toPay, language))) }
    return facts(sums)
  }

  // MARK: What happened

  private var history: Markup {
    var events: [(Markup, Markup)] = []
    if let proForma = model.proForma {
      events.append(
        (day(proForma.issuedOn, language), Markup(portal(Text.requested(proForma.number)))))
    }
    let issue = (day(document.issuedOn, language), Markup(portal(Text.made(document.number))))
    if model.proForma == nil { events.append(issue) }
    events += model.payments.map { payment in
      (moment(payment.paidAt ?? payment.createdAt, in: model.zone, language), attempt(payment))
    }
    if model.proForma != nil { events.append(issue) }
    if let planned = model.planned?.debitOn {
      events.append((day(planned, language), Markup(portal(Text.willBeCollected))))
    }
    return timeline(events.map { (when: $0.0, what: $0.1) })
  }

  private func attempt(_ payment: Payment) -> Markup {
    let method = payment.method?.label(language) ?? portal(Text.payment)
    let amount = payment.amount.formatted(language)
    return Markup("\(method), \(amount): ") + Markup(portal(payment.state.label))
  }
}

extension InvoiceView {
  private enum Text {
    static let download = Phrase(nl: "PDF downloaden", en: "Download PDF")
    static let eInvoice = Phrase(nl: "E-factuur (UBL)", en: "E-invoice (UBL)")
    static let standing = Phrase(nl: "Hoe het staat", en: "How it stands")
    static let history = Phrase(nl: "Wat er gebeurde", en: "What happened")
    static let issuedOn = Phrase(nl: "Gemaakt op", en: "Issued on")
    static let proForma = Phrase(nl: "Betaalverzoek", en: "Payment request")
    static let invoice = Phrase(nl: "Factuur", en: "Invoice")
    static let credited = Phrase(nl: "Crediteert factuur", en: "Credits invoice")
    static let reference = Phrase(nl: "Betalingskenmerk", en: "Payment reference")
    static let account = Phrase(nl: "Rekening", en: "Account")
    static let lines = Phrase(nl: "Regels", en: "Lines")
    static let description = Phrase(nl: "Omschrijving", en: "Description")
    static let period = Phrase(nl: "Periode", en: "Period")
    static let quantity = Phrase(nl: "Aantal", en: "Quantity")
    static let unitPrice = Phrase(nl: "Prijs", en: "Price")
    static let net = Phrase(nl: "Totaal exclusief btw", en: "Total excluding VAT")
    static let total = Phrase(nl: "Totaal inclusief btw", en: "Total including VAT")
    static let credits = Phrase(nl: "Uit tegoed", en: "From credit")
    static let paid = Phrase(nl: "Betaald", en: "Paid")
    static let toPay = Phrase(nl: "Nog te betalen", en: "Left to pay")
    static let payment = Phrase(nl: "Betaling", en: "Payment")
    static let willBeCollected = Phrase(
      nl: "Wordt automatisch afgeschreven", en: "Will be collected automatically")

    static func vat(_ rate: VATRate, over net: Money) -> Phrase {
      Phrase(
        nl: "Btw \(rate.percent) % over \(net.formatted(.nl))",
        en: "VAT \(rate.percent) % on \(net.formatted(.en))")
    }

    static func pay(_ amount: Money) -> Phrase {
      Phrase(nl: "\(amount.formatted(.nl)) betalen", en: "Pay \(amount.formatted(.en))")
    }

    static func requested(_ number: String) -> Phrase {
      Phrase(nl: "Betaalverzoek \(number) gemaakt", en: "Payment request \(number) made")
    }

    static func made(_ number: String) -> Phrase {
      Phrase(nl: "\(number) gemaakt", en: "\(number) issued")
    }
  }
}
