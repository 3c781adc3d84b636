import Invoicing
import Ledger
import Primitives
import Tenancy
import TestSupport
import Testing

/// What documents and money must come to, by the simplest bookkeeping there is.
struct MoneyModel {
  struct Paper: Equatable {
    let total: Int64
    var open: Int64
    var paid: Int64 = 0
    var closed: Int64 = 0
    /// What is left of each line to credit.
    var lines: [Int64]
    var isWrittenOff = false
  }

  struct Purse {
    var loose: Int64
    /// The document and how much lies on it, the latest last.
    var parts: [(paper: Int, amount: Int64)] = []
  }

  var papers: [Paper] = []
  var purses: [Purse] = []
  var gone: Int64 = 0

  mutating func issue(_ lines: [Int64]) {
    let total = lines.reduce(0, +)
    papers.append(Paper(total: total, open: total, lines: lines))
  }

  mutating func pay(_ amount: Int64, on parts: [(Int, Int64)]) {
    purses.append(Purse(loose: amount))
    for (paper, wanted) in parts { lay(purse: purses.count - 1, on: paper, atMost: wanted) }
  }

  private mutating func lay(purse: Int, on paper: Int, atMost wanted: Int64) {
    let amount = min(wanted, papers[paper].open, purses[purse].loose)
    guard amount > 0 else { return }
    papers[paper].open -= amount
    papers[paper].paid += amount
    purses[purse].loose -= amount
    purses[purse].parts.append((paper, amount))
  }

  /// The oldest document first, out of the oldest payment first.
  mutating func allocate() {
    for paper in papers.indices {
      for purse in purses.indices { lay(purse: purse, on: paper, atMost: .max) }
    }
  }

  /// False when there is not that much.
  mutating func takeBack(_ amount: Int64, from purse: Int) -> Bool {
    var left = amount
    var now = self
    let loose = min(left, now.purses[purse].loose)
    now.purses[purse].loose -= loose
    left -= loose
    for index in now.purses[purse].parts.indices.reversed() {
      let part = now.purses[purse].parts[index]
      let taken = min(left, part.amount)
      left -= taken
      now.purses[purse].parts[index].amount -= taken
      now.papers[part.paper].paid -= taken
      now.papers[part.paper].open += taken
      if taken > 0 { now.papers[part.paper].isWrittenOff = false }
    }
    guard left == 0 else { return false }
    now.gone += amount
    self = now
    return true
  }

  /// False when it does not fit.
  mutating func credit(_ paper: Int, line: Int, _ amount: Int64) -> Bool {
    guard !papers[paper].isWrittenOff, amount > 0, amount <= papers[paper].lines[line],
      amount <= papers[paper].total - papers[paper].closed
    else { return false }
    papers[paper].lines[line] -= amount
    papers[paper].closed += amount
    let lowered = min(amount, papers[paper].open)
    papers[paper].open -= lowered
    papers[paper].paid -= amount - lowered
    var left = amount - lowered
    for purse in purses.indices.reversed() {
      for index in purses[purse].parts.indices.reversed()
      where purses[purse].parts[index].paper == paper {
        let freed = min(left, purses[purse].parts[index].amount)
        left -= freed
        purses[purse].parts[index].amount -= freed
        purses[purse].loose += freed
      }
    }
    return true
  }

  /// False when nothing is open.
  mutating func writeOff(_ paper: Int) -> Bool {
    guard papers[paper].open > 0 else { return false }
    papers[paper].closed += papers[paper].open
    papers[paper].open = 0
    papers[paper].isWrittenOff = true
    return true
  }
}

@Suite("Documents and money agree with a model of them") struct ModelTests {
  @Test("through any sequence of acts", arguments: 0..<12)
  func agrees(seed: Int) async throws {
    try await run(.memory, seed: seed, steps: 60)
  }

  @Test("on a server too", arguments: TestDatabase.servers, 20..<23)
  func agrees(kind: DatabaseKind, seed: Int) async throws {
    try await run(kind, seed: seed, steps: 40)
  }

  private func run(_ kind: DatabaseKind, seed: Int, steps: Int) async throws {
    try await InvoicingBench.run(kind) { bench in
      var play = ModelPlay(bench: bench, random: SeededRandom(seed: UInt64(seed)))
      for step in 0..<steps {
        try await play.act(step)
        try await play.compare()
        if step.isMultiple(of: 20) { try await bench.verify() }
      }
      try await bench.verify()
    }
  }
}

