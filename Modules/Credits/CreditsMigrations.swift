package import Storage

/// The tables of credits and their uses.
package enum CreditsMigrations {
  package static let all: [Migration] = [credits, lapsing]

  private static let credits =
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

  /// Credits that lapse or are paid out: both use a credit up, as a document does, and name their
  /// purpose. `lapses_at` is the start of the day `expires_on` in the shop's zone, for the run.
  private static let lapsing = Migration(
    "credits.002-lapsing",
    """
    ALTER TABLE credits ADD COLUMN expires_on TEXT;
    ALTER TABLE credits ADD COLUMN lapses_at BIGINT;
    ALTER TABLE credits ADD COLUMN paid_from TEXT NOT NULL DEFAULT '4800';
    CREATE INDEX due_credit_lapses ON credits (lapses_at, tenant_id, id)
      WHERE lapses_at IS NOT NULL AND available > 0;
    CREATE INDEX credits_newest ON credits (tenant_id, id);
    ALTER TABLE credit_uses ADD COLUMN purpose TEXT NOT NULL DEFAULT 'document'
      CHECK (purpose IN ('document', 'lapse', 'payout'));
    ALTER TABLE credit_uses ADD COLUMN began_on TEXT;
    ALTER TABLE credit_uses ADD COLUMN ended_on TEXT;
    CREATE TABLE credit_payouts (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      customer_id BIGINT NOT NULL,
      currency TEXT NOT NULL CHECK (LENGTH(currency) = 3),
      amount BIGINT NOT NULL CHECK (amount > 0),
      account TEXT NOT NULL,
      reason TEXT NOT NULL,
      source TEXT NOT NULL,
      paid_on TEXT NOT NULL,
      PRIMARY KEY (id, tenant_id),
      UNIQUE (tenant_id, source),
      FOREIGN KEY (customer_id, tenant_id) REFERENCES customers (id, tenant_id)
    );
    """)
}
