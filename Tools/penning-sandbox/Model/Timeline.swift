import Primitives

/// Something that is to happen at the sandbox by itself.
enum Happening: Sendable, Hashable {
  /// A collection, or a payment that the payer put off, comes to its end.
  case settle(PaymentPlace)
  case expire(PaymentPlace)
  case chargeBack(PaymentPlace, code: String)
  case completeRefund(PaymentPlace, refund: String)
  /// The payment's webhook is called, for the n-th time counted from 1.
  case callWebhook(PaymentPlace, attempt: Int, first: Instant)
}

extension Happening {
  var place: PaymentPlace {
    switch self {
    case .settle(let place), .expire(let place), .chargeBack(let place, _),
      .completeRefund(let place, _), .callWebhook(let place, _, _):
      place
    }
  }
}

/// Where a payment is found: in which world, under which id.
struct PaymentPlace: Sendable, Hashable {
  let key: String
  let id: String
}

/// What is to happen, in order of time; what is planned first for one moment happens first.
struct Timeline: Sendable {
  private struct Entry: Sendable {
    let at: Instant
    let ordinal: Int
    let happening: Happening

    func comes(before other: Entry) -> Bool { (at, ordinal) < (other.at, other.ordinal) }
  }

  /// A binary heap: the earliest stands first.
  private var heap: [Entry] = []
  private var planned = 0

  var count: Int { heap.count }
  var next: Instant? { heap.first?.at }
  /// All that is planned, the earliest first.
  var inOrder: [(at: Instant, happening: Happening)] {
    heap.sorted { $0.comes(before: $1) }.map { ($0.at, $0.happening) }
  }

  mutating func plan(_ happening: Happening, at moment: Instant) {
    planned += 1
    heap.append(Entry(at: moment, ordinal: planned, happening: happening))
    var index = heap.count - 1
    while index > 0, heap[index].comes(before: heap[(index - 1) / 2]) {
      heap.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  /// Takes the earliest happening that is due by `moment`.
  mutating func take(until moment: Instant) -> (at: Instant, happening: Happening)? {
    guard let first = heap.first, first.at <= moment else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      sink()
    }
    return (first.at, first.happening)
  }

  /// Leaves out what no longer concerns anything.
  mutating func keep(where isKept: (Happening) -> Bool) {
    let kept = inOrder.filter { isKept($0.happening) }
    heap = []
    for (at, happening) in kept { plan(happening, at: at) }
  }

  private mutating func sink() {
    var index = 0
    while true {
      let children = [2 * index + 1, 2 * index + 2].filter { $0 < heap.count }
      guard let child = children.min(by: { heap[$0].comes(before: heap[$1]) }),
        heap[child].comes(before: heap[index])
      else { return }
      heap.swapAt(index, child)
      index = child
    }
  }
}

/// The intervals between a webhook's calls (mollie.md section 7).
enum WebhookSchedule {
  /// Seconds after the first call, for the first to the tenth.
  static let delays: [Int64] = [
    0, 60, 180, 420, 900, 1860, 3600, 7200, 14_400, 93_600,
  ]

  /// When the call after this one is made; nil after the last.
  static func next(after attempt: Int, first: Instant) -> Instant? {
    delays.indices.contains(attempt) ? first.adding(seconds: delays[attempt]) : nil
  }
}
