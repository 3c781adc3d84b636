import Primitives
import Subscriptions

// Checkouts that nobody paid: given up after two weeks, and nothing is owed for them (I-21).

extension Auditor {
  /// Those whose time is over; who paid meanwhile is forgotten here.
  func overdueCheckouts(at now: Instant, slack: Int = 0) throws -> [Int64] {
    let days = try shops.indices.map { try today($0, at: now) }
    unpaid.removeAll { subscriptions[$0]?.state != .pending }
    return unpaid.filter { id in
      guard let subscription = subscriptions[id] else { return false }
      return subscription.isOverdue(on: days[subscription.shop], slack: slack)
    }
  }

  func giveUp(_ seen: Observations) throws {
    var mustCredit: Set<Int64> = []
    for id in seen.abandoned {
      subscriptions[id]?.state = .abandoned
      guard let claim = firstClaim[id], var document = documents[claim] else { continue }
      if document.isDefinitive {
        mustCredit.insert(claim)
        books[document.shop].receivable -= document.receivable
        books[document.shop].invoicedGross -= document.total
        books[document.shop].invoicedVAT -= document.vat
      }
      document.isClosed = true
      documents[claim] = document
    }
    for note in seen.documents where note.kind == "creditNote" {
      if let wished = note.credited.flatMap({ expectedNotes[$0]?.first }), let of = note.credited {
        try expect(
          note.total == wished, "I-07", "\(note.text) takes \(note.total) back, asked was \(wished)"
        )
        expectedNotes[of]?.removeFirst()
        continue
      }
      let invoice = note.credited.flatMap { byInvoice[$0] }
      try expect(
        invoice.map { mustCredit.remove($0) != nil } ?? false, "I-07",
        "\(note.text) takes back what must stand")
      try expect(
        note.total == invoice.flatMap { documents[$0]?.total }, "I-07",
        "\(note.text) is not of its invoice's amount")
    }
    try expect(mustCredit.isEmpty, "I-07", "an invoice was given up without a credit note")
  }
}
