import Primitives

/// What one API key sees: its own payments, customers and mandates, and nobody else's.
struct World: Sendable {
  let key: String
  var payments = Shelf<SandboxPayment>(limit: 50_000)
  var customers = Shelf<SandboxCustomer>(limit: 50_000)
  var mandates = Shelf<SandboxMandate>(limit: 50_000)
  var answers = KeptAnswers()

  init(key: String) { self.key = key }

  var isLive: Bool { key.hasPrefix("live_") }

  /// The mandate to collect on: the one named, or any valid one of the customer, newest first.
  func chargeableMandate(of customer: SandboxCustomer, named id: String?) -> SandboxMandate? {
    let all = customer.mandates.reversed().compactMap { mandates[$0] }
    return all.first { $0.status == .valid && (id == nil || $0.id == id) }
  }
}

/// Things by id in the order in which they came, a bounded number of them: the oldest make room.
struct Shelf<Item: Sendable>: Sendable {
  private let limit: Int
  private var items: [String: Item] = [:]
  /// Every id that is here, oldest first.
  private(set) var order: [String] = []

  init(limit: Int) { self.limit = max(limit, 2) }

  var count: Int { items.count }

  /// Setting nil takes the thing away; setting an unknown id puts it at the end.
  subscript(id: String) -> Item? {
    get { items[id] }
    set {
      if newValue != nil, items[id] == nil { order.append(id) }
      if newValue == nil, items[id] != nil { order.removeAll { $0 == id } }
      items[id] = newValue
      if order.count > limit { makeRoom() }
    }
  }

  var oldestFirst: [Item] { order.compactMap { items[$0] } }

  /// All things, newest first.
  var newestFirst: [Item] { order.reversed().compactMap { items[$0] } }

  mutating func forget(allButNewest count: Int) { dropOldest(max(order.count - count, 0)) }

  /// Drops the oldest tenth at once, so that a full shelf stays fast.
  private mutating func makeRoom() { dropOldest(max(limit / 10, 1)) }

  private mutating func dropOldest(_ count: Int) {
    for id in order.prefix(count) { items[id] = nil }
    order.removeFirst(min(count, order.count))
  }
}

/// Draws ids that look like the real ones and repeat with the seed.
struct IdentifierSource: Sendable {
  /// Where the next id comes from; as a seed it goes on from here.
  private(set) var state: UInt64
  private static let alphabet = Array(
    "0123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)

  init(seed: UInt64) { state = seed }

  /// `tr_` and ten letters or digits.
  mutating func next(_ prefix: String, count: Int = 10) -> String {
    var text = prefix
    for _ in 0..<count {
      let index = Int(number() % UInt64(Self.alphabet.count))
      text.unicodeScalars.append(Unicode.Scalar(Self.alphabet[index]))
    }
    return text
  }

  /// A Dutch account at the test bank, with valid check digits.
  mutating func iban() -> String {
    let account = 100_000_000 + number() % 900_000_000
    let body = "TEST0\(account)"
    var remainder: UInt64 = 0
    // T is 29, E 14, S 28; then NL00 as 2321 and the two zeros.
    for digit in "291428290\(account)232100".utf8 {
      remainder = (remainder * 10 + UInt64(digit - UInt8(ascii: "0"))) % 97
    }
    let check = 98 - remainder
    return "NL\(check < 10 ? "0" : "")\(check)\(body)"
  }

  private mutating func number() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return (mixed ^ (mixed >> 31)) >> 8
  }
}
