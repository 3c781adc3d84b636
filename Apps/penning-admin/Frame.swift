import HTML
import HTTPServer
import Primitives
import Tenancy
import Web

extension PageFrame {
  /// The frame before anyone is known, and of error pages.
  static func plain(_ visit: Visit) -> PageFrame {
    let name = visit.admission?.scope.shop.name ?? "Penning"
    return PageFrame(
      title: name, brand: Brand(name: name, home: SafeURL(path: Links.dashboard.path())))
  }
}

/// The parts of the server that the main menu names.
enum MenuPart: CaseIterable {
  case dashboard, customers, subscriptions, invoices, payments, plans, ledger, settings

  var label: Phrase {
    switch self {
    case .dashboard: Phrase(nl: "Overzicht", en: "Dashboard")
    case .customers: Texts.customers
    case .subscriptions: Texts.subscriptions
    case .invoices: Texts.invoices
    case .payments: Texts.payments
    case .plans: Texts.plans
    case .ledger: Phrase(nl: "Grootboek", en: "Ledger")
    case .settings: Texts.settings
    }
  }

  var url: SafeURL {
    switch self {
    case .dashboard: SafeURL(path: Links.dashboard.path())
    case .customers: SafeURL(path: Links.customers.path())
    case .subscriptions: SafeURL(path: Links.subscriptions.path())
    case .invoices: SafeURL(path: Links.invoices.path())
    case .payments: SafeURL(path: Links.payments.path())
    case .plans: SafeURL(path: Links.plans.path())
    case .ledger: SafeURL(path: Links.ledger.path())
    case .settings: SafeURL(path: Links.settings.path())
    }
  }
}

extension StaffVisit {
  /// A page in the shop's frame.
  func page(
    _ title: String, in part: MenuPart?, width: PageFrame.Width = .wide,
    crumbs: [PageFrame.Item] = [], status: Int = 200, @MarkupBuilder content: () -> Markup
  ) -> HTTPResponse {
    var frame = PageFrame(
      title: title,
      brand: .init(
        name: shop.name, home: SafeURL(path: Links.dashboard.path()),
        accent: accentColour.flatMap(HexColor.init).map(Accent.init)),
      menu: MenuPart.allCases.map { item in
        PageFrame.Item(self(item.label), item.url, isCurrent: item == part)
      },
      account: .init(name: staff.name, signOut: SafeURL(path: Links.signOut.path())))
    frame.width = width
    frame.crumbs = crumbs
    frame.footer = footer
    return visit.page(frame, status: status, content: content)
  }

  private var footer: Markup {
    Markup {
      "\(shop.name) · \(self(staff.role.name))"
      if memberships.count > 1 {
        " · "
        a(.href(SafeURL(path: Links.shops.path()))) { self("Andere winkel", "Another shop") }
      }
    }
  }

  /// The way back to a part's list.
  func crumb(_ part: MenuPart) -> PageFrame.Item { PageFrame.Item(self(part.label), part.url) }

  func crumb(_ label: String, _ path: String) -> PageFrame.Item {
    PageFrame.Item(label, SafeURL(path: path))
  }
}

// What pages show of values, in the visit's language.
extension StaffVisit {
  func show(_ amount: Money) -> Markup { money(amount, language) }
  func show(_ date: CivilDate) -> Markup { day(date, language) }
  func show(_ date: CivilDate?) -> Markup { date.map { day($0, language) } ?? "–".markup }
  func show(_ instant: Instant) -> Markup { moment(instant, in: shop.zone, language) }
  func show(_ instant: Instant?) -> Markup { instant.map { show($0) } ?? "–".markup }
  func show(_ period: Period) -> Markup { Markup(period.formatted(language)) }

  func link(_ text: String, _ path: String) -> Markup { a(.href(SafeURL(path: path))) { text } }
}
