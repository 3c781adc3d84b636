import Invoicing
import Payments
import Primitives
import Subscriptions
import Tenancy

// Money: what the bank really did, against what was booked.

extension Auditor {
  /// Bookings and returns in the order of their ids.
  func book(_ seen: Observations, at now: Instant) throws {
    // What is set apart for a refund is no return. What had all gone back before is but a loss.
    var sources: Set<String> = []
    let returns = seen.entries.filter { entry in
      ["payment.returned", "payment.lost"].contains(entry.kind)
        && !entry.source.contains(":rfd_") && sources.insert(entry.source).inserted
    }
    let receipts = seen.receipts.filter { !$0.isRefundBack }
    var (receipt, entry) = (0, 0)
    while receipt < receipts.count || entry < returns.count {
      let isReceipt =
        entry == returns.count
        || (receipt < receipts.count && receipts[receipt].id < returns[entry].id)
      if isReceipt {
        try book(receipts[receipt], at: now)
        receipt += 1
      } else {
        try takeBack(returns[entry], at: now)
        entry += 1
      }
    }
  }

  /// A booking needs one payment at the bank, paid, of this amount, and is the only one (I-08,
  /// I-23, I-27).
  private func book(_ receipt: SeenReceipt, at now: Instant) throws {
    let shop = try shop(receipt.tenant)
    let paid = Payment.ID(receipt.payment).map { bank.payments(of: $0) } ?? []
    try expect(
      paid.count == 1, "I-23", "\(receipt.payment): \(paid.count) payments at the bank for it")
    guard let payment = paid.first else { return }
    try expect(
      payment.isCharged && payment.amount.minorUnits == receipt.amount
        && payment.shop == receipt.tenant, "I-30",
      "\(receipt.payment): booked \(receipt.amount), the bank has \(payment.amount)"
        + (payment.isCharged ? "" : ", not paid"))
    try expect(
      bookings[receipt.payment] == nil, "I-27", "\(receipt.payment) is booked twice")
    var booking = ModelBooking(
      shop: shop, payment: payment.index, customer: try customer(of: payment, shop),
      receipt: receipt.id, parts: [], loose: receipt.amount)
    for document in try targets(of: payment, shop) { try lay(&booking, on: document, at: now) }
    books[shop].clearing += receipt.amount
    books[shop].collected += receipt.amount
    books[shop].prepaid += booking.loose
    bookings[receipt.payment] = booking
    noteMandate(payment, booking, receipt.id)
  }

  private func noteMandate(_ payment: BankPayment, _ booking: ModelBooking, _ receipt: Int64) {
    guard payment.sequence == .first, payment.mandate != nil,
      let number = payment.description.split(separator: " ").first,
      let document = byNumber["\(booking.shop)|\(number)"].flatMap({ documents[$0] }),
      mandatedSince[document.customer] == nil
    else { return }
    mandatedSince[document.customer] = receipt
  }

  private func customer(of payment: BankPayment, _ shop: Int) throws -> Int64 {
    try targets(of: payment, shop).first.flatMap { documents[$0]?.customer } ?? 0
  }

  /// The claims that a payment was made for, as they stand on the bank's statement.
  func targets(of payment: BankPayment, _ shop: Int) throws -> [Int64] {
    try payment.description.split(separator: " ").map { number in
      guard let document = byNumber["\(shop)|\(number)"] else {
        throw BrokenInvariant(invariant: "I-30", detail: "\(payment.id) pays unknown \(number)")
      }
      return document
    }
  }

  private func lay(_ booking: inout ModelBooking, on id: Int64, at now: Instant) throws {
    guard var document = documents[id] else { return }
    let part = min(document.open, booking.loose)
    guard part > 0 else { return }
    let before = document.receivable
    booking.loose -= part
    booking.parts.append((document: id, amount: part))
    document.paid += part
    if document.open == 0 {
      document.coveredAt = now
      activate(document)
    }
    let becomesInvoice = document.open == 0 && !document.isDefinitive
    if becomesInvoice { document.isDefinitive = true }
    documents[id] = document
    if becomesInvoice {
      unnumbered.insert(id)
      enterBooks(document)
    } else {
      books[document.shop].receivable += document.receivable - before
    }
  }

  private func activate(_ document: ModelDocument) {
    guard document.isFirst, subscriptions[document.subscription]?.state == .pending else { return }
    subscriptions[document.subscription]?.state = .active(endsOn: nil)
  }

