package import Invoicing
package import Primitives
package import Storage
package import Tenancy

/// The follow-up of a shop's unpaid documents.
package struct DunningStore {
  let shop: ShopTransaction
}

extension ShopTransaction {
  package var dunning: DunningStore { DunningStore(shop: self) }
}

/// A document to be followed from now on.
package struct FollowedDocument: Hashable, Sendable {
  package let document: Invoice.ID
  package let customer: Customer.ID
  package let dueOn: CivilDate

  package init(document: Invoice.ID, customer: Customer.ID, dueOn: CivilDate) {
    self.document = document
    self.customer = customer
    self.dueOn = dueOn
  }
}

/// How many open cases stand at a step, and the step: nil before the first.
package struct StepCount: Hashable, Sendable {
  package let step: DunningStep?
  package let count: Int

  package init(step: DunningStep?, count: Int) {
    self.step = step
    self.count = count
  }
}

// MARK: - Reading

extension DunningStore {
  /// Active cases whose moment has come, the longest waiting first.
  package func due(limit: Int = 200) throws -> [DunningCase] {
    // `+tenant_id` keeps SQLite's planner on the due index instead of the shop's whole history.
    try select(
      """
      WHERE c.state = 'active' AND c.due_at <= \(shop.now) AND +c.tenant_id = \(shop.tenant)
      ORDER BY c.due_at, c.id LIMIT \(limit)
      """)
  }

  /// - Throws: ``DunningRefusal/unknownCase``.
  package func get(_ id: DunningCase.ID) throws -> DunningCase {
    let found = try select("WHERE c.id = \(id) AND c.tenant_id = \(shop.tenant)")
    guard let found = found.first else { throw DunningRefusal.unknownCase }
    return found
  }

  package func find(_ document: Invoice.ID) throws -> DunningCase? {
    try select("WHERE c.tenant_id = \(shop.tenant) AND c.document_id = \(document)").first
  }

  /// How many cases that are not closed stand at each step (R-37).
  package func countPerStep() throws -> [StepCount] {
    try shop.all(
      """
      SELECT last_step, COUNT(*) FROM dunning_cases
      WHERE tenant_id = \(shop.tenant) AND state <> 'closed' GROUP BY last_step
      ORDER BY last_step
      """
    ) { StepCount(step: DunningStep(rawValue: try $0(0)), count: try $0(1)) }
  }

  /// The cases that are not closed and stand at a step, newest first; nil: before the first.
  package func page(_ request: PageRequest, at step: DunningStep?) throws -> Page<DunningCase> {
    let fetched = try select(
      """
      WHERE c.tenant_id = \(shop.tenant) AND c.last_step = \(step?.rawValue ?? "none")
        AND c.state <> 'closed' AND c.id < \(request.before)
      ORDER BY c.id DESC LIMIT \(request.fetch)
      """)
    return Page(fetched: fetched, for: request) { $0.id.rawValue }
  }

  /// What was sent about a case, oldest first.
  package func history(of id: DunningCase.ID) throws -> [TakenStep] {
    try shop.all(
      """
      SELECT step, outstanding, currency, taken_at FROM dunning_steps
      WHERE case_id = \(id) AND tenant_id = \(shop.tenant) ORDER BY taken_at, step
      """
    ) { row in
      let outstanding = Money(minorUnits: try row(1), currency: try row(2))
      return TakenStep(step: try row(0), outstanding: outstanding, at: try row(3))
    }
  }

  private func select(_ rest: SQL) throws -> [DunningCase] {
    let steps: SQL = """
      (SELECT COUNT(*) FROM dunning_steps s
       WHERE s.case_id = c.id AND s.tenant_id = c.tenant_id AND s.step = 'memoryAid'),
      (SELECT COUNT(*) FROM dunning_steps s
       WHERE s.case_id = c.id AND s.tenant_id = c.tenant_id AND s.step = 'reminder')
      """
    return try shop.all(
      """
      SELECT c.id, c.customer_id, c.document_id, c.opened_on, c.due_on, c.state, c.reason, c.due_at,
        f.id, f.version, f.memory_aid_days, f.reminder_days, \(steps)
      FROM dunning_cases c
      JOIN dunning_flows f ON f.id = c.flow_id AND f.tenant_id = c.tenant_id
      \(rest)
      """
    ) { try DunningCase($0) }
  }
}

/// A step that was taken, and what was open then.
package struct TakenStep: Hashable, Sendable {
  package let step: DunningStep
  package let outstanding: Money
  package let at: Instant
}

/// Which shops have work of this module, for the worker's loop; outside any shop's fence.
extension Database {
  /// Shops with cases whose moment has come, the longest waiting first.
  package func shopsWithDueDunning(limit: Int = 1000) async throws -> [Shop.ID] {
    try await read { transaction in
      try transaction.all(
        """
        SELECT +tenant_id FROM dunning_cases
        WHERE state = 'active' AND due_at <= \(transaction.now)
        GROUP BY +tenant_id ORDER BY MIN(due_at), 1 LIMIT \(limit)
        """
      ) { try $0(0) }
    }
  }

  /// When the next case of any shop is to be looked at; nil when nothing is followed.
  package func nextDunningMoment() async throws -> Instant? {
    try await read { transaction in
      try transaction.first(
        "SELECT due_at FROM dunning_cases WHERE state = 'active' ORDER BY due_at LIMIT 1"
      ) { try $0(0) }
    }
  }
}
