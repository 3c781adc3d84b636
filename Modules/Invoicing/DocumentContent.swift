import Primitives
import Tenancy

/// What a document says, before it has a number: computed from a draft, or taken over from the
/// document it follows on. Pure; what is stored and hashed is made of it.
struct DocumentContent: Hashable, Sendable {
  static let maximumLines = 200
  static let maximumQuantity: Int64 = 1_000_000
  static let maximumDescription = 500
  static let maximumExplanation = 1000
  static let maximumReference = 100
  static let maximumNote = 2000

  struct Line: Hashable, Sendable {
    let description: String
    let explanation: String?
    let period: Period?
    let quantity: Int64
    let unitPrice: Money
    let amount: Money
    let net: Money
    let treatment: VATTreatment
    let source: String?
    let component: String?
    /// On a credit note: the line of the invoice that it takes from.
    var creditedOrdinal: Int?
  }

  /// A snapshot of a party: new, or stored with an earlier document.
  enum Snapshot: Hashable, Sendable {
    case new(PartySnapshot)
    case stored(StoredParty)
  }

  var kind: DocumentKind
  let customer: Customer.ID
  /// Nil: the shop as it is now.
  var seller: Snapshot?
  let buyer: Snapshot
  let language: Language
  let pricesIncludeVAT: Bool
  let lines: [Line]
  let rates: [IssuedDocument.RateTotal]
  let net: Money
  let vat: Money
  let total: Money
  /// Settled by credits when issued.
  var credits: Money
  /// Settled by payments when issued: a pro forma was paid before.
  var paid: Money
  var paidOn: CivilDate?
  /// The date wanted.
  var issuedOn: CivilDate
  let dueOn: CivilDate
  let collectOn: CivilDate?
  let source: String?
  /// The pro forma that it came from.
  var proForma: Invoice.ID?
  var proFormaNumber: String?
  /// The invoice that it takes back.
  var credited: Invoice.ID?
  var creditedNumber: String?
  /// Shared with the document it follows on; its own when nil.
  var reference: PaymentReference?
  var customerReference: String?
  var note: String?
  var attachments: [DocumentAttachment] = []

  var currency: Currency { total.currency }

  /// What is left to pay when issued; nothing on a credit note.
  func open() throws(MoneyError) -> Money {
    kind == .creditNote ? .zero(currency) : try total - credits - paid
  }
}

extension DocumentContent {
  /// - Throws: what is wrong with the draft, by the field's pointer.
  init(_ draft: Draft, today: CivilDate) throws(InvoicingRefusal) {
    try DocumentContent.check(draft, today: today)
    guard let first = draft.charges.first else { throw .lineCount }
    let currency = first.unitPrice.currency
    let calculation = try DocumentContent.calculate(draft.charges, in: currency)
    let credit = draft.credit ?? .zero(currency)
    guard !calculation.gross.isNegative else { throw .negativeTotal }
    guard credit.currency == currency else { throw .mixedCurrencies }
    guard !credit.isNegative, credit.minorUnits <= calculation.gross.minorUnits else {
      throw .creditDoesNotFit
    }
    // Nothing to collect, nothing to ask for (I-22): the definitive invoice follows at once.
    let isCovered = credit == calculation.gross
    let issuedOn = draft.issuedOn ?? today
    self.init(
      kind: draft.mode == .proFormaFirst && !isCovered ? .proForma : .invoice,
      customer: draft.customer, seller: nil, buyer: .new(PartySnapshot(draft.buyer)),
      language: draft.language, pricesIncludeVAT: first.pricesIncludeVAT,
      lines: zip(draft.charges, calculation.shares).map { charge, share in
        Line(charge, share)
      },
      rates: calculation.rates, net: calculation.net, vat: calculation.vat,
      total: calculation.gross, credits: credit, paid: .zero(currency),
      paidOn: isCovered ? issuedOn : nil, issuedOn: issuedOn, dueOn: draft.dueOn,
      collectOn: draft.collectOn, source: draft.source,
      customerReference: draft.customerReference, note: draft.note,
      attachments: draft.attachments)
  }

  private static func calculate(
    _ charges: [Charge], in currency: Currency
  ) throws(InvoicingRefusal) -> VATCalculation {
    let includes = charges.first?.pricesIncludeVAT ?? true
    do throws(MoneyError) {
      var lines: [VATCalculation.Line] = []
      for charge in charges {
        lines.append(
          VATCalculation.Line(
            quantity: try Ratio(charge.quantity, 1), unitPrice: charge.unitPrice,
            treatment: charge.treatment))
      }
      return try VATCalculation(lines: lines, pricesIncludeVAT: includes, currency: currency)
    } catch {
      if case .currencyMismatch = error { throw .mixedCurrencies }
      throw .amountTooLarge
    }
  }

  private static func check(_ draft: Draft, today: CivilDate) throws(InvoicingRefusal) {
    guard (1...maximumLines).contains(draft.charges.count) else { throw .lineCount }
    guard draft.issuedOn ?? today <= today else { throw .issuedInFuture }
    try checkRemarks(draft)
    for (index, charge) in draft.charges.enumerated() {
      let place = "/lines/\(index)"
      guard isText(charge.description, 1...maximumDescription) else {
        throw .text(pointer: place + "/description", most: maximumDescription)
      }
      guard isText(charge.explanation ?? "", 0...maximumExplanation) else {
        throw .text(pointer: place + "/explanation", most: maximumExplanation)
      }
      guard (1...maximumQuantity).contains(charge.quantity) else {
        throw .quantity(pointer: place + "/quantity")
      }
      guard charge.pricesIncludeVAT == draft.charges[0].pricesIncludeVAT else {
        throw .mixedPrices
      }
      // The customer owes the VAT, so the document must say under which number (art. 35a).
      guard charge.treatment != .reverseCharge || draft.buyer.vatNumber != nil else {
        throw .vatNumberMissing
      }
    }
  }

  private static func checkRemarks(_ draft: Draft) throws(InvoicingRefusal) {
    if let reference = draft.customerReference, !isText(reference, 1...maximumReference) {
      throw .text(pointer: "/customerReference", most: maximumReference)
    }
    if let note = draft.note, !isText(note, 1...maximumNote) {
      throw .text(pointer: "/note", most: maximumNote)
    }
    guard draft.attachments.count <= DocumentAttachment.maximumCount else { throw .attachmentCount }
  }

  /// Within the length, and without the one character that no database stores.
  static func isText(_ text: String, _ lengths: ClosedRange<Int>) -> Bool {
    // Characters need not be counted where the bytes alone are few enough.
    let bytes = text.utf8.count
    return
      (bytes <= lengths.upperBound
      || (bytes <= lengths.upperBound * 4 && text.unicodeScalars.count <= lengths.upperBound))
      && bytes >= lengths.lowerBound && !text.utf8.contains(0)
  }
}

extension DocumentContent.Line {
  init(_ charge: Charge, _ share: VATCalculation.Share) {
    self.init(
      description: charge.description, explanation: charge.explanation, period: charge.period,
      quantity: charge.quantity, unitPrice: charge.unitPrice, amount: share.amount,
      net: share.net, treatment: charge.treatment, source: charge.source,
      component: charge.component)
  }
}
