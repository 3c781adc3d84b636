import Invoicing
import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

@Suite("The archive") struct ArchiveTests {
  /// Documents of all kinds and states, over a fortnight, of three customers.
  private static func fill(_ bench: InvoicingBench) async throws -> [DocumentHead] {
    let anna = try await bench.shop.customer("Anna")
    let bert = try await bench.shop.customer("Bert")
    let customers = [bench.piet.id, anna.id, bert.id]
    for index in 0..<60 {
      bench.shop.clock.set(
        try #require(Instant(rfc3339: "2026-11-16T12:00:00Z")).adding(days: Int64(index / 5)))
      var draft = try bench.draft(
        Int64(100 + index), mode: index.isMultiple(of: 3) ? .proFormaFirst : .invoiceAtOnce,
        due: index.isMultiple(of: 2) ? "2026-11-20" : "2027-01-01")
      draft.customer = customers[index % 7 % 3]
      draft.customerReference = index.isMultiple(of: 10) ? "PO \(index)" : nil
      let head = try #require(try await bench.issue([draft]).first)
      switch index % 5 {
      case 0: _ = try await bench.pay("pay_\(index)", 50, on: [(head.id, 50)])
      case 1: _ = try await bench.pay("pay_\(index)", 999, on: [(head.id, 100 + Int64(index))])
      case 2 where head.kind == .invoice: _ = try await bench.credit(head.id, [(0, 10)])
      case 3 where head.kind == .invoice:
        _ = try await bench.write { try $0.invoicing.writeOff(head.id) }
      case 3: _ = try await bench.write { try $0.invoicing.end(head.id, by: .cancel).released }
      default: break
      }
    }
    return try await bench.all(DocumentFilter(), by: 200)
  }

  /// Every filter, by pages of every size, is what the same filter takes out of all documents.
  @Test("filters and pages like a plain filter", arguments: TestDatabase.kinds)
  func filters(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let all = try await Self.fill(bench)
      #expect(all.count > 60)
      let today = try await bench.write { $0.today }
      #expect(all == all.sorted { ($0.issuedOn, $0.id) > ($1.issuedOn, $1.id) })
      for filter in try Self.filters(bench, all) {
        let expected = all.filter { Self.lets(filter, $0, today) }.map(\.id)
        for limit in [1, 7, 200] {
          #expect(try await bench.all(filter, by: limit).map(\.id) == expected, "\(filter)")
        }
      }
      try await bench.verify()
    }
  }

  private static func filters(
    _ bench: InvoicingBench, _ all: [DocumentHead]
  ) throws -> [DocumentFilter] {
    let states = Set(all.map(\.state))
    let statuses: [DocumentFilter.Status?] =
      [nil, .open, .overdue] + states.map { .state($0) }
    var filters: [DocumentFilter] = []
    for kind in [nil] + DocumentKind.allCases.map(Optional.some) {
      for status in statuses {
        filters.append(DocumentFilter(kind: kind, status: status))
        filters.append(DocumentFilter(kind: kind, status: status, customer: bench.piet.id))
        filters.append(
          DocumentFilter(
            kind: kind, status: status, issuedFrom: try day("2026-11-18"),
            issuedUntil: try day("2026-11-25")))
      }
    }
    return filters
  }

  private static func lets(
    _ filter: DocumentFilter, _ head: DocumentHead, _ today: CivilDate
  ) -> Bool {
    let hasStatus =
      switch filter.status {
      case nil: true
      case .open?: head.isOpen
      case .overdue?: head.isOverdue(on: today)
      case .state(let state)?: head.state == state
      }
    return hasStatus && (filter.kind == nil || filter.kind == head.kind)
      && (filter.customer == nil || filter.customer == head.customer)
      && head.issuedOn >= filter.issuedFrom ?? head.issuedOn
      && head.issuedOn < filter.issuedUntil ?? head.issuedOn.adding(days: 1)
  }

  struct Search {
    let text: String
    var filter = DocumentFilter()
    let finds: [DocumentHead]
  }

