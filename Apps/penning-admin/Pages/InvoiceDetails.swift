import HTML
import HTTPServer
import Invoicing
import Notifications
import Payments
import Primitives
import Tenancy
import Web

/// The facts of a document beside its amounts.
struct InvoiceDetails {
  let model: InvoicePage.Model
  let visit: StaffVisit

  var facts: Markup { Web.facts(who + dates + relations + marks) }

  private var who: [(String, Markup)] {
    var pairs: [(String, Markup)] = [
      (
        visit(Texts.customer),
        visit.link(model.document.buyer.name, Links.customer.path(model.head.customer))
      )
    ]
    if let reference = model.head.customerReference {
      pairs.append((visit("Kenmerk van de klant", "Customer's reference"), Markup(reference)))
    }
    return pairs
  }

  private var dates: [(String, Markup)] {
    let document = model.document
    var pairs: [(String, Markup)] = [
      (visit("Datum", "Issued on"), visit.show(document.issuedOn)),
      (visit(Texts.dueOn), visit.show(document.dueOn)),
    ]
    if let day = document.collectOn {
      pairs.append((visit("Incasso op", "Collection on"), visit.show(day)))
    }
    if let day = document.paidOn { pairs.append((visit("Betaald op", "Paid on"), visit.show(day))) }
    return pairs
  }

  private var relations: [(String, Markup)] {
    let (document, head) = (model.document, model.head)
    var pairs: [(String, Markup)] = []
    if let id = head.proForma {
      pairs.append(
        ("Pro forma", visit.link(document.proFormaNumber ?? "–", Links.invoice.path(id))))
    }
    if let successor = model.successor {
      pairs.append(
        (
          visit("Factuur", "Invoice"),
          visit.link(successor.number, Links.invoice.path(successor.id))
        ))
    }
    if let id = head.credited {
      pairs.append(
        (
          visit("Crediteert", "Credits"),
          visit.link(document.creditedNumber ?? "–", Links.invoice.path(id))
        ))
    }
    return pairs
  }

  private var marks: [(String, Markup)] {
    var pairs: [(String, Markup)] = [
      (visit("Betalingskenmerk", "Payment reference"), code { model.head.reference.grouped }),
      (visit("Nummer", "Id"), code { model.head.id.description }),
    ]
    if model.head.isManual {
      pairs.append((visit("Gemaakt", "Made"), Markup(visit("met de hand", "by hand"))))
    }
    if !model.attachments.isEmpty {
      pairs.append((visit("Bijlagen", "Attachments"), files))
    }
    return pairs
  }

  private var files: Markup {
    ul {
      for (ordinal, file) in model.attachments.enumerated() {
        li {
          visit.link(file.name, Links.invoiceFile.path(model.head.id, ordinal))
          " "
          small { "\(max(file.size / 1024, 1)) kB" }
        }
      }
    }
  }
}

/// Everything that happened to a document, the first first.
struct InvoiceHistory {
  let model: InvoicePage.Model
  let visit: StaffVisit

  private struct Event {
    let at: Instant
    let when: Markup
    let what: Markup
  }

  var events: [(when: Markup, what: Markup)] {
    (steps + payments + messages).sorted { $0.at < $1.at }.map { ($0.when, $0.what) }
  }

  private func day(_ date: CivilDate, _ what: Markup) -> Event {
    Event(at: visit.shop.zone.startOfDay(date), when: visit.show(date), what: what)
  }

  private var steps: [Event] {
    let document = model.document
    var events = [
      day(document.issuedOn, Markup(visit("\(visit(document.title)) gemaakt", "Made")))
    ]
    for note in model.creditNotes {
      events.append(
        day(
          note.issuedOn,
          Markup {
            visit("Gecrediteerd met ", "Credited by ")
            visit.link(note.number, Links.invoice.path(note.id))
            ": "
            visit.show(note.total)
          }))
    }
    if let paidOn = document.paidOn {
      events.append(day(paidOn, Markup(visit("Betaald", "Paid"))))
    }
    return events
  }

  private var payments: [Event] {
    model.payments.map { payment in
      let at = payment.paidAt ?? payment.createdAt
      return Event(
        at: at, when: visit.show(at),
        what: Markup {
          visit("Betaling ", "Payment ")
          visit.show(payment.amount)
          ": \(visit(payment.state.label).lowercased())"
        })
    }
  }

  private var messages: [Event] {
    model.messages.map { message in
      let at = message.sentAt ?? message.createdAt
      return Event(
        at: at, when: visit.show(at),
        what: Markup {
          visit("Mail: ", "Mail: ")
          message.content.subject
          " "
          small { message.recipient.email.text }
        })
    }
  }
}
