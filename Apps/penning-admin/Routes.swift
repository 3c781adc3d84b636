import HTTPServer
import Tenancy
import Web

extension AdminApp {
  /// The whole server on one screen.
  func routes() -> AdminRoutes {
    var routes = AdminRoutes(self)
    site.serveAssets(in: &routes.router)

    declareDoors(in: &routes)
    declareWork(in: &routes)
    declareDocuments(in: &routes)
    declareCatalog(in: &routes)
    declareBooks(in: &routes)
    declareExports(in: &routes)
    declareSettings(in: &routes)
    declareSelling(in: &routes)
    declareReturns(in: &routes)

    // Machines.
    routes.machine(Links.alive, .everyone) { _ in Health.alive }
    routes.machine(Links.ready, .everyone) { _ in await Health.ready(database) }
    routes.machine(Links.metrics, .loopback) { request in Health.metrics(metrics, for: request) }
    routes.api(api(), describedAt: APILinks.description)
    return routes
  }

  /// In and out.
  private func declareDoors(in routes: inout AdminRoutes) {
    routes.getOpen(Links.signIn, SignInPage.show)
    routes.postOpen(Links.signIn, SignInPage.enter)
    routes.post(Links.signOut, needs: .view, SignInPage.leave)
    routes.get(Links.shops, ShopsPage.show)
    routes.post(Links.enterShop, needs: .view, ShopsPage.enter)
  }

  /// What happens in the shop.
  private func declareWork(in routes: inout AdminRoutes) {
    routes.get(Links.dashboard, DashboardPage.show)
    routes.get(Links.decisions, DecisionsPage.show)
    routes.post(Links.retryMessage, needs: .manageSettings, DecisionsPage.retry)
    routes.get(Links.customers, CustomersPage.show)
    routes.get(Links.newCustomer, needs: .editCustomers, CustomerForm.showNew)
    routes.post(Links.newCustomer, needs: .editCustomers, CustomerForm.create)
    routes.get(Links.customer, CustomerPage.show)
    routes.get(Links.editCustomer, needs: .editCustomers, CustomerForm.show)
    routes.post(Links.editCustomer, needs: .editCustomers, CustomerForm.save)
    routes.get(Links.grantCredit, needs: .manageInvoices, CreditPage.show)
    routes.post(Links.grantCredit, needs: .manageInvoices, CreditPage.grant)
    routes.get(Links.subscriptions, SubscriptionsPage.show)
    routes.get(Links.subscription, SubscriptionPage.show)
    for act in SubscriptionAct.allCases {
      routes.get(act.link, needs: .manageSubscriptions) {
        try await SubscriptionChangePage.show($0, $1, act)
      }
      routes.post(act.link, needs: .manageSubscriptions) {
        try await SubscriptionChangePage.submit($0, $1, act)
      }
    }
    routes.post(
      Links.keepSubscription, needs: .manageSubscriptions, SubscriptionChangePage.keep)
    routes.post(
      Links.releaseSubscription, needs: .manageSubscriptions, SubscriptionChangePage.release)
    routes.get(Links.payments, PaymentsPage.show)
    routes.get(Links.payment, PaymentPage.show)
  }

  /// How the shop works.
  private func declareSettings(in routes: inout AdminRoutes) {
    routes.get(Links.settings, SettingsPage.show)
    routes.post(Links.settings, needs: .manageSettings, SettingsPage.save)
    routes.get(Links.collection, CollectionPage.show)
    routes.post(Links.collection, needs: .manageSettings, CollectionPage.save)
    routes.get(Links.migration, needs: .manageSettings, MigrationPage.show)
    routes.post(Links.migration, needs: .manageSettings, MigrationPage.migrate)
    routes.get(Links.numbering, NumberingPage.show)
    routes.post(Links.numbering, needs: .manageSettings, NumberingPage.save)
    routes.get(Links.company, CompanyPage.show)
    routes.post(Links.company, needs: .manageSettings, CompanyPage.save)
    routes.get(Links.gateway, GatewayPage.show)
    routes.post(Links.gateway, needs: .manageSettings, GatewayPage.connect)
    routes.get(Links.keys, needs: .manageKeys, KeysPage.show)
    routes.post(Links.keys, needs: .manageKeys, KeysPage.create)
    routes.get(Links.revokeKey, needs: .manageKeys, KeysPage.askToRevoke)
    routes.post(Links.revokeKey, needs: .manageKeys, KeysPage.revoke)
    routes.get(Links.team, TeamPage.show)
    routes.get(Links.audit, needs: .viewAudit, AuditPage.show)
  }

  /// The API: what can be computed, read and done, a file each.
  func api() -> APISurface {
    var api = APISurface(
      title: "Penning", version: "1.0.0", origin: origin, gate: gate)
    SubscriptionPreview.declare(in: &api)
    ChangePreview.declare(in: &api)
    VATPreview.declare(in: &api)
    AllocationPreview.declare(in: &api)
    DunningPreview.declare(in: &api)
    ReferencePreview.declare(in: &api)
    ProductResource.declare(in: &api)
    PlanResource.declare(in: &api, platform)
    CouponResource.declare(in: &api)
    PriceRiseResource.declare(in: &api, platform)
    CustomerResource.declare(in: &api)
    SubscriptionResource.declare(in: &api, platform)
    InvoiceResource.declare(in: &api, platform)
    DraftResource.declare(in: &api)
    PaymentResource.declare(in: &api)
    RefundResource.declare(in: &api, platform)
    VATCheckResource.declare(in: &api, platform)
    MandateResource.declare(in: &api)
    CreditResource.declare(in: &api, platform)
    DunningResource.declare(in: &api)
    LedgerResource.declare(in: &api, platform)
    ExportResource.declare(in: &api, platform)
    SettingsResource.declare(in: &api)
    AuditResource.declare(in: &api)
    return api
  }
}