  /// A return needs a chargeback at the bank, once; it opens what the payment had settled (I-32).
  private func takeBack(_ entry: SeenEntry, at now: Instant) throws {
    let name = String(entry.source.split(separator: ":").first ?? "")
    guard var booking = bookings[name], let payment = bank.payment(booking.payment) else {
      throw BrokenInvariant(invariant: "I-32", detail: "\(entry.source): was never booked")
    }
    try expect(
      payment.chargedBackAt != nil, "I-32", "\(name) is taken back, the bank knows nothing of it")
    try expect(!booking.isTakenBack, "I-32", "\(name) is taken back twice")
    let amount = payment.amount.minorUnits
    books[booking.shop].clearing -= amount
    books[booking.shop].takenBack += amount
    books[booking.shop].stornos += 1
    books[booking.shop].prepaid -= booking.loose
    // What had gone back already, or had become credits, is the shop's loss.
    books[booking.shop].lost += booking.refunded + booking.turned
    booking.turned = 0
    for part in booking.parts {
      guard var document = documents[part.document] else { continue }
      let before = document.receivable
      document.paid -= part.amount
      document.coveredAt = nil
      document.reopenedAt = now
      // An invoice that was a request, or the first one, was not followed up until now.
      if document.isRequest || document.isFirst, document.dueAnew == nil {
        document.dueAnew = max(document.dueOn, try today(document.shop, at: now))
      }
      documents[part.document] = document
      books[document.shop].receivable += document.receivable - before
    }
    booking.loose = 0
    booking.parts = []
    booking.isTakenBack = true
    bookings[name] = booking
  }

  // MARK: - Documents that became invoices

  /// Numbers are 1, 2, 3, ... in each series (I-20).
  func number(_ seen: [SeenDocument]) throws {
    var drawn: [String: [Int64]] = [:]
    for document in seen {
      drawn["\(document.tenant)|\(document.series)", default: []].append(document.number)
    }
    for (series, numbers) in drawn.sorted(by: { $0.key < $1.key }) {
      for number in numbers.sorted() {
        let must = lastNumber[series, default: 0] + 1
        try expect(number == must, "I-20", "\(series): number \(number) follows on \(must - 1)")
        lastNumber[series] = number
      }
    }
  }

  /// A request becomes an invoice when it is paid, then at once, and once (I-21).
  func definitive(_ seen: [SeenDocument]) throws {
    for document in seen {
      guard let origin = document.proForma else { continue }
      try expect(
        unnumbered.remove(origin) != nil, "I-21", "\(document.text) follows on no paid request")
      guard let model = documents[origin] else { continue }
      try expect(
        document.total == model.total && document.credits == model.credits
          && document.customer == model.customer, "I-18",
        "\(document.text) differs from \(model.number)")
      try expect(document.vat == model.vat, "I-04", "\(document.text) has VAT \(document.vat)")
      documents[origin]?.invoice = document.id
      byInvoice[document.id] = origin
      byNumber["\(model.shop)|\(document.text)"] = origin
    }
    if let id = unnumbered.min() {
      throw BrokenInvariant(
        invariant: "I-21", detail: "\(documents[id]?.number ?? "?") is paid and no invoice")
    }
  }

  // MARK: - At the bank

  /// Each request that the bank got: once per attempt, of the open amount, one at a time (I-22,
  /// I-23, I-24).
  func watchBank() throws {
    for payment in bank.payments(from: bankMark) {
      bankMark = payment.index + 1
      let shop = try shop(payment.shop)
      let twins = bank.payments(of: payment.reference).count
      try expect(twins == 1, "I-23", "\(payment.reference): the bank made \(twins) payments of it")
      let targets = try targets(of: payment, shop)
      let asked = targets.reduce(0) { sum, id in
        sum + (documents[id].map { $0.total - $0.credits - $0.credited } ?? 0)
      }
      try expect(
        payment.amount.minorUnits == asked, "I-22",
        "\(payment.id) of \(payment.amount) for \(payment.description), where \(asked) is asked")
      guard !payment.sequence.isHosted, let id = targets.first else { continue }
      try watchDebit(payment, for: id)
    }
  }

  private func watchDebit(_ payment: BankPayment, for id: Int64) throws {
    guard let document = documents[id] else { return }
    for earlier in document.debits.compactMap({ bank.payment($0) }) {
      try expect(
        earlier.finalAt.map { $0 <= payment.createdAt } ?? false, "I-24",
        "\(document.number): \(payment.id) while \(earlier.id) is under way")
    }
    documents[id]?.debits.append(payment.index)
    let shop = shops[document.shop]
    guard let collect = document.collectOn else {
      return try expect(false, "I-31", "\(document.number) is collected without notice")
    }
    let earliest = BankCalendar.adding(
      businessDays: -shop.settings.collectionLeadDays,
      to: try known(CivilDate(collect.description)))
    let made = shop.zone.date(at: payment.createdAt)
    try expect(
      made >= earliest, "I-31", "\(document.number) is collected on \(made), before \(earliest)")
  }
}
