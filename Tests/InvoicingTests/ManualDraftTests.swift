import Invoicing
import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

@Suite("Manual invoices (R-16)") struct ManualDraftTests {
  static func content(_ cents: Int64? = 2500) throws -> ManualContent {
    ManualContent(
      lines: [
        ManualContent.Line(
          description: "Advies", quantity: 2, unitPrice: cents.map(Money.eur),
          treatment: .taxed(.standard)),
        ManualContent.Line(
          description: "Boek", unitPrice: .eur(1250), treatment: .taxed(.reducedNL),
          period: Period(from: try day("2026-11-01"), until: try day("2026-12-01"))),
      ], dueOn: try day("2026-12-24"), customerReference: "PO 7", note: "Met dank")
  }

  @Test("are prepared, changed and issued once", arguments: TestDatabase.kinds)
  func life(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let anna = try await bench.shop.customer("Anna")
      let first = try await bench.write {
        try $0.invoicing.drafts.create(for: anna.id, ManualContent())
      }
      #expect(first.version == 1 && first.content.lines.isEmpty)
      let content = try Self.content()
      let changed = try await bench.write {
        try $0.invoicing.drafts.update(first.id, for: bench.piet.id, content, expecting: 1)
      }
      #expect(changed.content == content && changed.version == 2)
      #expect(changed.customer == bench.piet.id)
      await #expect(throws: InvoicingRefusal.draftChanged) {
        try await bench.write {
          try $0.invoicing.drafts.update(first.id, for: anna.id, content, expecting: 1)
        }
      }
      await #expect(throws: InvoicingRefusal.draftChanged) {
        try await bench.write { try $0.invoicing.drafts.issue(first.id, expecting: 1) }
      }
      let head = try await bench.write { try $0.invoicing.drafts.issue(first.id, expecting: 2) }
      let document = try await bench.find(head.id)
      #expect(document.total == .eur(7413) && document.vat == .eur(1163))
      #expect(document.isManual && head.isManual && document.customerReference == "PO 7")
      #expect(try document.dueOn == day("2026-12-24") && document.note == "Met dank")
      let closed = try await bench.write { try $0.invoicing.drafts.find(first.id) }
      #expect(closed.issued == head.id)
      try await expectClosed(first.id, in: bench)
      try await bench.verify()
    }
  }

  private func expectClosed(_ id: ManualDraft.ID, in bench: InvoicingBench) async throws {
    await #expect(throws: InvoicingRefusal.draftIssued) {
      try await bench.write { try $0.invoicing.drafts.issue(id) }
    }
    await #expect(throws: InvoicingRefusal.draftIssued) {
      try await bench.write { try $0.invoicing.drafts.delete(id) }
    }
    await #expect(throws: InvoicingRefusal.draftIssued) {
      try await bench.write {
        try $0.invoicing.drafts.update(id, for: bench.piet.id, ManualContent())
      }
    }
    await #expect(throws: InvoicingRefusal.draftIssued) {
      try await bench.write {
        try $0.invoicing.drafts.attach(name: "a.pdf", bytes: AttachmentTests.pdf, to: id)
      }
    }
  }

  @Test("two at once issue one document", arguments: TestDatabase.sharedKinds)
  func once(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let content = try Self.content()
      let draft = try await bench.write {
        try $0.invoicing.drafts.create(for: bench.piet.id, content)
      }
      let made = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<6 {
          group.addTask {
            do {
              _ = try await bench.write { try $0.invoicing.drafts.issue(draft.id) }
              return 1
            } catch InvoicingRefusal.draftIssued { return 0 }
          }
        }
        return try await group.reduce(0, +)
      }
      #expect(made == 1)
      let page = try await bench.write { try $0.invoicing.page(.first).items.count }
      #expect(page == 1)
      try await bench.verify()
    }
  }

  @Test("have files, which go when nobody has them", arguments: TestDatabase.kinds)
  func files(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let content = try Self.content()
      func count() async throws -> Int {
        try await bench.write { shop in
          try shop.all("SELECT id FROM invoice_files") { row in try row.get(0) as Int64 }.count
        }
      }
      let one = try await bench.write { shop in
        let draft = try shop.invoicing.drafts.create(for: bench.piet.id, content)
        _ = try shop.invoicing.drafts.attach(
          name: "a.pdf", bytes: AttachmentTests.pdf, to: draft.id)
        return try shop.invoicing.drafts.attach(
          name: "b.png", bytes: AttachmentTests.png, to: draft.id)
      }
      let two = try await bench.write { shop in
        let draft = try shop.invoicing.drafts.create(for: bench.piet.id, content)
        return try shop.invoicing.drafts.attach(
          name: "c.pdf", bytes: AttachmentTests.pdf, to: draft.id)
      }
      #expect(one.attachments.map(\.name) == ["a.pdf", "b.png"])
      #expect(try await count() == 2)
      _ = try await bench.write { try $0.invoicing.drafts.detach(0, from: one.id) }
      #expect(try await count() == 2)
      try await bench.write { try $0.invoicing.drafts.delete(one.id) }
      #expect(try await count() == 1)
      let head = try await bench.write { try $0.invoicing.drafts.issue(two.id) }
      #expect(try await bench.find(head.id).attachments == ["c.pdf"])
      await #expect(throws: InvoicingRefusal.unknownDraft) {
        try await bench.write { try $0.invoicing.drafts.find(one.id) }
      }
      try await bench.verify()
    }
  }

  @Test("list what is no document yet, each shop its own", arguments: TestDatabase.kinds)
  func lists(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let content = try Self.content()
      let drafts = try await bench.write { shop in
        try (0..<5).map { _ in try shop.invoicing.drafts.create(for: bench.piet.id, content) }
      }
      _ = try await bench.write { try $0.invoicing.drafts.issue(drafts[2].id) }
      let first = try await bench.write {
        try $0.invoicing.drafts.page(try PageRequest(limit: 3))
      }
      #expect(first.items.map(\.id) == [4, 3, 1].map { drafts[$0].id })
      let rest = try await bench.write {
        try $0.invoicing.drafts.page(try PageRequest(limit: 3, after: first.next))
      }
      #expect(rest.items.map(\.id) == [drafts[0].id] && rest.next == nil)
      let other = try await bench.shop.otherShop()
      await #expect(throws: InvoicingRefusal.unknownDraft) {
        try await bench.database.read(as: other) { try $0.invoicing.drafts.find(drafts[0].id) }
      }
    }
  }

  @Test("cannot become what no document can be")
  func incomplete() async throws {
    try await InvoicingBench.run(.memory) { bench in
      var cases: [(InvoicingRefusal, ManualContent)] = [(.lineCount, ManualContent())]
      cases.append((.unitPrice(pointer: "/lines/0/unitPrice"), try Self.content(nil)))
      cases.append((.negativeTotal, try Self.content(-2500)))
      var nameless = try Self.content()
      nameless.lines[1].description = ""
      cases.append((.text(pointer: "/lines/1/description", most: 500), nameless))
      var reversed = try Self.content()
      reversed.lines[0].treatment = .reverseCharge
      cases.append((.vatNumberMissing, reversed))
      for (refusal, content) in cases {
        let draft = try await bench.write {
          try $0.invoicing.drafts.create(for: bench.piet.id, content)
        }
        await #expect(throws: refusal) {
          try await bench.write { try $0.invoicing.drafts.issue(draft.id) }
        }
      }
    }
  }

  @Test("refuse what is too long or too large to keep")
  func refuses() async throws {
    let long = String(repeating: "x", count: 10_000)
    try await InvoicingBench.run(.memory) { bench in
      var cases: [(InvoicingRefusal, ManualContent)] = []
      func add(_ refusal: InvoicingRefusal, _ edit: (inout ManualContent) -> Void) throws {
        var content = try Self.content()
        edit(&content)
        cases.append((refusal, content))
      }
      try add(.lineCount) { $0.lines = Array(repeating: $0.lines[0], count: 201) }
      for text in [long, "a\0b"] {
        try add(.text(pointer: "/lines/0/description", most: 500)) {
          $0.lines[0].description = text
        }
        try add(.text(pointer: "/customerReference", most: 100)) { $0.customerReference = text }
        try add(.text(pointer: "/note", most: 2000)) { $0.note = text }
      }
      for quantity in [0, -1, 1_000_001, 1 << 31, Int64.max, Int64.min] {
        try add(.quantity(pointer: "/lines/1/quantity")) { $0.lines[1].quantity = quantity }
      }
      for cents in [100_000_000_001, -100_000_000_001, Int64.max, Int64.min] {
        try add(.unitPrice(pointer: "/lines/1/unitPrice")) {
          $0.lines[1].unitPrice = .eur(cents)
        }
      }
      try add(.mixedCurrencies) {
        $0.lines[1].unitPrice = Money(minorUnits: 1, currency: .usd)
      }
      for (refusal, content) in cases {
        await #expect(throws: refusal) {
          try await bench.write { try $0.invoicing.drafts.create(for: bench.piet.id, content) }
        }
      }
      var largest = try Self.content(100_000_000_000)
      largest.lines[0].quantity = 1_000_000
      let kept = largest
      let draft = try await bench.write {
        try $0.invoicing.drafts.create(for: bench.piet.id, kept)
      }
      await #expect(throws: InvoicingRefusal.amountTooLarge) {
        try await bench.write { try $0.invoicing.drafts.issue(draft.id) }
      }
    }
  }
}
