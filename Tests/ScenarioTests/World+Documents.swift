import Credits
import Invoicing
import Notifications
import Primitives
import Tenancy
import Workflows

/// What a shop does with documents by hand.
extension World {
  func head(_ number: String) async throws -> DocumentHead {
    let head = try await database.read(as: scope) { try $0.invoicing.find(number: number) }
    guard let head else { throw WorldError.unknownPlan(number) }
    return head
  }

  /// Takes an invoice back, whole or a part of its first line.
  @discardableResult
  func credits(
    _ number: String, _ part: String? = nil, because reason: String = "Coulance",
    freed: UnusedPart = .credits
  ) async throws -> CreditNoteReceipt {
    let currency = scope.currency
    let lines = try part.map {
      [CreditedLine(ordinal: 0, amount: try Money(decimal: $0, currency: currency))]
    }
    return try await CreditNoteIssue(platform).issue(
      CreditNoteWish(
        invoice: try await head(number).id, lines: lines, reason: reason, freed: freed),
      as: scope)
  }

  /// An invoice by hand, prices without VAT.
  @discardableResult
  func invoices(
    _ buyer: Purchase, _ lines: [(String, Int64, VATTreatment)], reference: String? = nil
  ) async throws -> IssuedDocument {
    let content = ManualContent(
      lines: lines.map { text, cents, treatment in
        ManualContent.Line(description: text, unitPrice: .eur(cents), treatment: treatment)
      }, customerReference: reference)
    return try await database.write(as: scope) { shop in
      try ManualInvoice.make(for: buyer.customer, content, in: shop)
    }
  }

  /// What a customer can still use up.
  func credit(of buyer: Purchase) async throws -> String {
    try await database.read(as: scope) { shop in
      let available = try shop.credits.available(for: [buyer.customer], in: shop.currency)
      return (available[buyer.customer] ?? .zero(shop.currency)).decimal
    }
  }

  /// The text of the newest mail of a kind.
  func mail(_ kind: MessageKind, to buyer: Purchase) async throws -> String {
    try await database.read(as: scope) { shop in
      let email = try shop.customers.find(buyer.customer).email
      let page = try shop.messages.page(try PageRequest(limit: 200))
      let found = page.items.first { $0.recipient.email == email && $0.kind == kind }
      return found?.content.text ?? ""
    }
  }
}
