import Ledger
import Primitives
import Storage
import Tenancy

extension InvoicingStore {
  /// Numbers, freezes, stores and books documents: all of a batch by the same few statements.
  func press(_ contents: [DocumentContent]) throws -> [DocumentHead] {
    guard !contents.isEmpty else { return [] }
    let settings = try shop.settings.current()
    let numbers = try NumberSeries(shop: shop, numbering: settings.numbering)
      .draw(contents.map { ($0.kind, $0.issuedOn) })
    let seller = PartySnapshot(
      Party(shop.scope.shop),
      iban: settings.showIBAN ? shop.scope.shop.legal.iban?.text : nil)
    let parties = try PartyArchive(shop: shop).store(newSnapshots(contents, seller))
    var rows = DocumentRows(shop: shop)
    var entries: [JournalEntry] = []
    var deferrals: [Deferral] = []
    var totals = MonthTotals()
    var heads: [DocumentHead] = []
    heads.reserveCapacity(contents.count)
    for (content, number) in zip(contents, numbers) {
      let document = try PressedDocument(
        content, number, id: shop.newID(Invoice.self),
        seller: try stored(content.seller ?? .new(seller), parties),
        buyer: try stored(content.buyer, parties))
      rows.append(document)
      let booked = try document.issuedEntry(defers: settings.defersRevenue)
      if let entry = booked.entry { entries.append(entry) }
      deferrals += booked.deferrals
      try totals.count(document)
      heads.append(document.head)
    }
    try rows.insert()
    try shop.ledger.post(entries)
    try shop.ledger.keep(deferrals)
    try totals.save(in: shop)
    return heads
  }

  private func newSnapshots(
    _ contents: [DocumentContent], _ seller: PartySnapshot
  ) -> [PartySnapshot] {
    var snapshots = contents.contains { $0.seller == nil } ? [seller] : []
    for content in contents {
      if case .new(let buyer) = content.buyer { snapshots.append(buyer) }
    }
    return snapshots
  }

  private func stored(
    _ snapshot: DocumentContent.Snapshot, _ parties: [[UInt8]: StoredParty]
  ) throws -> StoredParty {
    switch snapshot {
    case .stored(let party): return party
    case .new(let new):
      guard let party = parties[new.hash] else {
        throw InvoicingDamage.unreadable(table: "invoice_parties", id: 0)
      }
      return party
    }
  }
}

/// A document with all that issuing gives it.
struct PressedDocument {
  let content: DocumentContent
  let number: NumberSeries.Number
  let seller: StoredParty
  let buyer: StoredParty
  let hash: [UInt8]
  let head: DocumentHead

  init(
    _ content: DocumentContent, _ number: NumberSeries.Number, id: Invoice.ID,
    seller: StoredParty, buyer: StoredParty
  ) throws {
    let reference = content.reference ?? PaymentReference(for: id)
    self.content = content
    self.number = number
    self.seller = seller
    self.buyer = buyer
    hash = content.digest(
      IssuedMarks(
        number: number.text, issuedOn: number.issuedOn, reference: reference,
        seller: seller.hash, buyer: buyer.hash))
    let open = try content.open()
    head = DocumentHead(
      id: id, kind: content.kind, number: number.text, customer: content.customer,
      issuedOn: number.issuedOn, dueOn: content.dueOn, collectOn: content.collectOn,
      paidOn: content.paidOn,
      state: PressedDocument.state(of: content.kind, open: open, paid: content.paid),
      language: content.language, total: content.total, paid: content.paid,
      creditsUsed: content.credits, toPay: open,
      closed: content.kind == .creditNote ? content.total : .zero(content.currency),
      reference: reference, proForma: content.proForma,
      credited: content.credited, creditedAmount: .zero(content.currency),
      source: content.source, customerReference: content.customerReference, note: content.note,
      attachments: content.attachments.count, sentAgain: 0, version: 1)
  }

  private static func state(of kind: DocumentKind, open: Money, paid: Money) -> DocumentState {
    switch kind {
    case .proForma: .proForma(.open)
    case .invoice: .invoice(open.isZero ? .paid : paid.isZero ? .open : .partlyPaid)
    case .creditNote: .creditNote
    }
  }
}