/// The same acts on the store and on the model.
private struct ModelPlay {
  let bench: InvoicingBench
  let random: SeededRandom
  var model = MoneyModel()
  var ids: [Invoice.ID] = []

  init(bench: InvoicingBench, random: SeededRandom) {
    self.bench = bench
    self.random = random
  }

  private func below(_ limit: Int) -> Int { Int(random.below(UInt64(max(limit, 1)))) }

  mutating func act(_ step: Int) async throws {
    let choice = below(12)
    if ids.isEmpty || choice < 2 { return try await issue() }
    let paper = below(ids.count)
    switch choice {
    case 2...4: try await pay(step)
    case 5: try await allocate()
    case 6...7: try await takeBack(step)
    case 8...10: try await credit(paper)
    default: try await writeOff(paper)
    }
  }

  private mutating func issue() async throws {
    let treatments: [VATTreatment] = [
      .taxed(.standard), .taxed(.reducedNL), .exempt(.culture), .zero,
    ]
    var draft = try bench.draft(mode: .invoiceAtOnce)
    let lines = (0...below(3)).map { _ in Int64(below(3000) + 1) }
    draft.charges = lines.map {
      Charge(
        description: "x", unitPrice: .eur($0), treatment: treatments[below(4)],
        pricesIncludeVAT: true)
    }
    ids.append(try #require(try await bench.issue([draft]).first).id)
    model.issue(lines)
  }

  private mutating func pay(_ step: Int) async throws {
    let amount = Int64(below(4000) + 2)
    let first = below(ids.count), second = below(ids.count)
    var parts = [(first, amount / 2)]
    if second != first { parts.append((second, amount / 3)) }
    parts.removeAll { $0.1 == 0 }
    _ = try await bench.pay(
      "pay_\(model.purses.count)", amount, on: parts.map { (ids[$0.0], $0.1) })
    model.pay(amount, on: parts)
  }

  private mutating func allocate() async throws {
    _ = try await bench.write { [bench] in try $0.invoicing.allocate(of: bench.piet.id) }
    model.allocate()
  }

  private mutating func takeBack(_ step: Int) async throws {
    guard !model.purses.isEmpty else { return }
    let purse = below(model.purses.count)
    let amount = Int64(below(2500) + 1)
    do {
      _ = try await bench.takeBack("pay_\(purse)", amount, cause: "back:\(step)")
      let fits = model.takeBack(amount, from: purse)
      #expect(fits)
    } catch InvoicingRefusal.nothingToTakeBack {
      let fits = model.takeBack(amount, from: purse)
      #expect(!fits)
    }
  }

  private mutating func credit(_ paper: Int) async throws {
    let line = below(model.papers[paper].lines.count)
    let rest = model.papers[paper].lines[line]
    let amount = below(3) == 0 ? rest : Int64(below(Int(rest) + 2))
    do {
      _ = try await bench.credit(ids[paper], [(line, amount)])
      let fits = model.credit(paper, line: line, amount)
      #expect(fits)
    } catch let error where error is ImpossibleTransition || error is InvoicingRefusal {
      let fits = model.credit(paper, line: line, amount)
      #expect(!fits, "\(error)")
    }
  }

  private mutating func writeOff(_ paper: Int) async throws {
    do {
      _ = try await bench.write { [ids] in try $0.invoicing.writeOff(ids[paper]) }
      let fits = model.writeOff(paper)
      #expect(fits)
    } catch is ImpossibleTransition {
      let fits = model.writeOff(paper)
      #expect(!fits)
    }
  }

  func compare() async throws {
    let heads = try await bench.write { [ids] in try $0.invoicing.heads(ids) }
    for (id, paper) in zip(ids, model.papers) {
      let head = try #require(heads[id])
      #expect(head.toPay.minorUnits == paper.open && head.paid.minorUnits == paper.paid)
      #expect(head.closed.minorUnits == paper.closed)
      #expect(head.isOpen == (paper.open > 0))
    }
    let loose = try await bench.write { try $0.invoicing.unallocated(of: bench.piet.id) }
    #expect(loose.minorUnits == model.purses.map(\.loose).reduce(0, +))
    #expect(try await bench.balance(.receivable) == model.papers.map(\.open).reduce(0, +))
  }
}
