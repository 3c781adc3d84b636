package import Primitives
package import Storage
package import Tenancy

/// The right to do a job alone for a while: one worker bills one shop at a time (I-48).
package struct JobLease: Hashable, Sendable {
  /// The job: `billingRun`.
  package let name: String
  /// The shop it is done for; nil for a job of the platform.
  package let tenant: Shop.ID?
  /// Grows with every claim; what is done under an older one cannot be committed.
  package let fence: Int64
  package let seconds: Int64
  /// In lease time.
  package let until: Instant
}

extension Database {
  /// Takes a job, unless another worker holds it. Nil when one does.
  package func claimJob(
    _ name: String, for tenant: Shop.ID? = nil, lease: Lease
  ) async throws -> JobLease? {
    try await write { transaction in
      let until = transaction.leaseTime.adding(seconds: lease.seconds)
      let fence: Int64? = try transaction.first(
        """
        INSERT INTO leases (name, tenant_id, fence, worker, lease_until)
        VALUES (\(name), \(tenant?.rawValue ?? 0), 1, \(lease.worker), \(until))
        ON CONFLICT (name, tenant_id) DO UPDATE SET fence = leases.fence + 1,
          worker = excluded.worker, lease_until = excluded.lease_until
        WHERE leases.lease_until <= \(transaction.leaseTime)
        RETURNING fence
        """
      ) { try $0(0) }
      return fence.map {
        JobLease(name: name, tenant: tenant, fence: $0, seconds: lease.seconds, until: until)
      }
    }
  }

  /// Lets others take the job at once.
  package func release(_ lease: JobLease) async throws {
    try await write { transaction in
      try transaction.execute(
        """
        UPDATE leases SET lease_until = 0 WHERE name = \(lease.name)
          AND tenant_id = \(lease.tenant?.rawValue ?? 0) AND fence = \(lease.fence)
        """)
    }
  }
}

extension Transaction {
  /// Prolongs a job's lease from within the transaction that does a part of it. `.staleFence`
  /// when another worker took the job since: nothing of this transaction is then committed.
  package func hold(_ lease: JobLease) throws {
    let until = leaseTime.adding(seconds: lease.seconds)
    let held = try execute(
      """
      UPDATE leases SET lease_until = \(until) WHERE name = \(lease.name)
        AND tenant_id = \(lease.tenant?.rawValue ?? 0) AND fence = \(lease.fence)
      """)
    guard held == 0 else { return }
    let current: Int64? = try first(
      """
      SELECT fence FROM leases
      WHERE name = \(lease.name) AND tenant_id = \(lease.tenant?.rawValue ?? 0)
      """
    ) { try $0(0) }
    throw OutboxError.staleFence(held: lease.fence, current: current ?? 0)
  }
}

extension ShopTransaction {
  /// Prolongs the lease of this shop's job; see `Transaction.hold`.
  package func hold(_ lease: JobLease) throws { try transaction.hold(lease) }
}
