import HTML
import HTTPServer
import Invoicing
import Payments
import Primitives
import Subscriptions
import Tenancy
import Web

/// Draws the overview of an account.
struct OverviewView {
  private let overview: Overview
  private let portal: PortalVisit
  private let form: FormState

  init(_ overview: Overview, _ portal: PortalVisit, _ form: FormState) {
    self.overview = overview
    self.portal = portal
    self.form = form
  }

  private var language: Language { portal.visit.language }

  @MarkupBuilder var page: Markup {
    pageHead(portal(Text.heading(overview.customer.name)))
    due
    div(.class("columns")) {
      card(portal(Text.subscriptions)) { subscriptions }
      account
    }
    DocumentTable(portal, today: overview.today)
      .markup(Array(overview.settled.prefix(10)), caption: portal(Text.invoices))
    p {
      a(.href(SafeURL(path: Links.invoices.path(portal.slug)))) { portal(Text.allInvoices) }
    }
  }

  // MARK: What is to be paid

  @MarkupBuilder private var due: Markup {
    if overview.due.isEmpty {
      notice(portal(Text.nothingDue), .good)
    } else {
      card(portal(Text.toPay)) {
        let payable = overview.due.contains(where: \.canBePaid)
        if portal.right.mayPay, payable { paymentForm } else { openList }
      }
    }
  }

  private var paymentForm: Markup {
    let action = SafeURL(path: Links.pay.path(portal.slug))
    return FormView(portal.visit, form, action: action).markup { form in
      div(.class("columns")) {
        fieldset(.class("field"), .id("f-document"), .tabindex(-1)) {
          legend { portal(Text.choose) }
          if let fault = form.state.fault("document") { span(.class("error")) { portal(fault) } }
          for (index, due) in overview.due.enumerated() { choice(due, index) }
        }
        div {
          form.radios("method", portal(Texts.method), portal.shop.door.methods.choices(language))
          form.submit(portal(Text.pay))
        }
      }
    }
  }

  private func choice(_ due: Overview.Due, _ index: Int) -> Markup {
    let id = "f-document-\(index)"
    let value = due.document.id.description
    let ticked = form.value("document").split(separator: "\n").contains { $0 == value }
    return div(.class("check choice")) {
      input(
        .type("checkbox"), .id(id), .name("document"), .value(value),
        due.canBePaid ? nil : .disabled, due.canBePaid && ticked ? .checked : nil)
      div {
        label(.for(id)) {
          strong { "\(due.document.number) · \(due.document.toPay.formatted(language))" }
          " "
          status(due)
          span(.class("hint")) { timing(due) }
        }
        a(
          .href(SafeURL(path: Links.invoice.path(portal.slug, .page(due.document.id)))),
          .aria("label", portal(Text.look(due.document.number)))
        ) { portal(WebText.details) }
      }
    }
  }

  /// For those who may see but not pay, and while everything is under way.
  private var openList: Markup {
    ul {
      for due in overview.due {
        li {
          InvoiceLink(due.document, portal).markup
          " · \(due.document.toPay.formatted(language)) "
          status(due)
          span(.class("hint")) { timing(due) }
        }
      }
    }
  }

  private func status(_ due: Overview.Due) -> Markup {
    if due.underWay != nil { return badge(portal(Texts.inTransit), .info) }
    if due.isUnfinishedOrder { return badge(portal(Text.unfinished), .neutral) }
    let (text, tone) = due.document.badge(on: overview.today)
    return badge(portal(text), tone.look)
  }

  private func timing(_ due: Overview.Due) -> String {
    let kind = due.document.kind.title(language)
    if let planned = due.planned?.debitOn {
      return "\(kind) · \(portal(Texts.collectOn)) \(planned.formatted(language))"
    }
    return "\(kind) · \(portal(Texts.dueOn)) \(due.document.dueOn.formatted(language))"
  }

  // MARK: Subscriptions

  @MarkupBuilder private var subscriptions: Markup {
    if overview.subscriptions.isEmpty { p(.class("muted")) { portal(Text.noSubscriptions) } }
    for (index, subscribed) in overview.subscriptions.enumerated() {
      if index > 0 { hr() }
      SubscriptionBox(subscribed, portal).markup
    }
  }

  // MARK: The account

