import Foundation
import Primitives
import Testing
@testable import Invoicing
@testable import Documents

@Test func look() throws {
  var part = SampleDocument(); part.total = .eur(3000); part.creditsUsed = .eur(1250); part.toPay = .eur(1750)
  part.collectOn = SampleDocument.day("2026-12-01")
  var many = SampleDocument(); many.lines = (1...70).map(SampleDocument.line)
  var en = SampleDocument(); en.language = .en
  let en2 = SampleDocument.paidInvoice(.en)
  var big = SampleDocument.paidInvoice()
  let m = Money.eur(99_999_999_999)
  big.lines = [.init(description: "Een heel groot ding met een lange naam die moet afbreken, " + String(repeating: "x", count: 70), explanation: nil, period: nil, quantity: 999999, unitPrice: m, amount: m, net: m, rate: VATRate(percent: "5.5"))]
  big.total = m; big.paid = m; big.buyerName = String(repeating: "Naam ", count: 60)
  big.rates = [.init(rate: .standard, net: m, vat: .eur(0)), .init(rate: .reducedNL, net: m, vat: .eur(0))]
  for (n, d) in [("proforma", SampleDocument()), ("paid", .paidInvoice()), ("credit", .creditNote()), ("part", part), ("many", many), ("en", en), ("en2", en2), ("big", big)] {
    let t = ContinuousClock.now
    let bytes = try renderPDF(d.issued())
    print(n, bytes.count, ContinuousClock.now - t)
    try Data(bytes).write(to: URL(fileURLWithPath: "/tmp/docs-trial/\(n).pdf"))
  }
}
