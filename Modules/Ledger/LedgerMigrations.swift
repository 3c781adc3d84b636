package import Storage

/// The tables of the books. Lines belong to a shop by their entry: a key to the tenant besides
/// would be checked once more for every row.
package enum LedgerMigrations {
  package static let all: [Migration] = [books, days, labels, deferrals]

  private static let books =
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

  /// What each day moved on each account: opening and closing balances without reading lines, and
  /// where to look for an account's entries. Entries are read by the day they are booked on.
  private static let days = Migration(
    "ledger.002-days",
    """
    CREATE TABLE ledger_days (
      account_id BIGINT NOT NULL,
      booked_on TEXT NOT NULL,
      currency TEXT NOT NULL CHECK (LENGTH(currency) = 3),
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      debit BIGINT NOT NULL CHECK (debit BETWEEN 0 AND 9000000000000000000),
      credit BIGINT NOT NULL CHECK (credit BETWEEN 0 AND 9000000000000000000),
      first_entry BIGINT NOT NULL,
      last_entry BIGINT NOT NULL,
      PRIMARY KEY (account_id, booked_on, currency, tenant_id),
      FOREIGN KEY (account_id, tenant_id) REFERENCES ledger_accounts (id, tenant_id)
    );
    INSERT INTO ledger_days (account_id, booked_on, currency, tenant_id, debit, credit,
      first_entry, last_entry)
    SELECT l.account_id, e.booked_on, l.currency, l.tenant_id,
      SUM(CASE WHEN l.amount > 0 THEN l.amount ELSE 0 END),
      SUM(CASE WHEN l.amount < 0 THEN -l.amount ELSE 0 END), MIN(e.id), MAX(e.id)
    FROM ledger_entries e
    JOIN ledger_lines l ON l.entry_id = e.id AND l.tenant_id = e.tenant_id
    GROUP BY l.account_id, e.booked_on, l.currency, l.tenant_id;
    DROP INDEX ledger_entries_newest;
    CREATE INDEX ledger_entries_booked ON ledger_entries (tenant_id, booked_on, id);
    """)

  /// What the shop's own accountant calls accounts, journals and VAT codes.
  private static let labels = Migration(
    "ledger.003-labels",
    """
    ALTER TABLE ledger_accounts ADD COLUMN own_code TEXT;
    ALTER TABLE ledger_accounts ADD COLUMN own_name TEXT;
    ALTER TABLE ledger_accounts ADD COLUMN reference_code TEXT;
    CREATE UNIQUE INDEX ledger_accounts_own_code ON ledger_accounts (tenant_id, own_code)
      WHERE own_code IS NOT NULL;
    CREATE TABLE ledger_labels (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      subject TEXT NOT NULL,
      code TEXT NOT NULL,
      name TEXT NOT NULL,
      PRIMARY KEY (id, tenant_id),
      UNIQUE (tenant_id, subject)
    );
    """)

  /// Revenue of periods to come, and the share of it that each month released.
  private static let deferrals = Migration(
    "ledger.004-deferrals",
    """
    CREATE TABLE ledger_deferrals (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      source TEXT NOT NULL,
      account TEXT NOT NULL,
      currency TEXT NOT NULL CHECK (LENGTH(currency) = 3),
      amount BIGINT NOT NULL CHECK (amount <> 0),
      released BIGINT NOT NULL CHECK (
        released BETWEEN 0 AND amount OR released BETWEEN amount AND 0),
      period_from TEXT NOT NULL,
      period_until TEXT NOT NULL,
      released_until TEXT NOT NULL CHECK (released_until <= period_until),
      PRIMARY KEY (id, tenant_id),
      UNIQUE (tenant_id, source),
      CHECK (period_from < period_until),
      CHECK (released_until < period_until OR released = amount)
    );
    CREATE INDEX ledger_deferrals_open ON ledger_deferrals (tenant_id, released_until, id)
      WHERE released_until < period_until;
    CREATE TABLE ledger_releases (
      deferral_id BIGINT NOT NULL,
      month TEXT NOT NULL CHECK (LENGTH(month) = 7),
      tenant_id BIGINT NOT NULL,
      amount BIGINT NOT NULL,
      entry_id BIGINT,
      PRIMARY KEY (deferral_id, month, tenant_id),
      FOREIGN KEY (deferral_id, tenant_id) REFERENCES ledger_deferrals (id, tenant_id),
      FOREIGN KEY (entry_id, tenant_id) REFERENCES ledger_entries (id, tenant_id)
    );
    """)
}
