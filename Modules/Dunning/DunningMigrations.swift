package import Storage

/// The tables of this module, in order.
package enum DunningMigrations {
  package static let all: [Migration] = [
    Migration("dunning.001-flows", flows),
    Migration("dunning.002-cases", cases),
  ]

  private static let flows = """
    CREATE TABLE dunning_flows (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      version BIGINT NOT NULL,
      memory_aid_days BIGINT CHECK (memory_aid_days BETWEEN 1 AND 60),
      reminder_days BIGINT CHECK (reminder_days BETWEEN 1 AND 60),
      created_at BIGINT NOT NULL,
      PRIMARY KEY (id, tenant_id),
      UNIQUE (tenant_id, version)
    )
    """

  /// One case per document; the key of dunning_steps makes a second reminder impossible.
  private static let cases = """
    CREATE TABLE dunning_cases (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      customer_id BIGINT NOT NULL,
      document_id BIGINT NOT NULL,
      flow_id BIGINT NOT NULL,
      opened_on TEXT NOT NULL,
      due_on TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('active', 'parked', 'closed')),
      reason TEXT,
      last_step TEXT NOT NULL CHECK (last_step IN ('none', 'memoryAid', 'reminder')),
      hold_reason TEXT,
      due_at BIGINT,
      PRIMARY KEY (id, tenant_id),
      UNIQUE (tenant_id, document_id),
      FOREIGN KEY (customer_id, tenant_id) REFERENCES customers (id, tenant_id),
      FOREIGN KEY (document_id, tenant_id) REFERENCES invoices (id, tenant_id),
      FOREIGN KEY (flow_id, tenant_id) REFERENCES dunning_flows (id, tenant_id),
      CHECK ((state = 'active') = (due_at IS NOT NULL)),
      CHECK ((state = 'active') = (reason IS NULL))
    );
    CREATE INDEX due_dunning ON dunning_cases (due_at, tenant_id, id) WHERE state = 'active';
    CREATE INDEX dunning_cases_per_step ON dunning_cases (tenant_id, last_step, id)
      WHERE state <> 'closed';
    CREATE TABLE dunning_steps (
      case_id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      step TEXT NOT NULL CHECK (step IN ('memoryAid', 'reminder')),
      outstanding BIGINT NOT NULL CHECK (outstanding > 0),
      currency TEXT NOT NULL,
      taken_at BIGINT NOT NULL,
      PRIMARY KEY (case_id, tenant_id, step),
      FOREIGN KEY (case_id, tenant_id) REFERENCES dunning_cases (id, tenant_id)
    )
    """
}
