import Catalog
import HTTPServer
import Primitives
import Tenancy
import Web

extension Links {
  // What the shop sells.
  static let plans = FixedLink("/plans")
  static let newPlan = FixedLink("/plans/new")
  static let plan = Link<Plan.ID>("/plans/{plan}")
  static let planPrice = Link<Plan.ID>("/plans/{plan}/price")
  static let planTexts = Link<Plan.ID>("/plans/{plan}/texts")
  static let planOffers = Link<Plan.ID>("/plans/{plan}/offers")
  static let archivePlan = Link<Plan.ID>("/plans/{plan}/archive")
  static let reopenPlan = Link<Plan.ID>("/plans/{plan}/reopen")
  static let products = FixedLink("/products")
  static let newProduct = FixedLink("/products/new")
  static let product = Link<Product.ID>("/products/{product}")
  static let coupons = FixedLink("/coupons")
  static let newCoupon = FixedLink("/coupons/new")
  static let coupon = Link<Coupon.ID>("/coupons/{coupon}")
  static let stopCoupon = Link<Coupon.ID>("/coupons/{coupon}/stop")
  static let resumeCoupon = Link<Coupon.ID>("/coupons/{coupon}/resume")
  static let priceRises = FixedLink("/price-rises")
  static let newRise = FixedLink("/price-rises/new")
  static let priceRise = Link<PriceRise.ID>("/price-rises/{rise}")
  static let announceRise = Link<PriceRise.ID>("/price-rises/{rise}/announce")
  static let withdrawRise = Link<PriceRise.ID>("/price-rises/{rise}/withdraw")

  // How the shop sells.
  static let selling = FixedLink("/settings/selling")
  static let taxes = FixedLink("/settings/taxes")
  static let logo = FixedLink("/settings/logo")
  static let logoPicture = FixedLink("/settings/logo/picture")
}

extension APILinks {
  static let plans = FixedLink("/api/v1/plans")
  static let plan = Link<Plan.ID>("/api/v1/plans/{plan}")
  static let planVersions = Link<Plan.ID>("/api/v1/plans/{plan}/versions")
  static let planTexts = Link<Plan.ID>("/api/v1/plans/{plan}/texts")
  static let planOffers = Link<Plan.ID>("/api/v1/plans/{plan}/offers")
  static let archivePlan = Link<Plan.ID>("/api/v1/plans/{plan}/archive")
  static let reopenPlan = Link<Plan.ID>("/api/v1/plans/{plan}/reopen")
  static let products = FixedLink("/api/v1/products")
  static let product = Link<Product.ID>("/api/v1/products/{product}")
  static let coupons = FixedLink("/api/v1/coupons")
  static let coupon = Link<Coupon.ID>("/api/v1/coupons/{coupon}")
  static let stopCoupon = Link<Coupon.ID>("/api/v1/coupons/{coupon}/stop")
  static let resumeCoupon = Link<Coupon.ID>("/api/v1/coupons/{coupon}/resume")
  static let couponRedemptions = Link<Coupon.ID>("/api/v1/coupons/{coupon}/redemptions")
  static let priceRises = FixedLink("/api/v1/price-rises")
  static let priceRise = Link<PriceRise.ID>("/api/v1/price-rises/{rise}")
  static let risePreview = Link<PriceRise.ID>("/api/v1/price-rises/{rise}/preview")
  static let announceRise = Link<PriceRise.ID>("/api/v1/price-rises/{rise}/announce")
  static let withdrawRise = Link<PriceRise.ID>("/api/v1/price-rises/{rise}/withdraw")
}

extension AdminApp {
  /// Plans, products, coupons, offers.
  func declareCatalog(in routes: inout AdminRoutes) {
    routes.get(Links.plans, PlansPage.show)
    routes.get(Links.newPlan, needs: .editCatalog, PlanForm.show)
    routes.post(Links.newPlan, needs: .editCatalog, PlanForm.create)
    routes.get(Links.plan, PlanPage.show)
    routes.post(Links.planPrice, needs: .editCatalog, PlanPage.revise)
    routes.get(Links.planTexts, needs: .editCatalog, PlanTextsPage.show)
    routes.post(Links.planTexts, needs: .editCatalog, PlanTextsPage.save)
    routes.get(Links.planOffers, needs: .editCatalog, OffersPage.show)
    routes.post(Links.planOffers, needs: .editCatalog, OffersPage.save)
    routes.get(Links.archivePlan, needs: .editCatalog, PlanPage.askToArchive)
    routes.post(Links.archivePlan, needs: .editCatalog, PlanPage.archive)
    routes.post(Links.reopenPlan, needs: .editCatalog, PlanPage.reopen)
    routes.get(Links.products, ProductsPage.show)
    routes.get(Links.newProduct, needs: .editCatalog, ProductForm.showNew)
    routes.post(Links.newProduct, needs: .editCatalog, ProductForm.create)
    routes.get(Links.product, needs: .editCatalog, ProductForm.show)
    routes.post(Links.product, needs: .editCatalog, ProductForm.save)
    routes.get(Links.coupons, CouponsPage.show)
    routes.get(Links.newCoupon, needs: .editCatalog, CouponForm.show)
    routes.post(Links.newCoupon, needs: .editCatalog, CouponForm.create)
    routes.get(Links.coupon, CouponPage.show)
    routes.post(Links.coupon, needs: .editCatalog, CouponPage.save)
    routes.get(Links.stopCoupon, needs: .editCatalog, CouponPage.askToStop)
    routes.post(Links.stopCoupon, needs: .editCatalog, CouponPage.stop)
    routes.post(Links.resumeCoupon, needs: .editCatalog, CouponPage.resume)
    declareRises(in: &routes)
  }

  /// Planned price rises.
  private func declareRises(in routes: inout AdminRoutes) {
    routes.get(Links.priceRises, PriceRisesPage.show)
    routes.get(Links.newRise, needs: .editCatalog, PriceRisesPage.showNew)
    routes.post(Links.newRise, needs: .editCatalog, PriceRisesPage.create)
    routes.get(Links.priceRise, PriceRisePage.show)
    routes.get(Links.announceRise, needs: .editCatalog, PriceRisePage.askToAnnounce)
    routes.post(Links.announceRise, needs: .editCatalog, PriceRisePage.announce)
    routes.get(Links.withdrawRise, needs: .editCatalog, PriceRisePage.askToWithdraw)
    routes.post(Links.withdrawRise, needs: .editCatalog, PriceRisePage.withdraw)
  }

  /// How the shop sells, is taxed, and looks on paper.
  func declareSelling(in routes: inout AdminRoutes) {
    routes.get(Links.selling, SellingSettingsPage.show)
    routes.post(Links.selling, needs: .manageSettings, SellingSettingsPage.save)
    routes.get(Links.taxes, TaxSettingsPage.show)
    routes.post(Links.taxes, needs: .manageSettings, TaxSettingsPage.save)
    routes.get(Links.logo, LogoPage.show)
    routes.post(Links.logo, needs: .manageSettings, bodyLimit: LogoPage.uploadLimit, LogoPage.save)
    routes.get(Links.logoPicture, LogoPage.picture)
  }
}
