import Invoicing
import Primitives

/// Who, when, and under which numbers.
extension PaperComposer {
  var seller: Paper.Address {
    var address = address(of: document.seller, seenFrom: document.buyer.country)
    if let email = document.seller.email { address.rows.append(email.printable) }
    return address
  }

  var buyer: Paper.Address {
    var address = address(of: document.buyer, seenFrom: document.seller.country)
    if isVATDocument, let number = document.buyer.vatNumber {
      address.rows.append("\(words.vatNumber) \(number.printable)")
    }
    return address
  }

  private func address(of party: Party, seenFrom home: String) -> Paper.Address {
    Paper.Address(name: party.name.printable, rows: rows(of: party, seenFrom: home))
  }

  /// As on an envelope; the country by its name, and only abroad.
  private func rows(of party: Party, seenFrom home: String) -> [String] {
    let town = [party.postalCode, party.city].filter { !$0.isEmpty }.joined(separator: " ")
    let country = party.country == home ? "" : CountryName.of(party.country)(language)
    return [party.contact ?? "", party.street, town, country].map(\.printable)
      .filter { !$0.isEmpty }
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
    if document.kind == .creditNote { add(words.invoiceDate, document.creditedIssuedOn.map(say)) }
    if document.state.isOpen {
      let collection = document.collectionToCome.map(say)
      add(words.collectionDate, collection)
      if collection == nil { add(words.dueDate, say(document.dueOn)) }
    }
    add(words.paymentDate, document.paidOn.map(say), strong: true)
    add(words.customerReference, document.customerReference)
    if document.kind != .creditNote { add(words.reference, reference) }
    return facts
  }

  /// The payment reference in groups of four, as people type it.
  var reference: String {
    PaymentReference(document.paymentReference)?.grouped ?? document.paymentReference.printable
  }

  private var numberLabel: String {
    switch document.kind {
    case .proForma: words.proFormaNumber
    case .invoice: words.invoiceNumber
    case .creditNote: words.creditNoteNumber
    }
  }

  /// What the law wants on business paper; the VAT number only on a VAT document.
  var legal: [String] {
    let seller = document.seller
    let address = rows(of: seller, seenFrom: seller.country).joined(separator: ", ")
    var parts = [seller.name, address]
    if let number = seller.registrationNumber {
      parts.append("\(words.register(of: seller.country)) \(number)")
    }
    if isVATDocument, let number = seller.vatNumber {
      parts.append("\(words.vatNumber) \(number)")
    }
    if let account { parts.append("IBAN \(account)") }
    return parts.map(\.printable).filter { !$0.isEmpty }
  }

  /// The shop's account in groups of four, where the shop shows it.
  var account: String? {
    document.iban.map { text in
      var grouped = ""
      for (index, character) in text.printable.filter({ $0 != " " }).enumerated() {
        if index > 0, index.isMultiple(of: 4) { grouped.append(" ") }
        grouped.append(character)
      }
      return grouped
    }
  }
}
