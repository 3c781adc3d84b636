import HTML
import HTTPServer
import Primitives
import Web

/// `/`: this server has no shop of its own; whoever comes here has lost the shop's address.
enum FrontPage {
  static func show(_ visit: Visit) -> HTTPResponse {
    visit.page(PageFrame.around(visit).titled("Penning", width: .narrow)) {
      card {
        h1 { visit(Text.heading) }
        p { visit(Text.explanation) }
      }
    }
  }

  private enum Text {
    static let heading = Phrase(
      nl: "Abonnementen, facturen en betalingen", en: "Subscriptions, invoices and payments")
    static let explanation = Phrase(
      nl: "Elke winkel heeft hier een eigen adres. U vindt het op de website van de winkel en in "
        + "elke e-mail die u van de winkel kreeg.",
      en: "Every shop has its own address here. You find it on the shop's website and in every "
        + "e-mail that the shop has sent you.")
  }
}
