import Storage
package import Tenancy

/// The documents of one shop: made, settled, taken back, found.
package struct InvoicingStore {
  let shop: ShopTransaction
}

extension ShopTransaction {
  /// The shop's pro formas, invoices and credit notes.
  package var invoicing: InvoicingStore { InvoicingStore(shop: self) }
}

extension InvoicingStore {
  /// Makes documents as each draft's mode says, in a handful of statements however many they are.
  ///
  /// A pro forma of which credits leave nothing to pay is made as its definitive, paid invoice at
  /// once (I-22): look at each result's `kind`. Credits named in a draft are to be reserved (pro
  /// forma) or consumed (invoice) for the result's id in the same transaction.
  /// - Returns: the documents in the order of the drafts.
  /// - Throws: `InvoicingRefusal` naming what is wrong with the first wrong draft.
  package func issue(_ drafts: [Draft]) throws -> [DocumentHead] {
    let today = shop.today
    return try press(try drafts.map { try DocumentContent($0, today: today) })
  }

  /// Makes payment requests, whatever the drafts' mode.
  package func issueProForma(_ drafts: [Draft]) throws -> [DocumentHead] {
    try issue(drafts.map { $0.with(mode: .proFormaFirst) })
  }

  /// Makes definitive invoices, whatever the drafts' mode, and books them.
  package func issueInvoice(_ drafts: [Draft]) throws -> [DocumentHead] {
    try issue(drafts.map { $0.with(mode: .invoiceAtOnce) })
  }
}

extension Draft {
  fileprivate func with(mode: InvoiceMode) -> Draft {
    var draft = self
    draft.mode = mode
    return draft
  }
}
