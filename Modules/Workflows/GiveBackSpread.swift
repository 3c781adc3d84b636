import Invoicing
import Primitives
import Subscriptions

/// Which lines of which documents a change takes back, and how much of each. Pure.
struct GiveBackSpread {
  /// In the order of their lines.
  private(set) var parts: [Invoice.ID: [CreditedLine]] = [:]
  /// The calculation of what is left of a line, where it has words.
  private var left: [Place: Phrase] = [:]
  private let language: Language

  private struct Place: Hashable {
    let document: Invoice.ID
    let ordinal: Int
  }

  init(
    _ givenBack: [GivenBack], over standing: [StandingDocument], _ language: Language
  ) throws {
    self.language = language
    for part in givenBack { try spread(part, over: standing) }
  }

  /// A charge stands on one line; on several where the VAT changed within its period, and then each
  /// gives back its own days.
  private mutating func spread(_ part: GivenBack, over standing: [StandingDocument]) throws {
    for document in standing {
      let lines = document.lines.filter { $0.isLine(of: part.charge) }
      // A line that holds none of these days charges others of the same component.
      guard lines.contains(where: { $0.days(of: part) > 0 }), !part.amount.isZero else { continue }
      let (charged, left) = (
        try lines.map(\.amount).total(in: part.amount.currency),
        try lines.map(\.rest).total(in: part.amount.currency)
      )
      let kept = try part.charge.kept
      // Who is not charged VAT was asked less than the price says.
      let wanted =
        charged == part.charge.amount || left == kept
        ? part.amount : try part.amount.scaled(by: Ratio(left.minorUnits, kept.minorUnits))
      let shares = try wanted.allocated(over: lines.map { $0.days(of: part) })
      for (line, share) in zip(lines, shares) {
        try take(share, of: line, on: document.head.id, part)
      }
      return
    }
  }

  private mutating func take(
    _ share: Money, of line: StandingDocument.Line, on id: Invoice.ID, _ part: GivenBack
  ) throws {
    let before = parts[id]?.first { $0.ordinal == line.ordinal }?.amount ?? .zero(share.currency)
    let rest = try line.rest - before
    let amount = share.minorUnits.magnitude > rest.minorUnits.magnitude ? rest : share
    guard !amount.isZero else { return }
    parts[id, default: []].removeAll { $0.ordinal == line.ordinal }
    parts[id, default: []].append(
      CreditedLine(
        ordinal: line.ordinal, amount: try before + amount,
        explanation: before.isZero ? part.explanation?(language) : nil,
        period: part.period.flatMap { line.charge.period?.overlap($0) }))
    parts[id]?.sort { $0.ordinal < $1.ordinal }
    left[Place(document: id, ordinal: line.ordinal)] = try part.keptWords
  }

  /// The charges that are left of a request.
  func rest(of document: StandingDocument) throws -> [Charge] {
    let taken = Dictionary(
      (parts[document.head.id] ?? []).map { ($0.ordinal, $0) }
    ) { first, _ in first }
    return try document.lines.compactMap { line in
      guard let part = taken[line.ordinal] else { return line.charge }
      let amount = try line.amount - part.amount
      guard !amount.isZero else { return nil }
      var charge = line.charge
      charge.quantity = 1
      charge.unitPrice = amount
      charge.explanation =
        left[Place(document: document.head.id, ordinal: line.ordinal)]?(language)
      if let whole = charge.period, let gone = part.period {
        charge.period = Period(from: whole.from, until: gone.from)
      }
      return charge
    }
  }
}

extension StandingDocument.Line {
  /// Whether it charges (a part of) this charge, and has something left to take back.
  fileprivate func isLine(of recorded: RecordedCharge) -> Bool {
    guard charge.source == recorded.subscriptionID.description, !rest.isZero,
      charge.component == recorded.component.code
    else { return false }
    guard let period = charge.period else { return true }
    return recorded.period.from <= period.from && period.until <= recorded.period.until
  }

  /// How many of its days are given back; all of what has no days.
  fileprivate func days(of part: GivenBack) -> Int64 {
    guard let period = charge.period, let gone = part.period else { return 1 }
    return Int64(period.overlap(gone)?.days ?? 0)
  }
}

extension GivenBack {
  /// What the days that are kept cost, in words; nil where that is not by the day.
  fileprivate var keptWords: Phrase? {
    get throws(MoneyError) {
      let days = charge.period.from.days(until: from)
      guard days > 0 else { return nil }
      let kept = try ProRata(price: charge.fullPrice, days: days, of: charge.wholeDays)
      return try kept.amount == charge.kept - amount ? kept.explanation : nil
    }
  }
}

extension Period {
  /// The days of both; nil for none.
  fileprivate func overlap(_ other: Period) -> Period? {
    Period(from: max(from, other.from), until: min(until, other.until))
  }
}
