import HTML
import HTTPServer
import Primitives
import Tenancy
import Web

/// Where a customer is added or changed.
enum CustomerForm {
  static func showNew(_ visit: StaffVisit) async throws -> HTTPResponse {
    let state = FormState(values: [
      "kind": CustomerKind.consumer.rawValue, "country": visit.shop.country.code,
      "language": visit.shop.language.rawValue,
    ])
    return page(visit, state, of: nil)
  }

  static func create(_ visit: StaffVisit) async throws -> HTTPResponse {
    var form = visit.visit.reader
    let details = try read(&form)
    guard form.isComplete(), let details else { return page(visit, form.state, of: nil, 422) }
    let customer = try await visit.write { shop in try shop.addCustomer(details) }
    return visit.visit.redirect(
      to: Links.customer.path(customer.id),
      notice: Notice(visit("De klant is toegevoegd.", "The customer was added.")))
  }

  static func show(_ visit: StaffVisit, _ id: Customer.ID) async throws -> HTTPResponse {
    let customer = try await visit.read { try $0.customers.find(id) }
    return page(visit, FormState(values: values(of: customer)), of: id)
  }

  static func save(_ visit: StaffVisit, _ id: Customer.ID) async throws -> HTTPResponse {
    var form = visit.visit.reader
    let details = try read(&form)
    let version = form.version()
    guard form.isComplete(), let details, let version else {
      return page(visit, form.state, of: id, 422)
    }
    do {
      try await visit.write { shop in
        try shop.changeCustomer(id, to: details, expecting: version)
      }
    } catch let refusal as TenancyRefusal where refusal == .stale(.customer) {
      var state = form.state
      state.note(refusal)
      return page(visit, state, of: id, 409)
    }
    return visit.visit.redirect(
      to: Links.customer.path(id), notice: Notice(visit(Texts.saved)))
  }

  private static func read(_ form: inout FormReader) throws -> CustomerDetails? {
    let name = form.text("name", most: 120)
    let email = form.email("email")
    let kind: CustomerKind? = form.choice("kind")
    let company = form.optionalText("company", most: 120)
    let vatNumber = form.optionalParsed("vatNumber", most: 40) { VATNumber($0) }
    let phone = form.optionalText("phone", most: 40)
    let street = form.optionalText("street", most: 120)
    let postalCode = form.optionalText("postalCode", most: 16)
    let city = form.optionalText("city", most: 80)
    let country = form.parsed("country", most: 2) { Country($0.uppercased()) }
    let language: Language? = form.choice("language")
    let reference = form.optionalText("reference", most: 80)
    guard let name, let email, let kind, let country, let language, !form.state.hasFaults else {
      return nil
    }
    return try form.checking {
      try CustomerDetails(
        name: name, email: email, kind: kind, company: company, vatNumber: vatNumber,
        phone: phone,
        address: PostalAddress(
          street: street ?? "", postalCode: postalCode ?? "", city: city ?? "", country: country),
        language: language, reference: reference)
    }
  }

  private static func values(of customer: Customer) -> [String: String] {
    let known = customer.details
    return [
      "name": known.name, "email": known.email.text, "kind": known.kind.rawValue,
      "company": known.company ?? "", "vatNumber": known.vatNumber?.text ?? "",
      "phone": known.phone ?? "", "street": known.address.street,
      "postalCode": known.address.postalCode, "city": known.address.city,
      "country": known.address.country.code, "language": known.language.rawValue,
      "reference": known.reference ?? "", "version": "\(customer.version)",
    ]
  }

  private static func page(
    _ visit: StaffVisit, _ state: FormState, of id: Customer.ID?, _ status: Int = 200
  ) -> HTTPResponse {
    let title =
      id == nil ? visit("Nieuwe klant", "New customer") : visit("Klant wijzigen", "Edit customer")
    let action = id.map { Links.editCustomer.path($0) } ?? Links.newCustomer.path()
    let back = id.map { Links.customer.path($0) } ?? Links.customers.path()
    return visit.page(
      title, in: .customers, width: .narrow, crumbs: [visit.crumb(.customers)], status: status
    ) {
      pageHead(title)
      card {
        FormView(visit.visit, state, action: SafeURL(path: action)).markup { form in
          fields(form, visit)
          if id != nil { form.hidden("version", state.value("version")) }
          form.submit(visit.visit(WebText.save), cancel: SafeURL(path: back))
        }
      }
    }
  }

  @MarkupBuilder private static func fields(_ form: FormView, _ visit: StaffVisit) -> Markup {
    let optional = FieldLook(isRequired: false)
    form.text("name", visit(Texts.name), most: 120)
    form.email("email", visit(Texts.email))
    form.radios(
      "kind", visit("Soort", "Kind"),
      CustomerKind.allCases.map { ($0.rawValue, visit($0.label), nil) })
    form.text(
      "company", visit("Bedrijf", "Company"),
      FieldLook(
        hint: visit("Nodig voor een zakelijke klant.", "Needed for a business."),
        isRequired: false), most: 120)
    form.text(
      "vatNumber", visit("Btw-nummer", "VAT number"),
      FieldLook(hint: "NL123456782B90", isRequired: false), most: 40, isShort: true)
    form.text("phone", visit("Telefoon", "Phone"), optional, most: 40, type: "tel", isShort: true)
    form.text("street", visit("Straat en huisnummer", "Street and number"), optional, most: 120)
    form.text("postalCode", visit("Postcode", "Postal code"), optional, most: 16, isShort: true)
    form.text("city", visit("Plaats", "City"), optional, most: 80)
    form.country("country", visit("Land", "Country"))
    form.select(
      "language", visit(Texts.language),
      Language.allCases.map { ($0.rawValue, $0.ownName) })
    form.text("reference", visit("Uw kenmerk", "Your reference"), optional, most: 80)
  }
}

extension FormReader {
  /// The version that the form was made from, so that nobody overwrites another's change.
  mutating func version() -> Int64? {
    integer("version", in: 0...Int(Int32.max)).map(Int64.init)
  }
}
