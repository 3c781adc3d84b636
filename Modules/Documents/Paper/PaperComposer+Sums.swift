import Invoicing
import Primitives

/// The lines and what they come to.
extension PaperComposer {
  var table: Paper.Table {
    Paper.Table(
      description: words.description, columns: columns, lines: document.lines.map(line))
  }

  private var columns: [String] {
    guard isVATDocument else { return [words.quantity, words.unitPrice, words.gross] }
    return document.pricesIncludeVAT
      ? [words.quantity, words.unitPrice, words.rate, words.net, words.gross]
      : [words.quantity, words.unitPrice, words.rate, words.net]
  }

  private func line(_ line: IssuedDocument.Line) -> Paper.Line {
    let details = [line.period?.formatted(language), line.explanation]
    return Paper.Line(
      description: line.description.printable,
      details: details.compactMap { $0?.printable }.filter { !$0.isEmpty },
      cells: cells(of: line))
  }

  private func cells(of line: IssuedDocument.Line) -> [String] {
    let first = [String(line.quantity), say(line.unitPrice)]
    guard isVATDocument else { return first + [say(line.amount)] }
    let rate = line.rate.map(say) ?? ""
    guard document.pricesIncludeVAT else { return first + [rate, say(line.amount)] }
    return first + [rate, line.net.map(say) ?? "", say(line.amount)]
  }

  /// VAT for each rate, on VAT documents only.
  var grid: Paper.Grid? {
    guard isVATDocument, !document.rates.isEmpty else { return nil }
    return Paper.Grid(
      columns: [words.rateColumn, words.net, words.rate],
      rows: document.rates.map { [say($0.rate), say($0.net), say($0.vat)] })
  }

  var totals: [Paper.Total] {
    var totals: [Paper.Total] = []
    if isVATDocument {
      if let net = document.net { totals.append(.init(label: words.totalNet, amount: say(net))) }
      if let vat = document.vat { totals.append(.init(label: words.totalVAT, amount: say(vat))) }
    }
    let label = document.kind == .creditNote ? words.credited : words.total
    totals.append(.init(label: label, amount: say(document.total), weight: .strong))
    return totals + settlement
  }

  /// What was taken off the total, and what is left of it.
  private var settlement: [Paper.Total] {
    guard document.kind != .creditNote else { return [] }
    var totals: [Paper.Total] = []
    if document.creditsUsed.isPositive {
      totals.append(
        .init(label: words.fromCredits, amount: say(document.creditsUsed.negated)))
    }
    if document.paid.isPositive {
      let label = document.paidOn.map { words.paidOn(say($0)) } ?? words.paid
      totals.append(.init(label: label, amount: say(document.paid.negated)))
    }
    guard !totals.isEmpty else { return [] }
    let weight: Paper.Total.Weight = document.toPay.isPositive ? .strong : .plain
    return totals + [.init(label: words.toPay, amount: say(document.toPay), weight: weight)]
  }
}
