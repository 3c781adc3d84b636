package import Storage

package enum CatalogMigrations {
  package static let all: [Migration] = [
    Migration(
      "catalog.001-plans",
      """
      CREATE TABLE products (
        id BIGINT NOT NULL,
        tenant_id BIGINT NOT NULL REFERENCES tenants (id),
        name TEXT NOT NULL,
        vat_category TEXT NOT NULL,
        PRIMARY KEY (id, tenant_id)
      );
      CREATE TABLE plans (
        id BIGINT NOT NULL,
        tenant_id BIGINT NOT NULL REFERENCES tenants (id),
        product_id BIGINT NOT NULL,
        slug TEXT NOT NULL,
        name TEXT NOT NULL,
        summary TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('active', 'archived')),
        current_version BIGINT NOT NULL CHECK (current_version >= 1),
        PRIMARY KEY (id, tenant_id),
        UNIQUE (tenant_id, slug),
        FOREIGN KEY (product_id, tenant_id) REFERENCES products (id, tenant_id)
      );
      CREATE TABLE plan_versions (
        id BIGINT NOT NULL,
        tenant_id BIGINT NOT NULL REFERENCES tenants (id),
        plan_id BIGINT NOT NULL,
        number BIGINT NOT NULL CHECK (number >= 1),
        price BIGINT NOT NULL CHECK (price > 0),
        currency TEXT NOT NULL,
        prices_include_vat BIGINT NOT NULL CHECK (prices_include_vat IN (0, 1)),
        interval_unit TEXT NOT NULL CHECK (interval_unit IN ('week', 'month', 'year')),
        interval_count BIGINT NOT NULL CHECK (interval_count >= 1),
        created_at BIGINT NOT NULL,
        PRIMARY KEY (id, tenant_id),
        UNIQUE (tenant_id, plan_id, number),
        FOREIGN KEY (plan_id, tenant_id) REFERENCES plans (id, tenant_id)
      );
      """),
    kindsAndTerms, offers, coupons, priceRises,
  ]
}
