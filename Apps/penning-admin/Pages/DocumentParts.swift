import HTML
import Invoicing
import Primitives
import Web

/// What a document says, as pages show it: also of one that is only previewed.
struct DocumentParts {
  let document: IssuedDocument
  let visit: StaffVisit

  var lines: Markup {
    var columns: [DataTable<IssuedDocument.Line>.Column] = [
      .init(visit("Omschrijving", "Description"), .rowHeader) { line in
        Markup {
          line.description
          if let explanation = line.explanation {
            br()
            small { explanation }
          }
        }
      },
      .init(visit(Texts.period)) { line in
        line.period.map { visit.show($0) } ?? Markup("–")
      },
      .init(visit("Aantal", "Quantity"), .number) { line in Markup("\(line.quantity)") },
      .init(visit("Prijs per stuk", "Unit price"), .number) { line in visit.show(line.unitPrice) },
    ]
    if !document.rates.isEmpty {
      columns.append(
        .init(visit("Btw", "VAT"), .number) { line in
          Markup(line.treatment.map { visit($0.label) } ?? "–")
        })
    }
    columns.append(.init(visit(Texts.amount), .number) { line in visit.show(line.amount) })
    let caption =
      document.pricesIncludeVAT
      ? visit("Regels, btw inbegrepen", "Lines, VAT included")
      : visit("Regels, zonder btw", "Lines, without VAT")
    return DataTable(caption, columns: columns).markup(document.lines)
  }

  /// The VAT groups, and what the law wants said where none is charged; nothing on a pro forma.
  var rates: Markup {
    guard !document.rates.isEmpty else { return .empty }
    return Markup {
      DataTable<IssuedDocument.RateTotal>(
        visit("Btw per tarief", "VAT per rate"),
        columns: [
          .init(visit("Tarief", "Rate"), .rowHeader) { rate in Markup(visit(rate.treatment.label))
          },
          .init(visit("Over", "On"), .number) { rate in visit.show(rate.net) },
          .init(visit("Btw", "VAT"), .number) { rate in visit.show(rate.vat) },
        ]
      ).markup(document.rates)
      for mention in document.mentions { p(.class("muted")) { visit(mention) } }
    }
  }

  var amounts: Markup {
    var pairs: [(String, Markup)] = []
    if let net = document.net {
      pairs.append((visit("Zonder btw", "Without VAT"), visit.show(net)))
    }
    if let vat = document.vat { pairs.append((visit("Btw", "VAT"), visit.show(vat))) }
    pairs.append(
      (visit("Totaal, btw inbegrepen", "Total, VAT included"), visit.show(document.total)))
    guard document.kind != .creditNote else { return facts(pairs) }
    if !document.creditsUsed.isZero {
      pairs.append((visit("Verrekend tegoed", "Credit used"), visit.show(document.creditsUsed)))
    }
    pairs.append((visit("Betaald", "Paid"), visit.show(document.paid)))
    if !document.closed.isZero {
      pairs.append(
        (
          visit("Gecrediteerd of afgeboekt", "Credited or written off"),
          visit.show(document.closed)
        ))
    }
    pairs.append(
      (visit("Nog te betalen", "Left to pay"), strong { visit.show(document.toPay) }))
    return facts(pairs)
  }
}
