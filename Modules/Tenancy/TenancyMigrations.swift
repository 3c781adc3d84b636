package import Storage

/// The tables of this module, in order.
package enum TenancyMigrations {
  package static let all: [Migration] = [platform, people, customers, evidence, logos, vatChecks]

  /// What belongs to the platform: read before the shop is known, so without a fence.
  private static let platform = Migration(
    "tenancy.001-platform",
    """
    CREATE TABLE tenants (
      id BIGINT NOT NULL PRIMARY KEY,
      slug TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL,
      host TEXT UNIQUE,
      zone TEXT NOT NULL,
      language TEXT NOT NULL,
      currency TEXT NOT NULL,
      country TEXT NOT NULL,
      package TEXT NOT NULL CHECK (package IN ('lite', 'premium', 'ultimate')),
      state TEXT NOT NULL CHECK (state IN ('active', 'suspended')),
      legal_name TEXT NOT NULL,
      street TEXT NOT NULL,
      postal_code TEXT NOT NULL,
      city TEXT NOT NULL,
      vat_number TEXT,
      registration TEXT,
      iban TEXT,
      creditor_id TEXT,
      sender_name TEXT NOT NULL,
      sender_email TEXT,
      reply_to TEXT,
      created_at BIGINT NOT NULL,
      version BIGINT NOT NULL
    );
    CREATE TABLE accounts (
      id BIGINT NOT NULL PRIMARY KEY,
      email TEXT NOT NULL,
      email_folded TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL,
      language TEXT NOT NULL,
      password_hash TEXT NOT NULL,
      created_at BIGINT NOT NULL,
      disabled_at BIGINT
    );
    CREATE TABLE access_tokens (
      id BIGINT NOT NULL PRIMARY KEY,
      hash BYTEA NOT NULL UNIQUE,
      kind TEXT NOT NULL CHECK (kind IN ('staffSession', 'portalSession', 'signInLink', 'apiKey')),
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      subject_id BIGINT NOT NULL,
      csrf_seed BYTEA NOT NULL,
      created_at BIGINT NOT NULL,
      last_used_at BIGINT NOT NULL,
      idle_seconds BIGINT,
      expires_at BIGINT,
      used_at BIGINT,
      revoked_at BIGINT
    );
    CREATE INDEX access_tokens_by_subject ON access_tokens (tenant_id, kind, subject_id);
    CREATE INDEX due_access_tokens ON access_tokens (expires_at, id) WHERE expires_at IS NOT NULL;
    CREATE TABLE throttles (
      key_hash BYTEA NOT NULL PRIMARY KEY,
      attempts BIGINT NOT NULL,
      next_at BIGINT NOT NULL,
      updated_at BIGINT NOT NULL,
      succeeded_at BIGINT
    );
    CREATE INDEX due_throttles ON throttles (updated_at);
    """,
    platformTables: ["access_tokens"])

  private static let people = Migration(
    "tenancy.002-people",
    """
    CREATE TABLE staff (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      account_id BIGINT NOT NULL REFERENCES accounts (id),
      role TEXT NOT NULL CHECK (role IN ('owner', 'manager', 'finance', 'support', 'readOnly')),
      created_at BIGINT NOT NULL,
      removed_at BIGINT,
      PRIMARY KEY (id, tenant_id),
      UNIQUE (tenant_id, account_id)
    );
    CREATE TABLE memberships (
      account_id BIGINT NOT NULL REFERENCES accounts (id),
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      staff_id BIGINT NOT NULL,
      PRIMARY KEY (account_id, tenant_id),
      FOREIGN KEY (staff_id, tenant_id) REFERENCES staff (id, tenant_id)
    );
    CREATE TABLE api_keys (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      label TEXT NOT NULL,
      last_four TEXT NOT NULL,
      scopes TEXT NOT NULL,
      created_at BIGINT NOT NULL,
      revoked_at BIGINT,
      PRIMARY KEY (id, tenant_id)
    );
    CREATE INDEX api_keys_by_shop ON api_keys (tenant_id, id);
    """,
    platformTables: ["memberships"])

  /// Names and addresses are searched by their lower-case UTF-8 bytes: a prefix is then one
  /// range of an index in both databases, whatever their collation.
  private static let customers = Migration(
    "tenancy.003-customers",
    """
    CREATE TABLE customers (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      kind TEXT NOT NULL CHECK (kind IN ('consumer', 'business')),
      name TEXT NOT NULL,
      email TEXT NOT NULL,
      company TEXT,
      vat_number TEXT,
      phone TEXT,
      street TEXT NOT NULL,
      postal_code TEXT NOT NULL,
      city TEXT NOT NULL,
      country TEXT NOT NULL,
      language TEXT NOT NULL,
      reference TEXT,
      search_name BYTEA NOT NULL,
      search_email BYTEA NOT NULL,
      created_at BIGINT NOT NULL,
      version BIGINT NOT NULL,
      PRIMARY KEY (id, tenant_id)
    );
    CREATE INDEX customers_by_shop ON customers (tenant_id, id);
    CREATE INDEX customers_by_name ON customers (tenant_id, search_name, id);
    CREATE INDEX customers_by_email ON customers (tenant_id, search_email, id);
    CREATE TABLE customer_users (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      customer_id BIGINT NOT NULL,
      email TEXT NOT NULL,
      email_folded TEXT NOT NULL,
      name TEXT NOT NULL,
      language TEXT NOT NULL,
      access TEXT NOT NULL CHECK (access IN ('owner', 'mayPay', 'viewer')),
      gets_requests BIGINT NOT NULL CHECK (gets_requests IN (0, 1)),
      created_at BIGINT NOT NULL,
      removed_at BIGINT,
      PRIMARY KEY (id, tenant_id),
      FOREIGN KEY (customer_id, tenant_id) REFERENCES customers (id, tenant_id),
      UNIQUE (tenant_id, customer_id, email_folded)
    );
    CREATE INDEX customer_users_by_email ON customer_users (tenant_id, email_folded);
    """)

  private static let evidence = Migration(
    "tenancy.004-evidence",
    """
    CREATE TABLE settings (
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      name TEXT NOT NULL,
      value TEXT NOT NULL,
      version BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, name)
    );
    CREATE TABLE audit_heads (
      tenant_id BIGINT NOT NULL PRIMARY KEY REFERENCES tenants (id),
      sequence BIGINT NOT NULL,
      hash BYTEA NOT NULL
    );
    CREATE TABLE audit_log (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      sequence BIGINT NOT NULL,
      at BIGINT NOT NULL,
      actor TEXT NOT NULL,
      action TEXT NOT NULL,
      subject TEXT NOT NULL,
      detail TEXT NOT NULL,
      previous_hash BYTEA NOT NULL,
      hash BYTEA NOT NULL,
      PRIMARY KEY (id, tenant_id),
      UNIQUE (tenant_id, sequence)
    );
    CREATE TABLE idempotency_keys (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      api_key_id BIGINT NOT NULL,
      route TEXT NOT NULL,
      request_key TEXT NOT NULL,
      fingerprint BYTEA NOT NULL,
      status BIGINT NOT NULL,
      body BYTEA NOT NULL,
      created_at BIGINT NOT NULL,
      PRIMARY KEY (id, tenant_id),
      FOREIGN KEY (api_key_id, tenant_id) REFERENCES api_keys (id, tenant_id),
      UNIQUE (tenant_id, api_key_id, route, request_key)
    );
    CREATE INDEX due_idempotency_keys ON idempotency_keys (created_at, tenant_id, id);
    """)

  private static let logos = Migration(
    "tenancy.005-logos",
    """
    CREATE TABLE shop_logos (
      tenant_id BIGINT NOT NULL PRIMARY KEY REFERENCES tenants (id),
      png BYTEA NOT NULL
    );
    """)

  private static let vatChecks = Migration(
    "tenancy.006-vat-checks",
    """
    CREATE TABLE customer_vat_checks (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      customer_id BIGINT NOT NULL,
      number TEXT NOT NULL,
      outcome TEXT NOT NULL CHECK (outcome IN ('valid', 'invalid')),
      checked_at BIGINT NOT NULL,
      name TEXT NOT NULL,
      address TEXT NOT NULL,
      consultation TEXT,
      answer_hash BYTEA NOT NULL,
      PRIMARY KEY (id, tenant_id),
      FOREIGN KEY (customer_id, tenant_id) REFERENCES customers (id, tenant_id)
    );
    CREATE INDEX customer_vat_checks_by_customer ON customer_vat_checks
      (tenant_id, customer_id, id);
    """)
}