  private var account: Markup {
    card(portal(Text.account)) {
      facts(details)
      h3 { portal(Text.mandates) }
      if overview.mandates.isEmpty { p(.class("muted")) { portal(Text.noMandates) } }
      for mandate in overview.mandates { facts(terms(of: mandate)) }
    }
  }

  private var details: [(String, Markup)] {
    let customer = overview.customer.details
    let lines = [customer.company, customer.name].compactMap(\.self)
    let address = [customer.address.street, customer.address.place]
    let country = Countries.name(customer.address.country)(language)
    return [
      (portal(Text.credits), money(overview.credits, language)),
      (portal(Text.name), Markup(lines.joined(separator: ", "))),
      (portal(Text.email), Markup(customer.email.text)),
      (
        portal(Text.address),
        Markup((address + [country]).filter { !$0.isEmpty }.joined(separator: ", "))
      ),
    ]
  }

  private func terms(of mandate: Mandate) -> [(String, Markup)] {
    [
      (
        portal(Text.mandateAccount), Markup(mandate.accountMasked ?? mandate.method.label(language))
      ),
      (portal(Text.mandateReference), Markup(mandate.reference)),
      (portal(Text.signedOn), day(mandate.signedOn, language)),
      (portal(Texts.status), badge(portal(mandate.status.label), mandate.status.tone)),
    ]
  }
}

extension OverviewView {
  private enum Text {
    static let subscriptions = Phrase(nl: "Uw abonnementen", en: "Your subscriptions")
    static let noSubscriptions = Phrase(
      nl: "U heeft hier geen abonnement.", en: "You have no subscription here.")
    static let toPay = Phrase(nl: "Te betalen", en: "To pay")
    static let nothingDue = Phrase(
      nl: "Er staat niets open: alles is betaald.", en: "Nothing is open: everything is paid.")
    static let choose = Phrase(nl: "Wat wilt u betalen?", en: "What do you want to pay?")
    static let pay = Phrase(nl: "Gekozen documenten betalen", en: "Pay the chosen documents")
    static let invoices = Phrase(nl: "Facturen", en: "Invoices")
    static let allInvoices = Phrase(nl: "Alle documenten", en: "All documents")
    static let account = Phrase(nl: "Uw gegevens", en: "Your details")
    static let credits = Phrase(nl: "Tegoed", en: "Credit")
    static let name = Phrase(nl: "Naam", en: "Name")
    static let email = Phrase(nl: "E-mailadres", en: "E-mail address")
    static let address = Phrase(nl: "Adres", en: "Address")
    static let mandates = Phrase(nl: "Machtigingen", en: "Mandates")
    static let noMandates = Phrase(
      nl: "U heeft geen doorlopende machtiging gegeven.", en: "You gave no standing mandate.")
    static let mandateAccount = Phrase(nl: "Rekening", en: "Account")
    static let mandateReference = Phrase(nl: "Kenmerk", en: "Reference")
    static let signedOn = Phrase(nl: "Gegeven op", en: "Given on")

    static let unfinished = Phrase(nl: "Niet afgerond", en: "Unfinished order")

    static func look(_ number: String) -> Phrase {
      Phrase(nl: "Details van \(number)", en: "Details of \(number)")
    }

    static func heading(_ name: String) -> Phrase {
      Phrase(nl: "Welkom, \(name)", en: "Welcome, \(name)")
    }
  }
}

extension StatusTone {
  var look: Tone {
    switch self {
    case .neutral: .neutral
    case .good: .good
    case .warn: .warn
    case .bad: .bad
    }
  }
}

extension MandateStatus {
  fileprivate var label: Phrase {
    switch self {
    case .pending: Phrase(nl: "In behandeling", en: "Pending")
    case .valid: Phrase(nl: "Geldig", en: "Valid")
    case .invalid: Phrase(nl: "Ongeldig", en: "Invalid")
    case .revoked: Phrase(nl: "Ingetrokken", en: "Revoked")
    }
  }

  fileprivate var tone: Tone {
    switch self {
    case .pending: .info
    case .valid: .good
    case .invalid, .revoked: .neutral
    }
  }
}

extension PostalAddress {
  fileprivate var place: String {
    [postalCode, city].filter { !$0.isEmpty }.joined(separator: " ")
  }
}
