import HTTPServer
import Web
import Workflows

extension CheckoutApp {
  /// The whole server on one screen.
  func routes() -> Router {
    var routes = Router()

    // Machines first: their words are no shop's name.
    routes.get(Links.alive) { _ in Health.alive }
    routes.get(Links.ready) { _ in await Health.ready(platform.database) }
    routes.get(Links.metrics) { request in Health.metrics(metrics, for: request) }
    routes.get(Links.robots) { _ in Health.robots }
    routes.post(Links.mollieWebhook, Webhooks.options) { request, address in
      try await Webhooks.mollie(request, at: address, app: self)
    }
    site().serveAssets(in: &routes)
    site().get(Links.front, in: &routes) { visit in FrontPage.show(visit) }

    // Buying: a plan, its payment, and the way back from the bank.
    get(Links.plans, in: &routes, PlansPage.show)
    get(Links.plan, in: &routes, PlanPage.show)
    post(Links.plan, in: &routes, PlanPage.order)
    get(Links.payment, in: &routes, PaymentPage.show)
    post(Links.paymentAgain, in: &routes, PaymentPage.tryAgain)
    get(Links.order, in: &routes, OrderPage.show)
    post(Links.addOffer, in: &routes, OrderPage.add)

    // In and out of the portal.
    get(Links.signIn, in: &routes, SignInPage.show)
    post(Links.signIn, in: &routes, SignInPage.sendLink)
    get(Links.signInLink, in: &routes, SignInLinkPage.show)
    post(Links.signInLink, in: &routes, SignInLinkPage.enter)
    postPortal(Links.signOut, in: &routes, SignInPage.signOut)

    // The customer's own pages.
    getPortal(Links.portal, in: &routes, OverviewPage.show)
    postPortal(Links.pay, in: &routes, OverviewPage.pay)
    getPortal(Links.invoices, in: &routes, InvoicesPage.show)
    getPortal(Links.invoice, in: &routes, InvoicePage.show)
    getPortal(Links.subscription, in: &routes, SubscriptionPage.show)
    postPortal(Links.keep, in: &routes, ChangePage.keep)
    for act in ChangeAct.allCases {
      getPortal(act.link, in: &routes) { try await ChangePage.show($0, $1, act) }
      postPortal(act.link, in: &routes) { try await ChangePage.submit($0, $1, act) }
    }
    return routes
  }
}
