package import Storage

/// The tables of this module, in order.
package enum PaymentsMigrations {
  package static let all: [Migration] = [
    Migration("payments.001-gateway-accounts", gatewayAccounts),
    Migration("payments.002-mandates", mandates),
    Migration("payments.003-payments", payments),
    Migration("payments.004-targets-and-events", targetsAndEvents),
    Migration("payments.005-refunds", refunds),
  ]

  /// The provider's key is sealed. The webhook token stands as it is: it opens nothing but the
  /// right to make us ask the provider about a payment.
  private static let gatewayAccounts = """
    CREATE TABLE gateway_accounts (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      gateway TEXT NOT NULL,
      mode TEXT NOT NULL CHECK (mode IN ('live', 'test')),
      base_url TEXT NOT NULL,
      api_key TEXT NOT NULL,
      webhook_token TEXT NOT NULL,
      disabled_reason TEXT,
      created_at BIGINT NOT NULL,
      PRIMARY KEY (id, tenant_id),
      UNIQUE (tenant_id, gateway)
    );
    CREATE TABLE gateway_customers (
      customer_id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      gateway TEXT NOT NULL,
      gateway_customer_id TEXT NOT NULL,
      created_at BIGINT NOT NULL,
      PRIMARY KEY (customer_id, tenant_id, gateway),
      FOREIGN KEY (customer_id, tenant_id) REFERENCES customers (id, tenant_id)
    )
    """

  private static let mandates = """
    CREATE TABLE mandates (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      customer_id BIGINT NOT NULL,
      gateway TEXT NOT NULL,
      gateway_customer_id TEXT NOT NULL,
      gateway_mandate_id TEXT NOT NULL,
      reference TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('pending', 'valid', 'invalid', 'revoked')),
      method TEXT NOT NULL,
      holder_name TEXT,
      account_masked TEXT,
      signed_on TEXT NOT NULL,
      first_payment_id BIGINT,
      PRIMARY KEY (id, tenant_id),
      FOREIGN KEY (customer_id, tenant_id) REFERENCES customers (id, tenant_id),
      UNIQUE (tenant_id, reference),
      UNIQUE (tenant_id, gateway, gateway_mandate_id)
    );
    CREATE INDEX mandates_of_customer ON mandates (tenant_id, customer_id, id);
    CREATE TABLE mandate_events (
      mandate_id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      ordinal BIGINT NOT NULL,
      status TEXT NOT NULL,
      reason TEXT,
      at BIGINT NOT NULL,
      PRIMARY KEY (mandate_id, tenant_id, ordinal),
      FOREIGN KEY (mandate_id, tenant_id) REFERENCES mandates (id, tenant_id)
    )
    """

  /// `state` repeats the cases of PaymentState; the amounts can only be true of one payment.
  private static let payments = """
    CREATE TABLE payments (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      customer_id BIGINT NOT NULL,
      currency TEXT NOT NULL,
      amount BIGINT NOT NULL CHECK (amount BETWEEN 1 AND 999999999999999),
      method TEXT,
      sequence TEXT NOT NULL CHECK (sequence IN ('first', 'recurring', 'oneOff')),
      gateway TEXT NOT NULL,
      mandate_id BIGINT,
      description TEXT NOT NULL,
      idempotency_key TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('planned', 'created', 'sent', 'pending', 'unknown',
        'paid', 'partlyRefunded', 'refunded', 'chargedBack', 'failed', 'expired', 'cancelled')),
      version BIGINT NOT NULL,
      gateway_payment_id TEXT,
      gateway_status TEXT,
      checkout_url TEXT,
      collect_at BIGINT,
      debit_on TEXT,
      next_check_at BIGINT,
      captured BIGINT NOT NULL CHECK (captured BETWEEN 0 AND 999999999999999),
      refunded BIGINT NOT NULL CHECK (refunded BETWEEN 0 AND captured),
      charged_back BIGINT NOT NULL CHECK (charged_back BETWEEN 0 AND captured),
      chargeback_reversed BIGINT NOT NULL
        CHECK (chargeback_reversed BETWEEN 0 AND charged_back),
      reason_code TEXT,
      return_token_hash BYTEA,
      created_at BIGINT NOT NULL,
      sent_at BIGINT,
      paid_at BIGINT,
      PRIMARY KEY (id, tenant_id),
      FOREIGN KEY (customer_id, tenant_id) REFERENCES customers (id, tenant_id),
      FOREIGN KEY (mandate_id, tenant_id) REFERENCES mandates (id, tenant_id),
      UNIQUE (tenant_id, idempotency_key),
      CHECK (sequence <> 'recurring' OR mandate_id IS NOT NULL),
      CHECK (state <> 'planned' OR collect_at IS NOT NULL),
      CHECK (captured = 0 OR paid_at IS NOT NULL)
    );
    CREATE UNIQUE INDEX payments_at_gateway
      ON payments (tenant_id, gateway, gateway_payment_id) WHERE gateway_payment_id IS NOT NULL;
    CREATE INDEX payments_of_customer ON payments (tenant_id, customer_id, id);
    CREATE INDEX payments_of_shop ON payments (tenant_id, id);
    CREATE INDEX due_collections ON payments (collect_at, tenant_id, id)
      WHERE state = 'planned';
    CREATE INDEX due_payment_checks ON payments (next_check_at, tenant_id, id)
      WHERE next_check_at IS NOT NULL
    """

  /// `phase` is what makes a second attempt impossible (I-24): per document at most one target of
  /// a live attempt and one of a planned one.
  private static let targetsAndEvents = """
    CREATE TABLE payment_targets (
      payment_id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      ordinal BIGINT NOT NULL,
      document_id BIGINT NOT NULL,
      amount BIGINT NOT NULL CHECK (amount BETWEEN 1 AND 999999999999999),
      phase TEXT NOT NULL CHECK (phase IN ('planned', 'live', 'over')),
      PRIMARY KEY (payment_id, tenant_id, ordinal),
      FOREIGN KEY (payment_id, tenant_id) REFERENCES payments (id, tenant_id),
      FOREIGN KEY (document_id, tenant_id) REFERENCES invoices (id, tenant_id)
    );
    CREATE UNIQUE INDEX payment_targets_open
      ON payment_targets (tenant_id, document_id, phase) WHERE phase <> 'over';
    CREATE INDEX payment_targets_of_document ON payment_targets (tenant_id, document_id);
    CREATE TABLE payment_events (
      payment_id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      event_key TEXT NOT NULL,
      ordinal BIGINT NOT NULL,
      state TEXT NOT NULL,
      amount BIGINT NOT NULL,
      reason_code TEXT,
      at BIGINT NOT NULL,
      PRIMARY KEY (payment_id, tenant_id, event_key),
      FOREIGN KEY (payment_id, tenant_id) REFERENCES payments (id, tenant_id)
    )
    """

  /// No more can go back than came in, counting what is under way (I-09).
  private static let refunds = """
    ALTER TABLE payments ADD COLUMN refunds_done BIGINT NOT NULL DEFAULT 0
      CHECK (refunds_done BETWEEN 0 AND refunded);
    ALTER TABLE payments ADD COLUMN refunding BIGINT NOT NULL DEFAULT 0
      CHECK (refunding >= 0 AND refunded + refunding <= captured);
    ALTER TABLE payments ADD COLUMN paid_out BIGINT NOT NULL DEFAULT 0
      CHECK (paid_out BETWEEN 0 AND refunds_done + refunding);
    CREATE TABLE refunds (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      payment_id BIGINT NOT NULL,
      customer_id BIGINT NOT NULL,
      gateway TEXT NOT NULL,
      currency TEXT NOT NULL,
      amount BIGINT NOT NULL CHECK (amount BETWEEN 1 AND 999999999999999),
      cause TEXT NOT NULL
        CHECK (cause IN ('unallocated', 'creditNote', 'credits', 'provider')),
      document_id BIGINT,
      reason TEXT NOT NULL,
      source TEXT NOT NULL,
      idempotency_key TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('requested', 'sent', 'unknown', 'pending', 'done',
        'failed', 'cancelled')),
      version BIGINT NOT NULL,
      gateway_refund_id TEXT,
      reason_code TEXT,
      requested_at BIGINT NOT NULL,
      sent_at BIGINT,
      done_at BIGINT,
      PRIMARY KEY (id, tenant_id),
      FOREIGN KEY (payment_id, tenant_id) REFERENCES payments (id, tenant_id),
      FOREIGN KEY (customer_id, tenant_id) REFERENCES customers (id, tenant_id),
      FOREIGN KEY (document_id, tenant_id) REFERENCES invoices (id, tenant_id),
      UNIQUE (tenant_id, idempotency_key),
      UNIQUE (tenant_id, source, payment_id),
      CHECK ((cause = 'creditNote') = (document_id IS NOT NULL)),
      CHECK (state <> 'done' OR done_at IS NOT NULL)
    );
    CREATE UNIQUE INDEX refunds_at_gateway
      ON refunds (tenant_id, gateway, gateway_refund_id) WHERE gateway_refund_id IS NOT NULL;
    CREATE INDEX refunds_of_payment ON refunds (tenant_id, payment_id, id);
    CREATE INDEX refunds_of_customer ON refunds (tenant_id, customer_id, id);
    CREATE INDEX refunds_of_shop ON refunds (tenant_id, id);
    CREATE TABLE refund_events (
      refund_id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      ordinal BIGINT NOT NULL,
      state TEXT NOT NULL,
      reason_code TEXT,
      at BIGINT NOT NULL,
      PRIMARY KEY (refund_id, tenant_id, ordinal),
      FOREIGN KEY (refund_id, tenant_id) REFERENCES refunds (id, tenant_id)
    )
    """
}
