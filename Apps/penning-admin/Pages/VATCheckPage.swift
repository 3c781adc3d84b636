import HTML
import HTTPServer
import Primitives
import Tenancy
import Web
import Workflows

/// What the register said of a customer's VAT number: the proof under a reverse charge.
enum VATCheckPage {
  static func show(_ visit: StaffVisit, _ id: Customer.ID) async throws -> HTTPResponse {
    let (customer, checks) = try await visit.read { shop in
      (try shop.customers.find(id), try shop.vatChecks.history(of: id))
    }
    let title = visit("Btw-nummer", "VAT number")
    let back = Links.customer.path(id)
    return visit.page(
      title, in: .customers,
      crumbs: [visit.crumb(.customers), visit.crumb(customer.details.addressee, back)]
    ) {
      pageHead(title, lead: customer.details.vatNumber?.text ?? "–") {
        state(customer, checks, visit)
      }
      card { question(customer, checks, visit) }
      table(checks, visit)
    }
  }

  static func check(_ visit: StaffVisit, _ id: Customer.ID) async throws -> HTTPResponse {
    let answer = try await VATNumberCheck(visit.app.platform).check(id, as: visit.scope)
    return visit.visit.redirect(to: Links.vatCheck.path(id), notice: told(answer, visit))
  }

  private static func told(_ answer: VATAnswer?, _ visit: StaffVisit) -> Notice {
    switch answer {
    case .valid: Notice(visit("Het nummer is geldig.", "The number is valid."))
    case .invalid:
      Notice(
        visit(
          "Dit nummer is van niemand. Er wordt btw berekend.",
          "Nobody has this number. VAT is charged."), .warn)
    case .unavailable:
      Notice(
        visit(
          "Het register antwoordt nu niet. Tot het antwoordt wordt er btw berekend.",
          "The register does not answer now. Until it does, VAT is charged."), .warn)
    case nil:
      Notice(visit("Deze klant heeft geen btw-nummer.", "This customer has no VAT number."), .warn)
    }
  }

  /// The last word on the number as it is now.
  private static func current(_ customer: Customer, _ checks: [VATCheck]) -> VATCheck? {
    checks.first { $0.number == customer.details.vatNumber?.text }
  }

  private static func state(
    _ customer: Customer, _ checks: [VATCheck], _ visit: StaffVisit
  ) -> Markup {
    guard customer.details.vatNumber != nil else { return Markup("") }
    guard let last = current(customer, checks) else {
      return badge(visit("Niet gecontroleerd", "Not checked"), .warn)
    }
    return badge(visit(last.outcome.label), last.outcome.tone)
  }

  @MarkupBuilder private static func question(
    _ customer: Customer, _ checks: [VATCheck], _ visit: StaffVisit
  ) -> Markup {
    p {
      visit(
        "Aan een bedrijf in een ander EU-land verlegt u de btw alleen met een nummer dat het "
          + "register (VIES) kent. Het antwoord wordt als bewijs bewaard en na "
          + "\(VATNumberCheck.daysTrusted) dagen vernieuwd.",
        "VAT is reversed to a business in another EU country only with a number that the register "
          + "(VIES) knows. The answer is kept as proof and renewed after "
          + "\(VATNumberCheck.daysTrusted) days.")
    }
    if customer.details.vatNumber == nil {
      p(.class("muted")) {
        visit("Deze klant heeft geen btw-nummer.", "This customer has no VAT number.")
      }
    } else if visit.may(.editCustomers) {
      FormView(
        visit.visit, FormState(), action: SafeURL(path: Links.vatCheck.path(customer.id))
      ).markup { form in
        form.submit(
          visit("Nu controleren", "Check now"),
          cancel: SafeURL(path: Links.customer.path(customer.id)))
      }
    }
  }

  private static func table(_ checks: [VATCheck], _ visit: StaffVisit) -> Markup {
    DataTable<VATCheck>(
      visit("Antwoorden van het register", "Answers of the register"),
      columns: [
        .init(visit(Texts.date), .rowHeader) { check in visit.show(check.checkedAt) },
        .init(visit(Texts.number)) { check in code { check.number } },
        .init(visit("Uitkomst", "Outcome")) { check in
          badge(visit(check.outcome.label), check.outcome.tone)
        },
        .init(visit(Texts.name)) { check in Markup(check.name.isEmpty ? "–" : check.name) },
        .init(visit("Adres", "Address")) { check in
          Markup(check.address.isEmpty ? "–" : check.address)
        },
        .init(visit("Bewijsnummer", "Proof")) { check in
          check.consultation.map { text in code { text } } ?? Markup("–")
        },
      ]
    ).markup(
      checks,
      empty: emptyState(
        visit("Nog niet gevraagd", "Not asked yet"),
        visit(
          "Er is nog geen antwoord van het register.", "There is no answer of the register yet.")))
  }
}

extension VATCheck.Outcome {
  var label: Phrase {
    switch self {
    case .valid: Phrase(nl: "Geldig", en: "Valid")
    case .invalid: Phrase(nl: "Ongeldig", en: "Invalid")
    }
  }

  var tone: Tone { self == .valid ? .good : .bad }
}
