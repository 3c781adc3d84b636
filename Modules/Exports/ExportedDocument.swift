package import EInvoices
package import Invoicing
package import Primitives
package import Tenancy

/// A document with what its e-invoice says of the customer besides, so that the file is the same
/// wherever it is handed out.
package struct ExportedDocument: Sendable {
  package let document: IssuedDocument
  package let customer: Customer.ID
  /// The shop's own number for the customer, else the platform's.
  package let customerNumber: String

  /// - Throws: `EInvoiceRefusal`.
  package func eInvoice() throws(EInvoiceRefusal) -> EInvoice {
    try EInvoice(document, customerNumber: customerNumber)
  }
}

extension ShopTransaction {
  /// Documents with their customers, in two statements.
  package func exported(_ documents: [IssuedDocument]) throws -> [ExportedDocument] {
    let heads = try invoicing.heads(documents.map(\.id))
    let found = try customers.find(Set(heads.values.map(\.customer)))
    return documents.compactMap { document in
      guard let id = heads[document.id]?.customer else { return nil }
      return ExportedDocument(
        document: document, customer: id,
        customerNumber: found[id]?.details.reference ?? id.description)
    }
  }

  /// One document with its customer.
  /// - Throws: `InvoicingRefusal.unknownDocument`.
  package func exported(_ id: Invoice.ID) throws -> ExportedDocument {
    guard let document = try exported([invoicing.find(id)]).first else {
      throw InvoicingRefusal.unknownDocument
    }
    return document
  }
}
