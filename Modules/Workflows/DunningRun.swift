import Dunning
import Invoicing
import Notifications
package import Outbox
import Payments
import Primitives
package import Tenancy

/// Takes the next step of every followed document whose day has come: decided by the
/// pure rule on facts that are read in the same transaction, so that no reminder follows a payment
/// that was booked before it (I-34).
package struct DunningRun: Sendable {
  package static let batchSize = 200

  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// - Returns: how many cases were looked at; 0 when none is due.
  package func run(
    as scope: TenantScope, holding lease: JobLease? = nil
  ) async throws -> Int {
    try await platform.database.write(as: scope) { shop in
      if let lease { try shop.hold(lease) }
      let due = try shop.dunning.due(limit: DunningRun.batchSize)
      guard !due.isEmpty else { return 0 }
      let facts = try DunningRun.facts(of: due.map(\.document), in: shop)
      for followed in due {
        guard let facts = facts[followed.document] else { continue }
        let decision = followed.nextStep(given: facts, on: shop.today)
        try shop.dunning.record(decision, for: followed, outstanding: facts.outstanding)
        if case .send(let step) = decision {
          try shop.outbox.put(MailOrder(step.mail, about: followed.document).message(at: shop.now))
        }
      }
      return due.count
    }
  }

  /// Read for a whole batch in four statements.
  static func facts(
    of documents: [Invoice.ID], in shop: ShopTransaction
  ) throws -> [Invoice.ID: DunningFacts] {
    let heads = try shop.invoicing.heads(documents)
    let live = try shop.payments.liveAttempts(for: documents)
    let planned = try shop.payments.plannedCollections(for: documents)
    return heads.mapValues { head in
      DunningFacts(
        outstanding: head.toPay, isWithdrawn: !head.isOpen && head.paidOn == nil,
        attempt: attempt(live[head.id], isPlanned: planned[head.id] != nil), isDisputed: false)
    }
  }

  private static func attempt(_ live: Payment?, isPlanned: Bool) -> DunningFacts.Attempt {
    guard let live else { return isPlanned ? .collectionPlanned : .none }
    switch live.state {
    case .unknown: return .unknown
    case .created, .sent: return live.sequence.isHosted ? .checkoutOpen : .inTransit
    default: return live.sequence.isHosted && !live.state.isInTransit ? .checkoutOpen : .inTransit
    }
  }
}

extension DunningStep {
  var mail: MessageKind {
    switch self {
    case .memoryAid: .memoryAid
    case .reminder: .reminder
    }
  }
}
