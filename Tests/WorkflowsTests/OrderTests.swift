import Invoicing
import JSON
import Notifications
import Outbox
import Payments
import Primitives
import Testing

@testable import Workflows

@Suite struct MailOrderTests {
  private let document = Invoice.ID(rawValue: 42)

  @Test(arguments: MessageKind.allCases)
  func `an order reads back from its payload`(kind: MessageKind) throws {
    let order = MailOrder(kind, about: document, level: 3)
    let message = order.message(at: Instant(milliseconds: 0))
    #expect(MailOrder(message.payload) == order)
    #expect(message.key == "\(kind.rawValue):\(document):3")
  }

  @Test(arguments: [
    "{}", "[]", #"{"kind": "reminder"}"#, #"{"kind": "x", "object": "y", "level": 0}"#,
  ])
  func `any other payload is no order`(text: String) throws {
    #expect(MailOrder(try JSONValue(parsing: text)) == nil)
  }
}

@Suite struct PaymentOrderTests {
  @Test func `an order names its payment`() throws {
    let id = Payment.ID(rawValue: 7)
    let message = PaymentOrder.message(id, at: Instant(milliseconds: 0))
    #expect(PaymentOrder.payment(message.payload) == id)
    #expect(PaymentOrder.payment(try JSONValue(parsing: #"{"payment": "inv_1"}"#)) == nil)
  }
}

@Suite struct PublicAddressesTests {
  private let addresses = PublicAddresses(
    checkout: "https://pay.example/", admin: "https://admin.example", mailFrom: "no@mail.example")

  @Test func `a slash at the end is not doubled, and the mail domain is the sender's`() {
    #expect(addresses.checkout == "https://pay.example")
    #expect(addresses.mailDomain == "mail.example")
  }
}
