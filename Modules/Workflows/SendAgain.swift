package import Invoicing
import JSON
import Notifications
import Outbox
package import Primitives
package import Tenancy

/// The shop sends a document again, as it is now and with the label that it has now.
package struct SendAgain: Sendable {
  /// A person who presses a button; nobody wants more of the same mail.
  static let most = 50

  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// - Returns: how many times it was sent again, this one included.
  /// - Throws: `SendAgainRefusal.nothingToSay` for a request that ended, `.tooOften`;
  ///   `InvoicingRefusal.unknownDocument`.
  package func send(_ id: Invoice.ID, as scope: TenantScope) async throws -> Int {
    try await platform.database.write(as: scope) { shop in try SendAgain.send(id, in: shop) }
  }

  /// As a part of another transaction.
  package static func send(_ id: Invoice.ID, in shop: ShopTransaction) throws -> Int {
    let document = try shop.invoicing.head(id)
    let isEnded = document.kind == .proForma && !document.isOpen
    guard !isEnded, document.state != .invoice(.writtenOff) else {
      throw SendAgainRefusal.nothingToSay
    }
    let count = try shop.invoicing.countSending(of: id)
    guard count <= SendAgain.most else { throw SendAgainRefusal.tooOften }
    let kind: MessageKind =
      switch document.kind {
      case .proForma: .paymentRequest
      case .invoice: .invoiceSentAgain
      case .creditNote: .creditNote
      }
    try shop.outbox.put([MailOrder(kind, about: id, level: count).message(at: shop.now)])
    try shop.audit.record("invoice.sentAgain", id, ["count": .integer(Int64(count))])
    return count
  }
}

package enum SendAgainRefusal: Refusal, Hashable {
  /// A request that was paid, replaced or withdrawn, or an invoice that was given up.
  case nothingToSay
  case tooOften

  package var kind: RefusalKind {
    switch self {
    case .nothingToSay: .conflict
    case .tooOften: .tooMany
    }
  }

  package var code: String {
    switch self {
    case .nothingToSay: "invoice.ended"
    case .tooOften: "invoice.sentTooOften"
    }
  }

  package var pointer: String? { nil }

  package var phrase: Phrase {
    switch self {
    case .nothingToSay:
      Phrase(
        nl: "Dit document loopt niet meer en wordt niet opnieuw verstuurd.",
        en: "This document has ended and is not sent again.")
    case .tooOften:
      Phrase(
        nl: "Dit document is al \(SendAgain.most) keer opnieuw verstuurd.",
        en: "This document was sent again \(SendAgain.most) times already.")
    }
  }
}
