package import Invoicing
package import Primitives
import Storage
import Tenancy

extension DunningStore {
  /// The hour of the shop's day at which steps are taken: mails at midnight look like machines.
  package static let hour = 8

  /// The version of the shop's flow that has these terms: the newest one, or a new one when the
  /// terms have changed.
  package func flow(_ terms: DunningTerms) throws -> DunningFlow {
    let newest = try newestFlow()
    if let newest, newest.terms == terms { return newest }
    let flow = DunningFlow(id: shop.newID(), version: (newest?.version ?? 0) + 1, terms: terms)
    try shop.execute(
      """
      INSERT INTO dunning_flows
        (id, tenant_id, version, memory_aid_days, reminder_days, created_at)
      VALUES (\(flow.id), \(shop.tenant), \(flow.version), \(terms.memoryAidDaysBefore),
        \(terms.reminderDaysAfter), \(shop.now))
      """)
    return flow
  }

  private func newestFlow() throws -> DunningFlow? {
    try shop.first(
      """
      SELECT id, version, memory_aid_days, reminder_days FROM dunning_flows
      WHERE tenant_id = \(shop.tenant) ORDER BY version DESC LIMIT 1
      """
    ) { try DunningFlow($0, from: 0) }
  }

  /// Follows documents from now on, in bulk, by the flow given. A flow without steps follows
  /// nothing. The caller passes only documents with something to pay (I-22).
  package func open(_ documents: [FollowedDocument], flow: DunningFlow) throws {
    guard !flow.terms.isEmpty, !documents.isEmpty else { return }
    var rows = BulkRows(into: "dunning_cases", DunningCase.insertColumns)
    let today = shop.today
    for followed in documents {
      let dunningCase = DunningCase(
        id: shop.newID(), customer: followed.customer, document: followed.document, flow: flow,
        openedOn: today, dueOn: followed.dueOn, state: .active, taken: [], dueAt: nil)
      let first = dunningCase.upcoming(on: today)?.day ?? today.adding(days: 1)
      dunningCase.append(to: &rows, tenant: shop.tenant, dueAt: moment(on: first))
    }
    try shop.insert(rows)
  }

  /// Does to a case what was decided. For `send` the step is written down here, in the
  /// transaction that also writes the message to the outbox.
  /// - Throws: ``DunningRefusal/notActive(_:)`` when the case went on meanwhile.
  package func record(
    _ decision: DunningDecision, for dunningCase: DunningCase, outstanding: Money
  ) throws {
    switch decision {
    case .wait(let day): try reschedule(dunningCase, to: day, hold: nil)
    case .hold(let reason):
      try reschedule(dunningCase, to: shop.today.adding(days: 1), hold: reason)
    case .send(let step): try take(step, of: dunningCase, outstanding: outstanding)
    case .park(let reason): try end(dunningCase, "parked", reason.rawValue)
    case .close(let reason): try end(dunningCase, "closed", reason.rawValue)
    }
  }

  /// Ends the follow-up of documents that were paid or withdrawn, also of those that wait for a
  /// person.
  package func close(_ documents: [Invoice.ID], reason: DunningCase.CloseReason) throws {
    try shop.execute(
      """
      UPDATE dunning_cases
      SET state = 'closed', reason = \(reason.rawValue), due_at = NULL, hold_reason = NULL
      WHERE tenant_id = \(shop.tenant) AND document_id IN (\(list: documents))
        AND state <> 'closed'
      """)
  }

  /// Follows documents again whose payment was taken back. What was sent before is not sent
  /// again.
  package func reopen(_ documents: [Invoice.ID]) throws {
    try shop.execute(
      """
      UPDATE dunning_cases SET state = 'active', reason = NULL, due_at = \(shop.now)
      WHERE tenant_id = \(shop.tenant) AND document_id IN (\(list: documents))
        AND state = 'closed' AND reason = 'paid'
      """)
  }

  private func take(
    _ step: DunningStep, of dunningCase: DunningCase, outstanding: Money
  ) throws {
    guard !dunningCase.taken.contains(step) else {
      throw DunningRefusal.notActive(dunningCase.id)
    }
    try shop.execute(
      """
      INSERT INTO dunning_steps (case_id, tenant_id, step, outstanding, currency, taken_at)
      VALUES (\(dunningCase.id), \(shop.tenant), \(step), \(outstanding.minorUnits),
        \(outstanding.currency), \(shop.now))
      """)
    try requireChange(
      of: dunningCase,
      """
      last_step = \(step), hold_reason = NULL, due_at = \(moment(on: shop.today.adding(days: 1)))
      """)
  }

  private func reschedule(
    _ dunningCase: DunningCase, to day: CivilDate, hold: DunningDecision.HoldReason?
  ) throws {
    try requireChange(
      of: dunningCase, "due_at = \(moment(on: day)), hold_reason = \(hold?.rawValue)")
  }

  private func end(_ dunningCase: DunningCase, _ state: String, _ reason: String) throws {
    try requireChange(
      of: dunningCase,
      "state = \(state), reason = \(reason), due_at = NULL, hold_reason = NULL")
  }

  private func requireChange(of dunningCase: DunningCase, _ assignments: SQL) throws {
    let changed = try shop.execute(
      """
      UPDATE dunning_cases SET \(assignments)
      WHERE id = \(dunningCase.id) AND tenant_id = \(shop.tenant) AND state = 'active'
        AND due_at = \(dunningCase.dueAt)
      """)
    guard changed == 1 else { throw DunningRefusal.notActive(dunningCase.id) }
  }

  private func moment(on day: CivilDate) -> Instant {
    shop.scope.zone.instant(of: day, secondOfDay: DunningStore.hour * 3600)
  }
}
