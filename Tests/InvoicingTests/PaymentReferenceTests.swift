import Invoicing
import Primitives
import Testing

@Suite("The payment reference (R-27)") struct PaymentReferenceTests {
  @Test("finds its document again, whatever its id", arguments: 0..<64)
  func roundTrips(shift: Int) throws {
    let id = Invoice.ID(rawValue: Int64.max >> Int64(min(shift, 62)))
    let reference = PaymentReference(for: id)
    #expect(reference.text.utf8.count <= 25)
    #expect(PaymentReference(reference.grouped.lowercased())?.document == id)
  }

  @Test("passes ISO 11649", arguments: [("RF18539007547034", true), ("RF18539007547035", false)])
  func published(_ text: String, _ isValid: Bool) {
    #expect((PaymentReference(text) != nil) == isValid)
  }

  @Test("is refused with any one character wrong")
  func detectsTypos() {
    let text = Array(PaymentReference(for: Invoice.ID(rawValue: 7_654_321_987)).text.utf8)
    for place in 2..<text.count {
      for other in Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
      where other != text[place] && (other < 65) == (text[place] < 65) {
        var typo = text
        typo[place] = other
        let read = PaymentReference(String(decoding: typo, as: UTF8.self))
        #expect(read == nil)
      }
    }
  }

  @Test("is refused when it is no reference", arguments: ["", "RF", "RF00", "NL91ABNA", "RF18-5"])
  func refuses(_ text: String) { #expect(PaymentReference(text) == nil) }
}
