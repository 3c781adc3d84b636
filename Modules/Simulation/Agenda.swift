import Primitives
import Synchronization

/// Something that will happen in the world.
enum Happening: Sendable {
  // Customers
  case arrives(customer: Int)
  case decides(customer: Int, payment: Int, pays: Bool)
  case comesBack(customer: Int, payment: Int64)
  case visitsPortal(customer: Int, tries: Int)
  case cancels(customer: Int)
  case withdraws(customer: Int, subscription: Int64)
  // Shops
  case grantsCredit(customer: Int)
  case pauses(customer: Int)
  case changesPlan(customer: Int)
  case getsCreditNote(customer: Int)
  case changesPolicy(shop: Int)
  // The bank
  case settles(payment: Int)
  case expires(payment: Int)
  case chargesBack(payment: Int)
  case refunds(payment: Int)
  case webhook(payment: Int)
  case forgedWebhook(shop: Int)
  // The platform
  case workerSleeps(hours: Int)
  case monthEnds
}

/// What will happen, in order of time; what falls on one moment, in the order it was written down.
final class Agenda: Sendable {
  private struct Entry {
    let at: Instant
    let order: Int
    let happening: Happening

    func isBefore(_ other: Entry) -> Bool { (at, order) < (other.at, other.order) }
  }

  private struct Heap {
    var entries: [Entry] = []
    var count = 0
  }

  private let heap = Mutex(Heap())

  var next: Instant? { heap.withLock { $0.entries.first?.at } }

  func add(_ happening: Happening, at moment: Instant) {
    heap.withLock { heap in
      heap.count += 1
      heap.entries.append(Entry(at: moment, order: heap.count, happening: happening))
      var child = heap.entries.count - 1
      while child > 0 {
        let parent = (child - 1) / 2
        guard heap.entries[child].isBefore(heap.entries[parent]) else { break }
        heap.entries.swapAt(child, parent)
        child = parent
      }
    }
  }

  func take() -> (at: Instant, happening: Happening)? {
    heap.withLock { heap in
      guard let first = heap.entries.first, let last = heap.entries.popLast() else { return nil }
      if !heap.entries.isEmpty {
        heap.entries[0] = last
        Agenda.sink(&heap.entries)
      }
      return (first.at, first.happening)
    }
  }

  private static func sink(_ entries: inout [Entry]) {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < entries.count && entries[child].isBefore(entries[least]) {
        least = child
      }
      guard least != parent else { return }
      entries.swapAt(parent, least)
      parent = least
    }
  }
}
