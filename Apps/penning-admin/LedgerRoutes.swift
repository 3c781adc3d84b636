import Credits
import HTTPServer
import Ledger
import Primitives
import Tenancy

extension Links {
  // The books.
  static let ledger = FixedLink("/ledger")
  static let ledgerAccount = Link<LedgerAccount.ID>("/ledger/accounts/{account}")
  static let labelAccount = Link<LedgerAccount.ID>("/ledger/accounts/{account}/label")
  static let ledgerEntries = FixedLink("/ledger/entries")
  static let ledgerEntry = Link<JournalEntry.ID>("/ledger/entries/{entry}")
  static let ledgerCSV = Link<Int>("/ledger/years/{year}/entries.csv")
  static let ledgerCodes = FixedLink("/ledger/codes")
  static let ledgerCode = Link<String>("/ledger/codes/{code}")
  static let deferredRevenue = FixedLink("/ledger/deferred")
  static let proof = FixedLink("/ledger/proof")

  // Credits.
  static let credits = FixedLink("/credits")
  static let credit = Link<Credit.ID>("/credits/{credit}")
  static let creditExpiry = Link<Credit.ID>("/credits/{credit}/expiry")
  static let endCredit = Link<Credit.ID>("/credits/{credit}/end")
  static let payOutCredit = Link<Customer.ID>("/customers/{customer}/payout")
}

extension APILinks {
  static let ledgerAccount = Link<LedgerAccount.ID>("/api/v1/ledger/accounts/{account}")
  static let ledgerAccountLabel = Link<LedgerAccount.ID>("/api/v1/ledger/accounts/{account}/label")
  static let ledgerAccountEntries =
    Link<LedgerAccount.ID>("/api/v1/ledger/accounts/{account}/entries")
  static let ledgerEntry = Link<JournalEntry.ID>("/api/v1/ledger/entries/{entry}")
  static let ledgerCSV = Link<Int>("/api/v1/ledger/years/{year}/entries.csv")
  static let trialBalance = FixedLink("/api/v1/ledger/trial-balance")
  static let deferredRevenue = FixedLink("/api/v1/ledger/deferred-revenue")
  static let releaseRevenue = FixedLink("/api/v1/ledger/deferred-revenue/release")
  static let credit = Link<Credit.ID>("/api/v1/credits/{credit}")
  static let creditExpiry = Link<Credit.ID>("/api/v1/credits/{credit}/expiry")
  static let endCredit = Link<Credit.ID>("/api/v1/credits/{credit}/end")
  static let creditEvents = FixedLink("/api/v1/credits/events")
  static let creditPayouts = FixedLink("/api/v1/credits/payouts")
}

extension AdminApp {
  /// The books and the credits.
  func declareBooks(in routes: inout AdminRoutes) {
    routes.get(Links.ledger, LedgerPage.show)
    routes.get(Links.ledgerAccount, LedgerAccountPage.show)
    routes.get(Links.labelAccount, needs: .manageSettings, LedgerLabelPage.showAccount)
    routes.post(Links.labelAccount, needs: .manageSettings, LedgerLabelPage.saveAccount)
    routes.get(Links.ledgerEntries, LedgerEntriesPage.show)
    routes.get(Links.ledgerEntry, LedgerEntryPage.show)
    routes.get(Links.ledgerCSV, needs: .exportData, LedgerExport.download)
    routes.get(Links.ledgerCodes, LedgerCodesPage.show)
    routes.get(Links.ledgerCode, needs: .manageSettings, LedgerLabelPage.showCode)
    routes.post(Links.ledgerCode, needs: .manageSettings, LedgerLabelPage.saveCode)
    routes.get(Links.deferredRevenue, DeferredRevenuePage.show)
    routes.post(Links.deferredRevenue, needs: .manageInvoices, DeferredRevenuePage.release)
    routes.get(Links.proof, ProofPage.show)
    routes.get(Links.credits, CreditsPage.show)
    routes.get(Links.credit, CreditDetailPage.show)
    routes.get(Links.creditExpiry, needs: .manageInvoices, CreditDetailPage.showExpiry)
    routes.post(Links.creditExpiry, needs: .manageInvoices, CreditDetailPage.saveExpiry)
    routes.get(Links.endCredit, needs: .manageInvoices, CreditDetailPage.askToEnd)
    routes.post(Links.endCredit, needs: .manageInvoices, CreditDetailPage.end)
    routes.get(Links.payOutCredit, needs: .manageInvoices, PayoutPage.show)
    routes.post(Links.payOutCredit, needs: .manageInvoices, PayoutPage.payOut)
  }
}
