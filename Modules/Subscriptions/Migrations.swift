package import Storage

package enum SubscriptionsMigrations {
  package static let all: [Migration] = [
    Migration(
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
  ]
}
