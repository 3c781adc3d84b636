import Invoicing
import Primitives

/// Who, when, and what is asked.
extension PaperComposer {
  var seller: Paper.Address {
    address(of: document.seller, seenFrom: document.buyer.country)
  }

  var buyer: Paper.Address {
    var address = address(of: document.buyer, seenFrom: document.seller.country)
    if isVATDocument, let number = document.buyer.vatNumber {
      address.rows.append("\(words.vatNumber) \(number.printable)")
    }
    return address
  }

  private func address(of party: Party, seenFrom home: String) -> Paper.Address {
    Paper.Address(
      name: party.name.printable,
      rows: party.addressLines(seenFrom: home).map(\.printable).filter { !$0.isEmpty })
  }

  var facts: [Paper.Fact] {
    var facts: [Paper.Fact] = []
    func add(_ label: String, _ value: String?, strong: Bool = false) {
      guard let value, !value.isEmpty else { return }
      facts.append(Paper.Fact(label: label, value: value.printable, isStrong: strong))
    }
    add(numberLabel, document.number, strong: true)
    add(document.kind == .invoice ? words.invoiceDate : words.date, say(document.issuedOn))
    add(words.proFormaNumber, document.proFormaNumber)
    add(words.creditedInvoice, document.creditedNumber)
    if document.kind != .creditNote, document.paidOn == nil {
      let collection = document.collectOn.map(say)
      add(words.collectionDate, collection)
      if collection == nil { add(words.dueDate, say(document.dueOn)) }
    }
    add(words.paymentDate, document.paidOn.map(say), strong: true)
    if document.kind != .creditNote { add(words.reference, document.paymentReference) }
    return facts
  }

  private var numberLabel: String {
    switch document.kind {
    case .proForma: words.proFormaNumber
    case .invoice: words.invoiceNumber
    case .creditNote: words.creditNoteNumber
    }
  }

  var banner: Paper.Banner? {
    if document.kind == .creditNote {
      return Paper.Banner(
        headline: words.creditedOn(say(document.issuedOn)), amount: say(document.total))
    }
    if document.state.isOpen {
      return Paper.Banner(
        headline: document.collectOn.map { words.collectedOn(say($0)) }
          ?? words.payBy(say(document.dueOn)),
        amount: say(document.toPay), rows: creditShare + [howToPay])
    }
    guard let paidOn = document.paidOn else { return nil }
    return Paper.Banner(
      headline: words.paidOn(say(paidOn)), amount: say(document.total))
  }

  /// "€ 30,00, waarvan € 12,50 uit tegoed; € 17,50 te betalen".
  private var creditShare: [String] {
    guard document.creditsUsed.isPositive else { return [] }
    return [
      words.creditShare(
        total: say(document.total), credits: say(document.creditsUsed),
        rest: say(document.toPay))
    ]
  }

  private var howToPay: String {
    guard let iban = document.iban, document.collectOn == nil else {
      return words.quote(reference: document.paymentReference.printable)
    }
    return words.transfer(
      iban: iban.printable, name: document.seller.name.printable,
      reference: document.paymentReference.printable)
  }

  /// What the law wants on business paper; the VAT number only on a VAT document.
  var legal: [String] {
    let seller = document.seller
    let address = seller.addressLines(seenFrom: seller.country).joined(separator: ", ")
    var parts = [seller.name, address]
    if let number = seller.registrationNumber {
      parts.append("\(words.register(of: seller.country)) \(number)")
    }
    if isVATDocument, let number = seller.vatNumber {
      parts.append("\(words.vatNumber) \(number)")
    }
    if let iban = document.iban { parts.append("IBAN \(iban)") }
    if let email = seller.email { parts.append(email) }
    return parts.map(\.printable).filter { !$0.isEmpty }
  }
}
