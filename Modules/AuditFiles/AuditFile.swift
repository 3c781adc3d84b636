import Ledger
import Primitives
package import Tenancy
import XML

/// An XML Auditfile Financieel of one shop and book year, written piece by piece.
///
/// Transactions stand behind their totals, so the totals come from the snapshot in which the file
/// begins, and what is booked later is left out. If the two differ at the end all the same, the
/// file breaks off: half a file is better than a wrong one.
package actor AuditFile {
  /// About so many bytes are handed out at a time.
  private static let piece = 64 * 1024

  private enum Stage {
    case beginning
    case customers(AuditHead, PageRequest)
    case ledger(AuditHead)
    case journal(AuditHead, Int, EntryPosition?)
    case done
  }

  private let source: AuditSource
  private let version: AuditFileVersion
  private var stage = Stage.beginning
  private var xml = XMLWriter()
  private var tally = AuditTally()

  package init(_ source: AuditSource, version: AuditFileVersion = .xaf32) {
    self.source = source
    self.version = version
  }

  /// The name under which it is saved.
  package static func name(shop: Shop, year: Int) -> String { "\(shop.slug)-\(year).xaf" }

  /// The next piece; nil at the end.
  /// - Throws: `AuditFileRefusal` before the first piece, `AuditFileError` later; storage errors.
  package func next() async throws -> [UInt8]? {
    while xml.pending < AuditFile.piece {
      if case .done = stage { break }
      stage = try await step()
    }
    let bytes = xml.take()
    return bytes.isEmpty ? nil : bytes
  }

  private func step() async throws -> Stage {
    switch stage {
    case .beginning:
      let head = try await source.head()
      xml.open("auditfile", [XMLAttribute("xmlns", version.namespace)])
      AuditHeadWriter(head: head, version: version).write(&xml)
      xml.open("customersSuppliers")
      return .customers(head, try PageRequest(limit: PageRequest.limits.upperBound))
    case .customers(let head, let request): return try await customers(head, request)
    case .ledger(let head):
      AuditHeadWriter(head: head, version: version).writeLedger(&xml)
      // An empty year has no transactions, which a reader understands better than none of them.
      return head.totals.lines == 0 ? try end(head) : begin(head, at: 0)
    case .journal(let head, let index, let position):
      return try await journal(head, index, position)
    case .done: return .done
    }
  }

  private func customers(_ head: AuditHead, _ request: PageRequest) async throws -> Stage {
    let page = try await source.customers(request)
    for customer in page.items {
      AuditHeadWriter(head: head, version: version).write(customer, &xml)
    }
    if let next = page.next {
      return .customers(head, try PageRequest(limit: request.limit, after: next))
    }
    xml.close()
    return .ledger(head)
  }

  private func begin(_ head: AuditHead, at index: Int) -> Stage {
    if index == 0 {
      xml.open("transactions")
      xml.element("linesCount", "\(head.totals.lines)")
      xml.element("totalDebit", head.totals.debit.decimal)
      xml.element("totalCredit", head.totals.credit.decimal)
    }
    let book = head.books[index]
    xml.open("journal")
    xml.element("jrnID", AuditText.cut(book.id, 35))
    xml.element("desc", AuditText.cut(book.name, 999))
    xml.element("jrnTp", book.journal.rawValue)
    return .journal(head, index, nil)
  }

  private func journal(
    _ head: AuditHead, _ index: Int, _ position: EntryPosition?
  ) async throws -> Stage {
    let book = head.books[index]
    let entries = try await source.entries(book.journal, position)
    let writer = AuditEntryWriter(head: head, version: version, journal: book.journal)
    for entry in entries where entry.id <= head.last {
      try tally.add(entry)
      writer.write(entry, &xml)
    }
    if let last = entries.last { return .journal(head, index, EntryPosition(last)) }
    xml.close()
    if index + 1 < head.books.count { return begin(head, at: index + 1) }
    xml.close()
    return try end(head)
  }

  private func end(_ head: AuditHead) throws -> Stage {
    guard tally.agrees(with: head.totals) else { throw AuditFileError.booksMoved }
    while xml.depth > 0 { xml.close() }
    return .done
  }
}

/// What was written, against what the file says it holds.
struct AuditTally {
  private var lines: Int64 = 0
  private var debit: Int64 = 0
  private var credit: Int64 = 0

  /// - Throws: `MoneyError.outOfRange` where sums go beyond what an amount may be.
  mutating func add(_ entry: PostedEntry) throws {
    for line in entry.entry.lines {
      let units = line.amount.minorUnits
      let (sum, overflow) =
        units > 0
        ? debit.addingReportingOverflow(units) : credit.subtractingReportingOverflow(units)
      guard !overflow else { throw AuditFileError.booksMoved }
      lines += 1
      if units > 0 { debit = sum } else { credit = sum }
    }
  }

  func agrees(with totals: EntryTotals) -> Bool {
    lines == totals.lines && debit == totals.debit.minorUnits
      && credit == totals.credit.minorUnits
  }
}
