/// What a customer agreed to pay, for all pieces together.
struct ModelTerms: Hashable, Sendable {
  /// Minor units of a whole period.
  var price: Int64
  var includesVAT: Bool
  /// Hundredths of a percent.
  var rate: Int64
  var rhythm: ModelSubscription.Rhythm

  /// What an amount comes to with VAT, and the VAT in it, a half cent rounded up.
  func taxed(_ amount: Int64) -> (gross: Int64, vat: Int64) {
    if includesVAT {
      return (amount, (2 * amount * rate + 10_000 + rate) / (2 * (10_000 + rate)))
    }
    let vat = (2 * amount * rate + 10_000) / 20_000
    return (amount + vat, vat)
  }
}

/// Less to pay, for some whole periods or for ever.
struct ModelDiscount: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case percent(hundredths: Int64)
    case fixed(Int64)
  }

  let kind: Kind
  /// Whole periods; nil: for ever.
  var left: Int?

  var isOver: Bool { left == 0 }

  /// What comes off the price of a whole period, a half cent rounded up.
  func cut(of price: Int64) -> Int64 {
    switch kind {
    case .percent(let hundredths): (2 * price * hundredths + 10_000) / 20_000
    case .fixed(let amount): min(amount, price)
    }
  }
}
