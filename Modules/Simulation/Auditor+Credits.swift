import Payments
import Primitives

// Credit notes of the shop, and money that goes back.

/// A refund as it was written down.
struct SeenRefund: Sendable {
  let id: Int64
  let tenant: Int64
  let payment: Int64
  let amount: Int64
}

extension Auditor {
  /// A document of which a shop can take something back: paid in full, of one line, and not long
  /// ago.
  func creditable(of customer: Int64, on today: Day) -> ModelDocument? {
    claims.reversed().lazy.compactMap { self.documents[$0] }.first { document in
      document.customer == customer && document.isDefinitive && !document.isClosed
        && document.open == 0 && document.credits == 0 && document.lines.count == 1
        && document.invoice != nil && document.creditedLine < document.lines[0]
        && document.issuedOn.plus(days: 200) > today
    }
  }

  /// The shop took a part of an invoice's line back; what had been paid became credits, or goes
  /// back on the payments, the newest first, as far as they can take it.
  func credited(_ id: Int64, _ amount: Int64, paidBack: Bool, at now: Instant) throws {
    guard var document = documents[id], let invoice = document.invoice else { return }
    creditNotes += 1
    let before = document.terms.taxed(document.creditedLine)
    let after = document.terms.taxed(document.creditedLine + amount)
    let (gross, vat) = (after.gross - before.gross, after.vat - before.vat)
    document.creditedLine += amount
    document.credited += gross
    document.paid -= gross
    documents[id] = document
    books[document.shop].invoicedGross -= gross
    books[document.shop].invoicedVAT -= vat
    expectedNotes[invoice, default: []].append(gross)
    release(gross, from: id, of: document)
    let back = paidBack ? giveBack(gross, to: document, at: now) : 0
    turn(gross - back, of: document)
  }

  /// The newest receipts first.
  private func receipts(of document: ModelDocument) -> [String] {
    bookings.filter { $0.value.customer == document.customer && $0.value.shop == document.shop }
      .sorted { $0.value.receipt > $1.value.receipt }.map(\.key)
  }

  private func release(_ gross: Int64, from id: Int64, of document: ModelDocument) {
    var left = gross
    for name in receipts(of: document) {
      guard var booking = bookings[name] else { continue }
      for index in booking.parts.indices.reversed() where booking.parts[index].document == id {
        let taken = min(booking.parts[index].amount, left)
        booking.parts[index].amount -= taken
        booking.loose += taken
        left -= taken
      }
      bookings[name] = booking
    }
    books[document.shop].prepaid += gross
  }

  private func turn(_ amount: Int64, of document: ModelDocument) {
    var left = amount
    for name in receipts(of: document) where left > 0 {
      guard let loose = bookings[name]?.loose else { continue }
      let taken = min(loose, left)
      bookings[name]?.loose -= taken
      bookings[name]?.turned += taken
      left -= taken
    }
    books[document.shop].prepaid -= amount
    books[document.shop].turned += amount
    available[document.customer, default: 0] += amount
  }

  /// - Returns: how much the payments could take.
  private func giveBack(_ amount: Int64, to document: ModelDocument, at now: Instant) -> Int64 {
    var left = amount
    let names = receipts(of: document)
      .sorted { Payment.ID($0)?.rawValue ?? 0 > Payment.ID($1)?.rawValue ?? 0 }
    for name in names where left > 0 {
      guard var booking = bookings[name], let payment = bank.payment(booking.payment),
        let paidAt = payment.paidAt, paidAt.adding(days: 365) > now, !booking.isTakenBack
      else { continue }
      let most = min(booking.loose, payment.amount.minorUnits - booking.refunded)
      let taken = min(most, left)
      guard taken > 0 else { continue }
      left -= taken
      booking.loose -= taken
      booking.refunded += taken
      bookings[name] = booking
      expectedRefunds[name, default: []].append(taken)
      books[document.shop].prepaid -= taken
      books[document.shop].refundable += taken
    }
    return amount - left
  }

  // MARK: - Seeing

  /// Each refund was asked for, of this amount (I-09).
  func note(_ seen: [SeenRefund]) throws {
    for refund in seen {
      let name = Payment.ID(rawValue: refund.payment).description
      let must = expectedRefunds[name]?.first
      try expect(
        must == refund.amount, "I-09",
        "\(Refund.ID(rawValue: refund.id)) gives \(refund.amount) back, asked for was "
          + "\(must.map { "\($0)" } ?? "nothing")")
      expectedRefunds[name]?.removeFirst()
      refunds[Refund.ID(rawValue: refund.id).description] = (name, refund.amount)
    }
    let missing = expectedRefunds.first { !$0.value.isEmpty }
    try expect(missing == nil, "I-09", "\(missing?.key ?? "") is not given back")
  }

  /// A refund that is no longer on its way went out at the bank, or was called off because the
  /// payer had taken the money back himself (I-09, I-30).
  func release(_ entries: [SeenEntry]) throws {
    for entry in entries where entry.kind == "refund.released" {
      let id = String(entry.source.split(separator: ":").first ?? "")
      guard let (name, amount) = refunds[id], let booking = bookings[name] else {
        throw BrokenInvariant(invariant: "I-09", detail: "\(id) was never asked for")
      }
      let made = Refund.ID(id).flatMap { bank.refund($0) }
      books[booking.shop].refundable -= amount
      if made?.isDone == true {
        books[booking.shop].clearing -= amount
        books[booking.shop].paidBack += amount
        continue
      }
      let isTaken = bank.payment(booking.payment)?.chargedBackAt != nil
      try expect(made == nil && isTaken, "I-09", "\(id) was called off without a reason")
      bookings[name]?.refunded -= amount
      if booking.isTakenBack {
        books[booking.shop].lost -= amount
      } else {
        // The bank refused what the payer had taken back; we hear of that only later.
        bookings[name]?.loose += amount
        books[booking.shop].prepaid += amount
      }
    }
  }

  /// Every refund at the bank is one of ours, once, and every one of ours came to its end there
  /// (I-23, I-30).
  func settleRefunds() throws {
    for (id, (name, amount)) in refunds.sorted(by: { $0.key < $1.key }) {
      let made = Refund.ID(id).map { bank.refunds(of: $0) } ?? []
      try expect(made.count <= 1, "I-23", "the bank made \(made.count) refunds of \(id)")
      guard let refund = made.first else {
        try expect(
          bookings[name]?.isTakenBack == true, "I-30", "\(id) of \(name) never reached the bank")
        continue
      }
      try expect(
        refund.amount.minorUnits == amount, "I-30", "\(id) gives \(refund.amount) back")
    }
    for book in books {
      try expect(book.refundable == 0, "I-30", "\(book.refundable) is still on its way back")
    }
  }
}
