import Catalog
import Dunning
import Invoicing
import Notifications
import Payments
import Primitives
import Subscriptions
import Tenancy

/// Turns an order into the messages of its recipients, from the committed state. Holds no text:
/// the texts are Notifications'.
struct MailComposer {
  let shop: ShopTransaction
  let addresses: PublicAddresses

  /// Nil when there is nothing to tell any more: paid before the reminder went out (I-34).
  func content(of order: MailOrder) throws -> ComposedMail? {
    switch order.kind {
    case .paymentRequest, .invoiceDue: try claim(order)
    case .invoicePaid: try paid(order)
    case .memoryAid, .reminder: try followUp(order)
    case .paymentFailed: try failed(order)
    case .subscriptionConfirmed: try confirmed(order)
    case .trialEndsSoon: try trialEnding(order)
    case .cancellationConfirmed: try cancelled(order)
    case .refundSent: try refunded(order)
    case .creditNote: try credited(order)
    case .invoiceSentAgain: try sentAgain(order)
    // Composed in the transaction that causes them: their order names the message.
    default: nil
    }
  }

  var portal: String { addresses.portal(of: shop.scope.shop) }

  private func document(_ order: MailOrder) throws -> (IssuedDocument, DocumentHead) {
    guard let id = Invoice.ID(order.object) else { throw InvoicingRefusal.unknownDocument }
    return (try shop.invoicing.find(id), try shop.invoicing.head(id))
  }

  /// Nothing is claimed any more of what was paid or withdrawn before the mail went out.
  private func claim(_ order: MailOrder) throws -> ComposedMail? {
    let (document, head) = try document(order)
    guard head.isOpen else { return nil }
    let claim = Claim(
      number: document.number,
      items: document.lines.map {
        MailItem(description: $0.description, explanation: $0.explanation, amount: $0.amount)
      },
      total: document.total, creditsUsed: document.creditsUsed, toPay: document.toPay,
      dueOn: document.dueOn, collection: try collection(of: document, head), portalURL: portal)
    let content: any MailContent =
      order.kind == .paymentRequest ? PaymentRequestMail(claim) : InvoiceDueMail(claim)
    return ComposedMail(content: content, customer: head.customer, attached: document.id)
  }

  /// The pre-notification of the debit (I-31), where one is planned.
  private func collection(
    of document: IssuedDocument, _ head: DocumentHead
  ) throws -> CollectionNotice? {
    guard let day = document.collectOn,
      let planned = try shop.payments.plannedCollections(for: [document.id])[document.id],
      let mandate = try planned.mandate.map({ try shop.mandates.get($0) })
    else { return nil }
    return CollectionNotice(
      amount: document.toPay, collectOn: day, mandateReference: mandate.reference,
      creditorID: shop.scope.shop.legal.creditorID, creditorName: shop.scope.shop.legal.legalName)
  }

  private func paid(_ order: MailOrder) throws -> ComposedMail? {
    let (document, head) = try document(order)
    guard let paidOn = document.paidOn else { return nil }
    let content = InvoicePaidMail(
      number: document.number, proFormaNumber: document.proFormaNumber, total: document.total,
      creditsUsed: document.creditsUsed, paidOn: paidOn, portalURL: portal)
    return ComposedMail(content: content, customer: head.customer, attached: document.id)
  }

  /// Looks again at what the step was decided on: nothing goes out once money is under way.
  private func followUp(_ order: MailOrder) throws -> ComposedMail? {
    let (document, head) = try document(order)
    let facts = try DunningRun.facts(of: [head.id], in: shop)[head.id]
    guard let facts, facts.mayRemind else { return nil }
    let content: any MailContent =
      order.kind == .memoryAid
      ? MemoryAidMail(
        number: document.number, toPay: document.toPay, dueOn: document.dueOn, portalURL: portal)
      : ReminderMail(
        number: document.number, toPay: document.toPay, dueOn: document.dueOn, level: 1,
        portalURL: portal, transfer: transfer(document))
    return ComposedMail(content: content, customer: head.customer, attached: nil)
  }

  private func transfer(_ document: IssuedDocument) -> TransferDetails? {
    document.iban.map { iban in
      TransferDetails(
        iban: iban, accountName: document.seller.name, reference: document.paymentReference)
    }
  }

  private func failed(_ order: MailOrder) throws -> ComposedMail? {
    guard let id = Payment.ID(order.object), let payment = try shop.payments.find(id) else {
      return nil
    }
    let content = PaymentFailedMail(
      number: payment.description, amount: payment.amount, reason: nil, portalURL: portal)
    return ComposedMail(content: content, customer: payment.customer, attached: nil)
  }

  private func cancelled(_ order: MailOrder) throws -> ComposedMail? {
    guard let (subscription, plan) = try subscription(order),
      case .active(endsOn: .some(let day)) = subscription.state
    else { return nil }
    let content = CancellationConfirmedMail(
      planName: plan.name, endsOn: day, credit: nil, portalURL: portal)
    return ComposedMail(content: content, customer: subscription.customerID, attached: nil)
  }

  func subscription(_ order: MailOrder) throws -> (Subscription, Plan)? {
    guard let id = Subscription.ID(order.object) else { return nil }
    let subscription = try shop.subscriptions.existing(id)
    return (subscription, try shop.catalog.existingPlan(subscription.planID))
  }
}

/// What a mail says, to whom, and the document that goes along.
struct ComposedMail: Sendable {
  let content: any MailContent
  let customer: Customer.ID
  let attached: Invoice.ID?
}

extension DunningFacts {
  /// Whether a reminder may still go out in the moment before it is sent.
  var mayRemind: Bool {
    guard outstanding.isPositive, !isWithdrawn, !isDisputed else { return false }
    return attempt == .none || attempt == .checkoutOpen
  }
}
