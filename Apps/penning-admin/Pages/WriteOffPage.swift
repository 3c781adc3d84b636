import HTML
import HTTPServer
import Invoicing
import Primitives
import Tenancy
import Web
import Workflows

/// Where the shop gives up a claim: an invoice that is never paid, or a request that was a
/// mistake.
enum WriteOffPage {
  static func show(_ visit: StaffVisit, _ id: Invoice.ID) async throws -> HTTPResponse {
    let head = try await visit.read { try $0.invoicing.head(id) }
    return page(visit, FormState(values: ["version": "\(head.version)", "reason": ""]), head)
  }

  static func writeOff(_ visit: StaffVisit, _ id: Invoice.ID) async throws -> HTTPResponse {
    let head = try await visit.read { try $0.invoicing.head(id) }
    var form = visit.visit.reader
    let reason = form.text("reason", most: CreditNoteWish.maximumReason)
    let version = form.parsed("version", most: 20) { Int64($0) }
    guard form.isComplete(), let reason, let version else {
      return page(visit, form.state, head, status: 422)
    }
    do {
      _ = try await WriteOff(visit.app.platform)
        .writeOff(id, reason: reason, expecting: version, as: visit.scope)
    } catch let refusal as any Refusal {
      var state = form.state
      state.note(refusal)
      return page(visit, state, head, status: HTTPStatus.of(refusal.kind))
    }
    return visit.visit.redirect(
      to: Links.invoice.path(id),
      notice: Notice(visit("De factuur is afgeboekt.", "The invoice was written off.")))
  }

  private static func page(
    _ visit: StaffVisit, _ state: FormState, _ head: DocumentHead, status: Int = 200
  ) -> HTTPResponse {
    let title = visit("Afboeken", "Write off")
    let back = Links.invoice.path(head.id)
    return visit.page(
      title, in: .invoices, width: .narrow,
      crumbs: [visit.crumb(.invoices), visit.crumb(head.number, back)], status: status
    ) {
      pageHead(title, lead: head.number)
      card {
        if head.kind == .invoice, head.isOpen {
          form(visit, state, head, back)
        } else {
          emptyState(
            visit("Er staat niets open", "Nothing is open"),
            visit(
              "Alleen een openstaande factuur kan worden afgeboekt.",
              "Only an invoice with something open can be written off."))
        }
      }
    }
  }

  @MarkupBuilder private static func form(
    _ visit: StaffVisit, _ state: FormState, _ head: DocumentHead, _ back: String
  ) -> Markup {
    let open = head.toPay.formatted(visit.language)
    p {
      visit(
        "U geeft \(open) op. Het wordt als verlies geboekt; er gaat geen herinnering en geen "
          + "incasso meer uit. Terugdraaien kan niet.",
        "You give up \(open). It is booked as a loss; no reminder and no collection goes out any "
          + "more. It can't be undone.")
    }
    p(.class("muted")) {
      visit(
        "De btw kunt u terugvragen in de aangifte over het tijdvak waarin zeker is dat er niet "
          + "wordt betaald, uiterlijk een jaar na de vervaldatum.",
        "The VAT can be reclaimed in the return of the period in which it is certain that nothing "
          + "will be paid, at latest one year after the due date.")
    }
    FormView(visit.visit, state, action: SafeURL(path: Links.writeOffInvoice.path(head.id)))
      .markup { form in
        form.text(
          "reason", visit("Reden", "Reason"),
          FieldLook(hint: visit("Alleen voor uzelf.", "For yourself only.")),
          most: CreditNoteWish.maximumReason)
        form.hidden("version", state.value("version"))
        form.submit(visit("Afboeken", "Write off"), cancel: SafeURL(path: back), .danger)
      }
  }

  // MARK: - Pro formas

  static func askToWithdraw(_ visit: StaffVisit, _ id: Invoice.ID) async throws -> HTTPResponse {
    let number = try await visit.read { try $0.invoicing.head(id).number }
    let back = Links.invoice.path(id)
    let title = visit("Betaalverzoek intrekken", "Withdraw the request")
    let content: Markup
    do {
      // The very call that withdraws, undone: so what is refused is refused here.
      _ = try await WriteOff(visit.app.platform).withdraw(id, as: visit.scope, .rehearsed)
      content = question(visit, title, number, id)
    } catch let refusal as any Refusal where refusal.kind == .conflict {
      content = Markup {
        pageHead(title, lead: number)
        card { emptyState(visit("Dit kan nu niet", "Not possible now"), visit(refusal.phrase)) }
      }
    }
    return visit.page(
      title, in: .invoices, width: .narrow,
      crumbs: [visit.crumb(.invoices), visit.crumb(number, back)]
    ) { content }
  }

  private static func question(
    _ visit: StaffVisit, _ title: String, _ number: String, _ id: Invoice.ID
  ) -> Markup {
    confirmation(
      title,
      visit(
        "\(number) hoeft niet meer te worden betaald en kan niet meer worden betaald. Wat er al "
          + "op betaald was, blijft van de klant.",
        "\(number) no longer has to be paid, nor can it be. What was paid on it stays the "
          + "customer's."),
      confirm: visit("Intrekken", "Withdraw"),
      action: SafeURL(path: Links.withdrawProForma.path(id)),
      back: SafeURL(path: Links.invoice.path(id)), visit.visit)
  }

  static func withdraw(_ visit: StaffVisit, _ id: Invoice.ID) async throws -> HTTPResponse {
    var form = visit.visit.reader
    guard form.isComplete() else { throw WebRefusal.forbidden }
    _ = try await WriteOff(visit.app.platform).withdraw(id, as: visit.scope)
    return visit.visit.redirect(
      to: Links.invoice.path(id),
      notice: Notice(visit("Het betaalverzoek is ingetrokken.", "The request was withdrawn.")))
  }
}
