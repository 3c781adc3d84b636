import HTML
import HTTPServer
import Payments
import Primitives
import Tenancy
import Web
import Workflows

extension ShopVisit {
  /// Sends the browser on to the payment service's page. Browsers apply a form's policy to the
  /// redirects after it, so only the service's own host is gone to directly; else, and when there
  /// is no such page (yet), the payment's own page says how it stands and has the link.
  func handOver(_ payment: Payment) async throws -> HTTPResponse {
    if payment.state.isLive, let url = payment.checkoutURL, SafeURL(external: url) != nil,
      let origin = door.paymentOrigin, WebOrigin(of: url)?.text == origin
    {
      return .redirect(to: url)
    }
    return visit.redirect(to: Links.payment.path(shop.slug, PathToken(returnToken(of: payment))))
  }

  /// The token of the address at which a payment is shown, the same as the payment service sends
  /// the browser back to.
  func returnToken(of payment: Payment) -> String {
    app.platform.returnToken(of: payment, in: shop)
  }
}
