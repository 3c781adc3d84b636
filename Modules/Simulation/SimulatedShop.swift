import Catalog
import Payments
import Primitives
import Tenancy

/// A plan as the shop agreed it; what it must cost is known here, not asked of the platform.
struct AgreedPlan: Sendable {
  let slug: Slug
  let name: String
  /// Minor units of one whole period.
  let price: Int64
  let includesVAT: Bool
  /// Hundredths of a percent.
  let rate: Int64
  let unit: CalendarInterval.Unit
  let count: Int
  /// How often it is bought.
  let weight: Int

  var vatCategory: VATCategory { rate == 2100 ? .standard : .reduced }

  func terms(_ quantity: Int64) -> ModelTerms {
    let rhythm: ModelSubscription.Rhythm =
      switch unit {
      case .week: .weeks(count)
      case .month: .months(count)
      case .year: .months(12 * count)
      }
    return ModelTerms(
      price: price * quantity, includesVAT: includesVAT, rate: rate, rhythm: rhythm)
  }
}

/// A discount that every shop gives to whom has its code.
struct AgreedCoupon: Sendable {
  let code: String
  let discount: ModelDiscount

  static let all = [
    AgreedCoupon(
      code: "TIEN", discount: ModelDiscount(kind: .percent(hundredths: 1050), left: 3)),
    AgreedCoupon(code: "TWEE", discount: ModelDiscount(kind: .fixed(200), left: nil)),
    AgreedCoupon(
      code: "HALF", discount: ModelDiscount(kind: .percent(hundredths: 5000), left: 1)),
  ]

  var draft: CouponDraft {
    let amount: Discount.Amount =
      switch discount.kind {
      case .percent(let hundredths): .percent(hundredths: Int(hundredths))
      case .fixed(let units): .fixed(.eur(units))
      }
    return CouponDraft(
      code: code, label: code.lowercased(), discount: Discount(amount, periods: discount.left))
  }
}

/// A shop with what it agreed with its customers.
struct SimulatedShop: Sendable {
  let index: Int
  let id: Int64
  /// The platform's own scope, and that of its public pages.
  let scope: TenantScope
  let visitors: TenantScope
  let settings: ShopSettings
  let webhook: WebhookAddress
  let plans: [AgreedPlan]
  /// Set when the shop moves everyone to another day.
  var policy: CollectionPolicy

  var zone: CivilZone { scope.zone }
}

/// What each kind of shop is like; kinds repeat with other numbers.
struct ShopKind: Sendable {
  let slug: String
  let zone: String
  let policy: CollectionPolicy
  let mode: InvoiceMode
  let notice: Int
  let lead: Int

  static func of(_ index: Int) -> ShopKind {
    let kinds = [
      ShopKind(
        slug: "koopdag", zone: "Europe/Amsterdam", policy: .purchaseDate, mode: .proFormaFirst,
        notice: 7, lead: 0),
      ShopKind(
        slug: "eerste", zone: "Europe/Amsterdam", policy: .fixedDay(1), mode: .proFormaFirst,
        notice: 10, lead: 2),
      ShopKind(
        slug: "vijftien", zone: "Europe/Brussels", policy: .fixedDay(15), mode: .invoiceAtOnce,
        notice: 14, lead: 1),
      ShopKind(
        slug: "overzee", zone: "America/St_Johns", policy: .purchaseDate, mode: .invoiceAtOnce,
        notice: 5, lead: 3),
    ]
    let kind = kinds[index % kinds.count]
    guard index >= kinds.count else { return kind }
    return ShopKind(
      slug: "\(kind.slug)-\(index)", zone: index == 5 ? "Pacific/Kiritimati" : kind.zone,
      policy: index.isMultiple(of: 2) ? .fixedDay(28) : kind.policy, mode: kind.mode,
      notice: kind.notice + 1, lead: kind.lead)
  }

  func apply(to settings: inout ShopSettings) {
    settings.collectionPolicy = policy
    settings.invoiceMode = mode
    settings.renewalNoticeDays = notice
    settings.collectionLeadDays = lead
    settings.memoryAidDays = 3
    settings.reminderDays = 7 + lead
    settings.paymentTermDays = 14
  }

  /// Prices differ a little per shop, so that halves of cents are met.
  static func plans(of index: Int) throws -> [AgreedPlan] {
    let odd = Int64(index * 7)
    let list: [(String, Int64, Bool, Int64, CalendarInterval.Unit, Int, Int)] = [
      ("maand", 3000 + odd, true, 2100, .month, 1, 50),
      ("maand-netto", 1249 + odd, false, 900, .month, 1, 15),
      ("week", 499 + odd, true, 900, .week, 1, 8),
      ("twee-weken", 995 + odd, true, 2100, .week, 2, 7),
      ("kwartaal", 7501 + odd, true, 2100, .month, 3, 10),
      ("jaar", 23999 + odd, false, 2100, .year, 1, 10),
    ]
    return try list.map { slug, price, includes, rate, unit, count, weight in
      AgreedPlan(
        slug: try known(Slug(slug)), name: "Abonnement \(slug)", price: price,
        includesVAT: includes, rate: rate, unit: unit, count: count, weight: weight)
    }
  }
}

/// A value that the simulation itself spells and that must be there.
func known<Value>(_ value: Value?) throws -> Value {
  guard let value else { throw SimulationError.invalid("\(Value.self)") }
  return value
}

/// What is wrong with the simulation itself, not with what it tries.
enum SimulationError: Error, Equatable {
  case invalid(String)
}
