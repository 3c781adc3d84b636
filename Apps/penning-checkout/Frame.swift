import HTML
import HTTPServer
import Primitives
import Tenancy
import Web

extension PageFrame {
  /// The frame of a shop's pages; the platform's own where there is no shop.
  static func around(_ visit: Visit) -> PageFrame {
    guard let door = CurrentShop.door else {
      return PageFrame(
        title: "Penning",
        brand: Brand(name: "Penning", home: SafeURL(path: Links.front.path())))
    }
    return around(door, visit)
  }

  static func around(_ door: ShopDoor, _ visit: Visit) -> PageFrame {
    let shop = door.scope.shop
    let colour = door.settings.accentColour.flatMap(HexColor.init)
    var frame = PageFrame(
      title: shop.name,
      brand: Brand(
        name: shop.name, home: SafeURL(path: Links.plans.path(shop.slug)),
        accent: colour.map(Accent.init)),
      menu: menu(of: shop, visit))
    frame.footer = imprint(of: shop, visit)
    return frame
  }

  private static func menu(of shop: Shop, _ visit: Visit) -> [Item] {
    let path = visit.request.path
    let portal = Links.portal.path(shop.slug)
    let isPortal = path == portal || path.hasPrefix(portal + "/")
    return [
      Item(
        visit(Texts.plans), SafeURL(path: Links.plans.path(shop.slug)),
        isCurrent: path == Links.plans.path(shop.slug)),
      Item(visit(Texts.myAccount), SafeURL(path: portal), isCurrent: isPortal),
    ]
  }

  /// Who sells here, as the law wants it on every page.
  private static func imprint(of shop: Shop, _ visit: Visit) -> Markup {
    let legal = shop.legal
    let numbers = [
      legal.registration.map { "\(visit(Texts.registration)) \($0)" },
      legal.vatNumber.map { "\(visit(Texts.vatNumber)) \($0.text)" },
    ]
    let parts = [legal.legalName] + legal.address.lines(visit.language) + numbers.compactMap(\.self)
    return Markup(parts.filter { !$0.isEmpty }.joined(separator: " · "))
  }
}

extension ShopVisit {
  /// A page in the shop's frame.
  func page(
    _ title: String, width: PageFrame.Width = .narrow, status: Int = 200,
    @MarkupBuilder content: () -> Markup
  ) -> HTTPResponse {
    let frame = PageFrame.around(door, visit).titled(title, width: width)
    return visit.page(frame, status: status, content: content)
  }
}

extension PortalVisit {
  /// A page of the portal, with the way out in its head.
  func page(
    _ title: String, width: PageFrame.Width = .wide, crumbs: [PageFrame.Item] = [],
    status: Int = 200, @MarkupBuilder content: () -> Markup
  ) -> HTTPResponse {
    var frame = PageFrame.around(shop.door, visit)
      .titled(title, width: width, crumbs: crumbs)
    frame.account = PageFrame.Account(
      name: user.name, signOut: SafeURL(path: Links.signOut.path(slug)))
    return visit.page(frame, status: status, content: content)
  }

  /// The way to the overview, for pages below it.
  var home: PageFrame.Item {
    PageFrame.Item(self(Texts.myAccount), SafeURL(path: Links.portal.path(slug)))
  }
}
