import Primitives

// What money does to a document's amounts and state. Pure; the store writes what comes out.

/// What a credit note takes from where.
struct CreditedShares: Hashable {
  let lowered: Money
  let credits: Money
  let payments: Money
}

extension DocumentHead {
  /// How much of `amount` this document can take.
  func taking(_ amount: Money) throws(MoneyError) -> Money {
    isOpen ? try amount.smaller(toPay) : .zero(total.currency)
  }

  mutating func settle(_ amount: Money, on date: CivilDate) throws {
    paid = try paid + amount
    toPay = try toPay - amount
    let isCovered = toPay.isZero
    switch state {
    case .proForma(let old): state = .proForma(try old.after(isCovered ? .covered : .paidInPart))
    case .invoice(let old): state = .invoice(try old.after(isCovered ? .covered : .paidInPart))
    case .creditNote: throw InvoicingRefusal.wrongKind
    }
    paidOn = isCovered ? date : nil
    version += 1
  }

  mutating func reopen(_ amount: Money) throws {
    paid = try paid - amount
    toPay = try toPay + amount
    switch state {
    case .proForma(let old):
      state = .proForma(try old.after(paid.isZero ? .reopened : .reopenedInPart))
    case .invoice(let old):
      state = .invoice(try old.after(paid.isZero ? .reopened : .reopenedInPart))
    case .creditNote: throw InvoicingRefusal.wrongKind
    }
    paidOn = nil
    version += 1
  }

  /// Gives up what is open.
  mutating func writeOff() throws {
    guard case .invoice(let old) = state else { throw InvoicingRefusal.wrongKind }
    state = .invoice(try old.after(.writeOff))
    closed = try closed + toPay
    toPay = .zero(total.currency)
    version += 1
  }

  /// What can still be credited: what is neither credited nor written off.
  func creditable() throws(MoneyError) -> Money { try total - closed }

  /// Takes `amount` back: first what is open, then what credits settled, then what was paid.
  mutating func credit(_ amount: Money, on date: CivilDate) throws -> CreditedShares {
    guard case .invoice(let old) = state else { throw InvoicingRefusal.wrongKind }
    let lowered = try amount.smaller(toPay)
    let credits = try (amount - lowered).smaller(creditsUsed)
    let payments = try amount - lowered - credits
    toPay = try toPay - lowered
    creditsUsed = try creditsUsed - credits
    paid = try paid - payments
    closed = try closed + amount
    creditedAmount = try creditedAmount + amount
    if closed == total {
      state = .invoice(try old.after(.credit))
      paidOn = nil
    } else {
      state = .invoice(try old.after(toPay.isZero ? .creditedToPaid : .creditedInPart))
      if toPay.isZero, paidOn == nil { paidOn = date }
    }
    version += 1
    return CreditedShares(lowered: lowered, credits: credits, payments: payments)
  }

  mutating func end(_ event: ProFormaState.Event) throws {
    guard case .proForma(let old) = state else { throw InvoicingRefusal.wrongKind }
    state = .proForma(try old.after(event))
    (paid, creditsUsed, closed) = (.zero(total.currency), .zero(total.currency), total)
    toPay = .zero(total.currency)
    version += 1
  }
}
