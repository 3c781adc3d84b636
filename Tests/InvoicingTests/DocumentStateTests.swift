import Invoicing
import Primitives
import Testing

@Suite("The state of a document") struct DocumentStateTests {
  /// Everything that is possible; the rest must be refused.
  static let proForma: [ProFormaState: [ProFormaState.Event: ProFormaState]] = [
    .open: [
      .paidInPart: .partlySettled, .covered: .settled, .expire: .expired, .replace: .replaced,
      .cancel: .cancelled,
    ],
    .partlySettled: [
      .paidInPart: .partlySettled, .covered: .settled, .reopenedInPart: .partlySettled,
      .reopened: .open, .expire: .expired, .replace: .replaced, .cancel: .cancelled,
    ],
  ]

  static let invoice: [InvoiceState: [InvoiceState.Event: InvoiceState]] = [
    .open: [
      .paidInPart: .partlyPaid, .covered: .paid, .credit: .credited, .writeOff: .writtenOff,
      .creditedInPart: .open, .creditedToPaid: .paid,
    ],
    .partlyPaid: [
      .paidInPart: .partlyPaid, .covered: .paid, .reopenedInPart: .partlyPaid, .reopened: .open,
      .credit: .credited, .writeOff: .writtenOff, .creditedInPart: .partlyPaid,
      .creditedToPaid: .paid,
    ],
    .paid: [
      .reopenedInPart: .partlyPaid, .reopened: .open, .credit: .credited, .creditedToPaid: .paid,
    ],
    .writtenOff: [.reopenedInPart: .partlyPaid, .reopened: .open],
  ]

  @Test("of a pro forma moves only as it may", arguments: ProFormaState.allCases)
  func proFormas(state: ProFormaState) throws {
    for event in ProFormaState.Event.allCases {
      if let expected = Self.proForma[state]?[event] {
        #expect(try state.after(event) == expected)
      } else {
        let error = #expect(throws: ImpossibleTransition.self) { try state.after(event) }
        #expect(error?.state == state.rawValue && error?.event == event.rawValue)
      }
    }
  }

  @Test("of an invoice moves only as it may", arguments: InvoiceState.allCases)
  func invoices(state: InvoiceState) throws {
    for event in InvoiceState.Event.allCases {
      if let expected = Self.invoice[state]?[event] {
        #expect(try state.after(event) == expected)
      } else {
        #expect(throws: ImpossibleTransition.self) { try state.after(event) }
      }
    }
  }

  @Test("has a label in each language, and a pro forma says what it is not (R-10)")
  func labels() {
    for state in ProFormaState.allCases { #expect(!state.label(.nl).isEmpty) }
    for state in InvoiceState.allCases { #expect(!state.label(.en).isEmpty) }
    #expect(InvoiceState.open.label(.nl) == "Onbetaald")
    #expect(DocumentKind.proForma.notice?(.nl).contains("geen btw-factuur") == true)
    #expect(DocumentKind.invoice.notice == nil)
  }
}
