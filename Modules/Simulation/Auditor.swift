import Invoicing
import Payments
import Primitives
import Storage
import Subscriptions
import Tenancy

/// A rule that did not hold.
struct BrokenInvariant: Error, Hashable {
  /// The row of invariants.md.
  let invariant: String
  let detail: String
}

/// An independent small model of what must be true. It knows what was asked for and what the bank
/// and the post really did, reads committed rows, and never a total that the platform computed.
final class Auditor {
  let bank: SimulatedBank
  let shops: [SimulatedShop]
  /// How often something was compared.
  private(set) var checked: Int64 = 0
  var marks = Bookmarks()
  var bankMark = 0

  var subscriptions: [Int64: ModelSubscription] = [:]
  /// Per shop, in the order of purchase: no dictionary decides an order here.
  var subscribed: [[Int64]]
  /// The claim of each one's first period.
  var firstClaim: [Int64: Int64] = [:]
  /// Bought and not yet paid, in order.
  var unpaid: [Int64] = []
  var expected: [ChargeKey: ExpectedCharge] = [:]
  var charges = 0
  var creditNotes = 0
  var pauses = 0
  var planChanges = 0
  var documents: [Int64: ModelDocument] = [:]
  /// In the order in which they were seen.
  var claims: [Int64] = []
  /// By shop and number, also the number of the definitive invoice.
  var byNumber: [String: Int64] = [:]
  var byInvoice: [Int64: Int64] = [:]
  var books: [ModelBooks]
  /// Credits of each customer that no document has.
  var available: [Int64: Int64] = [:]
  /// The receipt by which each customer's mandate came in.
  var mandatedSince: [Int64: Int64] = [:]
  var lastNumber: [String: Int64] = [:]
  var bookings: [String: ModelBooking] = [:]
  /// The shop's policy as it is now.
  var policies: [ModelPolicy]
  /// The credit notes that shops asked for, by invoice, VAT included.
  var expectedNotes: [Int64: [Int64]] = [:]
  /// The refunds that were asked for, by payment.
  var expectedRefunds: [String: [Int64]] = [:]
  /// Those that were seen: of which payment, and how much.
  var refunds: [String: (payment: String, amount: Int64)] = [:]
  var unnumbered: Set<Int64> = []
  var messages: [String: SeenMessage] = [:]
  var messageKeys: Set<String> = []
  var taken: [String: (confirmed: Int, lost: Int)] = [:]
  var mails = 0

  struct ChargeKey: Hashable, Comparable {
    let subscription: Int64
    let from: Day

    static func < (a: ChargeKey, b: ChargeKey) -> Bool {
      (a.subscription, a.from) < (b.subscription, b.from)
    }
  }

  struct ExpectedCharge {
    let until: Day
    let lines: [Int64]
    let gross: Int64
    let vat: Int64
    let day: Day
    let isFirst: Bool
  }

  init(bank: SimulatedBank, shops: [SimulatedShop]) {
    self.bank = bank
    self.shops = shops
    books = shops.map { _ in ModelBooks() }
    policies = shops.map(\.policy.modelled)
    subscribed = shops.map { _ in [] }
  }

  func expect(
    _ holds: Bool, _ invariant: String, _ detail: @autoclosure () -> String
  ) throws {
    checked += 1
    if !holds { throw BrokenInvariant(invariant: invariant, detail: detail()) }
  }

  /// Adds checks that somebody else made.
  func count(_ more: Int64) { checked += more }

  func shop(_ tenant: Int64) throws -> Int {
    guard let index = shops.firstIndex(where: { $0.id == tenant }) else {
      throw BrokenInvariant(invariant: "I-41", detail: "a row of an unknown shop \(tenant)")
    }
    return index
  }

  func today(_ shop: Int, at now: Instant) throws -> Day {
    try known(Day(shops[shop].zone.date(at: now).description))
  }

  func day(_ text: String) throws -> Day {
    guard let day = Day(text) else {
      throw BrokenInvariant(invariant: "I-15", detail: "'\(text)' is no date")
    }
    return day
  }

  /// Looks at everything that was committed since the last time.
  /// - Parameter expecting: whether the worker has been, so that all that is due must be there.
  func look(
    _ database: Database, mails posted: [PostedMail], at now: Instant, expecting: Bool = true
  ) async throws {
    let marks = marks
    let unpaid = try overdueCheckouts(at: now)
    let seen = try await database.read { try Observations($0, after: marks, unpaid: unpaid) }
    seen.advance(&self.marks)
    let new = try register(seen.documents)
    try giveUp(seen)
    try note(seen.refunds)
    try book(seen, at: now)
    try release(seen.entries)
    if expecting { try expectCharges(at: now) }
    try match(new)
    try number(seen.documents)
    try definitive(seen.documents)
    try watchBank()
    try note(seen.messages)
    try watchPost(posted)
    try compareBooks(seen)
  }

  /// What customers still owe; a checkout that was never paid is no debt.
  var openClaims: Int64 {
    claims.reduce(0) { sum, id in
      guard let document = documents[id] else { return sum }
      let isUnpaidCheckout =
        document.isFirst && subscriptions[document.subscription]?.state == .pending
      return isUnpaidCheckout ? sum : sum + document.open
    }
  }

  /// The journal's accounts against what the facts say they must hold (I-02, I-03).
  private func compareBooks(_ seen: Observations) throws {
    guard !seen.movements.isEmpty else { return }
    for (tenant, account, amount) in seen.movements {
      books[try shop(tenant)].seen[account, default: 0] += amount
    }
    for (index, book) in books.enumerated() {
      let name = shops[index].scope.shop.slug.text
      let pairs: [(String, Int64, Int64)] = [
        ("1300 receivable", book.balance("1300"), book.receivable),
        ("1290 clearing", book.balance("1290"), book.clearing),
        ("1610 prepaid", book.balance("1610"), -book.prepaid),
        ("1600 credits", book.balance("1600"), book.consumed - book.granted - book.turned),
        ("1620 refunds payable", book.balance("1620"), -book.refundable),
        ("4910 losses", book.balance("4910"), book.lost),
        ("4800 goodwill", book.balance("4800"), book.granted),
        ("1500 VAT", book.seen("1500"), -book.invoicedVAT),
        ("8000 revenue", book.seen("8000"), book.invoicedVAT - book.invoicedGross),
      ]
      for (account, stands, must) in pairs {
        try expect(
          stands == must, "I-03", "\(name): account \(account) holds \(stands), must hold \(must)")
      }
      let sum = book.seen.values.reduce(0, +)
      try expect(sum == 0, "I-02", "\(name): the accounts add up to \(sum)")
    }
  }
}
