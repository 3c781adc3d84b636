import Payments
import Primitives
import Subscriptions
import Tenancy
import Web
import Workflows

/// The buyer's form as it was sent, read field by field.
struct OrderForm {
  /// Which button sent it.
  static let step = "step"
  static let stepQuote = "quote"

  let quantity: Int?
  let asksForQuote: Bool
  private var reader: FormReader
  private let shown: String?
  private let token: String?
  private let typed: FormState

  init(_ shop: ShopVisit) {
    var reader = shop.visit.reader
    typed = FormState(values: reader.state.values)
    quantity = reader.integer("quantity", in: SubscriptionRefusal.quantities)
    asksForQuote = reader.carried(Self.step) == Self.stepQuote
    shown = reader.carried("shown")
    token = reader.carried("order")
    self.reader = reader
  }

  var state: FormState { reader.state }

  /// What was typed, with at most the quantity marked: the rest may still be empty.
  var withoutFaults: FormState {
    var state = typed
    if let fault = reader.state.fault("quantity") { state.note("quantity", fault) }
    return state
  }

  /// A form as it is first shown.
  static func empty(for shop: ShopVisit) -> FormState {
    FormState(values: [
      "quantity": "1", "country": shop.shop.country.code, "language": shop.language.rawValue,
      "method": shop.door.methods.first?.rawValue ?? "", "name": "", "email": "", "company": "",
      "vatNumber": "", "street": "", "postalCode": "", "city": "",
    ])
  }

  /// The order and the form's token; nil when a field is wrong, which the state then tells.
  mutating func order(
    of plan: Slug, _ quote: CheckoutQuote, _ shop: ShopVisit
  ) -> (CheckoutOrder, token: String)? {
    let details = details()
    let method = reader.choice("method") { text in
      shop.door.methods.first { $0.rawValue == text }
    }
    let today = quote.askedToday
    if shown != today.decimal, reader.state.fault("quantity") == nil {
      reader.refuse("quantity", CheckoutRefusal.priceChanged(now: today).phrase)
    }
    if token.map({ (16...64).contains($0.utf8.count) }) != true {
      reader.refuse("", FormText.malformed)
    }
    guard reader.isComplete(), let quantity, let details, let method, let token else {
      return nil
    }
    let order = CheckoutOrder(
      planSlug: plan, quantity: quantity, details: details, method: method, shownToday: today)
    return (order, token)
  }

  mutating func refuse(_ refusal: any Refusal) {
    var state = reader.state
    state.note(refusal)
    let field = state.faults.last?.field ?? ""
    reader.refuse(field, refusal.phrase)
  }

  private mutating func details() -> CustomerDetails? {
    let name = reader.text("name", most: 120)
    let email = reader.email("email")
    let company = reader.optionalText("company", most: 120)
    let vatNumber = reader.optionalParsed("vatNumber", most: 20, Self.vatFault, VATNumber.init)
    let street = reader.text("street", most: 120)
    let postalCode = reader.text("postalCode", most: 16)
    let city = reader.text("city", most: 80)
    let country = reader.choice("country") { code in
      Countries.offered.first { $0.country.code == code }?.country
    }
    let language = reader.choice("language", of: Language.self)
    if vatNumber != nil, company == nil, reader.state.fault("company") == nil {
      reader.refuse("company", Self.companyFault)
    }
    guard let name, let email, let street, let postalCode, let city, let country, let language
    else { return nil }
    do {
      return try CustomerDetails(
        name: name, email: email, kind: company == nil ? .consumer : .business, company: company,
        vatNumber: vatNumber,
        address: PostalAddress(
          street: street, postalCode: postalCode, city: city, country: country),
        language: language)
    } catch {
      refuse(error)
      return nil
    }
  }

  private static let vatFault = Phrase(
    nl: "Vul een geldig btw-nummer in, zoals NL123456782B90.",
    en: "Enter a valid VAT number, such as NL123456782B90.")
  private static let companyFault = Phrase(
    nl: "Vul bij een btw-nummer ook de bedrijfsnaam in.",
    en: "With a VAT number, fill in the company's name too.")
}

/// The countries that a buyer can live in: the single euro payments area's larger ones.
enum Countries {
  static let offered: [(country: Country, name: Phrase)] = [
    ("NL", "Nederland", "Netherlands"), ("BE", "België", "Belgium"),
    ("DE", "Duitsland", "Germany"), ("FR", "Frankrijk", "France"),
    ("LU", "Luxemburg", "Luxembourg"), ("AT", "Oostenrijk", "Austria"),
    ("DK", "Denemarken", "Denmark"), ("ES", "Spanje", "Spain"), ("FI", "Finland", "Finland"),
    ("IE", "Ierland", "Ireland"), ("IT", "Italië", "Italy"), ("PL", "Polen", "Poland"),
    ("PT", "Portugal", "Portugal"), ("SE", "Zweden", "Sweden"),
  ].compactMap { code, nl, en in Country(code).map { ($0, Phrase(nl: nl, en: en)) } }

  static func name(_ country: Country) -> Phrase {
    offered.first { $0.country == country }?.name ?? Phrase(verbatim: country.code)
  }
}
