import Catalog
import HTML
import HTTPServer
import Primitives
import Tenancy
import Web

/// The things that plans sell.
enum ProductsPage {
  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let request = try visit.visit.pageRequest()
    let page = try await visit.read { try $0.catalog.products(request) }
    return visit.page(visit("Producten", "Products"), in: .plans) {
      catalogHead(.products, visit) { newButton(visit) }
      table(visit).markup(page.items, empty: none(visit))
      pager(page.next, visit.visit)
    }
  }

  @MarkupBuilder private static func newButton(_ visit: StaffVisit) -> Markup {
    if visit.may(.editCatalog) {
      linkButton(
        visit("Nieuw product", "New product"), SafeURL(path: Links.newProduct.path()))
    }
  }

  private static func table(_ visit: StaffVisit) -> DataTable<Product> {
    DataTable(
      visit("Producten", "Products"), showsCaption: false,
      columns: [
        .init(visit(Texts.name), .rowHeader) { product in
          visit.may(.editCatalog)
            ? visit.link(product.name, Links.product.path(product.id)) : Markup(product.name)
        },
        .init(visit("Btw", "VAT")) { product in
          Markup {
            product.vatCategory.name(visit.language)
            if let exemption = product.exemption {
              " "
              small { visit(exemption.mention) }
            }
          }
        },
        .init(visit("Eerst", "First")) { product in
          Markup(visit(product.invoiceMode.label))
        },
      ])
  }

  private static func none(_ visit: StaffVisit) -> Markup {
    emptyState(
      visit("Nog geen producten", "No products yet"),
      visit(
        "Een product ontstaat vanzelf met een aanbod, of u maakt het hier.",
        "A product comes with a plan by itself, or you make it here.")
    ) { newButton(visit) }
  }
}

extension InvoiceMode? {
  var label: Phrase {
    switch self {
    case .proFormaFirst: Phrase(nl: "Pro forma", en: "Pro forma")
    case .invoiceAtOnce: Phrase(nl: "Factuur", en: "Invoice")
    case nil: Phrase(nl: "Zoals de winkel", en: "As the shop")
    }
  }
}

/// The pages of the catalog, as tabs above each of its lists.
enum CatalogTab: CaseIterable {
  case plans, products, coupons, priceRises

  fileprivate var label: Phrase {
    switch self {
    case .plans: Texts.plans
    case .products: Phrase(nl: "Producten", en: "Products")
    case .coupons: Phrase(nl: "Kortingscodes", en: "Coupons")
    case .priceRises: Phrase(nl: "Prijsverhogingen", en: "Price rises")
    }
  }

  fileprivate var lead: Phrase {
    switch self {
    case .plans:
      Phrase(nl: "Wat klanten bij u kunnen kopen.", en: "What customers can buy from you.")
    case .products:
      Phrase(
        nl: "Wat er achter het aanbod zit: hoe het belast wordt.",
        en: "What is behind the plans: how it is taxed.")
    case .coupons:
      Phrase(
        nl: "Codes die korting geven, binnen hun grenzen.",
        en: "Codes that give a discount, within their limits.")
    case .priceRises:
      Phrase(
        nl: "Hogere prijzen voor wie al klant is, op tijd aangekondigd.",
        en: "Higher prices for those who are customers already, announced in time.")
    }
  }

  fileprivate var path: String {
    switch self {
    case .plans: Links.plans.path()
    case .products: Links.products.path()
    case .coupons: Links.coupons.path()
    case .priceRises: Links.priceRises.path()
    }
  }
}

/// The heading and tabs of a list of the catalog.
@MarkupBuilder func catalogHead(
  _ current: CatalogTab, _ visit: StaffVisit, @MarkupBuilder actions: () -> Markup
) -> Markup {
  pageHead(visit(current.label), lead: visit(current.lead), actions: actions)
  tabs(
    visit("Soorten aanbod", "Kinds of plans"),
    CatalogTab.allCases.map { tab in
      PageFrame.Item(visit(tab.label), SafeURL(path: tab.path), isCurrent: tab == current)
    })
}
