import HTTPServer
import Payments
import Primitives
import Tenancy
import Web
import Workflows

extension Links {
  // Money back.
  static let refundPayment = Link<Payment.ID>("/payments/{payment}/refund")
  static let refundCustomer = Link<Customer.ID>("/customers/{customer}/refund")
  static let withdrawRefund = Link<Refund.ID>("/refunds/{refund}/withdraw")

  // VAT numbers.
  static let vatCheck = Link<Customer.ID>("/customers/{customer}/vat-check")
}

extension APILinks {
  static let refunds = FixedLink("/api/v1/refunds")
  static let refund = Link<Refund.ID>("/api/v1/refunds/{refund}")
  static let withdrawRefund = Link<Refund.ID>("/api/v1/refunds/{refund}/withdraw")
  static let vatChecks = Link<Customer.ID>("/api/v1/customers/{customer}/vat-checks")
}

extension AdminApp {
  /// Money that goes back, and the proof of VAT numbers.
  func declareReturns(in routes: inout AdminRoutes) {
    routes.get(Links.refundPayment, needs: .managePayments, RefundPage.showPayment)
    routes.post(Links.refundPayment, needs: .managePayments, RefundPage.refundPayment)
    routes.get(Links.refundCustomer, needs: .managePayments, RefundPage.showCustomer)
    routes.post(Links.refundCustomer, needs: .managePayments, RefundPage.refundCustomer)
    routes.post(Links.withdrawRefund, needs: .managePayments, RefundPage.withdraw)
    routes.get(Links.vatCheck, VATCheckPage.show)
    routes.post(Links.vatCheck, needs: .editCustomers, VATCheckPage.check)
  }
}

extension RefundState {
  var label: Phrase {
    switch self {
    case .requested: Phrase(nl: "Aangevraagd", en: "Requested")
    case .sent: Phrase(nl: "Aangeboden", en: "Sent")
    case .unknown: Phrase(nl: "Uitkomst onbekend", en: "Outcome unknown")
    case .pending: Phrase(nl: "Onderweg", en: "Pending")
    case .done: Phrase(nl: "Terugbetaald", en: "Refunded")
    case .failed: Phrase(nl: "Mislukt", en: "Failed")
    case .cancelled: Phrase(nl: "Ingetrokken", en: "Withdrawn")
    }
  }

  var tone: Tone {
    switch self {
    case .requested, .sent, .pending: .info
    case .unknown: .warn
    case .done: .good
    case .failed: .bad
    case .cancelled: .neutral
    }
  }
}

extension RefundCause {
  var label: Phrase {
    switch self {
    case .unallocated: Phrase(nl: "Te veel betaald", en: "Paid too much")
    case .creditNote: Phrase(nl: "Creditnota", en: "Credit note")
    case .credits: Phrase(nl: "Tegoed uitbetaald", en: "Credits paid out")
    case .provider: Phrase(nl: "Gemaakt bij de betaaldienst", en: "Made at the payment service")
    }
  }
}
