import Primitives
import Storage
package import Tenancy

extension DunningStore {
  /// Tries I-35 and I-37 over every case of the shop: steps in order, none twice, and none on a
  /// document that was settled before it.
  package func verify() throws -> [InvariantCheck] {
    let steps: Int64 =
      try shop.first("SELECT COUNT(*) FROM dunning_steps WHERE tenant_id = \(shop.tenant)") {
        try $0(0)
      } ?? 0
    return [
      InvariantCheck("I-35", "each step once, in order", checked: steps, breaks: try disorder()),
      InvariantCheck("I-37", "only open amounts are followed", checked: steps, breaks: try empty()),
    ]
  }

  private func disorder() throws -> [String] {
    try shop.all(
      """
      SELECT a.case_id FROM dunning_steps a
      JOIN dunning_steps b ON b.case_id = a.case_id AND b.tenant_id = a.tenant_id
      WHERE a.tenant_id = \(shop.tenant) AND a.step = 'reminder' AND b.step = 'memoryAid'
        AND b.taken_at > a.taken_at
      LIMIT \(InvariantCheck.limit)
      """
    ) { "\(try $0(0) as DunningCase.ID): the memory aid followed the reminder" }
  }

  private func empty() throws -> [String] {
    try shop.all(
      """
      SELECT case_id FROM dunning_steps
      WHERE tenant_id = \(shop.tenant) AND outstanding <= 0 LIMIT \(InvariantCheck.limit)
      """
    ) { "\(try $0(0) as DunningCase.ID): a step was taken with nothing to pay" }
  }
}
