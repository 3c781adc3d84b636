package import Storage

/// The tables of this module, in order.
package enum OutboxMigrations {
  package static let all: [Migration] = [queues, leases, runClock]

  /// `due_at` is NULL once nothing is to be done any more, so that the indexes hold only open
  /// work. `lease_until` is in lease time, which is not business time; 0 while nobody holds it.
  private static let queues = Migration(
    "outbox.001-queues",
    """
    CREATE TABLE outbox (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      kind TEXT NOT NULL,
      natural_key TEXT NOT NULL,
      payload TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'leased', 'delivered', 'parked')),
      due_at BIGINT,
      attempts BIGINT NOT NULL,
      fence BIGINT NOT NULL,
      lease_until BIGINT NOT NULL,
      worker TEXT,
      last_error TEXT,
      created_at BIGINT NOT NULL,
      ended_at BIGINT,
      PRIMARY KEY (id, tenant_id),
      UNIQUE (tenant_id, kind, natural_key),
      CHECK ((due_at IS NULL) = (state IN ('delivered', 'parked')))
    );
    CREATE INDEX due_outbox ON outbox (due_at, tenant_id, id) WHERE due_at IS NOT NULL;
    CREATE INDEX outbox_open_by_shop ON outbox (tenant_id, due_at, id) WHERE due_at IS NOT NULL;
    CREATE INDEX outbox_parked ON outbox (tenant_id, id) WHERE state = 'parked';
    CREATE TABLE inbox (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      source TEXT NOT NULL,
      external_id TEXT NOT NULL,
      event_key TEXT NOT NULL,
      body BYTEA NOT NULL,
      headers TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('received', 'leased', 'applied', 'noop', 'failed')),
      due_at BIGINT,
      attempts BIGINT NOT NULL,
      fence BIGINT NOT NULL,
      lease_until BIGINT NOT NULL,
      worker TEXT,
      last_error TEXT,
      received_at BIGINT NOT NULL,
      ended_at BIGINT,
      PRIMARY KEY (id, tenant_id),
      UNIQUE (tenant_id, source, event_key),
      CHECK ((due_at IS NULL) = (state IN ('applied', 'noop', 'failed')))
    );
    CREATE INDEX due_inbox ON inbox (due_at, tenant_id, id) WHERE due_at IS NOT NULL;
    CREATE INDEX inbox_open_by_shop ON inbox (tenant_id, due_at, id) WHERE due_at IS NOT NULL;
    CREATE INDEX inbox_failed ON inbox (tenant_id, id) WHERE state = 'failed';
    """)

  /// A table of the platform: a job is held before its shop is entered.
  private static let leases = Migration(
    "outbox.002-leases",
    """
    CREATE TABLE leases (
      name TEXT NOT NULL,
      tenant_id BIGINT NOT NULL,
      fence BIGINT NOT NULL,
      worker TEXT NOT NULL,
      lease_until BIGINT NOT NULL,
      PRIMARY KEY (name, tenant_id)
    );
    """,
    platformTables: ["leases"])

  /// One row: when the runs last went by the platform's clock.
  private static let runClock = Migration(
    "outbox.003-run-clock",
    """
    CREATE TABLE run_clock (
      id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
      last_run BIGINT NOT NULL
    );
    """)
}
