import Dunning
import Invoicing
import Payments
import Tenancy

/// What runs for a document while it waits for money.
struct DocumentStanding {
  let shop: ShopTransaction

  /// - Throws: `PaymentRefusal.liveAttempt`: what will come of it must be known first (I-24).
  func requireNothingUnderWay(for document: DocumentHead) throws {
    let asked = [document.proForma, document.id].compactMap { $0 }
    let live = try shop.payments.liveAttempts(for: asked).sorted { $0.key < $1.key }
    if let attempt = live.first?.value {
      throw PaymentRefusal.liveAttempt(attempt.id, attempt.state)
    }
  }

  /// Nothing is asked for any more: no reminder, no collection (I-22).
  func standDown(_ document: DocumentHead) throws {
    let asked = [document.proForma, document.id].compactMap { $0 }
    try shop.payments.cancelPlanned(for: asked)
    try shop.dunning.close(asked, reason: .cancelled)
  }
}
