import Invoicing
import Primitives

/// The text of a payment code by EPC069-12: a credit transfer in euro that a bank's app fills in
/// (docs/decisions/0013-qr-codes.md).
struct TransferCode: Hashable, Sendable {
  let text: String

  /// Nil where nothing is to be transferred: no account shown, another currency, nothing open, or
  /// a collection under way that would make a transfer the second payment.
  init?(_ document: IssuedDocument) {
    guard document.state.isOpen, document.collectionToCome == nil, let shown = document.iban else {
      return nil
    }
    self.init(
      payee: document.seller.name, iban: shown, amount: document.toPay,
      reference: document.paymentReference)
  }

  init?(payee: String, iban: String, amount: Money, reference: String) {
    guard amount.currency == .eur, (1...99_999_999_999).contains(amount.minorUnits),
      let account = ReferenceScheme.iban.reading(iban)
    else { return nil }
    let name = String(payee.printable.prefix(Self.nameLength))
    guard !name.isEmpty else { return nil }
    let structured = ReferenceScheme.rf.reading(reference)
    let words = structured == nil ? String(reference.printable.prefix(Self.wordsLength)) : ""
    let lines = [
      "BCD", "002", "1", "SCT", "", name, account, "EUR\(amount.decimal)", "", structured ?? "",
      words,
    ]
    let text = lines.joined(separator: "\n")
    guard text.utf8.count <= Self.mostBytes else { return nil }
    self.text = text
  }

  private static let nameLength = 70
  private static let wordsLength = 140
  private static let mostBytes = 331
}
