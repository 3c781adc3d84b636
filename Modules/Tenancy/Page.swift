import Primitives

/// Where a list goes on: opaque outside, the last row's id inside.
package struct Cursor: Hashable, Sendable, CustomStringConvertible {
  package let lastID: Int64

  package init(lastID: Int64) { self.lastID = lastID }

  /// Nil for any text that this platform did not print.
  package init?(_ text: String) {
    guard text.utf8.count <= 17, text.first == "c", let id = Int64(text.dropFirst(), radix: 32),
      id > 0, "c" + String(id, radix: 32) == text
    else { return nil }
    lastID = id
  }

  package var description: String { "c" + String(lastID, radix: 32) }
}

/// Which part of a list is asked for: newest first, keyset on the id.
package struct PageRequest: Hashable, Sendable {
  package static let limits = 1...200
  package static let first = PageRequest(within: 50, after: nil)

  package let limit: Int
  package let after: Cursor?

  /// Refuses a limit outside 1...200.
  package init(limit: Int = 50, after: Cursor? = nil) throws(TenancyRefusal) {
    guard PageRequest.limits.contains(limit) else {
      throw .field("/limit", .outOfRange(1, 200))
    }
    self.init(within: limit, after: after)
  }

  private init(within limit: Int, after: Cursor?) {
    self.limit = limit
    self.after = after
  }

  /// The wanted rows have an id below this.
  package var before: Int64 { after?.lastID ?? Int64.max }
  /// One more than wanted, to see whether the list goes on.
  package var fetch: Int64 { Int64(limit) + 1 }
}

/// A part of a list, and where the next begins.
package struct Page<Item: Sendable>: Sendable {
  package let items: [Item]
  package let next: Cursor?

  package init(items: [Item], next: Cursor?) {
    self.items = items
    self.next = next
  }

  /// From the rows of `... AND id < \(request.before) ORDER BY id DESC LIMIT \(request.fetch)`.
  package init(fetched: [Item], for request: PageRequest, id: (Item) -> Int64) {
    items = Array(fetched.prefix(request.limit))
    next = fetched.count > request.limit ? items.last.map { Cursor(lastID: id($0)) } : nil
  }

  package func map<Other: Sendable>(_ transform: (Item) throws -> Other) rethrows -> Page<Other> {
    Page<Other>(items: try items.map(transform), next: next)
  }
}
