import Invoicing
import Primitives
import Storage
import Tenancy

/// Documents in the order of their days, a page at a time.
actor DocumentPages {
  private let exports: Exports
  private let period: Period
  private let kinds: [DocumentKind]
  private var place: ArchivePlace?
  private var isDone = false

  /// Whole documents of one page in memory.
  private static let pageSize = 100

  init(exports: Exports, period: Period, kinds: [DocumentKind]) {
    self.exports = exports
    self.period = period
    self.kinds = kinds
  }

  /// Nil at the end.
  func next() async throws -> [ExportedDocument]? {
    guard !isDone else { return nil }
    let (period, kinds, place) = (period, kinds, place)
    let (documents, next) = try await exports.database.read(as: exports.scope) { shop throws in
      let page = try shop.invoicing.documents(
        issuedFrom: period.from, until: period.until, kinds: kinds, after: place,
        limit: DocumentPages.pageSize)
      return (try shop.exported(page.documents), page.next)
    }
    self.place = next
    isDone = next == nil
    return documents
  }
}
