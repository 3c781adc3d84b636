import HTML
import HTTPServer
import Primitives
import Tenancy
import Web

/// What stands on the shop's documents, and in whose name its mail goes out.
enum CompanyPage {
  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let shop = try await visit.read { try $0.profile.current() }
    return page(visit, FormState(values: values(of: shop)))
  }

  static func save(_ visit: StaffVisit) async throws -> HTTPResponse {
    var form = visit.visit.reader
    let change = Change(&form)
    let version = form.version()
    guard form.isComplete(), let change, let version else {
      return page(visit, form.state, status: 422)
    }
    do {
      try await visit.write { shop in
        try shop.profile.change(expecting: version) { change.apply(to: &$0) }
      }
    } catch let refusal as TenancyRefusal {
      var state = form.state
      state.note(refusal, fields: fields)
      return page(visit, state, status: HTTPStatus.of(refusal.kind))
    }
    return visit.visit.redirect(to: Links.company.path(), notice: Notice(visit(Texts.saved)))
  }

  private struct Change: Sendable {
    let name: String
    let language: Language
    let legal: LegalDetails
    let sender: SenderDetails

    init?(_ form: inout FormReader) {
      let name = form.text("name", most: 80)
      let language: Language? = form.choice("language")
      let legalName = form.text("legalName", most: 120)
      let street = form.optionalText("street", most: 120)
      let postalCode = form.optionalText("postalCode", most: 16)
      let city = form.optionalText("city", most: 80)
      let country = form.parsed("country", most: 2) { Country($0.uppercased()) }
      let vatNumber = form.optionalParsed("vatNumber", most: 40) { VATNumber($0) }
      let registration = form.optionalText("registration", most: 40)
      let iban = form.optionalParsed("iban", most: 60) { IBAN($0) }
      let creditorID = form.optionalText("creditorID", most: 35)
      let senderName = form.text("senderName", most: 80)
      let email = form.optionalParsed("senderEmail", most: 254, FormText.email) {
        EmailAddress($0)
      }
      let replyTo = form.optionalParsed("replyTo", most: 254, FormText.email) { EmailAddress($0) }
      guard let name, let language, let legalName, let country, let senderName else { return nil }
      self.name = name
      self.language = language
      legal = LegalDetails(
        legalName: legalName,
        address: PostalAddress(
          street: street ?? "", postalCode: postalCode ?? "", city: city ?? "", country: country),
        vatNumber: vatNumber, registration: registration, iban: iban, creditorID: creditorID)
      sender = SenderDetails(name: senderName, email: email, replyTo: replyTo)
    }

    func apply(to shop: inout Shop) {
      (shop.name, shop.language, shop.legal, shop.sender) = (name, language, legal, sender)
    }
  }

  private static let fields = [
    "/sender/name": "senderName", "/sender/email": "senderEmail",
    "/legal/legalName": "legalName", "/legal/registration": "registration",
    "/legal/creditorID": "creditorID",
  ]

  private static func values(of shop: Shop) -> [String: String] {
    let legal = shop.legal
    return [
      "name": shop.name, "language": shop.language.rawValue, "legalName": legal.legalName,
      "street": legal.address.street, "postalCode": legal.address.postalCode,
      "city": legal.address.city, "country": legal.address.country.code,
      "vatNumber": legal.vatNumber?.text ?? "", "registration": legal.registration ?? "",
      "iban": legal.iban?.grouped ?? "", "creditorID": legal.creditorID ?? "",
      "senderName": shop.sender.name, "senderEmail": shop.sender.email?.text ?? "",
      "replyTo": shop.sender.replyTo?.text ?? "", "version": "\(shop.version)",
    ]
  }

  private static func page(
    _ visit: StaffVisit, _ state: FormState, status: Int = 200
  ) -> HTTPResponse {
    visit.page(visit(Texts.settings), in: .settings, status: status) {
      settingsHead(.company, visit)
      FormView(visit.visit, state, action: SafeURL(path: Links.company.path())).markup { form in
        div(.class("columns")) {
          card(visit("Bedrijf", "Company")) { companyFields(form, visit) }
          card(visit("Winkel en afzender", "Shop and sender")) { senderFields(form, visit) }
        }
        form.hidden("version", state.value("version"))
        if visit.may(.manageSettings) { form.submit(visit.visit(WebText.save)) }
      }
    }
  }

  @MarkupBuilder private static func companyFields(
    _ form: FormView, _ visit: StaffVisit
  ) -> Markup {
    let optional = FieldLook(isRequired: false)
    form.text("legalName", visit("Statutaire naam", "Legal name"), most: 120)
    form.text("street", visit("Straat en huisnummer", "Street and number"), optional, most: 120)
    form.text("postalCode", visit("Postcode", "Postal code"), optional, most: 16, isShort: true)
    form.text("city", visit("Plaats", "City"), optional, most: 80)
    form.country("country", visit("Land", "Country"))
    form.text("vatNumber", visit("Btw-nummer", "VAT number"), optional, most: 40, isShort: true)
    form.text(
      "registration", visit("KvK- of KBO-nummer", "Trade register number"), optional, most: 40,
      isShort: true)
    form.text("iban", "IBAN", optional, most: 60)
    form.text(
      "creditorID", visit("SEPA-incassant-ID", "SEPA creditor identifier"),
      FieldLook(
        hint: visit(
          "Staat in de aankondiging van een incasso.", "Stands in the notice of a debit."),
        isRequired: false), most: 35)
  }

  @MarkupBuilder private static func senderFields(
    _ form: FormView, _ visit: StaffVisit
  ) -> Markup {
    form.text("name", visit("Naam van de winkel", "Name of the shop"), most: 80)
    form.select(
      "language", visit("Taal van de winkel", "Language of the shop"),
      Language.allCases.map { ($0.rawValue, $0.ownName) })
    form.text("senderName", visit("Afzender van e-mail", "Sender of e-mail"), most: 80)
    form.text(
      "senderEmail", visit("Eigen afzenderadres", "Sender address of your own"),
      FieldLook(
        hint: visit(
          "Leeg: verzonden vanaf het adres van het platform.",
          "Empty: sent from the platform's address."), isRequired: false), most: 254,
      type: "email", inputmode: "email")
    form.text(
      "replyTo", visit("Antwoorden naar", "Replies to"), FieldLook(isRequired: false), most: 254,
      type: "email", inputmode: "email")
  }
}
