package import Primitives

/// Which credits settle an amount: the oldest first. Pure.
package struct CreditPlan: Hashable, Sendable {
  package struct Part: Hashable, Sendable {
    package let credit: Credit.ID
    package let amount: Money
  }

  /// In the order of the credits, each above zero.
  package let parts: [Part]
  /// What the credits do not cover.
  package let missing: Money

  /// - Parameter credits: with what is available of each; the order of ids is that of time.
  package init(
    for amount: Money, from credits: [(id: Credit.ID, available: Money)]
  ) throws(MoneyError) {
    var parts: [Part] = []
    var left = amount
    for credit in credits.sorted(by: { $0.id < $1.id }) {
      let taken = try left.smaller(credit.available)
      guard taken.isPositive else { continue }
      parts.append(Part(credit: credit.id, amount: taken))
      left = try left - taken
    }
    self.parts = parts
    missing = left
  }
}
