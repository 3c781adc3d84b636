import Primitives
import Storage
import Tenancy

/// Draws numbers without gap or duplicate (R-13, I-20): a block per batch, in the transaction that
/// writes the documents. The row of the series stays locked until that commits, so a number is
/// never seen outside it, and a rollback gives it back.
struct NumberSeries {
  let shop: ShopTransaction
  let numbering: Numbering

  struct Number: Hashable, Sendable {
    let series: String
    let number: Int64
    /// As printed.
    let text: String
    /// The date wanted, or that of the series' last document where it is later: dates never
    /// decrease with the number.
    let issuedOn: CivilDate
  }

  /// Numbers for documents of a kind and date, in the order of the wishes.
  func draw(_ wishes: [(kind: DocumentKind, on: CivilDate)]) throws -> [Number] {
    var numbers = [Number?](repeating: nil, count: wishes.count)
    for (key, members) in grouped(wishes) {
      let dates = members.map { wishes[$0].on }
      let drawn = try draw(key, dates: dates, format: format(of: key.kind))
      for (member, number) in zip(members, drawn) { numbers[member] = number }
    }
    return numbers.compactMap { $0 }
  }

  struct Key: Hashable, Comparable {
    let series: String
    let kind: DocumentKind

    static func < (a: Key, b: Key) -> Bool { a.series < b.series }
  }

  /// The wishes of each series in order of their dates; the series always in the same order, so
  /// that two writers never wait for each other in a circle.
  private func grouped(
    _ wishes: [(kind: DocumentKind, on: CivilDate)]
  ) -> [(key: Key, members: [Int])] {
    var groups: [Key: [Int]] = [:]
    for (index, wish) in wishes.enumerated() {
      groups[Key(series: series(wish.kind, wish.on), kind: wish.kind), default: []].append(index)
    }
    return groups.sorted { $0.key < $1.key }.map { key, members in
      (key, members.sorted { (wishes[$0].on, $0) < (wishes[$1].on, $1) })
    }
  }

  private func format(of kind: DocumentKind) -> NumberFormat {
    switch kind {
    case .proForma: numbering.proForma
    case .invoice: numbering.invoice
    case .creditNote: numbering.creditNote
    }
  }

  /// What all numbers of the series begin with, the year of the issue date included: a change of
  /// format begins a new series.
  private func series(_ kind: DocumentKind, _ date: CivilDate) -> String {
    let format = format(of: kind)
    return format.prefix + (format.includesYear ? "\(date.year)-" : "")
  }

  private func draw(_ key: Key, dates: [CivilDate], format: NumberFormat) throws -> [Number] {
    let (last, lastDate) = try advance(key, by: Int64(dates.count), on: dates.first ?? shop.today)
    var date = lastDate
    var number = last - Int64(dates.count)
    var numbers: [Number] = []
    for wanted in dates {
      number += 1
      date = max(date, wanted)
      numbers.append(
        Number(
          series: key.series, number: number,
          text: format.text(number: number, year: wanted.year), issuedOn: date))
    }
    try shop.execute(
      """
      UPDATE number_series SET last_issued_on = \(date)
      WHERE tenant_id = \(shop.tenant) AND series = \(key.series)
      """)
    return numbers
  }

  /// Takes a block and with it the lock on the series.
  /// - Returns: the last number of the block, and the date of the series' last document.
  private func advance(
    _ key: Key, by count: Int64, on first: CivilDate
  ) throws -> (last: Int64, date: CivilDate) {
    try shop.execute(
      """
      INSERT INTO number_series (id, tenant_id, series, kind, last_number, last_issued_on)
      VALUES (\(shop.newID(NumberSeries.Row.self)), \(shop.tenant), \(key.series),
        \(key.kind.rawValue), \(count), \(first))
      ON CONFLICT (tenant_id, series)
      DO UPDATE SET last_number = number_series.last_number + excluded.last_number
      """)
    let series = try shop.first(
      """
      SELECT last_number, last_issued_on, kind FROM number_series
      WHERE tenant_id = \(shop.tenant) AND series = \(key.series)
      """
    ) { row in
      guard key.kind.rawValue == (try row.get(2) as String) else {
        throw InvoicingRefusal.sharedSeries(key.series)
      }
      return (last: try row.get(0) as Int64, date: try row.get(1) as CivilDate)
    }
    guard let series else { throw InvoicingRefusal.sharedSeries(key.series) }
    return series
  }

  /// Only for the ids of its rows.
  enum Row: Entity { static let idPrefix = "ser" }
}
