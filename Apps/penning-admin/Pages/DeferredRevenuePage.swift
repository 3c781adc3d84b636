import HTML
import HTTPServer
import Ledger
import Primitives
import Tenancy
import Web
import Workflows

/// Revenue that was invoiced for months to come, and when it will be earned. The shop releases
/// what is over (R-17).
enum DeferredRevenuePage {
  struct Model: Sendable {
    let isOn: Bool
    let deferred: Money
    let months: [DeferredMonth]
    /// The earliest month that is over and not released; nil when all is.
    let next: CivilDate?
    /// The last month that is over.
    let last: CivilDate
  }

  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let model = try await visit.read { shop in
      Model(
        isOn: try shop.settings.current().defersRevenue,
        deferred: try shop.ledger.balance(of: .deferredRevenue, in: shop.currency).negated,
        months: try shop.ledger.deferred(in: shop.currency),
        next: try shop.ledger.nextReleaseMonth(),
        last: shop.today.firstOfMonth.adding(days: -1).firstOfMonth)
    }
    return visit.page(visit(LedgerTab.deferred.label), in: .ledger) { view(model, visit) }
  }

  static func release(_ visit: StaffVisit) async throws -> HTTPResponse {
    var form = visit.visit.reader
    guard form.isComplete() else { throw WebRefusal.forbidden }
    let done = try await DeferredRevenueRun(visit.app.platform).releaseAll(as: visit.scope)
    let count = done.months.count
    let told =
      count == 0
      ? visit("Er was niets om vrij te laten vallen.", "There was nothing to release.")
      : visit(
        "De vrijval van \(count) \(count == 1 ? "maand" : "maanden") is geboekt.",
        "The release of \(count) \(count == 1 ? "month" : "months") was booked.")
    return visit.visit.redirect(to: Links.deferredRevenue.path(), notice: Notice(told))
  }

  @MarkupBuilder private static func view(_ model: Model, _ visit: StaffVisit) -> Markup {
    LedgerTab.deferred.head(
      visit,
      lead: visit(
        "Omzet van perioden die nog komen. Elke maand valt het deel vrij dat dan verdiend is.",
        "Revenue of periods still to come. Each month releases the share that it earned."))
    if !model.isOn {
      notice(
        visit(
          "Deze winkel boekt omzet meteen bij de factuur. Zet het uitstellen aan bij de "
            + "instellingen om omzet over de periode te verdelen.",
          "This shop books revenue with the invoice. Turn deferring on in the settings to spread "
            + "revenue over the period."), .info)
    }
    tiles([
      Tile(
        visit("Nog niet verdiend", "Not earned yet"), model.deferred.formatted(visit.language))
    ])
    release(model, visit)
    if !model.deferred.isZero { table(model, visit) }
  }

  private static func release(_ model: Model, _ visit: StaffVisit) -> Markup {
    guard let next = model.next else {
      return Markup {
        p {
          visit(
            "Alle maanden die voorbij zijn, zijn vrijgevallen.", "All past months are released.")
        }
      }
    }
    let from = monthName(next, visit)
    let until = monthName(model.last, visit)
    let span = from == until ? from : visit("\(from) t/m \(until)", "\(from) to \(until)")
    return card(visit("Vrijval boeken", "Book the release")) {
      p {
        visit(
          "De omzet van \(span) is verdiend en staat nog op vooruit gefactureerd. Boeken kan niet "
            + "worden teruggedraaid.",
          "The revenue of \(span) is earned and still deferred. The booking can't be undone.")
      }
      if visit.may(.manageInvoices) {
        div(.class("actions")) {
          actionButton(
            visit("Boek de vrijval van \(span)", "Book the release of \(span)"),
            SafeURL(path: Links.deferredRevenue.path()), visit.visit)
        }
      }
    }
  }

  private static func table(_ model: Model, _ visit: StaffVisit) -> Markup {
    DataTable<DeferredMonth>(
      visit("Wanneer het vrijvalt", "When it is released"),
      columns: [
        .init(visit("Maand", "Month"), .rowHeader) { Markup(monthName($0.month, visit)) },
        .init(visit(Texts.amount), .number) { visit.plain($0.amount) },
      ]
    ).markup(model.months)
  }

  private static func monthName(_ month: CivilDate, _ visit: StaffVisit) -> String {
    month.formatted(visit.language).split(separator: " ").dropFirst().joined(separator: " ")
  }
}
