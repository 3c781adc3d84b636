import Ledger
import Primitives
import Storage
package import Tenancy

extension CreditsStore {
  /// Tries I-10 and the credits' part of I-03 over the whole shop.
  package func verify() throws -> [InvariantCheck] {
    [try checkUses(), try checkControlAccount()]
  }

  /// What a credit says to be reserved and consumed is what its uses say.
  private func checkUses() throws -> InvariantCheck {
    let broken = try shop.all(
      """
      SELECT c.id FROM credits c
      LEFT JOIN credit_uses u ON u.tenant_id = c.tenant_id AND u.credit_id = c.id
      WHERE c.tenant_id = \(shop.tenant)
      GROUP BY c.id, c.reserved, c.consumed, c.amount, c.available
      HAVING c.reserved <> SUM(CASE WHEN u.state = 'reserved' THEN u.amount ELSE 0 END)
        OR c.consumed <> SUM(CASE WHEN u.state = 'consumed' THEN u.amount ELSE 0 END)
        OR c.amount <> c.available + c.reserved + c.consumed
      LIMIT \(InvariantCheck.limit)
      """
    ) { row in
      let id: Credit.ID = try row.get(0)
      return "\(id) differs from its uses"
    }
    let count: Int64? = try shop.first(
      "SELECT COUNT(*) FROM credits WHERE tenant_id = \(shop.tenant)"
    ) { row in try row.get(0) }
    return InvariantCheck(
      "I-10", "credits are used once", checked: count ?? 0, breaks: broken)
  }

  /// The customer-credit account is minus what can still be used, in every currency of either.
  private func checkControlAccount() throws -> InvariantCheck {
    var usable: [Currency: Int64] = [:]
    try shop.each(
      """
      SELECT currency, CAST(SUM(available + reserved) AS BIGINT) FROM credits
      WHERE tenant_id = \(shop.tenant) GROUP BY currency
      """
    ) { row in usable[try row.get(0)] = try row.get(1) }
    let account = try shop.ledger.accounts().first { $0.code == .customerCredits }
    var booked: [Currency: Int64] = [:]
    for balance in account?.balances ?? [] { booked[balance.currency] = balance.minorUnits }
    let currencies = Set(usable.keys).union(booked.keys).sorted { $0.code < $1.code }
    let broken = currencies.compactMap { currency -> String? in
      let (left, units) = (usable[currency, default: 0], booked[currency, default: 0])
      return units == -left ? nil : "\(currency.code): booked \(units), usable \(left) minor units"
    }
    return InvariantCheck(
      "I-03", "customer credits equal their account", checked: Int64(currencies.count),
      breaks: broken)
  }
}
