package import Storage

package enum SubscriptionsMigrations {
  package static let all: [Migration] = [subscriptions, life, byState]

  private static let subscriptions = Migration(
    "subscriptions.001-subscriptions",
    """
    CREATE TABLE subscriptions (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      customer_id BIGINT NOT NULL,
      plan_id BIGINT NOT NULL,
      version_id BIGINT NOT NULL,
      quantity BIGINT NOT NULL CHECK (quantity >= 1),
      price BIGINT NOT NULL CHECK (price >= 0),
      currency TEXT NOT NULL,
      prices_include_vat BIGINT NOT NULL CHECK (prices_include_vat IN (0, 1)),
      interval_unit TEXT NOT NULL CHECK (interval_unit IN ('week', 'month', 'year')),
      interval_count BIGINT NOT NULL CHECK (interval_count >= 1),
      purchased_on TEXT NOT NULL,
      starts_on TEXT NOT NULL,
      anchor TEXT NOT NULL,
      next_index BIGINT NOT NULL CHECK (next_index >= 0),
      state TEXT NOT NULL CHECK (state IN ('pending', 'active', 'ended', 'abandoned')),
      ends_on TEXT,
      bill_at BIGINT,
      PRIMARY KEY (id, tenant_id),
      FOREIGN KEY (customer_id, tenant_id) REFERENCES customers (id, tenant_id),
      FOREIGN KEY (plan_id, tenant_id) REFERENCES plans (id, tenant_id),
      FOREIGN KEY (version_id, tenant_id) REFERENCES plan_versions (id, tenant_id),
      CHECK (starts_on <= anchor),
      CHECK (bill_at IS NULL OR state IN ('pending', 'active')),
      CHECK (state <> 'ended' OR ends_on IS NOT NULL)
    );
    CREATE INDEX due_subscriptions ON subscriptions (bill_at, tenant_id, id)
      WHERE bill_at IS NOT NULL;
    CREATE INDEX subscriptions_by_customer ON subscriptions (tenant_id, customer_id);
    CREATE TABLE subscription_charges (
      subscription_id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      period_from TEXT NOT NULL,
      period_until TEXT NOT NULL,
      whole_days BIGINT NOT NULL CHECK (whole_days >= 1),
      full_price BIGINT NOT NULL,
      amount BIGINT NOT NULL,
      currency TEXT NOT NULL,
      PRIMARY KEY (subscription_id, period_from, tenant_id),
      FOREIGN KEY (subscription_id, tenant_id) REFERENCES subscriptions (id, tenant_id),
      CHECK (period_from < period_until)
    );
    """)

  /// The rest of a subscription's life, and charges by component (I-13).
  private static let life = Migration(
    "subscriptions.002-life",
    """
    ALTER TABLE subscriptions ADD COLUMN next_from TEXT;
    ALTER TABLE subscriptions ADD COLUMN trial_until TEXT;
    ALTER TABLE subscriptions ADD COLUMN pause_from TEXT;
    ALTER TABLE subscriptions ADD COLUMN pause_until TEXT;
    ALTER TABLE subscriptions ADD COLUMN pause_anchor TEXT;
    ALTER TABLE subscriptions ADD COLUMN parked TEXT;
    ALTER TABLE subscriptions ADD COLUMN introduction_price BIGINT;
    ALTER TABLE subscriptions ADD COLUMN introduction_left BIGINT;
    ALTER TABLE subscriptions ADD COLUMN instalments BIGINT;
    ALTER TABLE subscriptions ADD COLUMN instalments_charged BIGINT;
    ALTER TABLE subscriptions ADD COLUMN collection_day BIGINT;
    ALTER TABLE subscriptions ADD COLUMN setup_fee BIGINT;
    ALTER TABLE subscriptions ADD COLUMN has_extras BIGINT NOT NULL DEFAULT 0;
    ALTER TABLE subscriptions ADD COLUMN generation BIGINT NOT NULL DEFAULT 0;
    ALTER TABLE subscriptions ADD COLUMN billed_on TEXT;
    ALTER TABLE subscriptions ADD COLUMN billed_count BIGINT NOT NULL DEFAULT 0;
    CREATE INDEX subscriptions_not_active ON subscriptions (tenant_id, state, id)
      WHERE state <> 'active';
    CREATE INDEX subscriptions_parked ON subscriptions (tenant_id, id) WHERE parked IS NOT NULL;

    CREATE TABLE component_charges (
      subscription_id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      period_from TEXT NOT NULL,
      component TEXT NOT NULL,
      generation BIGINT NOT NULL DEFAULT 0,
      period_until TEXT NOT NULL,
      whole_days BIGINT NOT NULL CHECK (whole_days >= 1),
      full_price BIGINT NOT NULL,
      amount BIGINT NOT NULL,
      currency TEXT NOT NULL,
      quantity BIGINT NOT NULL CHECK (quantity >= 1),
      plan_id BIGINT NOT NULL,
      uses_period BIGINT NOT NULL DEFAULT 1 CHECK (uses_period IN (0, 1)),
      covered_until TEXT,
      given_back BIGINT NOT NULL DEFAULT 0,
      PRIMARY KEY (subscription_id, period_from, component, generation, tenant_id),
      FOREIGN KEY (subscription_id, tenant_id) REFERENCES subscriptions (id, tenant_id),
      CHECK (period_from < period_until),
      CHECK (covered_until IS NULL
        OR (period_from <= covered_until AND covered_until < period_until))
    );
    INSERT INTO component_charges (subscription_id, tenant_id, period_from, component, generation,
      period_until, whole_days, full_price, amount, currency, quantity, plan_id)
    SELECT c.subscription_id, c.tenant_id, c.period_from, 'plan', 0, c.period_until, c.whole_days,
      c.full_price, c.amount, c.currency, s.quantity, s.plan_id
    FROM subscription_charges c
    JOIN subscriptions s ON s.id = c.subscription_id AND s.tenant_id = c.tenant_id;
    DROP TABLE subscription_charges;
    ALTER TABLE component_charges RENAME TO subscription_charges;

    CREATE TABLE subscription_add_ons (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      subscription_id BIGINT NOT NULL,
      plan_id BIGINT NOT NULL,
      version_id BIGINT NOT NULL,
      quantity BIGINT NOT NULL CHECK (quantity >= 1),
      price BIGINT NOT NULL CHECK (price >= 0),
      currency TEXT NOT NULL,
      prices_include_vat BIGINT NOT NULL CHECK (prices_include_vat IN (0, 1)),
      from_date TEXT NOT NULL,
      until_date TEXT,
      PRIMARY KEY (id, tenant_id),
      FOREIGN KEY (subscription_id, tenant_id) REFERENCES subscriptions (id, tenant_id),
      FOREIGN KEY (plan_id, tenant_id) REFERENCES plans (id, tenant_id),
      FOREIGN KEY (version_id, tenant_id) REFERENCES plan_versions (id, tenant_id),
      CHECK (until_date IS NULL OR from_date <= until_date)
    );
    CREATE INDEX subscription_add_ons_of
      ON subscription_add_ons (tenant_id, subscription_id, id);
    CREATE TABLE subscription_discounts (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      subscription_id BIGINT NOT NULL,
      label TEXT NOT NULL,
      percent_hundredths BIGINT CHECK (percent_hundredths BETWEEN 1 AND 10000),
      fixed_amount BIGINT CHECK (fixed_amount > 0),
      currency TEXT NOT NULL,
      periods_left BIGINT CHECK (periods_left >= 0),
      PRIMARY KEY (id, tenant_id),
      FOREIGN KEY (subscription_id, tenant_id) REFERENCES subscriptions (id, tenant_id),
      CHECK ((percent_hundredths IS NULL) <> (fixed_amount IS NULL))
    );
    CREATE INDEX subscription_discounts_of
      ON subscription_discounts (tenant_id, subscription_id, id);
    CREATE TABLE subscription_planned (
      subscription_id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      effective_from TEXT NOT NULL,
      plan_id BIGINT NOT NULL,
      version_id BIGINT NOT NULL,
      quantity BIGINT NOT NULL CHECK (quantity >= 1),
      price BIGINT NOT NULL CHECK (price >= 0),
      currency TEXT NOT NULL,
      prices_include_vat BIGINT NOT NULL CHECK (prices_include_vat IN (0, 1)),
      interval_unit TEXT NOT NULL CHECK (interval_unit IN ('week', 'month', 'year')),
      interval_count BIGINT NOT NULL CHECK (interval_count >= 1),
      PRIMARY KEY (subscription_id, tenant_id),
      FOREIGN KEY (subscription_id, tenant_id) REFERENCES subscriptions (id, tenant_id),
      FOREIGN KEY (plan_id, tenant_id) REFERENCES plans (id, tenant_id),
      FOREIGN KEY (version_id, tenant_id) REFERENCES plan_versions (id, tenant_id)
    );
    CREATE TABLE subscription_quotes (
      subscription_id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      period_from TEXT NOT NULL,
      amount BIGINT NOT NULL,
      currency TEXT NOT NULL,
      calculation TEXT NOT NULL,
      shown_at BIGINT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('open', 'kept', 'differs', 'replaced')),
      PRIMARY KEY (subscription_id, period_from, tenant_id),
      FOREIGN KEY (subscription_id, tenant_id) REFERENCES subscriptions (id, tenant_id)
    );
    CREATE TABLE subscription_gaps (
      subscription_id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      gap_from TEXT NOT NULL,
      gap_until TEXT NOT NULL,
      reason TEXT NOT NULL CHECK (reason IN ('pause', 'ended')),
      PRIMARY KEY (subscription_id, gap_from, tenant_id),
      FOREIGN KEY (subscription_id, tenant_id) REFERENCES subscriptions (id, tenant_id),
      CHECK (gap_from < gap_until)
    );
    """)

  /// A shop's subscriptions in one state, page by page: by the key alone SQLite would sort the
  /// whole shop for each page. Not by the shop and id alone, which PostgreSQL would take for what
  /// is due.
  private static let byState = Migration(
    "subscriptions.003-by-state",
    """
    DROP INDEX subscriptions_not_active;
    CREATE INDEX subscriptions_by_state ON subscriptions (tenant_id, state, id);
    """)
}
