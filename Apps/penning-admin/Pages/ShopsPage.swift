import HTML
import HTTPServer
import Primitives
import Tenancy
import Web
import Workflows

/// Where someone who works in several shops chooses one.
enum ShopsPage {
  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    visit.page(visit("Kies een winkel", "Choose a shop"), in: nil, width: .narrow) {
      pageHead(
        visit("Kies een winkel", "Choose a shop"),
        lead: visit(
          "U werkt in meer dan één winkel.", "You work in more than one shop."))
      for membership in visit.memberships {
        card {
          h2 { membership.shopName }
          div(.class("actions")) {
            if membership.shop == visit.shop.id {
              linkButton(
                visit("Verder", "Continue"), SafeURL(path: Links.dashboard.path()))
            } else {
              actionButton(
                visit("Openen", "Open"),
                SafeURL(path: Links.enterShop.path(membership.shop)), visit.visit)
            }
          }
        }
      }
    }
  }

  static func enter(_ visit: StaffVisit, _ shop: Shop.ID) async throws -> HTTPResponse {
    let secret = NewSecret(for: .staffSession, from: visit.app.platform.random)
    let session = try await visit.app.database.switchShop(
      from: visit.session, to: shop, session: secret)
    guard session != nil else { throw TenancyRefusal.unknown(.shop) }
    return visit.visit.site.beginning(
      session: secret.text, with: visit.visit.redirect(to: Links.dashboard.path()))
  }
}
