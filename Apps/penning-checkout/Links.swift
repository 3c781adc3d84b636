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
  static let order = Link<Slug, PathToken>("/{shop}/orders/{token}")
  static let addOffer = Link<Slug, PathToken>("/{shop}/orders/{token}/add")
  static let paymentAgain = Link<Slug, PathToken>("/{shop}/payments/{token}/again")

  // The customers' own pages.
  static let portal = Link<Slug>("/{shop}/portal")
  static let signIn = Link<Slug>("/{shop}/portal/sign-in")
  static let signInLink = Link<Slug, PathToken>("/{shop}/portal/sign-in/{token}")
  static let signOut = Link<Slug>("/{shop}/portal/sign-out")
  static let pay = Link<Slug>("/{shop}/portal/pay")
  static let invoices = Link<Slug>("/{shop}/portal/invoices")
  static let invoice = Link<Slug, InvoiceAddress>("/{shop}/portal/invoices/{invoice}")
  static let subscription = Link<Slug, Subscription.ID>("/{shop}/portal/subscriptions/{id}")
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

/// A document's page, or with `.pdf` or `.xml` the document itself and its e-invoice.
struct InvoiceAddress: PathValue, Hashable {
  enum Form: String, CaseIterable {
    case page = ""
    case pdf = ".pdf"
    case ubl = ".xml"
  }

  let id: Invoice.ID
  let form: Form

  static func page(_ id: Invoice.ID) -> InvoiceAddress { InvoiceAddress(id: id, form: .page) }
  static func pdf(_ id: Invoice.ID) -> InvoiceAddress { InvoiceAddress(id: id, form: .pdf) }
  static func ubl(_ id: Invoice.ID) -> InvoiceAddress { InvoiceAddress(id: id, form: .ubl) }
}

extension InvoiceAddress {
  init?(pathSegment: String) {
    let form = Form.allCases.last { pathSegment.hasSuffix($0.rawValue) } ?? .page
    guard let id = Invoice.ID(String(pathSegment.dropLast(form.rawValue.utf8.count))) else {
      return nil
    }
    self.init(id: id, form: form)
  }

  var pathSegment: String { id.description + form.rawValue }
}
