import Credits
import Dunning
package import Invoicing
import JSON
import Notifications
import Outbox
package import Primitives
package import Tenancy

/// The shop makes an invoice by hand: a draft first, the document once.
package struct ManualInvoice: Sendable {
  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// - Throws: `InvoicingRefusal` for what is too long or too large.
  package func create(
    for customer: Customer.ID, _ content: ManualContent, as scope: TenantScope
  ) async throws -> ManualDraft {
    try await platform.database.write(as: scope) { shop in
      try ManualInvoice.create(for: customer, content, in: shop)
    }
  }

  /// As a part of another transaction.
  package static func create(
    for customer: Customer.ID, _ content: ManualContent, in shop: ShopTransaction
  ) throws -> ManualDraft {
    _ = try shop.customers.find(customer)
    let draft = try shop.invoicing.drafts.create(for: customer, content)
    try shop.audit.record("draft.created", draft.id)
    return draft
  }

  /// - Parameter expected: the version as it was shown.
  /// - Throws: `InvoicingRefusal.draftChanged`, `.draftIssued`.
  package func update(
    _ id: ManualDraft.ID, for customer: Customer.ID, _ content: ManualContent,
    expecting expected: Int64? = nil, as scope: TenantScope
  ) async throws -> ManualDraft {
    try await platform.database.write(as: scope) { shop in
      try ManualInvoice.update(id, for: customer, content, expecting: expected, in: shop)
    }
  }

  /// As a part of another transaction.
  package static func update(
    _ id: ManualDraft.ID, for customer: Customer.ID, _ content: ManualContent,
    expecting expected: Int64? = nil, in shop: ShopTransaction
  ) throws -> ManualDraft {
    _ = try shop.customers.find(customer)
    let draft = try shop.invoicing.drafts.update(id, for: customer, content, expecting: expected)
    try shop.audit.record("draft.changed", id)
    return draft
  }

  package func delete(
    _ id: ManualDraft.ID, expecting expected: Int64? = nil, as scope: TenantScope
  ) async throws {
    try await platform.database.write(as: scope) { shop in
      try ManualInvoice.delete(id, expecting: expected, in: shop)
    }
  }

  /// As a part of another transaction.
  package static func delete(
    _ id: ManualDraft.ID, expecting expected: Int64? = nil, in shop: ShopTransaction
  ) throws {
    try shop.invoicing.drafts.delete(id, expecting: expected)
    try shop.audit.record("draft.deleted", id)
  }

  package func attach(
    name: String, bytes: [UInt8], to id: ManualDraft.ID, as scope: TenantScope
  ) async throws -> ManualDraft {
    try await platform.database.write(as: scope) { shop in
      let draft = try shop.invoicing.drafts.attach(name: name, bytes: bytes, to: id)
      try shop.audit.record("draft.changed", id)
      return draft
    }
  }

  package func detach(
    _ ordinal: Int, from id: ManualDraft.ID, as scope: TenantScope
  ) async throws -> ManualDraft {
    try await platform.database.write(as: scope) { shop in
      let draft = try shop.invoicing.drafts.detach(ordinal, from: id)
      try shop.audit.record("draft.changed", id)
      return draft
    }
  }

  /// Makes the document of a draft with all that hangs on it: the customer's credits settle it
  /// first, it is followed until it is paid, and the customer gets it by mail. It is not
  /// collected by itself: the customer pays it.
  /// - Parameters:
  ///   - expected: the draft's version as it was shown.
  ///   - outcome: `.rehearsed` shows the document; its number is not given away.
  /// - Throws: `InvoicingRefusal` naming what is missing, `.draftIssued`, `.draftChanged`.
  package func issue(
    _ id: ManualDraft.ID, expecting expected: Int64? = nil, as scope: TenantScope,
    _ outcome: Outcome = .kept
  ) async throws -> IssuedDocument {
    try await platform.write(as: scope, outcome) { shop in
      try ManualInvoice.issue(id, expecting: expected, in: shop)
    }
  }

  /// As a part of another transaction.
  package static func issue(
    _ id: ManualDraft.ID, expecting expected: Int64? = nil, in shop: ShopTransaction
  ) throws -> IssuedDocument {
    let draft = try shop.invoicing.drafts.prepare(id, expecting: expected)
    let document = try ManualInvoice.issue(draft, in: shop)
    try shop.invoicing.drafts.close(id, as: document.id)
    try shop.audit.record("draft.issued", id, ["document": .string("\(document.id)")])
    return try shop.invoicing.find(document.id)
  }

  /// In one step, for programs: no draft is left to be seen when it fails.
  package static func make(
    for customer: Customer.ID, _ content: ManualContent, in shop: ShopTransaction
  ) throws -> IssuedDocument {
    _ = try shop.customers.find(customer)
    let draft = try shop.invoicing.drafts.create(for: customer, content)
    return try issue(draft.id, in: shop)
  }

  private static func issue(_ draft: Draft, in shop: ShopTransaction) throws -> DocumentHead {
    var draft = draft
    let asked = try draft.charges.total(in: shop.currency)
    let credits = try shop.credits.available(for: [draft.customer], in: shop.currency)
    if let available = credits[draft.customer], available.isPositive, asked.isPositive {
      draft.credit = try available.smaller(asked)
    }
    guard let document = try shop.invoicing.issue([draft]).first else {
      throw InvoicingRefusal.unknownDraft
    }
    let run = DocumentRun(shop: shop, settings: try shop.settings.current())
    try run.settleWithCredits([document])
    if document.isOpen { try run.follow([document]) }
    try shop.outbox.put([MailOrder.issued(document).message(at: shop.now)])
    return document
  }
}
