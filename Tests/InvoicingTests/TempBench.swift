import Invoicing
import Primitives
import Tenancy
import TestSupport
import Testing

@Suite("bench") struct TempBench {
  @Test(arguments: [DatabaseKind.file, .postgres])
  func bench(kind: DatabaseKind) async throws {
    for mode in InvoiceMode.allCases {
      try await InvoicingBench.run(kind) { bench in
        let customers = try await bench.write { shop in
          try shop.customers.create((0..<200).map { try Demo.customer("C\($0)", email: "c\($0)@example.nl") })
        }
        var drafts: [Draft] = []
        for customer in customers {
          var d = try bench.draft(3000, mode: mode)
          d.customer = customer.id
          d.buyer = Party(customer)
          drafts.append(d)
        }
        _ = try await bench.issue(drafts)
        let clock = ContinuousClock()
        let all = drafts
        let time = try await clock.measure {
          for _ in 0..<40 { _ = try await bench.issue(all) }
        }
        print("BENCH", kind, mode, "200 drafts:", time / 40)
      }
    }
  }
}
