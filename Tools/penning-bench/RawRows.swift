import Primitives
import Storage
import Tenancy

/// The rows of one batch, with values as long as the real ones.
struct RawRows: Sendable {
  struct Due: Sendable {
    let subscription: Int64
    let customer: Int64
  }

  /// The owner of ids that are drawn for no table in particular.
  enum Anything: Entity { static let idPrefix = "any" }

  static let idsPerSubscription = 6

  /// In the order of `inserts`, by the names of the real tables.
  private(set) var tables: [String] = []
  private(set) var inserts: [BulkRows] = []
  private(set) var advance = BulkRows(
    into: RawTables.raw("subscriptions"),
    [.integer("id"), .integer("tenant_id"), .integer("next_index"), .integer("bill_at")])

  private let shop: Shop.ID
  private let ids: DrawnIDs

  init(
    _ batch: [Due], of shop: Shop.ID, ids: [Int64], makesInvoices: Bool, withSeller: Bool
  ) {
    self.shop = shop
    self.ids = DrawnIDs(ids)
    addParties(batch, withSeller: withSeller)
    addInvoices(batch, makesInvoices: makesInvoices)
    addLines(batch)
    addCollections(batch)
    addFollowUp(batch)
    if makesInvoices { addBooks(batch) }
    for due in batch {
      advance.append(due.subscription, shop, 2, Town.billingDay.adding(days: 31))
    }
  }

  private mutating func add(
    _ table: String, _ columns: [Column], _ fill: (inout BulkRows) -> Void
  ) {
    var rows = BulkRows(into: RawTables.raw(table), columns)
    fill(&rows)
    tables.append(table)
    inserts.append(rows)
  }

  private mutating func addParties(_ batch: [Due], withSeller: Bool) {
    let columns: [Column] = [
      .integer("id"), .integer("tenant_id"), .bytes("content_hash"), .text("content"),
    ]
    let content = String(repeating: "x", count: 190)
    let (shop, ids) = (shop, ids)
    add("invoice_parties", columns) { rows in
      for (row, due) in batch.enumerated() {
        rows.append(ids.of(0, row), shop, RawRows.hash(due.customer), content)
      }
      if withSeller, let last = ids.all.last {
        rows.append(last, shop, RawRows.hash(last), content)
      }
    }
  }

  private mutating func addInvoices(_ batch: [Due], makesInvoices: Bool) {
    let kind = makesInvoices ? "invoice" : "proForma"
    let (shop, ids) = (shop, ids)
    add("invoices", RawRows.invoiceColumns) { rows in
      for (row, due) in batch.enumerated() {
        let id = ids.of(1, row)
        // The id stands in for the number: unique, ascending and no shorter.
        rows.append(
          id, shop, kind, makesInvoices ? "2026-" : "PF", id, "2026-00123", due.customer,
          due.customer,
          due.customer, "2026-11-24", "2026-12-01", "2026-12-01", "open", "nl", "EUR", 1, 3000,
          0, 0, 3000, 0, "RF18000000000000000000", "sub_0123456789abc", RawRows.hash(id),
          Town.billingDay, 1)
      }
    }
  }

  private mutating func addLines(_ batch: [Due]) {
    let lineColumns: [Column] = [
      .integer("invoice_id"), .integer("ordinal"), .integer("tenant_id"), .text("description"),
      .text("period_from"), .text("period_until"), .integer("quantity"), .integer("unit_price"),
      .integer("amount"), .integer("net"), .integer("vat_rate"), .text("source"),
      .text("component"),
    ]
    let chargeColumns: [Column] = [
      .integer("subscription_id"), .integer("tenant_id"), .text("period_from"),
      .text("period_until"), .integer("whole_days"), .integer("full_price"), .integer("amount"),
      .text("currency"),
    ]
    let (shop, ids) = (shop, ids)
    add("invoice_lines", lineColumns) { rows in
      for row in batch.indices {
        rows.append(
          ids.of(1, row), 0, shop, "Basis", "2026-12-01", "2027-01-01", 1, 3000, 3000, 2479,
          2100, "sub_0123456789abc", "plan")
      }
    }
    add("subscription_charges", chargeColumns) { rows in
      for due in batch {
        rows.append(
          due.subscription, shop, "2026-12-01", "2027-01-01", 31, 3000, 3000, "EUR")
      }
    }
  }

  private mutating func addCollections(_ batch: [Due]) {
    let targetColumns: [Column] = [
      .integer("payment_id"), .integer("tenant_id"), .integer("ordinal"),
      .integer("document_id"), .integer("amount"), .text("phase"),
    ]
    let (shop, ids) = (shop, ids)
    add("payments", RawRows.paymentColumns) { rows in
      for (row, due) in batch.enumerated() {
        let id = ids.of(2, row)
        rows.append(
          id, shop, due.customer, "EUR", 3000, "directDebit", "recurring", "mollie", id,
          "2026-00123", "penning-pay-\(id)", "planned", 1, Town.billingDay.adding(days: 7),
          "2026-12-01", 0, 0, 0, 0, Town.billingDay)
      }
    }
    add("payment_targets", targetColumns) { rows in
      for row in batch.indices {
        rows.append(ids.of(2, row), shop, 0, ids.of(1, row), 3000, "planned")
      }
    }
  }

