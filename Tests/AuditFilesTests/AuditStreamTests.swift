import Primitives
import Synchronization
import Tenancy
import TestSupport
import Testing

@testable import AuditFiles
@testable import Ledger

@Suite("Audit files, piece by piece")
struct AuditStreamTests {
  /// A head of a real shop, over which a test lays entries of its own.
  static func head(_ entries: Int64, _ cents: Int64) async throws -> AuditHead {
    try await DatabaseKind.memory.withShop(LedgerMigrations.all) { bench in
      try await bench.database.write(as: bench.scope) { try $0.ledger.openBooks() }
      var head = try await bench.source(2026).head()
      head.totals = EntryTotals(
        entries: entries, lines: entries * 3, debit: .eur(entries * cents),
        credit: .eur(entries * cents))
      head.last = JournalEntry.ID(rawValue: .max)
      return head
    }
  }

  /// As many sales as asked in the sales journal, made when they are asked for.
  static func source(_ head: AuditHead, _ count: Int) -> AuditSource {
    AuditSource(
      head: { head },
      customers: { _ in Page(items: [], next: nil) },
      entries: { journal, position in
        guard journal == .sales else { return [] }
        let first = Int(position?.id.rawValue ?? 0) + 1
        guard first <= count else { return [] }
        return try (first..<min(first + 500, count + 1)).map { number in
          let entry = try Books.sale(
            "2026-\(number)", "2026-05-05", nil, [(.taxed(.standard), 1_000, 210)])
          return posted(Int64(number), entry)
        }
      })
  }

  static func posted(_ id: Int64, _ entry: JournalEntry) -> PostedEntry {
    PostedEntry(id: JournalEntry.ID(rawValue: id), postedAt: Demo.start, entry: entry)
  }

  @Test("Fifty thousand invoices go out in pieces of a bounded size", .timeLimit(.minutes(2)))
  func flat() async throws {
    let head = try await AuditStreamTests.head(50_000, 1_210)
    let file = AuditFile(AuditStreamTests.source(head, 50_000))
    var most = 0
    var size = 0
    while let piece = try await file.next() {
      most = max(most, piece.count)
      size += piece.count
    }
    // A page of 500 entries and what was left before it.
    #expect(most < 900_000)
    #expect(size > 50_000 * 500)
  }

  @Test("Books that move while it is written break it off", arguments: [99, 101])
  func moved(_ count: Int) async throws {
    let head = try await AuditStreamTests.head(100, 1_210)
    let file = AuditFile(AuditStreamTests.source(head, count))
    await #expect(throws: AuditFileError.booksMoved) { try await whole(file) }
  }

  @Test("What was booked after it began is left out")
  func later() async throws {
    var head = try await AuditStreamTests.head(100, 1_210)
    head.last = JournalEntry.ID(rawValue: 100)
    let bytes = try await whole(AuditFile(AuditStreamTests.source(head, 130)))
    #expect(ReadAuditFile(bytes)?("transaction/nr").count == 100)
  }

  @Test(
    "Texts are one line and cut to their limit between characters",
    arguments: [
      ("plain", 50, "plain"), ("", 50, nil), (" \r\n\t", 50, nil), ("  a \n b  ", 50, "a b"),
      ("12345", 5, "12345"), ("123456", 5, "12345"), ("éé", 1, "é"), ("e\u{301}x", 2, "e\u{301}"),
      ("e\u{301}x", 1, "e"), ("👩‍👩‍👧!", 5, "👩‍👩‍👧"), ("a👩‍👩‍👧", 5, "a"), ("👩‍👩‍👧", 3, "👩‍👩"),
    ] as [(String, Int, String?)])
  func cut(_ text: String, _ limit: Int, _ expected: String?) {
    let cut = AuditText.cut(text, limit)
    #expect(cut.map { Array($0.unicodeScalars) } == expected.map { Array($0.unicodeScalars) })
  }

  @Test("Every refusal has words in both languages and a code")
  func refusals() {
    let all: [AuditFileRefusal] = [.noTaxNumber, .currency(.kwd), .mixedCurrencies, .year(2099)]
    #expect(Set(all.map(\.code)).count == all.count)
    #expect(all.allSatisfy { !$0.phrase(.nl).isEmpty && $0.phrase(.nl) != $0.phrase(.en) })
  }
}
