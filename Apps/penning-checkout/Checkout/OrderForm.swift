import Catalog
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

  let asksForQuote: Bool
  /// What is bought; parts that are refused are taken out, so that the rest can be quoted.
  private(set) var choice: CheckoutChoice
  let vatNumber: VATNumber?
  private(set) var country: Country?
  private let company: String?
  private let hasQuantity: Bool
  private var reader: FormReader
  private let shown: String?
  private let token: String?
  private let typed: FormState

  init(_ shop: ShopVisit, _ plan: Slug) {
    var reader = shop.visit.reader
    typed = FormState(values: reader.state.values)
    let quantity = reader.integer("quantity", in: SubscriptionRefusal.quantities)
    hasQuantity = quantity != nil
    choice = CheckoutChoice(
      planSlug: plan, quantity: quantity ?? 1,
      extras: Set(reader.choices("extras", most: Offer.limit) { Plan.ID($0) }),
      coupon: reader.optionalText("coupon", most: 60),
      collectionDay: reader.optionalParsed("collectionDay", most: 2, Self.dayFault) { text in
        Int(text).flatMap { CollectionPolicy.days.contains($0) ? $0 : nil }
      })
    company = reader.optionalText("company", most: 120)
    vatNumber = reader.optionalParsed("vatNumber", most: 20, Self.vatFault, VATNumber.init)
    country = reader.choice("country") { code in
      Countries.offered.first { $0.country.code == code }?.country
    }
    asksForQuote = reader.carried(Self.step) == Self.stepQuote
    shown = reader.carried("shown")
    token = reader.carried("order")
    self.reader = reader
  }

  var state: FormState { reader.state }

  /// What was typed, with at most what decides the amount marked: the rest may still be empty.
  var withoutFaults: FormState {
    var state = typed
    state.values["extras"] = reader.state.value("extras")
    for fault in reader.state.faults where Self.deciding.contains(fault.field) {
      state.note(fault.field, fault.phrase)
    }
    return state
  }

  private static let deciding = ["quantity", "extras", "coupon", "collectionDay", "vatNumber"]

  /// A form as it is first shown.
  static func empty(for shop: ShopVisit) -> FormState {
    FormState(values: [
      "quantity": "1", "country": shop.shop.country.code, "language": shop.language.rawValue,
      "method": shop.door.methods.first?.rawValue ?? "", "name": "", "email": "", "company": "",
      "vatNumber": "", "street": "", "postalCode": "", "city": "", "coupon": "", "extras": "",
      "collectionDay": "",
    ])
  }

  /// What of the buyer decides the amounts; the shop's own country while none is chosen.
  func buyer(hasCheckedVATNumber: Bool, _ shop: ShopVisit) -> CheckoutBuyer {
    CheckoutBuyer(
      country: country ?? shop.shop.country, isBusiness: company != nil,
      hasCheckedVATNumber: hasCheckedVATNumber, language: shop.language)
  }

  /// The number that decides whether VAT is charged: of a business in another member state.
  func numberToCheck(_ shop: Shop) -> VATNumber? {
    guard company != nil, let vatNumber, vatNumber.isInRegister, let country,
      country != shop.country
    else { return nil }
    return vatNumber
  }

  /// Marks what a quote refused and takes it out.
  /// - Returns: false when nothing of the form can be taken out to make it right.
  mutating func drop(_ refusal: any Refusal) -> Bool {
    switch refusal.pointer {
    case "/coupon" where choice.coupon != nil: choice.coupon = nil
    case "/extras" where !choice.extras.isEmpty: choice.extras = []
    case "/collectionDay" where choice.collectionDay != nil: choice.collectionDay = nil
    default:
      guard refusal is BillingRefusal, country != nil else { return false }
      reader.refuse("country", refusal.phrase)
      country = nil
      return true
    }
    refuse(refusal)
    return true
  }

  /// The order and the form's token; nil when a field is wrong, which the state then tells.
  mutating func order(
    _ quote: CheckoutQuote, _ shop: ShopVisit
  ) -> (CheckoutOrder, token: String)? {
    let details = details()
    let today = quote.askedToday
    let method = today.isPositive ? method(shop) : nil
    if today.isZero { _ = reader.carried("method") }
    if shown != today.decimal, reader.state.fault("quantity") == nil {
      reader.refuse("quantity", CheckoutRefusal.priceChanged(now: today).phrase)
    }
    if token.map({ (16...64).contains($0.utf8.count) }) != true {
      reader.refuse("", FormText.malformed)
    }
    guard reader.isComplete(), hasQuantity, let details, let token,
      method != nil || today.isZero
    else { return nil }
    let order = CheckoutOrder(choice, details: details, method: method, shownToday: today)
    return (order, token)
  }

  private mutating func method(_ shop: ShopVisit) -> PaymentMethod? {
    reader.choice("method") { text in shop.door.methods.first { $0.rawValue == text } }
  }

  mutating func refuse(_ refusal: any Refusal) {
    var state = reader.state
    state.note(refusal)
    let field = state.faults.last?.field ?? ""
    reader.refuse(field, refusal.phrase)
  }

  mutating func refuse(_ field: String, _ phrase: Phrase) { reader.refuse(field, phrase) }

  private mutating func details() -> CustomerDetails? {
    let name = reader.text("name", most: 120)
    let email = reader.email("email")
    let street = reader.text("street", most: 120)
    let postalCode = reader.text("postalCode", most: 16)
    let city = reader.text("city", most: 80)
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
  private static let dayFault = Phrase(
    nl: "Kies een dag van 1 tot en met 28.", en: "Choose a day from 1 to 28.")
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
