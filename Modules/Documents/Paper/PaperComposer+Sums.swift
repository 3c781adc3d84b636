import Invoicing
import Primitives

/// The lines and what they come to.
extension PaperComposer {
  var table: Paper.Table {
    var sums = CarriedSums(currency: document.total.currency)
    let lines = document.lines.map { line in
      sums.add(line)
      return self.line(line, after: sums)
    }
    return Paper.Table(description: words.description, columns: columns, lines: lines)
  }

  /// The rows of a VAT document tell the net amounts too, where the prices hold the VAT.
  private var showsNet: Bool { isVATDocument && document.pricesIncludeVAT }

  private var columns: [String] {
    guard isVATDocument else { return [words.quantity, words.unitPrice, words.gross] }
    return showsNet
      ? [words.quantity, words.unitPrice, words.rate, words.net, words.gross]
      : [words.quantity, words.unitPrice, words.rate, words.net]
  }

  private func line(_ line: IssuedDocument.Line, after sums: CarriedSums) -> Paper.Line {
    let details = [line.period?.formatted(language), line.explanation]
    return Paper.Line(
      description: line.description.printable,
      details: details.compactMap { $0?.printable }.filter { !$0.isEmpty },
      cells: cells(of: line), carried: carried(sums))
  }

  private func cells(of line: IssuedDocument.Line) -> [String] {
    let first = [String(line.quantity), say(line.unitPrice)]
    guard isVATDocument else { return first + [say(line.amount)] }
    let rate = line.treatment.map(short) ?? ""
    guard showsNet else { return first + [rate, say(line.amount)] }
    return first + [rate, line.net.map(say) ?? "", say(line.amount)]
  }

  /// In the columns of amounts; the others stay empty.
  private func carried(_ sums: CarriedSums) -> [String] {
    let amount = sums.amount.map(say) ?? ""
    guard isVATDocument else { return ["", "", amount] }
    return showsNet
      ? ["", "", "", sums.net.map(say) ?? "", amount] : ["", "", "", amount]
  }

  /// As a column shows it: "21%", "verlegd".
  private func short(_ treatment: VATTreatment) -> String {
    switch treatment.category {
    case .standard, .zero: say(treatment.rate)
    case .exempt, .reverseCharge, .outsideScope: treatment.label(language)
    }
  }

  var totals: [Paper.Total] {
    let label = document.kind == .creditNote ? words.credited : words.total
    let total = Paper.Total(label: label, amount: say(document.total), weight: .strong)
    return vatTotals + [total] + settlement
  }

  /// Net, then the VAT of each group over its own net, then all VAT where there are several.
  private var vatTotals: [Paper.Total] {
    guard isVATDocument, let net = document.net else { return [] }
    var totals = [Paper.Total(label: words.totalNet, amount: say(net))]
    for group in document.rates {
      totals.append(
        Paper.Total(
          label: words.vat(name(of: group.treatment), over: say(group.net)),
          amount: say(group.vat)))
    }
    if document.rates.count > 1, let vat = document.vat {
      totals.append(Paper.Total(label: words.totalVAT, amount: say(vat)))
    }
    return totals
  }

  /// As a total names it: "21% btw", "Btw verlegd".
  private func name(of treatment: VATTreatment) -> String {
    switch treatment.category {
    case .standard, .zero: words.vat(rate: say(treatment.rate))
    case .exempt: words.exempt
    case .reverseCharge: words.reverseCharge
    case .outsideScope: words.outsideScope
    }
  }

  /// What was taken off the total, and what is left of it.
  private var settlement: [Paper.Total] {
    guard document.kind != .creditNote else { return [] }
    var totals: [Paper.Total] = []
    func takeOff(_ label: String, _ money: Money) {
      guard money.isPositive else { return }
      totals.append(Paper.Total(label: label, amount: say(money.negated)))
    }
    takeOff(closing, document.closed)
    takeOff(words.fromCredits, document.creditsUsed)
    takeOff(document.paidOn.map { words.paidOn(say($0)) } ?? words.paid, document.paid)
    guard !totals.isEmpty || document.state.isOpen else { return [] }
    let weight: Paper.Total.Weight = document.toPay.isPositive ? .asked : .plain
    return totals + [.init(label: words.toPay, amount: say(document.toPay), weight: weight)]
  }
}

extension PaperComposer {
  /// Why a part of the total is asked no more.
  private var closing: String {
    switch document.state {
    case .proForma: words.lapsed
    case .invoice(.writtenOff): words.takenOff
    case .invoice, .creditNote: words.creditedPart
    }
  }
}

/// The sums of the lines so far, for the foot of a page. Nil once a sum is too large to be kept;
/// the totals of the document are its own and never come from here (I-04).
private struct CarriedSums {
  private(set) var amount: Money?
  private(set) var net: Money?

  init(currency: Currency) {
    amount = .zero(currency)
    net = .zero(currency)
  }

  mutating func add(_ line: IssuedDocument.Line) {
    amount = sum(amount, line.amount)
    net = sum(net, line.net)
  }

  private func sum(_ sum: Money?, _ part: Money?) -> Money? {
    guard let sum, let part else { return nil }
    do { return try sum + part } catch { return nil }
  }
}
