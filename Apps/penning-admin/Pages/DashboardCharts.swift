import HTML
import Invoicing
import Primitives
import Reports
import Subscriptions
import Tenancy
import Web
import Workflows

/// The last twelve months in pictures, each with its numbers as a table: revenue and receipts,
/// subscriptions, what was outstanding.
struct DashboardCharts {
  let visit: StaffVisit
  let model: DashboardPage.Model

  /// One month of a chart: its name and a number for each series.
  private struct Row {
    let month: CivilDate
    let values: [Int64]
  }

  var markup: Markup {
    Markup {
      div(.class("columns")) {
        card(visit("Omzet en ontvangsten", "Revenue and receipts")) { revenue }
        card(visit(Texts.subscriptions)) { subscriptions }
      }
      div(.class("columns")) {
        card(visit("Openstaande facturen", "Outstanding invoices")) { outstanding }
        card(visit("Abonnementen nu", "Subscriptions now")) { states }
      }
    }
  }

  private var months: [CivilDate] { model.figures.months.map(\.month) }

  private var revenue: Markup {
    let rows = months.map { date in
      Row(
        month: date,
        values: [Measure.revenue, .received].map { measure in
          DashboardPage.total(measure, DashboardPage.month(of: date), model, visit).minorUnits
        })
    }
    return chart(
      rows,
      title: visit(
        "Omzet zonder btw en ontvangsten per maand", "Revenue without VAT and receipts per month"),
      series: [
        visit("omzet zonder btw", "revenue without VAT"), visit("ontvangen", "received"),
      ], show: money,
      none: emptyState(
        visit("Nog geen omzet", "No revenue yet"),
        visit(
          "Zodra er facturen zijn, ziet u hier de laatste twaalf maanden.",
          "As soon as there are invoices, the last twelve months appear here.")))
  }

  private var subscriptions: Markup {
    let rows = model.figures.months.map { Row(month: $0.month, values: [$0.running, $0.started]) }
    return chart(
      rows,
      title: visit(
        "Lopende en nieuwe abonnementen per maand", "Running and new subscriptions per month"),
      series: [
        visit("lopend aan het einde", "running at the end"),
        visit("nieuw in de maand", "new in the month"),
      ], show: { "\($0)" },
      none: emptyState(
        visit("Nog geen abonnementen", "No subscriptions yet"),
        visit(
          "Zodra er iemand koopt, ziet u hier het verloop.",
          "As soon as someone buys, you see the course here.")))
  }

  private var states: Markup {
    Markup {
      facts(
        SubscriptionState.names.map { name in
          (visit(SubscriptionState.label(named: name)), Markup("\(model.subscriptions[name] ?? 0)"))
        })
      div(.class("actions")) {
        linkButton(
          visit("Alle abonnementen", "All subscriptions"), MenuPart.subscriptions.url, .quiet)
      }
    }
  }

  private var outstanding: Markup {
    let rows = model.figures.months.map {
      Row(month: $0.month, values: [$0.receivable.minorUnits])
    }
    return chart(
      rows,
      title: visit(
        "Openstaande facturen aan het einde van elke maand",
        "Outstanding invoices at the end of each month"),
      series: [visit("openstaand", "outstanding")], show: money,
      none: emptyState(
        visit("Niets openstaand", "Nothing outstanding"),
        visit(
          "In de laatste twaalf maanden stond er aan geen maandeinde een factuur open.",
          "At no month's end of the last twelve was an invoice outstanding.")))
  }

  private func chart(
    _ rows: [Row], title: String, series: [String], show: @escaping (Int64) -> String,
    none: Markup
  ) -> Markup {
    let chart = BarChart(
      title: title, series: series,
      months: rows.map { BarChart.Month(label: name(of: $0.month), values: $0.values) },
      show: show)
    if chart.isEmpty { return none }
    return Markup {
      chart.markup
      details {
        summary { visit("Dezelfde cijfers als tabel", "The same numbers as a table") }
        table(rows, title, series, show)
      }
    }
  }

  private func table(
    _ rows: [Row], _ title: String, _ series: [String], _ show: @escaping (Int64) -> String
  ) -> Markup {
    let numbers = series.indices.map { place in
      DataTable<Row>.Column(series[place], .number) { row in
        row.values.indices.contains(place) ? show(row.values[place]) : ""
      }
    }
    return DataTable<Row>(
      title, showsCaption: false,
      columns: [
        .init(visit("Maand", "Month"), .rowHeader) { row in
          "\(name(of: row.month)) \(row.month.year)"
        }
      ] + numbers
    ).markup(rows)
  }

  private func name(of month: CivilDate) -> String {
    let names = MonthNames.short[visit.language] ?? []
    return names.indices.contains(month.month - 1) ? names[month.month - 1] : "\(month.month)"
  }

  private func money(_ units: Int64) -> String {
    Money(minorUnits: units, currency: visit.shop.currency).formatted(visit.language)
  }
}
