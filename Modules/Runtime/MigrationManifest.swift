import Catalog
import Credits
import Dunning
import Invoicing
import Ledger
import Notifications
import Outbox
import Payments
package import Storage
import Subscriptions
import Tenancy

/// Every table of the platform, in the order in which they can be made.
package enum MigrationManifest {
  package static let all: [Migration] =
    TenancyMigrations.all + OutboxMigrations.all + NotificationsMigrations.all
    + CatalogMigrations.all + LedgerMigrations.all + SubscriptionsMigrations.all
    + InvoicingMigrations.all + CreditsMigrations.all + PaymentsMigrations.all
    + DunningMigrations.all
}
