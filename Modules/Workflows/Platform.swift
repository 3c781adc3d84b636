package import Cryptography
package import Invoicing
package import Notifications
package import Payments
package import Primitives
package import Storage
package import Tenancy

/// What every workflow works with: the database and the doors to the outside world. Put together
/// once by a program, a test or the simulation.
package struct Platform: Sendable {
  package let database: Database
  package let addresses: PublicAddresses
  package let outside: OutsideWorld
  /// Seals and opens the shops' keys at their providers.
  package let credentials: SecretBox
  /// Signs the addresses that browsers come back to.
  package let links: Signer
  package let random: any RandomSource

  package init(
    database: Database, addresses: PublicAddresses, outside: OutsideWorld, credentials: SecretBox,
    links: Signer, random: any RandomSource
  ) {
    self.database = database
    self.addresses = addresses
    self.outside = outside
    self.credentials = credentials
    self.links = links
    self.random = random
  }
}

/// The world beyond the database. Each is real in production, scripted in tests and seeded in the
/// simulation.
package struct OutsideWorld: Sendable {
  /// The provider behind a shop's account.
  package let gateway: @Sendable (GatewayAccess) -> any PaymentGateway
  /// Takes mail to its recipient.
  package let carrier: any Carrier
  /// Draws a document as PDF.
  package let renderPDF: @Sendable (IssuedDocument) async throws -> [UInt8]
  /// Writes a definitive document as e-invoice, for a customer whom the shop knows by this number;
  /// nil where the parties' details do not suffice for one.
  package let renderEInvoice: @Sendable (IssuedDocument, String) -> [UInt8]?
  /// Knows which VAT numbers are in use.
  package let vatRegister: any VATRegister

  package init(
    gateway: @escaping @Sendable (GatewayAccess) -> any PaymentGateway, carrier: any Carrier,
    renderPDF: @escaping @Sendable (IssuedDocument) async throws -> [UInt8],
    renderEInvoice: @escaping @Sendable (IssuedDocument, String) -> [UInt8]? = { _, _ in nil },
    vatRegister: any VATRegister = NoVATRegister()
  ) {
    self.vatRegister = vatRegister
    self.gateway = gateway
    self.carrier = carrier
    self.renderPDF = renderPDF
    self.renderEInvoice = renderEInvoice
  }
}

/// Whether a workflow's work stays. A preview is the same call that ends in a rollback.
package enum Outcome: Hashable, Sendable {
  case kept
  case rehearsed
}

extension Platform {
  /// The one door of the workflows that can be previewed: the same work, kept or undone.
  func write<Value: Sendable>(
    as scope: TenantScope, _ outcome: Outcome,
    _ body: @escaping @Sendable (ShopTransaction) throws -> Value
  ) async throws -> Value {
    switch outcome {
    case .kept: try await database.write(as: scope, body)
    case .rehearsed: try await database.rehearse(as: scope, body)
    }
  }
}
