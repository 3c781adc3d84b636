import HTTPServer
import Invoicing
import Primitives
import Subscriptions
import Tenancy

/// Every address of this server, printed and matched by the same declaration.
enum Links {
  static let front = FixedLink("/")

  // Buying.
  static let plans = Link<Slug>("/{shop}")
  static let plan = Link<Slug, Slug>("/{shop}/{plan}")
  static let payment = Link<Slug, PathToken>("/{shop}/payments/{token}")
  static let paymentAgain = Link<Slug, PathToken>("/{shop}/payments/{token}/again")

  // The customers' own pages.
  static let portal = Link<Slug>("/{shop}/portal")
  static let signIn = Link<Slug>("/{shop}/portal/sign-in")
  static let signInLink = Link<Slug, PathToken>("/{shop}/portal/sign-in/{token}")
  static let signOut = Link<Slug>("/{shop}/portal/sign-out")
  static let pay = Link<Slug>("/{shop}/portal/pay")
  static let invoices = Link<Slug>("/{shop}/portal/invoices")
  static let invoice = Link<Slug, InvoiceAddress>("/{shop}/portal/invoices/{invoice}")
  static let cancel = Link<Slug, Subscription.ID>("/{shop}/portal/subscriptions/{id}/cancel")
  static let keep = Link<Slug, Subscription.ID>("/{shop}/portal/subscriptions/{id}/keep")

  // Machines.
  static let mollieWebhook = Link<PathToken>("/webhooks/mollie/{address}")
  static let alive = FixedLink("/healthz")
  static let ready = FixedLink("/readyz")
  static let metrics = FixedLink("/metrics")
  static let robots = FixedLink("/robots.txt")
}

extension Slug: PathValue {
  package init?(pathSegment: String) { self.init(pathSegment) }
  package var pathSegment: String { text }
}

/// A document's page, or with `.pdf` the document itself.
struct InvoiceAddress: PathValue, Hashable {
  let id: Invoice.ID
  let isPDF: Bool

  static func page(_ id: Invoice.ID) -> InvoiceAddress { InvoiceAddress(id: id, isPDF: false) }
  static func pdf(_ id: Invoice.ID) -> InvoiceAddress { InvoiceAddress(id: id, isPDF: true) }
}

extension InvoiceAddress {
  init?(pathSegment: String) {
    let isPDF = pathSegment.hasSuffix(".pdf")
    guard let id = Invoice.ID(isPDF ? String(pathSegment.dropLast(4)) : pathSegment) else {
      return nil
    }
    self.init(id: id, isPDF: isPDF)
  }

  var pathSegment: String { isPDF ? "\(id).pdf" : id.description }
}
