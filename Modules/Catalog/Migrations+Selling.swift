import Storage

// What issue 3 added: kinds of plans, richer terms, and what helps to sell.
extension CatalogMigrations {
  static let kindsAndTerms = Migration(
    "catalog.002-kinds-and-terms",
    """
    ALTER TABLE products ADD COLUMN exemption TEXT;
    ALTER TABLE products ADD COLUMN invoice_mode TEXT
      CHECK (invoice_mode IN ('proFormaFirst', 'invoiceAtOnce'));
    ALTER TABLE plans ADD COLUMN kind TEXT NOT NULL DEFAULT 'subscription'
      CHECK (kind IN ('subscription', 'addOn', 'oneOff'));
    ALTER TABLE plan_versions ADD COLUMN setup_fee BIGINT CHECK (setup_fee > 0);
    ALTER TABLE plan_versions ADD COLUMN trial_days BIGINT NOT NULL DEFAULT 0
      CHECK (trial_days >= 0);
    ALTER TABLE plan_versions ADD COLUMN introduction_price BIGINT
      CHECK (introduction_price >= 0);
    ALTER TABLE plan_versions ADD COLUMN introduction_periods BIGINT
      CHECK (introduction_periods >= 1);
    ALTER TABLE plan_versions ADD COLUMN instalments BIGINT CHECK (instalments >= 2);
    """)

  static let offers = Migration(
    "catalog.003-offers",
    """
    CREATE TABLE plan_offers (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      plan_id BIGINT NOT NULL,
      offered_plan_id BIGINT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('addOn', 'bump', 'upsell')),
      position BIGINT NOT NULL,
      PRIMARY KEY (id, tenant_id),
      UNIQUE (tenant_id, plan_id, kind, offered_plan_id),
      FOREIGN KEY (plan_id, tenant_id) REFERENCES plans (id, tenant_id),
      FOREIGN KEY (offered_plan_id, tenant_id) REFERENCES plans (id, tenant_id)
    );
    CREATE TABLE offer_takings (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      purchase_id BIGINT NOT NULL,
      offered_plan_id BIGINT NOT NULL,
      taken_at BIGINT NOT NULL,
      PRIMARY KEY (id, tenant_id),
      UNIQUE (tenant_id, purchase_id, offered_plan_id),
      FOREIGN KEY (offered_plan_id, tenant_id) REFERENCES plans (id, tenant_id)
    );
    """)

  static let coupons = Migration(
    "catalog.004-coupons",
    """
    CREATE TABLE coupons (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      code TEXT NOT NULL,
      label TEXT NOT NULL,
      percent_hundredths BIGINT CHECK (percent_hundredths BETWEEN 1 AND 10000),
      fixed_amount BIGINT CHECK (fixed_amount > 0),
      currency TEXT NOT NULL,
      periods BIGINT CHECK (periods >= 1),
      valid_from TEXT NOT NULL,
      last_day TEXT,
      maximum_redemptions BIGINT CHECK (maximum_redemptions >= 1),
      redeemed BIGINT NOT NULL DEFAULT 0 CHECK (redeemed >= 0),
      once_per_customer BIGINT NOT NULL CHECK (once_per_customer IN (0, 1)),
      state TEXT NOT NULL CHECK (state IN ('active', 'stopped')),
      PRIMARY KEY (id, tenant_id),
      UNIQUE (tenant_id, code),
      CHECK (maximum_redemptions IS NULL OR redeemed <= maximum_redemptions),
      CHECK ((percent_hundredths IS NULL) <> (fixed_amount IS NULL))
    );
    CREATE TABLE coupon_plans (
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      coupon_id BIGINT NOT NULL,
      plan_id BIGINT NOT NULL,
      PRIMARY KEY (coupon_id, plan_id, tenant_id),
      FOREIGN KEY (coupon_id, tenant_id) REFERENCES coupons (id, tenant_id),
      FOREIGN KEY (plan_id, tenant_id) REFERENCES plans (id, tenant_id)
    );
    CREATE TABLE coupon_redemptions (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      coupon_id BIGINT NOT NULL,
      customer_id BIGINT NOT NULL,
      turn BIGINT NOT NULL,
      purchase_id BIGINT NOT NULL,
      redeemed_on TEXT NOT NULL,
      PRIMARY KEY (id, tenant_id),
      UNIQUE (tenant_id, coupon_id, customer_id, turn),
      UNIQUE (tenant_id, purchase_id, coupon_id),
      FOREIGN KEY (coupon_id, tenant_id) REFERENCES coupons (id, tenant_id),
      FOREIGN KEY (customer_id, tenant_id) REFERENCES customers (id, tenant_id)
    );
    """)

  static let priceRises = Migration(
    "catalog.005-price-rises",
    """
    CREATE TABLE price_rises (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      plan_id BIGINT NOT NULL,
      from_version_id BIGINT NOT NULL,
      version_id BIGINT,
      new_price BIGINT NOT NULL CHECK (new_price > 0),
      effective_from TEXT NOT NULL,
      announced_on TEXT,
      state TEXT NOT NULL CHECK (state IN ('draft', 'announced', 'withdrawn')),
      PRIMARY KEY (id, tenant_id),
      FOREIGN KEY (plan_id, tenant_id) REFERENCES plans (id, tenant_id),
      FOREIGN KEY (from_version_id, tenant_id) REFERENCES plan_versions (id, tenant_id),
      FOREIGN KEY (version_id, tenant_id) REFERENCES plan_versions (id, tenant_id),
      CHECK (state <> 'announced' OR (version_id IS NOT NULL AND announced_on IS NOT NULL))
    );
    CREATE UNIQUE INDEX price_rises_draft ON price_rises (tenant_id, plan_id)
      WHERE state = 'draft';
    CREATE INDEX price_rises_announced ON price_rises (tenant_id, plan_id)
      WHERE state = 'announced';
    """)
}
