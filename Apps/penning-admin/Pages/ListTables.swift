import HTML
import HTTPServer
import Invoicing
import Payments
import Primitives
import Subscriptions
import Tenancy
import Web

// The tables that stand on several pages. With `customers` they have a column for them.

struct SubscriptionTable {
  let visit: StaffVisit
  let customers: [Customer.ID: Customer]?
  let planNames: [Subscription.ID: String]

  func markup(_ rows: [Subscription], none: Markup) -> Markup {
    var columns: [DataTable<Subscription>.Column] = [
      .init(visit(Texts.plan), .rowHeader) { item in
        visit.link(planNames[item.id] ?? item.id.description, Links.subscription.path(item.id))
      }
    ]
    if customers != nil { columns.append(customerColumn) }
    columns += [
      .init(visit(Texts.status)) { item in
        Markup {
          badge(visit(item.state.label), item.state.tone)
          if case .active(endsOn: .some(let end)) = item.state {
            " "
            small {
              visit("tot en met ", "until ")
              visit.show(end.adding(days: -1))
            }
          }
        }
      },
      .init(visit(Texts.price), .number) { item in
        Markup {
          visit.show(item.price)
          " "
          small { visit(item.rhythm) }
        }
      },
      .init(visit("Volgende incasso", "Next collection")) { item in
        visit.show(item.nextPeriod?.collectOn)
      },
    ]
    return DataTable(
      visit(Texts.subscriptions), showsCaption: customers == nil, columns: columns
    ).markup(rows, empty: none)
  }

  private var customerColumn: DataTable<Subscription>.Column {
    .init(visit(Texts.customer)) { item in customerLink(item.customerID, customers, visit) }
  }
}

struct DocumentTable {
  let visit: StaffVisit
  let customers: [Customer.ID: Customer]?
  let today: CivilDate

  func markup(_ rows: [DocumentHead], none: Markup) -> Markup {
    var columns: [DataTable<DocumentHead>.Column] = [
      .init(visit(Texts.number), .rowHeader) { item in
        visit.link(item.number, Links.invoice.path(item.id))
      },
      .init(visit("Soort", "Kind")) { item in Markup(visit(item.kind.label)) },
    ]
    if customers != nil {
      columns.append(
        .init(visit(Texts.customer)) { item in customerLink(item.customer, customers, visit) })
    }
    columns += [
      .init(visit(Texts.date)) { item in visit.show(item.issuedOn) },
      .init(visit(Texts.dueOn)) { item in visit.show(item.dueOn) },
      .init(visit(Texts.status)) { item in
        let status = item.status(on: today)
        return badge(visit(status.text), status.tone)
      },
      .init(visit(Texts.total), .number) { item in visit.show(item.total) },
      .init(visit(Texts.open), .number) { item in
        item.toPay.isZero ? Markup("–") : visit.show(item.toPay)
      },
    ]
    return DataTable(
      visit(Texts.invoices), showsCaption: customers == nil, columns: columns
    ).markup(rows, empty: none)
  }
}

struct PaymentTable {
  let visit: StaffVisit
  let customers: [Customer.ID: Customer]?

  func markup(_ rows: [Payment], none: Markup) -> Markup {
    var columns: [DataTable<Payment>.Column] = [
      .init(visit("Omschrijving", "Description"), .rowHeader) { item in
        visit.link(item.description, Links.payment.path(item.id))
      }
    ]
    if customers != nil {
      columns.append(
        .init(visit(Texts.customer)) { item in customerLink(item.customer, customers, visit) })
    }
    columns += [
      .init(visit("Manier", "Method")) { item in
        Markup(item.method.map { visit($0.label) } ?? "–")
      },
      .init(visit(Texts.date)) { item in
        visit.show(visit.shop.today(at: item.paidAt ?? item.collectAt ?? item.createdAt))
      },
      .init(visit(Texts.status)) { item in badge(visit(item.state.label), item.state.tone) },
      .init(visit(Texts.amount), .number) { item in visit.show(item.amount) },
    ]
    return DataTable(
      visit(Texts.payments), showsCaption: customers == nil, columns: columns
    ).markup(rows, empty: none)
  }
}

private func customerLink(
  _ id: Customer.ID, _ customers: [Customer.ID: Customer]?, _ visit: StaffVisit
) -> Markup {
  visit.link(
    customers?[id]?.details.addressee ?? id.description, Links.customer.path(id))
}
