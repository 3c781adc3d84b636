import Invoicing
import Notifications
import Payments
import Primitives
import Tenancy

extension MailComposer {
  /// Nil when it came to nothing after all.
  func refunded(_ order: MailOrder) throws -> ComposedMail? {
    guard let id = Refund.ID(order.object), let refund = try shop.refunds.find(id),
      refund.state.phase != .free
    else { return nil }
    let payment = try shop.payments.get(refund.payment)
    let language = try shop.customers.find(refund.customer).language
    let document = try refund.cause.document.map { try shop.invoicing.head($0).number }
    let content = RefundSentMail(
      amount: refund.amount, document: document ?? payment.description,
      way: payment.method.map { $0.label(language) },
      sentOn: shop.scope.zone.date(at: refund.sentAt ?? refund.requestedAt),
      portalURL: addresses.portal(of: shop.scope.shop))
    return ComposedMail(content: content, customer: refund.customer, attached: nil)
  }
}
