package import Storage

/// The tables of the books. Lines belong to a shop by their entry: a key to the tenant besides
/// would be checked once more for every row.
package enum LedgerMigrations {
  package static let all: [Migration] = [
    Migration(
      "ledger.001-books",
      """
      CREATE TABLE ledger_accounts (
        id BIGINT NOT NULL,
        tenant_id BIGINT NOT NULL REFERENCES tenants (id),
        code TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('asset', 'liability', 'revenue', 'expense')),
        name_nl TEXT NOT NULL,
        name_en TEXT NOT NULL,
        PRIMARY KEY (id, tenant_id),
        UNIQUE (tenant_id, code)
      );
      CREATE TABLE ledger_balances (
        account_id BIGINT NOT NULL,
        currency TEXT NOT NULL CHECK (LENGTH(currency) = 3),
        tenant_id BIGINT NOT NULL REFERENCES tenants (id),
        balance BIGINT NOT NULL,
        PRIMARY KEY (account_id, currency, tenant_id),
        FOREIGN KEY (account_id, tenant_id) REFERENCES ledger_accounts (id, tenant_id)
      );
      CREATE TABLE ledger_entries (
        id BIGINT NOT NULL,
        tenant_id BIGINT NOT NULL REFERENCES tenants (id),
        kind TEXT NOT NULL,
        source TEXT NOT NULL,
        booked_on TEXT NOT NULL,
        posted_at BIGINT NOT NULL,
        text TEXT NOT NULL,
        reverses BIGINT,
        PRIMARY KEY (id, tenant_id),
        UNIQUE (tenant_id, source, kind),
        FOREIGN KEY (reverses, tenant_id) REFERENCES ledger_entries (id, tenant_id)
      );
      CREATE UNIQUE INDEX ledger_entries_reversed ON ledger_entries (tenant_id, reverses)
        WHERE reverses IS NOT NULL;
      CREATE INDEX ledger_entries_newest ON ledger_entries (tenant_id, id);
      CREATE TABLE ledger_lines (
        entry_id BIGINT NOT NULL,
        ordinal BIGINT NOT NULL,
        tenant_id BIGINT NOT NULL,
        account_id BIGINT NOT NULL,
        amount BIGINT NOT NULL CHECK (amount <> 0),
        currency TEXT NOT NULL CHECK (LENGTH(currency) = 3),
        customer_id BIGINT,
        PRIMARY KEY (entry_id, ordinal, tenant_id),
        FOREIGN KEY (entry_id, tenant_id) REFERENCES ledger_entries (id, tenant_id),
        FOREIGN KEY (account_id, tenant_id) REFERENCES ledger_accounts (id, tenant_id)
      );
      """)
  ]
}
