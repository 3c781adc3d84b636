package import Storage

/// The tables of credits and their uses.
package enum CreditsMigrations {
  package static let all: [Migration] = [
    Migration(
      "credits.001-credits",
      """
      CREATE TABLE credits (
        id BIGINT NOT NULL,
        tenant_id BIGINT NOT NULL REFERENCES tenants (id),
        customer_id BIGINT NOT NULL,
        currency TEXT NOT NULL CHECK (LENGTH(currency) = 3),
        amount BIGINT NOT NULL CHECK (amount > 0),
        available BIGINT NOT NULL CHECK (available >= 0),
        reserved BIGINT NOT NULL CHECK (reserved >= 0),
        consumed BIGINT NOT NULL CHECK (consumed >= 0),
        reason TEXT NOT NULL,
        granted_on TEXT NOT NULL,
        source TEXT NOT NULL,
        PRIMARY KEY (id, tenant_id),
        UNIQUE (tenant_id, source),
        CHECK (amount = available + reserved + consumed),
        FOREIGN KEY (customer_id, tenant_id) REFERENCES customers (id, tenant_id)
      );
      CREATE INDEX credits_customer ON credits (tenant_id, customer_id, id);
      CREATE TABLE credit_uses (
        id BIGINT NOT NULL,
        tenant_id BIGINT NOT NULL REFERENCES tenants (id),
        credit_id BIGINT NOT NULL,
        document_id BIGINT NOT NULL,
        currency TEXT NOT NULL CHECK (LENGTH(currency) = 3),
        amount BIGINT NOT NULL CHECK (amount > 0),
        state TEXT NOT NULL CHECK (state IN ('reserved', 'consumed', 'released')),
        PRIMARY KEY (id, tenant_id),
        FOREIGN KEY (credit_id, tenant_id) REFERENCES credits (id, tenant_id)
      );
      CREATE INDEX credit_uses_document ON credit_uses (tenant_id, document_id);
      CREATE INDEX credit_uses_credit ON credit_uses (tenant_id, credit_id);
      """)
  ]
}
