import Ledger
import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

@Suite("What the accountant calls it") struct LabelTests {
  @Test("is kept per account, each code once", arguments: TestDatabase.kinds)
  func accounts(kind: DatabaseKind) async throws {
    try await kind.withShop(LedgerMigrations.all) { bench in
      try await bench.database.write(as: bench.scope) { shop in
        try shop.ledger.openBooks()
        let receivable = try shop.ledger.account(.receivable)
        #expect(receivable.shownCode == "1300" && receivable.referenceCode == "BVorDebHad")
        try shop.ledger.label(
          receivable.id, AccountLabel(code: "13000", name: "Klanten", referenceCode: "BVorDebHdi"))
        let labelled = try shop.ledger.account(receivable.id)
        #expect(labelled.shownCode == "13000" && labelled.shownName(.en) == "Klanten")
        #expect(labelled.referenceCode == "BVorDebHdi")
        let bank = try shop.ledger.account(.bank)
        #expect(throws: LedgerRefusal.codeTaken) {
          try shop.ledger.label(bank.id, AccountLabel(code: "13000"))
        }
        #expect(throws: LedgerRefusal.codeTaken) {
          try shop.ledger.label(bank.id, AccountLabel(code: "1290"))
        }
        try shop.ledger.label(bank.id, AccountLabel(code: "1300"))
        try shop.ledger.label(bank.id, .none)
        #expect(try shop.ledger.account(.bank).shownCode == "1100")
        #expect(throws: LedgerRefusal.unknownAccount) {
          try shop.ledger.label(LedgerAccount.ID(rawValue: 1), .none)
        }
      }
    }
  }

  @Test("is kept per journal and VAT code", arguments: TestDatabase.kinds)
  func labels(kind: DatabaseKind) async throws {
    try await kind.withShop(LedgerMigrations.all) { bench in
      try await bench.database.write(as: bench.scope) { shop in
        try shop.ledger.openBooks()
        let codes = try shop.ledger.labels().map(\.code)
        #expect(codes == ["VK", "BK", "MEM", "S21", "S9", "Z"])
        try shop.ledger.save(LedgerLabel(.journal(.sales), code: "70", name: "Verkopen"))
        try shop.ledger.save(LedgerLabel(.vat(.taxed(.standard)), code: "1a", name: "Hoog"))
        try shop.ledger.save(LedgerLabel(.vat(.taxed(.standard)), code: "VH", name: "Hoog"))
        // A journal and a VAT code may share a code.
        try shop.ledger.save(LedgerLabel(.vat(.zero), code: "70", name: "Nul"))
        #expect(throws: LedgerRefusal.codeTaken) {
          try shop.ledger.save(LedgerLabel(.journal(.bank), code: "70", name: "Bank"))
        }
        #expect(throws: LedgerRefusal.unknownSubject) {
          try shop.ledger.save(LedgerLabel(.vat(.reverseCharge), code: "1e", name: "Verlegd"))
        }
        #expect(try shop.ledger.labels().map(\.code) == ["70", "BK", "MEM", "VH", "S9", "70"])
      }
      let other = try await bench.otherShop()
      try await bench.database.read(as: other) { shop throws in
        #expect(try shop.ledger.labels().map(\.code) == ["VK", "BK", "MEM"])
      }
    }
  }
}
