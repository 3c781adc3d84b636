import HTML
import HTTPServer
import Payments
import Primitives
import Tenancy
import Web

/// Every attempt to move money, the newest first.
enum PaymentsPage {
  struct Model: Sendable {
    let page: Page<Payment>
    let customers: [Customer.ID: Customer]
  }

  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let request = try visit.visit.pageRequest()
    let model = try await visit.read { shop in
      let page = try shop.payments.page(request)
      return Model(page: page, customers: try shop.customers.find(page.items.map(\.customer)))
    }
    return visit.page(visit(Texts.payments), in: .payments) {
      pageHead(visit(Texts.payments))
      PaymentTable(visit: visit, customers: model.customers)
        .markup(
          model.page.items,
          none: emptyState(
            visit("Nog geen betalingen", "No payments yet"),
            visit(
              "Betalingen komen hier zodra een klant iets koopt.",
              "Payments appear here as soon as a customer buys something.")))
      pager(model.page.next, visit.visit)
    }
  }
}
