package import Primitives
package import Tenancy

/// How a payment is divided over open documents: an explicit choice first, the rest by the
/// shop's rule. What is under dispute is paid only by choice; what is left over stays on the
/// customer (I-08).
package struct Allocation<Key: Hashable & Comparable & Sendable>: Sendable {
  /// A document that waits for money.
  package struct Candidate: Hashable, Sendable {
    package let key: Key
    package let issuedOn: CivilDate
    package let dueOn: CivilDate
    package let outstanding: Money
    package let disputed: Money

    package init(
      key: Key, issuedOn: CivilDate, dueOn: CivilDate, outstanding: Money, disputed: Money
    ) {
      self.key = key
      self.issuedOn = issuedOn
      self.dueOn = dueOn
      self.outstanding = outstanding
      self.disputed = disputed
    }

    /// What an automatic allocation may pay.
    fileprivate var undisputed: Int64 {
      max(outstanding.minorUnits - max(disputed.minorUnits, 0), 0)
    }
  }

  /// What one document gets.
  package struct Part: Hashable, Sendable {
    package let key: Key
    package let amount: Money

    package init(key: Key, amount: Money) {
      self.key = key
      self.amount = amount
    }
  }

  /// In the order in which they were paid, each document once.
  package let parts: [Part]
  package let unallocated: Money

  /// - Throws: `InvoicingRefusal.partsDoNotFit` for a choice that names an unknown document, goes
  ///   beyond a document's open amount or beyond the payment; `.mixedCurrencies`.
  package init(
    of payment: Money, over candidates: [Candidate], rule: AllocationRule, today: CivilDate,
    chosen: [Part] = []
  ) throws(InvoicingRefusal) {
    guard !payment.isNegative else { throw .partsDoNotFit }
    let amounts = candidates.flatMap { [$0.outstanding, $0.disputed] } + chosen.map(\.amount)
    guard amounts.allSatisfy({ $0.currency == payment.currency }) else { throw .mixedCurrencies }
    var spread = Spread(left: payment.minorUnits)
    let known = Dictionary(candidates.map { ($0.key, $0) }) { first, _ in first }
    for part in chosen {
      guard let candidate = known[part.key], !part.amount.isNegative,
        spread.give(part.key, part.amount.minorUnits, most: candidate.outstanding.minorUnits)
      else { throw .partsDoNotFit }
    }
    for candidate in rule.ordered(candidates, today: today) {
      // A choice may have paid of the undisputed part already.
      let most = candidate.undisputed - spread.given(candidate.key)
      _ = spread.give(candidate.key, min(most, spread.left), most: candidate.outstanding.minorUnits)
    }
    parts = spread.order.map { key in
      Part(key: key, amount: Money(minorUnits: spread.given(key), currency: payment.currency))
    }
    unallocated = Money(minorUnits: spread.left, currency: payment.currency)
  }

  /// The payment as it is handed out.
  private struct Spread {
    var left: Int64
    private(set) var order: [Key] = []
    private var amounts: [Key: Int64] = [:]

    init(left: Int64) { self.left = left }

    func given(_ key: Key) -> Int64 { amounts[key, default: 0] }

    /// False when it does not fit; nothing is given then. Nothing or less is no part.
    mutating func give(_ key: Key, _ amount: Int64, most: Int64) -> Bool {
      guard amount > 0 else { return true }
      guard amount <= left, amount <= most - given(key) else { return false }
      if amounts[key] == nil { order.append(key) }
      amounts[key, default: 0] += amount
      left -= amount
      return true
    }
  }
}

extension AllocationRule {
  /// Ties: the earlier due date, then the earlier issue date, then the id.
  func ordered<Key>(
    _ candidates: [Allocation<Key>.Candidate], today: CivilDate
  ) -> [Allocation<Key>.Candidate] {
    candidates.sorted { a, b in
      let tie = (a.dueOn, a.issuedOn, a.key) < (b.dueOn, b.issuedOn, b.key)
      switch self {
      case .oldestFirst: return a.issuedOn == b.issuedOn ? tie : a.issuedOn < b.issuedOn
      case .overdueFirst:
        let isOverdue = (a.dueOn < today, b.dueOn < today)
        return isOverdue.0 == isOverdue.1 ? tie : isOverdue.0
      case .largestFirst:
        let open = (a.outstanding.minorUnits, b.outstanding.minorUnits)
        return open.0 == open.1 ? tie : open.0 > open.1
      }
    }
  }
}
