package import Primitives
import Storage
package import Tenancy

/// A document that still claims, or was paid for, something of a source: what a change of that
/// source must lower or credit.
package struct StandingDocument: Hashable, Sendable {
  package struct Line: Hashable, Sendable {
    package let ordinal: Int
    /// The charge that it was made of.
    package let charge: Charge
    /// In the terms of the document's prices.
    package let amount: Money
    /// `amount` less what was credited of it.
    package let rest: Money
  }

  package let head: DocumentHead
  /// All lines, those of other sources too.
  package let lines: [Line]
}

extension InvoicingStore {
  /// A customer's documents with lines of a source, such as a subscription's id, the first first:
  /// open pro formas and definitive invoices that were neither credited whole nor written off.
  package func standing(
    of source: String, customer: Customer.ID
  ) throws -> [StandingDocument] {
    let ids: [Invoice.ID] = try shop.all(
      """
      SELECT d.id FROM invoices d
      WHERE d.tenant_id = \(shop.tenant) AND d.customer_id = \(customer)
        AND (d.kind = 'proForma' AND d.state IN ('open', 'partlySettled')
          OR d.kind = 'invoice' AND d.state IN ('open', 'partlyPaid', 'paid'))
        AND EXISTS (SELECT 1 FROM invoice_lines l
          WHERE l.invoice_id = d.id AND l.tenant_id = d.tenant_id AND l.source = \(source))
      ORDER BY d.issued_on, d.id
      """
    ) { row in try row.get(0) }
    return try documents(ids).map { try $0.standing() }
  }
}

extension StoredDocument {
  fileprivate func standing() throws -> StandingDocument {
    StandingDocument(
      head: head,
      lines: try lines.indices.map { ordinal in
        let line = lines[ordinal]
        return StandingDocument.Line(
          ordinal: ordinal,
          charge: Charge(
            description: line.description, explanation: line.explanation, period: line.period,
            quantity: line.quantity, unitPrice: line.unitPrice, treatment: line.treatment,
            pricesIncludeVAT: pricesIncludeVAT, source: line.source, component: line.component),
          amount: line.amount, rest: try rest(of: ordinal))
      })
  }
}