  private mutating func addFollowUp(_ batch: [Due]) {
    let caseColumns: [Column] = [
      .integer("id"), .integer("tenant_id"), .integer("customer_id"), .integer("document_id"),
      .integer("flow_id"), .text("opened_on"), .text("due_on"), .text("state"),
      .text("last_step"), .integer("due_at"),
    ]
    let outboxColumns: [Column] = [
      .integer("id"), .integer("tenant_id"), .text("kind"), .text("natural_key"),
      .text("payload"), .text("state"), .integer("due_at"), .integer("attempts"),
      .integer("fence"), .integer("lease_until"), .integer("created_at"),
    ]
    let payload = #"{"kind":"invoiceDue","object":"inv_0123456789abc","level":0}"#
    let (shop, ids) = (shop, ids)
    add("dunning_cases", caseColumns) { rows in
      for (row, due) in batch.enumerated() {
        rows.append(
          ids.of(3, row), shop, due.customer, ids.of(1, row), due.customer, "2026-11-24",
          "2026-12-01", "active", "none", Town.billingDay.adding(days: 4))
      }
    }
    add("outbox", outboxColumns) { rows in
      for row in batch.indices {
        rows.append(
          ids.of(4, row), shop, "mail", "invoiceDue:\(ids.of(1, row)):0", payload, "waiting",
          Town.billingDay, 0, 0, 0, Town.billingDay)
      }
    }
  }

  private mutating func addBooks(_ batch: [Due]) {
    let rateColumns: [Column] = [
      .integer("invoice_id"), .integer("vat_rate"), .integer("tenant_id"), .integer("net"),
      .integer("vat"),
    ]
    let entryColumns: [Column] = [
      .integer("id"), .integer("tenant_id"), .text("kind"), .text("source"), .text("booked_on"),
      .integer("posted_at"), .text("text"),
    ]
    let lineColumns: [Column] = [
      .integer("entry_id"), .integer("ordinal"), .integer("tenant_id"), .integer("account_id"),
      .integer("amount"), .text("currency"), .integer("customer_id"),
    ]
    let (shop, ids) = (shop, ids)
    add("invoice_rates", rateColumns) { rows in
      for row in batch.indices { rows.append(ids.of(1, row), 2100, shop, 2479, 521) }
    }
    add("ledger_entries", entryColumns) { rows in
      for row in batch.indices {
        rows.append(
          ids.of(5, row), shop, "invoice.issued", "inv_\(ids.of(1, row))", "2026-11-24",
          Town.billingDay, "2026-00123")
      }
    }
    add("ledger_lines", lineColumns) { rows in
      for (row, due) in batch.enumerated() {
        for (ordinal, amount) in [3000, -2479, -521].enumerated() {
          let customer: Int64? = ordinal == 0 ? due.customer : nil
          rows.append(ids.of(5, row), ordinal, shop, Int64(ordinal), amount, "EUR", customer)
        }
      }
    }
  }

  /// 32 bytes that differ from row to row, as a hash does from its first byte on.
  private static func hash(_ id: Int64) -> [UInt8] {
    let mixed = UInt64(bitPattern: id) &* 0x9E37_79B9_7F4A_7C15
    return (0..<32).map { UInt8(truncatingIfNeeded: mixed >> (8 * UInt64($0 % 8))) }
  }

  private static let invoiceColumns: [Column] = [
    .integer("id"), .integer("tenant_id"), .text("kind"), .text("series"), .integer("number"),
    .text("number_text"), .integer("customer_id"), .integer("seller_id"), .integer("buyer_id"),
    .text("issued_on"), .text("due_on"), .text("collect_on"), .text("state"), .text("language"),
    .text("currency"), .integer("prices_include_vat"), .integer("total"), .integer("paid"),
    .integer("credits"), .integer("open_amount"), .integer("closed_amount"), .text("reference"),
    .text("source"), .bytes("content_hash"), .integer("issued_at"), .integer("version"),
  ]

  private static let paymentColumns: [Column] = [
    .integer("id"), .integer("tenant_id"), .integer("customer_id"), .text("currency"),
    .integer("amount"), .text("method"), .text("sequence"), .text("gateway"),
    .integer("mandate_id"), .text("description"), .text("idempotency_key"), .text("state"),
    .integer("version"), .integer("collect_at"), .text("debit_on"), .integer("captured"),
    .integer("refunded"), .integer("charged_back"), .integer("chargeback_reversed"),
    .integer("created_at"),
  ]
}

/// The ids of a batch, a stretch for each kind of row.
private struct DrawnIDs: Sendable {
  let all: [Int64]

  init(_ all: [Int64]) { self.all = all }

  func of(_ kind: Int, _ row: Int) -> Int64 {
    all[kind * (all.count / RawRows.idsPerSubscription) + row]
  }
}
