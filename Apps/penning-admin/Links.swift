import Credits
import Dunning
import HTTPServer
import Invoicing
import Outbox
import Payments
import Primitives
import Subscriptions
import Tenancy

/// Every address of this server, printed and matched by the same declaration.
enum Links {
  static let dashboard = FixedLink("/")
  static let decisions = FixedLink("/decisions")
  static let retryMessage = Link<OutboxMessage.ID>("/decisions/messages/{message}/retry")

  // In and out.
  static let signIn = FixedLink("/sign-in")
  static let signOut = FixedLink("/sign-out")
  static let shops = FixedLink("/shops")
  static let enterShop = Link<Shop.ID>("/shops/{shop}")

  // What a shop works with.
  static let customers = FixedLink("/customers")
  static let newCustomer = FixedLink("/customers/new")
  static let customer = Link<Customer.ID>("/customers/{customer}")
  static let editCustomer = Link<Customer.ID>("/customers/{customer}/edit")
  static let grantCredit = Link<Customer.ID>("/customers/{customer}/credit")
  static let subscriptions = FixedLink("/subscriptions")
  static let subscription = Link<Subscription.ID>("/subscriptions/{subscription}")
  static let releaseSubscription =
    Link<Subscription.ID>("/subscriptions/{subscription}/release")
  static let keepSubscription = Link<Subscription.ID>("/subscriptions/{subscription}/keep")
  static let invoices = FixedLink("/invoices")
  static let invoice = Link<Invoice.ID>("/invoices/{invoice}")
  static let invoicePDF = Link<Invoice.ID>("/invoices/{invoice}/pdf")
  static let payments = FixedLink("/payments")
  static let payment = Link<Payment.ID>("/payments/{payment}")

  // How a shop works.
  static let settings = FixedLink("/settings")
  static let collection = FixedLink("/settings/collection")
  static let migration = FixedLink("/settings/collection/migrate")
  static let numbering = FixedLink("/settings/numbering")
  static let company = FixedLink("/settings/company")
  static let gateway = FixedLink("/settings/gateway")
  static let keys = FixedLink("/settings/keys")
  static let revokeKey = Link<APIKey.ID>("/settings/keys/{key}/revoke")
  static let team = FixedLink("/settings/team")
  static let audit = FixedLink("/audit")

  // Machines.
  static let alive = FixedLink("/healthz")
  static let ready = FixedLink("/readyz")
  static let metrics = FixedLink("/metrics")
}

/// The addresses of the API.
enum APILinks {
  static let description = FixedLink("/api/v1/openapi.json")

  static let previewSubscription = FixedLink("/api/v1/previews/subscription")
  static let previewChange = FixedLink("/api/v1/previews/change")
  static let previewVAT = FixedLink("/api/v1/previews/vat")
  static let previewAllocation = FixedLink("/api/v1/previews/allocation")
  static let previewDunning = FixedLink("/api/v1/previews/dunning")
  static let previewReference = FixedLink("/api/v1/previews/reference")

  static let customers = FixedLink("/api/v1/customers")
  static let customer = Link<Customer.ID>("/api/v1/customers/{customer}")
  static let subscriptions = FixedLink("/api/v1/subscriptions")
  static let subscription = Link<Subscription.ID>("/api/v1/subscriptions/{subscription}")
  static let subscriptionCharges =
    Link<Subscription.ID>("/api/v1/subscriptions/{subscription}/charges")
  static let subscriptionExtras =
    Link<Subscription.ID>("/api/v1/subscriptions/{subscription}/extras")
  static let subscriptionChanges =
    Link<Subscription.ID>("/api/v1/subscriptions/{subscription}/changes")
  static let previewSubscriptionChange =
    Link<Subscription.ID>("/api/v1/subscriptions/{subscription}/changes/preview")
  static let releaseSubscription =
    Link<Subscription.ID>("/api/v1/subscriptions/{subscription}/release")
  static let cancelSubscription =
    Link<Subscription.ID>("/api/v1/subscriptions/{subscription}/cancel")
  static let withdrawCancellation =
    Link<Subscription.ID>("/api/v1/subscriptions/{subscription}/withdraw")
  static let invoices = FixedLink("/api/v1/invoices")
  static let invoice = Link<Invoice.ID>("/api/v1/invoices/{invoice}")
  static let invoicePDF = Link<Invoice.ID>("/api/v1/invoices/{invoice}/pdf")
  static let payments = FixedLink("/api/v1/payments")
  static let payment = Link<Payment.ID>("/api/v1/payments/{payment}")
  static let mandates = FixedLink("/api/v1/mandates")
  static let mandate = Link<Mandate.ID>("/api/v1/mandates/{mandate}")
  static let credits = FixedLink("/api/v1/credits")
  static let dunningCases = FixedLink("/api/v1/dunning/cases")
  static let dunningCase = Link<DunningCase.ID>("/api/v1/dunning/cases/{case}")
  static let ledgerAccounts = FixedLink("/api/v1/ledger/accounts")
  static let ledgerEntries = FixedLink("/api/v1/ledger/entries")
  static let settings = FixedLink("/api/v1/settings")
  static let audit = FixedLink("/api/v1/audit")
}