  @Test("finds what a person types", arguments: TestDatabase.kinds)
  func search(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let all = try await Self.fill(bench)
      for search in try Self.searches(all, bench.piet.id) {
        let found = try await bench.found(search.text, search.filter)
        #expect(found == Set(search.finds.map(\.number)), "\(search.text.prefix(20))")
      }
    }
  }

  private static func searches(_ all: [DocumentHead], _ piet: Customer.ID) throws -> [Search] {
    let some = try #require(all.first { $0.kind == .invoice && $0.proForma != nil })
    let both = all.filter { $0.id == some.id || $0.id == some.proForma }
    let sevenths = ["2026-00007", "PF000007", "CN2026-00007"]
    let anna = try #require(all.map(\.customer).filter { $0 != piet }.min())
    let annas = all.filter { $0.customer == anna }
    let nothing = [
      "", " ", "x\0", "'; DROP TABLE invoices", "%", "0", "-1", "99999999999999999999",
      String(repeating: "9", count: 10_000),
    ]
    return [
      Search(text: some.number, finds: [some]), Search(text: " \(some.number) ", finds: [some]),
      Search(text: some.id.description, finds: [some]),
      Search(text: some.reference.text, finds: both),
      Search(text: some.reference.grouped, finds: both),
      Search(text: "7", finds: all.filter { sevenths.contains($0.number) }),
      Search(text: "PO 50", finds: all.filter { $0.customerReference == "PO 50" }),
      Search(text: "anna", finds: annas),
      Search(
        text: "anna", filter: DocumentFilter(kind: .proForma, status: .open),
        finds: annas.filter { $0.kind == .proForma && $0.isOpen }),
      Search(text: "anna", filter: DocumentFilter(customer: piet), finds: []),
    ] + nothing.map { Search(text: $0, finds: []) }
  }

  @Test("goes on only from a document of this shop", arguments: TestDatabase.kinds)
  func cursors(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let heads = try await bench.issue(Array(repeating: try bench.draft(), count: 3))
      let other = try await bench.shop.otherShop()
      let request = try PageRequest(limit: 2, after: Cursor(lastID: heads[2].id.rawValue))
      let foreign = try await bench.database.read(as: other) {
        try $0.invoicing.page(request).items.count
      }
      #expect(foreign == 0)
      let unknown = try await bench.write {
        try $0.invoicing.page(try PageRequest(limit: 2, after: Cursor(lastID: 5))).items.count
      }
      #expect(unknown == 0)
      let own = try await bench.write { try $0.invoicing.page(request).items.map(\.id) }
      #expect(own == [heads[1].id, heads[0].id])
    }
  }

  @Test("is exported whole, by pages", arguments: TestDatabase.kinds, [1, 7, 500])
  func export(kind: DatabaseKind, limit: Int) async throws {
    try await InvoicingBench.run(kind) { bench in
      let all = try await Self.fill(bench)
      let (from, until) = (try day("2026-11-17"), try day("2026-11-26"))
      var exported: [IssuedDocument] = []
      var place: ArchivePlace?
      repeat {
        let after = place
        let page = try await bench.write {
          try $0.invoicing.documents(issuedFrom: from, until: until, after: after, limit: limit)
        }
        exported += page.documents
        place = page.next
      } while place != nil
      let expected = all.reversed().filter {
        $0.kind != .proForma && $0.issuedOn >= from && $0.issuedOn < until
      }
      #expect(exported.map(\.id) == expected.map(\.id))
      #expect(exported.allSatisfy { !$0.rates.isEmpty && !$0.lines.isEmpty })
      let sample = try #require(exported.last)
      #expect(try await bench.find(sample.id) == sample)
    }
  }

  @Test("R-12 counts how many times a document was sent again", arguments: TestDatabase.kinds)
  func sentAgain(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let head = try await bench.issue(3000, .invoiceAtOnce)
      for count in 1...3 {
        let counted = try await bench.write { try $0.invoicing.countSending(of: head.id) }
        #expect(counted == count)
      }
      await #expect(throws: InvoicingRefusal.unknownDocument) {
        try await bench.write { try $0.invoicing.countSending(of: Invoice.ID(rawValue: 1)) }
      }
      try await bench.verify()
    }
  }
}

extension InvoicingBench {
  /// The numbers of what a text finds.
  func found(_ text: String, _ filter: DocumentFilter = DocumentFilter()) async throws -> Set<
    String
  > {
    var filter = filter
    filter.text = text
    return Set(try await all(filter, by: 3).map(\.number))
  }

  /// All documents that a filter lets through, page by page.
  func all(_ filter: DocumentFilter, by limit: Int) async throws -> [DocumentHead] {
    var heads: [DocumentHead] = []
    var cursor: Cursor?
    repeat {
      let request = try PageRequest(limit: limit, after: cursor)
      let page = try await database.read(as: scope) { shop in
        try shop.invoicing.page(request, filter: filter)
      }
      heads += page.items
      cursor = page.next
    } while cursor != nil
    return heads
  }
}
