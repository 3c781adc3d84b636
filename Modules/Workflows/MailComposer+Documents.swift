import Credits
import Invoicing
import Notifications
import Payments
import Primitives
import Tenancy

/// Mails about documents that change an earlier one, or repeat it.
extension MailComposer {
  /// What a credit note took back, and what became of it.
  func credited(_ order: MailOrder) throws -> ComposedMail? {
    guard let id = Invoice.ID(order.object) else { return nil }
    let note = try shop.invoicing.find(id)
    let customer = try shop.invoicing.head(id).customer
    let credited = try shop.credits.credits(of: customer).first { $0.source == id.description }?
      .amount
    let paidBack = try shop.refunds.list(source: id.description)
      .filter { $0.state.phase != .free }.map(\.amount).total(in: note.total.currency)
    let nothing = Money.zero(note.total.currency)
    let lowered = try note.total - (credited ?? nothing) - paidBack
    let content = CreditNoteMail(
      number: note.number, invoiceNumber: note.creditedNumber ?? "", reason: note.note ?? "",
      items: note.lines.map {
        MailItem(description: $0.description, explanation: $0.explanation, amount: $0.amount)
      }, total: note.total,
      settlements: [
        lowered.isPositive ? .lowered(lowered) : .nothing,
        (credited ?? nothing).isPositive ? .credited(credited ?? nothing) : .nothing,
        paidBack.isPositive ? .paidBack(paidBack) : .nothing,
      ], portalURL: portal)
    return ComposedMail(content: content, customer: customer, attached: id)
  }

  /// An invoice once more, with the label that it has at this moment.
  func sentAgain(_ order: MailOrder) throws -> ComposedMail? {
    guard let id = Invoice.ID(order.object) else { return nil }
    let document = try shop.invoicing.find(id)
    let label: InvoiceSentAgainMail.Label =
      switch document.state {
      case .invoice(.open), .invoice(.partlyPaid):
        .unpaid(toPay: document.toPay, dueOn: document.dueOn)
      case .invoice(.credited): .credited
      default: .paid(on: document.paidOn ?? document.issuedOn)
      }
    let content = InvoiceSentAgainMail(
      number: document.number, total: document.total, label: label, portalURL: portal)
    return ComposedMail(
      content: content, customer: try shop.invoicing.head(id).customer, attached: id)
  }
}
