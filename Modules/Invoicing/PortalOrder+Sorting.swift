import Primitives
package import Tenancy

extension PortalOrder {
  /// The documents as the shop wants its customers to see them. Ties: the earlier due date,
  /// then the earlier id.
  package func sorted(_ documents: [DocumentHead]) -> [DocumentHead] {
    documents.sorted { a, b in
      let tie = (a.dueOn, a.id) < (b.dueOn, b.id)
      switch self {
      case .newestFirst: return a.issuedOn == b.issuedOn ? a.id > b.id : a.issuedOn > b.issuedOn
      case .oldestFirst: return a.issuedOn == b.issuedOn ? tie : a.issuedOn < b.issuedOn
      case .dueFirst: return tie
      case .largestFirst:
        let open = (a.toPay.minorUnits, b.toPay.minorUnits)
        return open.0 == open.1 ? tie : open.0 > open.1
      }
    }
  }
}
