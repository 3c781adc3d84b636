import HTTPServer
import Invoicing
import Primitives
import Tenancy
import Web
import Workflows

extension Links {
  // What can be done with a document.
  static let creditInvoice = Link<Invoice.ID>("/invoices/{invoice}/credit")
  static let writeOffInvoice = Link<Invoice.ID>("/invoices/{invoice}/write-off")
  static let withdrawProForma = Link<Invoice.ID>("/invoices/{invoice}/withdraw")
  static let sendInvoiceAgain = Link<Invoice.ID>("/invoices/{invoice}/send")
  static let invoiceFile = Link<Invoice.ID, Int>("/invoices/{invoice}/files/{file}")

  // Invoices made by hand.
  static let drafts = FixedLink("/drafts")
  static let newDraft = FixedLink("/drafts/new")
  static let draft = Link<ManualDraft.ID>("/drafts/{draft}")
  static let issueDraft = Link<ManualDraft.ID>("/drafts/{draft}/issue")
  static let deleteDraft = Link<ManualDraft.ID>("/drafts/{draft}/delete")
  static let draftFiles = Link<ManualDraft.ID>("/drafts/{draft}/files")
  static let removeDraftFile = Link<ManualDraft.ID, Int>("/drafts/{draft}/files/{file}/remove")

  /// Money of a customer that lies on no document.
  static let layMoney = Link<Customer.ID>("/customers/{customer}/money")
}

extension APILinks {
  static let creditable = Link<Invoice.ID>("/api/v1/invoices/{invoice}/creditable")
  static let creditNotes = Link<Invoice.ID>("/api/v1/invoices/{invoice}/credit-notes")
  static let writeOff = Link<Invoice.ID>("/api/v1/invoices/{invoice}/write-off")
  static let withdrawProForma = Link<Invoice.ID>("/api/v1/invoices/{invoice}/withdraw")
  static let sendAgain = Link<Invoice.ID>("/api/v1/invoices/{invoice}/send-again")
  static let previewInvoice = FixedLink("/api/v1/invoice-preview")
  static let previewCreditNote =
    Link<Invoice.ID>("/api/v1/invoices/{invoice}/credit-notes/preview")
  static let drafts = FixedLink("/api/v1/invoice-drafts")
  static let draft = Link<ManualDraft.ID>("/api/v1/invoice-drafts/{draft}")
  static let issueDraft = Link<ManualDraft.ID>("/api/v1/invoice-drafts/{draft}/issue")
  static let allocations = Link<Customer.ID>("/api/v1/customers/{customer}/allocations")
}

extension AdminApp {
  /// Documents: read, made by hand, taken back, given up, sent again.
  func declareDocuments(in routes: inout AdminRoutes) {
    routes.get(Links.invoices, InvoicesPage.show)
    routes.get(Links.invoice, InvoicePage.show)
    routes.get(Links.invoicePDF, InvoicePage.download)
    routes.get(Links.invoiceFile, InvoicePage.file)
    routes.get(Links.creditInvoice, needs: .manageInvoices, CreditNotePage.show)
    routes.post(Links.creditInvoice, needs: .manageInvoices, CreditNotePage.act)
    routes.get(Links.writeOffInvoice, needs: .manageInvoices, WriteOffPage.show)
    routes.post(Links.writeOffInvoice, needs: .manageInvoices, WriteOffPage.writeOff)
    routes.get(Links.withdrawProForma, needs: .manageInvoices, WriteOffPage.askToWithdraw)
    routes.post(Links.withdrawProForma, needs: .manageInvoices, WriteOffPage.withdraw)
    routes.post(Links.sendInvoiceAgain, needs: .manageInvoices, InvoicePage.sendAgain)
    routes.get(Links.layMoney, needs: .managePayments, LayMoneyPage.show)
    routes.post(Links.layMoney, needs: .managePayments, LayMoneyPage.lay)
    declareDrafts(in: &routes)
  }

  private func declareDrafts(in routes: inout AdminRoutes) {
    routes.get(Links.drafts, DraftsPage.show)
    routes.get(Links.newDraft, needs: .manageInvoices, DraftsPage.chooseCustomer)
    routes.post(Links.newDraft, needs: .manageInvoices, DraftsPage.create)
    routes.get(Links.draft, needs: .manageInvoices, DraftPage.show)
    routes.post(Links.draft, needs: .manageInvoices, bodyLimit: DraftForm.formLimit, DraftPage.save)
    routes.get(Links.issueDraft, needs: .manageInvoices, DraftIssuePage.show)
    routes.post(Links.issueDraft, needs: .manageInvoices, DraftIssuePage.issue)
    routes.get(Links.deleteDraft, needs: .manageInvoices, DraftsPage.askToDelete)
    routes.post(Links.deleteDraft, needs: .manageInvoices, DraftsPage.delete)
    routes.post(
      Links.draftFiles, needs: .manageInvoices, bodyLimit: DraftPage.uploadLimit,
      DraftPage.attach)
    routes.post(Links.removeDraftFile, needs: .manageInvoices, DraftPage.detach)
  }
}
