import Primitives

// What money does to a document's amounts and state. Pure; the store writes what comes out.

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

  /// Closes what is open and lets go of what was settled.
  mutating func take(back event: InvoiceState.Event) throws {
    guard case .invoice(let old) = state else { throw InvoicingRefusal.wrongKind }
    state = .invoice(try old.after(event))
    if event == .credit {
      (paid, creditsUsed, closed) = (.zero(total.currency), .zero(total.currency), total)
      paidOn = nil
    } else {
      closed = try closed + toPay
    }
    toPay = .zero(total.currency)
    version += 1
  }

  mutating func end(_ event: ProFormaState.Event) throws {
    guard case .proForma(let old) = state else { throw InvoicingRefusal.wrongKind }
    state = .proForma(try old.after(event))
    (paid, creditsUsed, closed) = (.zero(total.currency), .zero(total.currency), total)
    toPay = .zero(total.currency)
    version += 1
  }
}
